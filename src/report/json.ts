import type { Finding, FunctionReport, Json, Permission, Report, SdkCall, StatementDocument, Value } from '../model/index.ts'
import { placeText } from '../model/index.ts'
import { migrationDocument } from './json-migration.ts'
import type { Reporter } from './reporter.ts'
import { conditionDocument, distinct, groupBy, resourcesOf } from './words.ts'

/** The JSON that schema/keycard-1.json describes; every key is always there, in the same order. */
export const json: Reporter = {
  name: 'json',
  describe: 'JSON for programs (schema keycard/1)',
  print: (report, { render }) => `${JSON.stringify(reportDocument(report, render), null, 2)}\n`,
}

/** A report as plain JSON, as far as it is made at once. */
function reportDocument(report: Report, render: (value: Value) => Json): object {
  return {
    schema: 'keycard/1',
    command: report.command,
    service: { name: report.service.name, file: report.service.file },
    // Of a large service this is most of it: each function becomes JSON when it is its turn to be written, and not all of them together.
    functions: report.functions.map((each) => ({ toJSON: () => functionDocument(each, render) })),
    findings: report.findings.map(findingDocument),
    ...(report.migration ? { migration: migrationDocument(report.migration) } : {}),
    ...(report.base ? { base: { ref: report.base.ref, commit: report.base.commit, known: report.base.known } } : {}),
    ...(report.leftOut ? { leftOut: { ignored: report.leftOut.ignored, baseline: report.leftOut.baseline } } : {}),
  }
}

function functionDocument(each: FunctionReport, render: (value: Value) => Json): Json {
  const groups = groupBy(each.permissions, (permission) =>
    JSON.stringify([permission.action, conditionDocument(permission.condition, render), permission.basis, permission.widened ?? null]),
  )
  return {
    name: each.name,
    handler: each.handler,
    source: each.source ?? null,
    analysis: each.analysis,
    statements: each.statements.map(statementDocument),
    permissions: [...groups.values()].map((group) => permissionDocument(group, render)),
  }
}

function statementDocument(statement: StatementDocument): Json {
  return {
    ...(statement.Sid === undefined ? {} : { Sid: statement.Sid }),
    Effect: statement.Effect,
    Action: statement.Action,
    Resource: statement.Resource,
    Condition: statement.Condition ?? {},
  }
}

function permissionDocument(group: readonly Permission[], render: (value: Value) => Json): Json {
  const [first] = group
  if (!first) return null
  const resources = group.flatMap((permission) => resourcesOf(permission).map((resource) => JSON.stringify(render(resource))))
  const because = group.flatMap((permission) => becauseDocument(permission).map((one) => JSON.stringify(one)))
  return {
    action: first.action,
    resources: distinct(resources).map((one) => JSON.parse(one)),
    condition: conditionDocument(first.condition, render),
    basis: first.basis,
    because: distinct(because).map((one) => JSON.parse(one)),
    widened: first.widened ?? null,
  }
}

function becauseDocument({ because, at }: Permission): Json[] {
  if (because) return [callDocument(because)]
  return at ? [{ file: at.file, line: at.line, client: null, command: null, path: [] }] : []
}

const callDocument = (call: SdkCall): Json => ({
  file: call.at.file,
  line: call.at.line,
  client: call.client,
  command: call.command,
  path: call.path.map(placeText),
  ...(call.via === undefined ? {} : { via: call.via }),
})

const findingDocument = (finding: Finding): Json => ({
  check: finding.check,
  severity: finding.severity,
  confidence: finding.confidence,
  message: finding.message,
  file: finding.at?.file ?? null,
  line: finding.at?.line ?? null,
  function: finding.function ?? null,
  ...(finding.functions ? { functions: finding.functions } : {}),
  fix: finding.fix ?? null,
  ...(finding.grants ? { actions: finding.grants.actions, resources: finding.grants.resources } : {}),
  ...(finding.related ? { related: finding.related.map(({ at, message }) => ({ file: at.file, line: at.line, message })) } : {}),
  ...(finding.instead ? { instead: finding.instead.map(statementDocument) } : {}),
  ...(finding.patch === undefined ? {} : { patch: finding.patch }),
})
