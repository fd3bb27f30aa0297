import { namesIn } from './code-names.ts'
import { joinValues } from './join.ts'
import type { Scope } from './scope.ts'
import type { Store } from './store.ts'
import { type Abstract, type Closure, gaveField, keyOf, optionsOf, type Pointer, type Thing } from './values.ts'

/** What is asked of the memory of the evaluation. */
interface Memory {
  get(store: Store, key: string): Abstract | undefined
  set(store: Store, key: string, value: Abstract, quiet: boolean): void
}

/**
 * One of several functions that are the same: made at one place, over variables that hold the same and are never assigned again. Code that runs
 * again and again makes one each time; who holds them all would call each of them, each time. The first one stays, and has given what each of
 * them gave.
 */
export function unlikeFunctions(heap: Memory, value: Abstract): Abstract {
  const values = optionsOf(value)
  if (values.length < few) return value
  const counts = new Map<unknown, number>()
  for (const { thing } of values.filter(isFunction)) counts.set(thing.closure?.code, (counts.get(thing.closure?.code) ?? 0) + 1)
  if ([...counts.values()].every((count) => count === 1)) return value
  const first = new Map<unknown, Abstract>()
  for (const option of values) {
    const { closure } = isFunction(option) ? option.thing : {}
    const key = closure && (counts.get(closure.code) ?? 0) > 1 ? likeness(closure) : option
    const before = first.get(key)
    if (!before) first.set(key, option)
    else if (isFunction(before) && isFunction(option)) giveToo(heap, option, before)
  }
  return first.size < values.length ? joinValues([...first.values()]) : value
}

/** From so many on it is worth a look. */
const few = 4

/** A function that nobody has put anything on. */
const isFunction = (value: Abstract): value is Pointer =>
  value.kind === 'pointer' && value.thing.closure !== undefined && [...value.thing.fields.map.keys()].every((name) => name === gaveField)

function giveToo(heap: Memory, from: Pointer, to: Pointer): void {
  same.set(from.thing, (same.get(from.thing) ?? new Set()).add(to.thing))
  const given = heap.get(from.thing.fields, gaveField)
  if (given) give(heap, to.thing, optionsOf(given))
}

/** What stays in the place of a function that is the same. */
const same = new WeakMap<Thing, Set<Thing>>()

/** Notes what a function gave when a library called it, and whether it called nothing of ours. */
export function noteGiven(heap: Memory, thing: Thing, result: Abstract, isAlone: boolean): void {
  const quiet = isAlone && optionsOf(result).every((option) => isQuiet(option, 2))
  const all = new Set([thing])
  // What is added to a set while it is gone through is gone through as well.
  for (const one of all) for (const other of same.get(one) ?? []) all.add(other)
  for (const one of all) {
    one.quiet = quiet && one.quiet !== false
    give(heap, one, optionsOf(result).filter(mayBeAsked))
  }
}

/** Whether nothing that could be called is found in a value: whoever holds it can do no more than look at it. */
function isQuiet(value: Abstract, depth: number): boolean {
  if (value.kind === 'choice') return value.options.every((option) => isQuiet(option, depth))
  if (value.kind === 'items') return [...value.items, ...(value.rest ? [value.rest] : [])].every((item) => isQuiet(item, depth))
  if (value.kind === 'method') return false
  if (value.kind !== 'pointer') return true
  const { kind, fields, client, command } = value.thing
  if (kind === 'opaque') return fields.map.size === 0
  return (
    (kind === 'record' || kind === 'list') && !client && !command && depth > 0 && [...fields.map.values()].every((one) => isQuiet(one, depth - 1))
  )
}

function give(heap: Memory, { fields }: Thing, values: readonly Abstract[]): void {
  const before = fields.map.get(gaveField)
  heap.set(fields, gaveField, joinValues([...(before ? [before] : []), ...values]), true)
}

/** What a library may ask further: a function, or an object that may have methods. */
const mayBeAsked = (value: Abstract): boolean =>
  value.kind === 'pointer' && (value.thing.closure !== undefined || value.thing.kind === 'instance' || value.thing.kind === 'record')

/** What two functions that are the same share. */
function likeness({ code, scope, self, home, bound, of }: Closure): string {
  const { free } = namesIn(code)
  const parts: string[] = [`${scope.file}:${code.at}`, `${of?.id}`, ...(bound ?? []).map((one) => keyOf(one))]
  if (free.has('this')) parts.push(self ? keyOf(self) : '', `${home?.id}`)
  const { place } = scope.activation
  if (place) parts.push(`${place.file}:${place.line}:${place.column}`)
  const left = new Set(free)
  for (let at: Scope | undefined = scope; at?.parent; at = at.parent) parts.push(...held(at, left))
  return parts.join(' ')
}

/** What a scope holds of the names that a function mentions. */
function held({ names, activation, parent }: Scope, left: Set<string>): readonly string[] {
  const { code } = activation
  // Only the scopes of functions are known well enough.
  if (!code) return [`#${names.born}`]
  const { assigned, declared } = namesIn(code)
  const isFixed = (name: string): boolean => !assigned.has(name) && (declared.get(name) ?? 0) < 2
  const parts: string[] = []
  for (const name of left) {
    const value = names.map.get(name)
    if (value) left.delete(name)
    if (value && isFixed(name)) parts.push(`${name}=${keyOf(value)}`)
    // What is not there yet may come to hold anything.
    else if (value || (parent?.activation !== activation && declared.has(name))) parts.push(`${name}#${names.born}`)
  }
  return parts
}
