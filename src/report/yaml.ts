import type { FunctionReport, Json, StatementDocument } from '../model/index.ts'
import type { Reporter } from './reporter.ts'
import { oneLine, yamlKey, yamlLines } from './yaml-text.ts'

/** The statements as they stand in a service file: each function with its `iamRoleStatements`. */
export const yaml: Reporter = {
  name: 'yaml',
  describe: 'the statements only, as YAML for iamRoleStatements',
  print: (report) => {
    if (report.functions.length === 0) return 'functions: {}\n'
    return `${['functions:', ...report.functions.flatMap(functionLines)].join('\n')}\n`
  },
}

const silent: { readonly [state: string]: string } = { 'no-handler': 'its handler was not found', 'other-runtime': 'its runtime is not Node.js' }

function functionLines(each: FunctionReport): string[] {
  const why = silent[each.analysis]
  // A function that was not analysed gets no statements: an empty list would take away what it has.
  if (why !== undefined) return [`  # ${oneLine(each.name)} is not analysed: ${why}`]
  const note = each.analysis === 'incomplete' ? [`  # the analysis of ${oneLine(each.name)} is incomplete: it may need more than this`] : []
  const name = `  ${yamlKey(each.name)}:`
  if (each.statements.length === 0) return [...note, name, '    iamRoleStatements: []']
  return [...note, name, '    iamRoleStatements:', ...yamlLines(each.statements.map(plainStatement), 6)]
}

/** A statement with its keys in the usual order and nothing that says nothing. */
export function plainStatement(statement: StatementDocument): Json {
  return {
    ...(statement.Sid === undefined ? {} : { Sid: statement.Sid }),
    Effect: statement.Effect,
    Action: statement.Action,
    Resource: statement.Resource,
    ...(statement.Condition && Object.keys(statement.Condition).length > 0 ? { Condition: statement.Condition } : {}),
  }
}
