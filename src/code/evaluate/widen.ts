import { anyItem, joinValues } from './join.ts'
import { type Abstract, common, headOf, literal, optionsOf, unknownValue } from './values.ts'

/** From this pass through a loop on, what still changes is given up as not known. */
export const widenFrom = 2

const growing = 'changes while a loop runs'

/** What still differs in a late pass: of texts only the beginning stays, where each new one keeps it; things stay. */
export function widen(before: Abstract | undefined, after: Abstract): Abstract {
  if (after.kind === 'items') {
    const old = before?.kind === 'items' ? before : undefined
    const items = after.items.map((item, index) => widen(old?.items[index] ?? old?.rest, item))
    const rest = after.rest && widen(old && anyItem(old), after.rest)
    if (rest === after.rest && items.every((item, index) => item === after.items[index])) return after
    return rest ? { kind: 'items', items, rest } : { kind: 'items', items }
  }
  const known = before ? optionsOf(before) : []
  const isThing = (option: Abstract): boolean =>
    option.kind === 'pointer' ||
    option.kind === 'method' ||
    option.kind === 'items' ||
    option.kind === 'foreign' ||
    // There are only a few of these: nothing, and the two outcomes of a test.
    (option.kind === 'literal' && typeof option.value !== 'string' && typeof option.value !== 'number')
  const stays = optionsOf(after).filter((option) => known.includes(option) || isThing(option))
  const fresh = optionsOf(after).filter((option) => !stays.includes(option))
  if (fresh.length === 0) return after
  const grown = known.find((option) => option.kind === 'joined' && option.parts[1]?.kind === 'unknown' && option.parts[1].why === growing)
  const texts = [...known.filter((option) => !isThing(option)), ...fresh].map(headOf)
  const head = grown ? headOf(grown) : known.some((option) => option.kind === 'unknown' && option.why === growing) ? '' : common(texts)
  if (head === '' || !texts.every((text) => text.startsWith(head))) return joinValues([...stays, unknownValue(growing)])
  return joinValues([...stays, { kind: 'joined', parts: [literal(head), unknownValue(growing)] }])
}
