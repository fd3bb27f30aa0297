import type { TypeRef } from '../summary/index.ts'
import { isOpen, joinValues } from './join.ts'
import type { Run } from './run.ts'
import { type Abstract, optionsOf, unknownValue } from './values.ts'

/** What is not known keeps the type that its declaration gives it; what a library gave may be anything that fits its type. */
export function withType(run: Run, value: Abstract, ref: TypeRef, file: string): Abstract {
  const untyped = (option: Abstract): boolean => option.kind === 'unknown' && option.type === undefined
  const isFromLibrary = (option: Abstract): boolean => (option.kind === 'pointer' || option.kind === 'method') && isOpen(option)
  const options = optionsOf(value)
  const given = options.some(isFromLibrary)
  const type = given || options.some(untyped) ? run.typeOf(file, ref) : undefined
  if (!type) return value
  const fromLibrary = given && run.tells(type)
  if (!fromLibrary && !options.some(untyped)) return value
  const typed = options.map((option) => (untyped(option) ? { ...option, type } : option))
  return joinValues(fromLibrary ? [...typed, unknownValue('comes from a library', { type })] : typed)
}
