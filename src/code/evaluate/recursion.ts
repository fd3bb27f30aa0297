import { holdsCode } from './holds-code.ts'
import { joinValues } from './join.ts'
import type { Arguments, Run } from './run.ts'
import { type Abstract, keyOf, optionsOf, ownerOf, pointer, unknownValue } from './values.ts'

const sameThing = (a: Abstract, b: Abstract | undefined): boolean => a.kind === 'pointer' && b?.kind === 'pointer' && a.thing === b.thing

/** Whether a value is, among other things that are known by themselves, nothing but what the call under way was given. */
export const isHandedOn = (item: Abstract, old: Abstract | undefined): boolean =>
  item === old ||
  (old !== undefined && optionsOf(item).every((option) => option.kind === 'unknown' || optionsOf(old).some((each) => sameThing(option, each))))

/**
 * Whether the arguments of a recursive call are those of the call under way, or texts and numbers that are known to the last character. What is
 * counted may wrap one function around another, each of them a new one.
 */
export function isSpelled(given: Arguments, before: Arguments): boolean {
  if (given.rest) return false
  const isSame = (item: Abstract, index: number): boolean => {
    const old = before.items[index]
    return old !== undefined && (sameThing(item, old) || keyOf(item, 4) === keyOf(old, 4))
  }
  const others = given.items.filter((item, index) => !isSame(item, index))
  const isCounted = others.some((item) => item.kind === 'literal' && typeof item.value === 'number')
  return others.every((item) => optionsOf(item).every((option) => isText(option) || (isCounted && (isNumber(option) || isFunction(option)))))
}

const isText = (option: Abstract): boolean => option.kind === 'literal' && typeof option.value === 'string'
const isNumber = (option: Abstract): boolean => option.kind === 'literal' && typeof option.value === 'number'
const isFunction = (option: Abstract): boolean => option.kind === 'pointer' && option.thing.closure !== undefined

const fieldsOf = (value: Abstract | undefined): ReadonlyMap<string, Abstract> | undefined =>
  value?.kind === 'pointer' && value.thing.kind === 'record' ? value.thing.fields.map : undefined

/**
 * The arguments of a recursive call: what is the same as in the call under way stays, plain data that differs is given up; what can
 * be called stays in any case, or calls would be lost.
 */
export function widenedAgainst(run: Run, before: Arguments, given: Arguments): Arguments {
  const plain = unknownValue('differs from call to call of a recursion')
  const widen = (value: Abstract, old: Abstract | undefined, depth: number): Abstract => {
    if (old && (sameThing(value, old) || keyOf(value, 4) === keyOf(old, 4))) return value
    const before = old ? optionsOf(old) : []
    const [same, others] = [new Set<Abstract>(), new Set<Abstract>()]
    for (const option of optionsOf(value)) (before.some((each) => sameThing(option, each)) ? same : others).add(option)
    // Many at once are looked through faster than one by one, since they hold the same.
    if (others.size > 1 && fieldsOf(old) === undefined && !holdsCode({ kind: 'choice', options: [...others] }, 8)) return joinValues([...same, plain])
    return joinValues(optionsOf(value).map((option) => (same.has(option) ? option : widenOne(option, old, depth))))
  }
  const widenOne = (option: Abstract, old: Abstract | undefined, depth: number): Abstract => {
    if (option.kind === 'items')
      return { kind: 'items', items: [], rest: widen(joinValues([...option.items, ...(option.rest ? [option.rest] : [])]), undefined, depth) }
    // A member of a member, and so on: what a library gave stands for all that it may hold, and a text has none that could be called.
    if (option.kind === 'method') {
      const of = ownerOf(option)
      const isData = of.kind === 'pointer' ? of.thing.kind === 'list' && option.of.kind === 'method' : of.kind !== 'foreign'
      if (isData) return plain
      return of.kind === 'pointer' && of.thing.kind === 'opaque' && !option.bound ? of : option
    }
    const isRecord = option.kind === 'pointer' && option.thing.kind === 'record'
    const oldFields = fieldsOf(old)
    if (!holdsCode(option, 8) && !(isRecord && oldFields)) return plain
    if (option.kind !== 'pointer' || (!isRecord && option.thing.kind !== 'list') || depth === 0) return option
    const made = run.heap.thing(option.thing.kind, option.thing.site)
    for (const [name, field] of option.thing.fields.map) run.heap.set(made.fields, name, widen(field, oldFields?.get(name), depth - 1))
    return pointer(made)
  }
  return {
    items: given.items.map((item, index) => widen(item, before.items[index], 3)),
    ...(given.rest ? { rest: widen(given.rest, before.rest, 3) } : {}),
  }
}
