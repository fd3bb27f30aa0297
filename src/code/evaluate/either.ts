import { joinValues } from './join.ts'
import { type Abstract, itemsField, nothing } from './values.ts'

/** What a key holds where it may or may not have been written yet. */
export function either(key: string, before: Abstract | undefined, value: Abstract | undefined): Abstract | undefined {
  const absent = key === itemsField ? [] : [nothing]
  return joinValues([...(before ? [before] : absent), ...(value ? [value] : absent)])
}

/** What a key holds where each of several may have been written to it as well, and later. */
export function besides(key: string, value: Abstract | undefined, others: readonly Abstract[]): Abstract | undefined {
  const known = value ?? (key === itemsField ? undefined : nothing)
  return joinValues([...(known ? [known] : []), ...new Set(others)])
}

/** Whether there is surely nothing. */
export const isNothing = (value: Abstract): boolean => value.kind === 'literal' && (value.value === undefined || value.value === null)
