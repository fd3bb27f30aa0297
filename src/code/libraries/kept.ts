import type { LibraryFact } from '../../model/index.ts'
import {
  type Abstract,
  type Foreign,
  type ForeignCall,
  joinValues,
  keptPrefix,
  literal,
  makeList,
  nothing,
  optionsOf,
  pointer,
  type Run,
  type Thing,
  textOf,
  unknownValue,
} from '../evaluate/index.ts'
import { exportOf, type Found } from './find-fact.ts'

// What a library's own object keeps stands in its fields under names that no code can write.
const shapeField = '\0shape'
const libraryField = '\0library'
const madeField = '\0made'

/** Something of a library that the facts know. */
export interface Receiver {
  readonly value: Abstract & { readonly kind: 'pointer' }
  readonly found: Found
  /** The members read off it on the way to the call: `query` of `entity.query.byCustomer()`. */
  readonly path: readonly string[]
}

/** The library's object that a value is, or was read off. */
export function receiverOf(run: Run, value: Abstract): Receiver | undefined {
  const path: string[] = []
  let at = value
  while (at.kind === 'method') {
    path.unshift(at.name)
    at = at.of
  }
  if (at.kind !== 'pointer') return undefined
  const found = foundFor(run, at.thing)
  return found && { value: at, found, path }
}

function foundFor(run: Run, thing: Thing): Found | undefined {
  const shape = textOf(run.heap.get(thing.fields, shapeField) ?? nothing)
  const library = textOf(run.heap.get(thing.fields, libraryField) ?? nothing)
  const fact = library === undefined ? undefined : run.facts.libraries.get(library)
  if (fact && shape !== undefined) {
    const entry = shape.startsWith('@') ? fact.shapes?.[shape.slice(1)] : fact.exports[shape]
    if (entry) return { fact, entry }
  }
  return thing.made?.kind === 'foreign' ? exportOf(run.facts.libraries, thing.made) : undefined
}

/** Makes an object of a library, or makes one of what `made` is. */
export function libraryThing(
  run: Run,
  fact: LibraryFact,
  shape: string | Foreign,
  call: ForeignCall,
  made?: Abstract,
): Abstract & { readonly kind: 'pointer' } {
  const site = siteOf(call)
  const place = typeof shape === 'string' ? run.heap.siteOf(site, shape) : site
  const thing = made?.kind === 'pointer' ? made.thing : run.heap.thing('opaque', place, typeof shape === 'string' ? {} : { made: shape })
  run.heap.set(thing.fields, madeField, makeList(run, call.arguments.items, site, call.arguments.rest))
  run.heap.set(thing.fields, libraryField, literal(fact.package))
  if (typeof shape === 'string') run.heap.set(thing.fields, shapeField, literal(shape))
  else {
    const name = shape.path.join('.') || 'default'
    run.heap.set(thing.fields, shapeField, literal(Object.hasOwn(fact.exports, name) ? name : (shape.path.at(-1) ?? 'default')))
  }
  return pointer(thing)
}

/** The arguments of the call that made an object of a library. */
export function madeWith(run: Run, thing: Thing): Abstract | undefined {
  return run.heap.get(thing.fields, madeField)
}

/** Lets an object keep a value. */
export function keep(run: Run, target: Abstract, name: string, value: Abstract): void {
  const options = optionsOf(target).filter((option) => option.kind === 'pointer')
  for (const { thing } of options) {
    const before = run.heap.get(thing.fields, keptPrefix + name)
    const certain = options.length === 1 && !thing.many
    run.heap.across.changed(thing.fields, run.heap.loading)
    run.heap.set(thing.fields, keptPrefix + name, certain ? value : joinValues([before ?? nothing, value]))
  }
}

/** Lets one object keep what another one keeps. */
export function keepAll(run: Run, from: Thing, into: Thing): void {
  run.heap.touch(from.fields)
  for (const [name, value] of [...from.fields.map]) if (name.startsWith(keptPrefix)) run.heap.set(into.fields, name, value)
}

/** What an object keeps, itself or its class. */
export function keptOf(run: Run, value: Abstract, name: string): Abstract {
  return joinValues(
    optionsOf(value).map((option): Abstract => {
      if (option.kind === 'unknown') return option
      if (option.kind === 'method') return keptOf(run, option.of, name)
      if (option.kind !== 'pointer') return nothing
      for (let at: Thing | undefined = option.thing, steps = 0; at && steps < 32; steps++) {
        const own = run.heap.get(at.fields, keptPrefix + name)
        if (own) return own
        const above: Abstract | undefined = at.body ? at.body.base : at.made
        at = above?.kind === 'pointer' ? above.thing : undefined
      }
      return option.thing.kind === 'opaque' && !foundFor(run, option.thing) ? unknownValue('comes from a library') : nothing
    }),
  )
}

/** Lets all libraries know a value by a name: code may set it before or after it is asked for, so that it only adds, for functions that load that code. */
export function share(run: Run, name: string, value: Abstract): void {
  const key = `${keptPrefix}${name}`
  const before = run.heap.get(run.globals.fields, key)
  run.heap.across.changed(run.globals.fields, run.heap.loading)
  run.heap.set(run.globals.fields, key, joinValues([...(before ? [before] : []), value]))
}

/** What libraries know by a name. */
export const shared = (run: Run, name: string): Abstract => run.heap.get(run.globals.fields, `${keptPrefix}${name}`) ?? nothing

/** Where a call stands, as the things that it makes are told apart by. */
export const siteOf = (call: ForeignCall): string => `${call.at.file}:${call.at.line}:${call.at.column ?? 0}`
