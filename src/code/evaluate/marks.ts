import { type Abstract, keyOf } from './values.ts'

/** Whether there is something new in a value: objects may go on to be made anew in every pass at the same place, which is nothing new. */
export function grows(before: Abstract | undefined, after: Abstract, start: number): boolean {
  const known = new Set<string>()
  if (before) marks(before, start, known)
  const all = new Set<string>()
  marks(after, start, all)
  return [...all].some((mark) => !known.has(mark))
}

function marks(value: Abstract, start: number, found: Set<string>): void {
  switch (value.kind) {
    case 'choice':
      for (const option of value.options) marks(option, start, found)
      return
    case 'items':
      if (value.rest) found.add('...')
      for (const item of [...value.items, ...(value.rest ? [value.rest] : [])]) marks(item, start, found)
      return
    case 'pointer':
      found.add(value.thing.id > start ? value.thing.site : `#${value.thing.id}`)
      return
    case 'method':
      marks(value.of, start, found)
      return
    case 'foreign':
      found.add(value.package)
      return
    default:
      found.add(keyOf(value))
  }
}
