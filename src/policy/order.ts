import { type Condition, type Value, valueKey } from '../model/index.ts'

/** Orders texts by code unit, without regard to locale. */
export const compareTexts = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Orders values as people would look for them, and totally. */
export const compareValues = (a: Value, b: Value): number => compareTexts(sortText(a), sortText(b)) || compareTexts(valueKey(a), valueKey(b))

/** A readable text for a value to be ordered by. */
export function sortText(value: Value): string {
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

/** Puts items under the key that each has, keys in the order of their first appearance. */
export function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Item[][] {
  const groups = new Map<string, Item[]>()
  for (const item of items) {
    const key = keyOf(item)
    const group = groups.get(key)
    if (group) group.push(item)
    else groups.set(key, [item])
  }
  return [...groups.values()]
}
