import { type Condition, type Policy, type Statement, type Value, valueKey } from '../model/index.ts'
import { compareStatements } from './grants.ts'
import { meetActions, meetResources } from './meet.ts'

/** What two policies both allow. */
export interface Intersection {
  readonly policy: Policy
  /** False where the policy had to be left smaller, because statements cannot say exactly what both allow. */
  readonly exact: boolean
}

/**
 * What both policies allow: a role's policy under a permissions boundary. The result never allows what one of them does not. It is not
 * exact where NotAction or NotResource meet something they leave out in part, or where two conditions on the same key cannot be put together.
 */
export function intersect(a: Policy, b: Policy): Intersection {
  const [denials, left, right] = [[...a.statements, ...b.statements].filter(({ effect }) => effect === 'Deny'), allowing(a), allowing(b)]
  const met = left.flatMap((one) => right.map((other) => meetStatements(one, other)))
  const statements = [...met.flatMap(({ statement }) => (statement ? [statement] : [])), ...denials].sort(compareStatements)
  return { policy: { statements }, exact: met.every(({ exact }) => exact) }
}

const allowing = ({ statements }: Policy): readonly Statement[] => statements.filter(({ effect }) => effect === 'Allow')

interface Met {
  readonly statement?: Statement
  readonly exact: boolean
}

function meetStatements(a: Statement, b: Statement): Met {
  const actions = meetSide(a.actions, a.notActions, b.actions, b.notActions, meetActions)
  const resources = meetSide(a.resources, a.notResources, b.resources, b.notResources, meetResources)
  if (isNothing(actions) || isNothing(resources)) return { exact: isSurelyNothing(actions) || isSurelyNothing(resources) }
  const condition = meetConditions(a.condition, b.condition)
  if (!condition) return { exact: false }
  const statement: Statement = {
    effect: 'Allow',
    actions: actions.positive,
    ...(actions.negative ? { notActions: actions.negative } : {}),
    resources: resources.positive,
    ...(resources.negative ? { notResources: resources.negative } : {}),
    ...(condition.size > 0 ? { condition } : {}),
    because: [...new Set([...a.because, ...b.because])],
  }
  return { statement, exact: actions.exact && resources.exact }
}

interface Side<Item> {
  readonly positive: readonly Item[]
  readonly negative?: readonly Item[]
  readonly exact: boolean
}

const isNothing = <Item>({ positive, negative }: Side<Item>): boolean => positive.length === 0 && negative === undefined
const isSurelyNothing = <Item>(side: Side<Item>): boolean => isNothing(side) && side.exact

function meetSide<Item>(
  a: readonly Item[],
  notA: readonly Item[] | undefined,
  b: readonly Item[],
  notB: readonly Item[] | undefined,
  meet: (a: Item, b: Item) => { readonly items: readonly Item[]; readonly exact: boolean },
): Side<Item> {
  if (notA && notB) return { positive: [], negative: [...notA, ...notB], exact: true }
  if (!notA && !notB) {
    const all = a.flatMap((one) => b.map((other) => meet(one, other)))
    return { positive: all.flatMap(({ items }) => items), exact: all.every(({ exact }) => exact) }
  }
  const [positive, negative] = notA ? [b, notA] : [a, notB ?? []]
  // What no exclusion touches stays whole. What one touches cannot be said without its other half, so it is left out.
  const touched = positive.map((one) => {
    const meetings = negative.map((other) => meet(one, other))
    return { one, free: meetings.every(({ items, exact }) => items.length === 0 && exact) }
  })
  const kept = touched.filter(({ free }) => free).map(({ one }) => one)
  return { positive: kept, exact: kept.length === positive.length }
}

/** Both blocks in one: keys of different operators stand beside each other; of the same operator and key only equal values can. */
function meetConditions(a: Condition | undefined, b: Condition | undefined): Condition | undefined {
  const both = new Map([...(a ?? [])].map(([operator, keys]) => [operator, new Map(keys)]))
  for (const [operator, keys] of b ?? []) {
    const merged = both.get(operator) ?? new Map<string, readonly Value[]>()
    for (const [key, values] of keys) {
      const own = [...merged].find(([name]) => name.toLowerCase() === key.toLowerCase())
      if (own && valueSet(own[1]) !== valueSet(values)) return undefined
      if (!own) merged.set(key, values)
    }
    both.set(operator, merged)
  }
  return both
}

const valueSet = (values: readonly Value[]): string => JSON.stringify([...new Set(values.map(valueKey))].sort())
