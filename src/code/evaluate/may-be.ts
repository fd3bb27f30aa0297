import { type Abstract, nothing, textOf } from './values.ts'

/** Whether a key of which only a beginning or an end is known can be this name. */
export function mayBe(key: Abstract, name: string): boolean {
  if (key.kind !== 'joined') return true
  const head = textOf(key.parts[0] ?? nothing) ?? ''
  const tail = textOf(key.parts.at(-1) ?? nothing) ?? ''
  return name.length >= head.length + tail.length && name.startsWith(head) && name.endsWith(tail)
}
