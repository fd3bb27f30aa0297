import type { Arguments } from './run.ts'
import { type Abstract, optionsOf, type Thing } from './values.ts'

/** More than so many are not told apart. */
const mostHanded = 400

/**
 * The records and lists that are handed to a call, which count as those that are alike: in the order in which they are found, as often as they are.
 * Undefined where there are very many.
 */
export function handedTo(given: Arguments, depth: number): readonly Thing[] | undefined {
  const handed: Thing[] = []
  const collect = (value: Abstract, left: number): void => {
    if (value.kind === 'items') for (const item of [...value.items, ...(value.rest ? [value.rest] : [])]) collect(item, left)
    for (const option of optionsOf(value)) {
      if (option.kind !== 'pointer' || (option.thing.kind !== 'record' && option.thing.kind !== 'list') || handed.length > mostHanded) continue
      handed.push(option.thing)
      if (left > 0) for (const [, field] of option.thing.fields.map) collect(field, left - 1)
    }
  }
  for (const item of [...given.items, ...(given.rest ? [given.rest] : [])]) collect(item, depth)
  return handed.length > mostHanded ? undefined : handed
}

/** What stands in a call for what was handed to one that was alike; undefined where one thing would stand for several, or several for one. */
export function inPlaceOf(before: readonly Thing[], now: readonly Thing[]): ReadonlyMap<Thing, Thing> | undefined {
  if (before.length !== now.length) return undefined
  const found = new Map<Thing, Thing>()
  const taken = new Map<Thing, Thing>()
  for (const [index, thing] of before.entries()) {
    const other = now[index]
    if (!other || other.kind !== thing.kind || (found.get(thing) ?? other) !== other || (taken.get(other) ?? thing) !== thing) return undefined
    found.set(thing, other)
    taken.set(other, thing)
  }
  return found
}

/**
 * Whether a result holds on to a record or list that was handed in: another one takes its place where the result is that of another call. Beyond is what
 * cannot be looked into, such as the variables that a function sees.
 */
export function reachOf(result: Abstract, handed: ReadonlySet<Thing>, depth: number): 'nothing' | 'handed' | 'beyond' {
  if (handed.size === 0) return 'nothing'
  const seen = new Set<Thing>()
  let holds = false
  const isBeyond = (value: Abstract, left: number): boolean => {
    if (value.kind === 'items') return [...value.items, ...(value.rest ? [value.rest] : [])].some((item) => isBeyond(item, left))
    if (value.kind === 'choice') return value.options.some((option) => isBeyond(option, left))
    if (value.kind === 'method') return isBeyond(value.of, left) || (value.bound ?? []).some((one) => isBeyond(one, left))
    if (value.kind !== 'pointer') return false
    if (handed.has(value.thing)) {
      holds = true
      return false
    }
    if (seen.has(value.thing)) return false
    seen.add(value.thing)
    if (left === 0 || value.thing.closure) return true
    return (
      [...value.thing.fields.map.values()].some((field) => isBeyond(field, left - 1)) ||
      (value.thing.command ? isBeyond(value.thing.command.input, left - 1) : false)
    )
  }
  if (isBeyond(result, depth)) return 'beyond'
  return holds ? 'handed' : 'nothing'
}
