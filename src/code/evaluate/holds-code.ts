import { type Abstract, anyField, type Thing } from './values.ts'
import { spend } from './work.ts'

/**
 * Whether calls can come out of a value: it is, or holds, a function, an instance, a client or a command. Level by level, so that each
 * object is looked at once, where most of what it holds is within reach.
 */
export function holdsCode(value: Abstract, depth: number): boolean {
  const seen = new Set<Thing>()
  let level: Abstract[] = [value]
  for (let below = depth; level.length > 0; below--) {
    const next: Abstract[] = []
    // What is added to an array while it is gone through is gone through as well.
    for (const one of level) {
      if (one.kind === 'method' || one.kind === 'foreign') return true
      if (one.kind === 'items') level.push(...one.items, ...(one.rest ? [one.rest] : []))
      if (one.kind === 'choice') level.push(...one.options)
      if (one.kind !== 'pointer') continue
      if (one.thing.kind !== 'record' && one.thing.kind !== 'list') return true
      if (below === 0 || seen.has(one.thing)) continue
      seen.add(one.thing)
      next.push(...one.thing.fields.map.values())
    }
    spend(level.length)
    level = next
  }
  return false
}

/** Whether members of a value are no functions of ours: it is data, or what a library gave without being known. */
export function isDataOf(owner: Abstract): boolean {
  if (owner.kind !== 'pointer') return owner.kind !== 'foreign'
  if (owner.thing.kind === 'opaque') return [...owner.thing.fields.map.keys()].every((name) => name === anyField)
  return owner.thing.kind === 'list'
}
