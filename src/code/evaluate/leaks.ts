import type { Arguments } from './run.ts'
import { type Abstract, optionsOf, type Thing } from './values.ts'

/** The records and lists that are handed to a call, which count as those that are alike. */
export function handedTo(given: Arguments, depth: number): ReadonlySet<Thing> {
  const handed = new Set<Thing>()
  const collect = (value: Abstract, left: number): void => {
    for (const option of optionsOf(value)) {
      if (option.kind !== 'pointer' || handed.has(option.thing) || (option.thing.kind !== 'record' && option.thing.kind !== 'list')) continue
      handed.add(option.thing)
      if (left > 0) for (const [, field] of option.thing.fields.map) collect(field, left - 1)
    }
  }
  for (const item of [...given.items, ...(given.rest ? [given.rest] : [])]) collect(item, depth)
  return handed
}

/** Whether a result holds on to a record or list that was handed in: it must not be reused for another one that is only alike. */
export function leaks(result: Abstract, handed: ReadonlySet<Thing>, depth: number): boolean {
  if (handed.size === 0) return false
  const seen = new Set<Thing>()
  const reaches = (value: Abstract, left: number): boolean => {
    if (value.kind === 'items') return [...value.items, ...(value.rest ? [value.rest] : [])].some((item) => reaches(item, left))
    if (value.kind === 'choice') return value.options.some((option) => reaches(option, left))
    if (value.kind === 'method') return reaches(value.of, left) || (value.bound ?? []).some((one) => reaches(one, left))
    if (value.kind !== 'pointer') return false
    if (handed.has(value.thing)) return true
    if (seen.has(value.thing)) return false
    seen.add(value.thing)
    if (left === 0 || value.thing.closure) return true
    return (
      [...value.thing.fields.map.values()].some((field) => reaches(field, left - 1)) ||
      (value.thing.command ? reaches(value.thing.command.input, left - 1) : false)
    )
  }
  return reaches(result, depth)
}
