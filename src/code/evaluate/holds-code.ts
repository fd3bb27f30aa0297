import type { Abstract } from './values.ts'

/** Whether calls can come out of a value: it is, or holds, a function, an instance, a client or a command. */
export function holdsCode(value: Abstract, depth: number): boolean {
  if (value.kind === 'method' || value.kind === 'foreign') return true
  if (value.kind === 'items') return [...value.items, ...(value.rest ? [value.rest] : [])].some((item) => holdsCode(item, depth))
  if (value.kind === 'choice') return value.options.some((option) => holdsCode(option, depth))
  if (value.kind !== 'pointer') return false
  if (value.thing.kind !== 'record' && value.thing.kind !== 'list') return true
  return depth > 0 && [...value.thing.fields.map.values()].some((field) => holdsCode(field, depth - 1))
}
