import type { FunctionReport, Permission, StatementDocument } from '../model/index.ts'
import { placeText } from '../model/index.ts'
import { breadthLine, breadthOf, declaredBreadth, derivedBreadth } from './breadth.ts'
import { pad, paint } from './palette.ts'
import type { PrintOptions } from './reporter.ts'
import { conditionDocument, distinct, groupBy, readable, resourcesOf, wrap } from './words.ts'

/** No line of prose is longer. */
export const PAGE = 100

/** A function with its statements: every action with the calls that need it, every wide resource with the reason, before and after. */
export function functionLines(each: FunctionReport, options: PrintOptions): string[] {
  const source = each.source === undefined || each.handler.startsWith(each.source) ? '' : ` -> ${each.source}`
  const state = each.analysis === 'incomplete' ? `  ${paint('yellow', 'incomplete: it may need more than this, see the findings')}` : ''
  const statements = each.statements.flatMap((statement) => [...statementLines(statement, each, options), ''])
  return [
    `${paint('bold', each.name)}  ${paint('dim', `${each.handler}${source}`)}${state}`,
    '',
    ...(statements.length > 0
      ? statements
      : [each.analysis === 'complete' ? '  needs no permissions' : '  no call was found that needs a permission', '']),
    `  ${paint('dim', 'before')}  ${breadthLine(breadthOf(declaredBreadth(each, options.render)))}`,
    `  ${paint('dim', 'after')}   ${breadthLine(breadthOf(derivedBreadth(each)))}`,
  ]
}

function statementLines(statement: StatementDocument, each: FunctionReport, { render }: PrintOptions): string[] {
  const condition = sameForm(statement.Condition ?? {})
  const own = each.permissions.filter(
    (permission) => statement.Action.includes(permission.action) && sameForm(conditionDocument(permission.condition, render)) === condition,
  )
  const width = Math.min(44, Math.max(...statement.Action.map((action) => action.length)))
  return [
    ...(statement.Effect === 'Deny' ? [`  ${paint('red', 'Deny')}`] : []),
    ...statement.Action.flatMap((action) => actionLines(action, own, width)),
    ...statement.Resource.flatMap((resource, index) => resourceLines(readable(resource), JSON.stringify(resource), index, own, render)),
    ...conditionLines(statement),
  ]
}

/** A text that two conditions share exactly when they are equal, in whatever order and with one value in a list or alone. */
function sameForm(condition: NonNullable<StatementDocument['Condition']>): string {
  const tests = Object.entries(condition).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, value]) => [operator, key, (Array.isArray(value) ? value : [value]).map((one) => JSON.stringify(one)).sort()]),
  )
  return JSON.stringify(tests.map((test) => JSON.stringify(test)).sort())
}

function actionLines(action: string, own: readonly Permission[], width: number): string[] {
  const reasons = distinct(own.filter((permission) => permission.action === action).map(reasonOf))
  const head = `  ${pad(paint('cyan', action), width)}`
  if (reasons.length === 0) return [head]
  const room = PAGE - width - 6
  const [first = '', second] = reasons
  const both = second !== undefined && first.length + second.length + 22 <= room
  const shown = both ? `${first}, ${second}` : first
  const rest = reasons.length - (both ? 2 : 1)
  return [`${head}  ${shown}${rest > 0 ? paint('dim', `  + ${rest} more ${rest === 1 ? 'place' : 'places'}`) : ''}`]
}

/** The place and what is called there; an annotation or the framework say so themselves. */
function reasonOf({ because, at, basis }: Permission): string {
  if (basis === 'annotation' && at) return `${placeText(at)} annotation`
  if (because) return `${placeText(because.at)} ${because.command}${because.via === undefined ? '' : ` by ${because.via}`}`
  return at ? `${placeText(at)} ${basis}` : `by the ${basis}`
}

function resourceLines(shown: string, key: string, index: number, own: readonly Permission[], render: PrintOptions['render']): string[] {
  const reasons = own.flatMap((permission) =>
    permission.widened !== undefined && resourcesOf(permission).some((resource) => JSON.stringify(render(resource)) === key)
      ? [{ action: permission.action, why: permission.widened }]
      : [],
  )
  const all = own.every(({ action }) => reasons.some((reason) => reason.action === action))
  const whys = [...groupBy(reasons, ({ why }) => why)].flatMap(([why, group]) => {
    const actions = distinct(group.map(({ action }) => action))
    return wrap(
      `not narrower${all && actions.length > 1 ? '' : actions.length === 1 && own.some(({ action }) => action !== actions[0]) ? ` for ${actions[0]}` : ''}: ${why}`,
      PAGE - 10,
    )
  })
  return [
    `    ${index === 0 ? paint('dim', 'on') : '  '} ${shown}`,
    ...whys.map((line, at) => `${at === 0 ? '         ' : '           '}${paint('dim', line)}`),
  ]
}

function conditionLines(statement: StatementDocument): string[] {
  return Object.entries(statement.Condition ?? {}).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, value]) => {
      const values = (Array.isArray(value) ? value : [value]).map(readable)
      return `    ${paint('dim', 'if')} ${key} ${paint('dim', operator)} ${values.join(', ')}`
    }),
  )
}
