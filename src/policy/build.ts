import type { Condition, Permission, Policy, SdkCall, Statement, Value } from '../model/index.ts'
import { comparePlaces, optionsOf, valueKey } from '../model/index.ts'
import { coversAction, patternCovers } from './pattern.ts'
import { alternativesOf, type Pattern, patternOf } from './tokens.ts'

/** One action on one resource, and what needs it. */
interface Grant {
  readonly action: string
  readonly resource: Value
  readonly pattern: Pattern
  readonly condition: Condition | undefined
  readonly because: readonly SdkCall[]
}

/** Merges permissions into few statements, one for each set of resources; what another permission covers is left out. Sorted and stable. */
export function buildPolicy(permissions: readonly Permission[]): Policy {
  const grants = uncovered(mergeEqual(permissions.flatMap(grantsOf)))
  const statements = groupBy(grants, (grant) => conditionKey(grant.condition)).flatMap(statementsOf)
  return { statements: statements.sort(compareStatements) }
}

function grantsOf({ action, resource, condition, because }: Permission): Grant[] {
  const resources = alternativesOf(resource) ?? optionsOf(resource)
  return resources.map((one) => ({
    action,
    resource: one,
    pattern: patternOf(one),
    condition: condition && condition.size > 0 ? condition : undefined,
    because: because ? [because] : [],
  }))
}

function mergeEqual(grants: readonly Grant[]): readonly Grant[] {
  const equal = groupBy(grants, ({ action, pattern, condition }) => `${action.toLowerCase()} ${pattern.key} ${conditionKey(condition)}`)
  return equal.flatMap((group) => {
    const [first] = [...group].sort((a, b) => compareTexts(a.action, b.action))
    return first ? [{ ...first, because: group.flatMap(({ because }) => because) }] : []
  })
}

/** Leaves out what another grant allows as well: the same or a wider action on a wider resource under the same condition or none. */
function uncovered(grants: readonly Grant[]): readonly Grant[] {
  const covered = (narrow: Grant, index: number): boolean =>
    grants.some((wide, other) => {
      if (other === index || !grantCovers(wide, narrow)) return false
      // Of two that cover each other (`a**` and `a*`) the first stays.
      return other < index || !grantCovers(narrow, wide)
    })
  const dropped = new Set(grants.filter(covered))
  return grants.filter((grant) => !dropped.has(grant))
}

const grantCovers = (wide: Grant, narrow: Grant): boolean =>
  (wide.condition === undefined || conditionKey(wide.condition) === conditionKey(narrow.condition)) &&
  coversAction(wide.action, narrow.action) &&
  patternCovers(wide.pattern, narrow.pattern) === 'yes'

function statementsOf(grants: readonly Grant[]): Statement[] {
  const byAction = groupBy(grants, ({ action }) => action)
  const byResources = groupBy(byAction, (group) => [...new Set(group.map(({ pattern }) => pattern.key))].sort(compareTexts).join(' '))
  return byResources.map((groups) => {
    const all = groups.flat()
    const resources = groupBy(all, ({ pattern }) => pattern.key).flatMap(([first]) => (first ? [first.resource] : []))
    const condition = all[0]?.condition
    return {
      effect: 'Allow',
      actions: [...new Set(all.map(({ action }) => action))].sort(compareTexts),
      resources: resources.sort(compareValues),
      ...(condition ? { condition } : {}),
      because: sortedCalls(all.flatMap(({ because }) => because)),
    }
  })
}

function sortedCalls(calls: readonly SdkCall[]): readonly SdkCall[] {
  return [...new Set(calls)].sort((a, b) => comparePlaces(a.at, b.at) || compareTexts(a.client, b.client) || compareTexts(a.command, b.command))
}

function compareStatements(a: Statement, b: Statement): number {
  return (
    compareTexts(a.actions.join(), b.actions.join()) ||
    compareTexts(a.resources.map(sortText).join(), b.resources.map(sortText).join()) ||
    compareTexts(conditionKey(a.condition), conditionKey(b.condition))
  )
}

/** Orders texts by code unit, without regard to locale. */
export const compareTexts = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Orders values as people would look for them, and totally. */
export const compareValues = (a: Value, b: Value): number => compareTexts(sortText(a), sortText(b)) || compareTexts(valueKey(a), valueKey(b))

function sortText(value: Value): string {
  if (value.kind === 'text') return value.text
  if (value.kind === 'join') return value.parts.map(sortText).join('')
  if (value.kind === 'resource') return `\${${value.id}${value.attribute === undefined ? '' : `.${value.attribute}`}}`
  return value.kind === 'variable' ? value.text : valueKey(value)
}

/** A text that two conditions share exactly when they ask for the same. */
export function conditionKey(condition: Condition | undefined): string {
  const entries = [...(condition ?? [])].flatMap(([operator, keys]) =>
    [...keys].map(([key, values]) => `${operator} ${key.toLowerCase()} ${JSON.stringify([...new Set(values.map(valueKey))].sort(compareTexts))}`),
  )
  return entries.sort(compareTexts).join(' & ')
}

function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Item[][] {
  const groups = new Map<string, Item[]>()
  for (const item of items) {
    const key = keyOf(item)
    const group = groups.get(key)
    if (group) group.push(item)
    else groups.set(key, [item])
  }
  return [...groups.values()]
}
