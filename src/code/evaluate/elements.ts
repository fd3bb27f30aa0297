import { addedMember } from './added.ts'
import { choose } from './alternatives.ts'
import { anyItem, joinValues, mayBeAbsent, stepInto, whereThere } from './join.ts'
import { anyTimes } from './loops.ts'
import { findField, foreignBase } from './members.ts'
import type { ForeignCall, Run } from './run.ts'
import type { Scope } from './scope.ts'
import {
  type Abstract,
  anyField,
  type Items,
  isOwnSymbol,
  itemsField,
  literal,
  noChoice,
  nothing,
  optionsOf,
  orderField,
  pointer,
  symbolOf,
  symbolPrefix,
  type Thing,
  unknownValue,
} from './values.ts'

/** The elements that iterating over one option gives. */
export function elements(run: Run, value: Abstract, scope: Scope): Items {
  if (value.kind === 'items') return value
  if (value.kind === 'pointer') return elementsOf(run, value, value.thing, scope)
  if (value.kind === 'literal') return { kind: 'items', items: typeof value.value === 'string' ? [...value.value].map(literal) : [] }
  if (value.kind === 'unknown') {
    const own = iterators.flatMap((name) => addedMember(run, value, name, scope, 4096) ?? [])
    const given = own.map((one) => iterated(run, run.call(one, value, callWithout(run, scope)), scope))
    return { kind: 'items', items: [], rest: joinValues([stepInto(value, '[]'), ...given]) }
  }
  if (value.kind === 'choice')
    return { kind: 'items', items: [], rest: joinValues(value.options.map((option) => anyItem(elements(run, option, scope)))) }
  return { kind: 'items', items: [], rest: unknownValue('is an element of something that is not followed') }
}

function elementsOf(run: Run, value: Abstract, thing: Thing, scope: Scope): Items {
  const items = run.heap.get(thing.fields, itemsField)
  const isCollection = items?.kind === 'items' || thing.kind === 'map'
  if (!isCollection || iterators.some((name) => thing.fields.map.has(name))) {
    const own = thing.kind === 'opaque' ? [] : makersOf(run, value, thing, scope)
    if (own.length > 0) {
      const given = own.map((one) => iterated(run, run.call(one, value, callWithout(run, scope)), scope))
      const others = items?.kind === 'items' && own.every(mayBeAbsent) ? [anyItem(items)] : []
      return { kind: 'items', items: [], rest: joinValues([...given, ...others]) }
    }
  }
  if (items?.kind === 'items') return items
  if (thing.kind === 'map') return pairsOf(run, thing)
  if (thing.kind === 'opaque') return { kind: 'items', items: [], rest: value }
  return { kind: 'items', items: [], ...(isOpen(run, thing) ? { rest: unknownValue('is an element of something that is not followed') } : {}) }
}

/** Whether something may be gone through in a way that is not seen. */
export const isOpen = (run: Run, thing: Thing): boolean =>
  Boolean(thing.client || thing.command || foreignBase(thing) || run.heap.get(thing.fields, anyField))

const iterators = ['asyncIterator', 'iterator'].map((name) => symbolPrefix + name)

/** The methods of an object that make its iterators. */
const makersOf = (run: Run, value: Abstract, thing: Thing, scope: Scope): readonly Abstract[] =>
  iterators.flatMap((name) => findField(run, value, thing, name, scope, 4096) ?? [])

/** The iterators that an object makes by methods of its own. */
export const iteratorsOf = (run: Run, value: Abstract, thing: Thing, scope: Scope): readonly Abstract[] =>
  makersOf(run, value, thing, scope).map((one) => run.call(one, value, callWithout(run, scope)))

/** What an iterator is asked by for each step; a list hands out what it holds. */
export const nextOf = (run: Run, iterator: Abstract, thing: Thing, scope: Scope): Abstract | undefined =>
  thing.kind === 'list' || thing.kind === 'opaque' ? undefined : findField(run, iterator, thing, 'next', scope, 4096)

/** What an iterator hands out: that of a generator, or of an object with a `next` of its own. */
function iterated(run: Run, iterator: Abstract, scope: Scope): Abstract {
  const found = optionsOf(iterator).map((option): Abstract => {
    const next = option.kind === 'pointer' ? nextOf(run, option, option.thing, scope) : undefined
    // A list that hands itself out goes through what it holds, whatever iterator it has been given.
    const held = option.kind === 'pointer' && option.thing.kind === 'list' ? run.heap.get(option.thing.fields, itemsField) : undefined
    if (!next) return anyItem(held?.kind === 'items' ? held : elements(run, option, scope))
    // Each step may leave something behind for the next one.
    const call = callWithout(run, scope)
    const found = anyTimes(run, call, () => run.read(run.call(next, option, call), literal('value'), scope, 4096))
    // Who stops early says so.
    const stop = option.kind === 'pointer' && findField(run, option, option.thing, 'return', scope, 4096)
    if (stop) choose(run, scope, [() => run.call(stop, option, call), () => nothing])
    return joinValues(optionsOf(found).filter((one) => !(one.kind === 'literal' && one.value === undefined)))
  })
  return found.length > 0 ? joinValues(found) : noChoice
}

/** A call without arguments, as the language makes them itself. */
export const callWithout = (run: Run, scope: Scope): ForeignCall => ({ arguments: { items: [] }, at: run.place(scope, 4096), scope })

/** Keys and values of a map. */
function pairsOf(run: Run, thing: Thing): Items {
  run.heap.touch(thing.fields)
  const pairs = [...thing.fields.map].filter(([name]) => !name.startsWith('\0') || name === anyField || isOwnSymbol(name))
  const made = pairs.map(([name, field]) => {
    const pair = run.heap.thing('list', run.heap.siteOf(thing.site, name))
    run.heap.set(pair.fields, itemsField, {
      kind: 'items',
      items: [name === anyField ? unknownValue('is a key of a map') : (symbolOf(name) ?? literal(name)), whereThere(field)],
    })
    return pointer(pair)
  })
  // What may not be there moves all that comes after it.
  const open = pairs.findIndex(([name, field]) => name === anyField || mayBeAbsent(field))
  const sure = thing.many || thing.fields.map.has(orderField) || made.length > 40 ? 0 : open === -1 ? made.length : open
  const items = made.slice(0, sure)
  return sure === made.length ? { kind: 'items', items } : { kind: 'items', items, rest: joinValues(made.slice(sure)) }
}
