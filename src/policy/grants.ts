import { type Condition, comparePlaces, type SdkCall, type Statement, type Value } from '../model/index.ts'
import { compareTexts, compareValues, conditionKey, groupBy, sortText } from './order.ts'
import { coversAction, plainlyCovers } from './pattern.ts'
import { type Pattern, patternOf } from './tokens.ts'

/** One action on one resource under one condition, allowed or denied: what statements without Not... are made of. */
export interface Grant {
  readonly effect: Statement['effect']
  readonly action: string
  readonly resource: Value
  readonly pattern: Pattern
  readonly condition: Condition | undefined
  readonly because: readonly SdkCall[]
}

/** Makes a grant. */
export function grant(parts: Omit<Grant, 'pattern'>): Grant {
  const { condition } = parts
  return { ...parts, condition: condition && condition.size > 0 ? condition : undefined, pattern: patternOf(parts.resource) }
}

/** Takes a statement apart. */
export function grantsOf({ effect, actions, resources, condition, because }: Statement): readonly Grant[] {
  return actions.flatMap((action) => resources.map((resource) => grant({ effect, action, resource, condition, because })))
}

/** Puts grants together to few statements, one for each set of resources; what another grant covers is left out. Sorted and stable. */
export function statementsOf(grants: readonly Grant[]): readonly Statement[] {
  const byKind = groupBy(uncovered(mergeEqual(grants)), ({ effect, condition }) => `${effect} ${conditionKey(condition)}`)
  return byKind.flatMap(statementsOfKind).sort(compareStatements)
}

function mergeEqual(grants: readonly Grant[]): readonly Grant[] {
  const equal = groupBy(
    grants,
    ({ effect, action, pattern, condition }) => `${effect} ${action.toLowerCase()} ${pattern.key} ${conditionKey(condition)}`,
  )
  return equal.flatMap((group) => {
    const [first] = [...group].sort((a, b) => compareTexts(a.action, b.action))
    return first ? [{ ...first, because: group.flatMap(({ because }) => because) }] : []
  })
}

/** Leaves out what another grant says as well: the same or a wider action on a wider resource under the same condition or none. */
function uncovered(grants: readonly Grant[]): readonly Grant[] {
  const sorted = [...grants].sort((a, b) => compareTexts(a.action, b.action) || compareValues(a.resource, b.resource))
  return sorted.filter((narrow, index) =>
    sorted.every((wide, other) => other === index || !grantCovers(wide, narrow) || (other > index && grantCovers(narrow, wide))),
  )
}

/** Whether one grant says all that another says; of two that say the same in other words (`a**` and `a*`) each covers the other. */
export function grantCovers(wide: Grant, narrow: Grant): boolean {
  return (
    wide.effect === narrow.effect &&
    coversAction(wide.action, narrow.action) &&
    (wide.condition === undefined || conditionKey(wide.condition) === conditionKey(narrow.condition)) &&
    plainlyCovers(wide.pattern, narrow.pattern)
  )
}

function statementsOfKind(grants: readonly Grant[]): Statement[] {
  const byAction = groupBy(grants, ({ action }) => action)
  const byResources = groupBy(byAction, (group) => JSON.stringify(group.map(({ pattern }) => pattern.key).sort(compareTexts)))
  return byResources.flatMap((groups) => {
    const all = groups.flat()
    const [first] = all
    if (!first) return []
    const statement: Statement = {
      effect: first.effect,
      actions: [...new Set(all.map(({ action }) => action))].sort(compareTexts),
      resources: groupBy(all, ({ pattern }) => pattern.key)
        .flatMap(([one]) => (one ? [one.resource] : []))
        .sort(compareValues),
      because: sortedCalls(all.flatMap(({ because }) => because)),
    }
    return [first.condition ? { ...statement, condition: first.condition } : statement]
  })
}

function sortedCalls(calls: readonly SdkCall[]): readonly SdkCall[] {
  return [...new Set(calls)].sort((a, b) => comparePlaces(a.at, b.at) || compareTexts(a.client, b.client) || compareTexts(a.command, b.command))
}

/** Orders statements: what allows before what denies, then by action, resource and condition. */
export function compareStatements(a: Statement, b: Statement): number {
  return (
    compareTexts(a.effect, b.effect) ||
    compareTexts(a.actions.join(), b.actions.join()) ||
    compareTexts(a.resources.map(sortText).join(), b.resources.map(sortText).join()) ||
    compareTexts(conditionKey(a.condition), conditionKey(b.condition)) ||
    compareTexts((a.notActions ?? []).join(), (b.notActions ?? []).join()) ||
    compareTexts((a.notResources ?? []).map(sortText).join(), (b.notResources ?? []).map(sortText).join())
  )
}
