import { beMany } from './be-one.ts'
import type { Heap } from './heap.ts'
import type { Run } from './run.ts'
import type { Store } from './store.ts'
import { type Abstract, keyOf, optionsOf, pointer, type Thing } from './values.ts'

/** How many things that a library gives at one place are told apart. */
const mostOfPlace = 4
/** The same while a module is loaded, for each place of a callback that may come any number of times. */
const mostOfCallbacks = 1

/** What was given at each place, in a store of its own: whoever reuses a call asks whether what that looked at is as it was. */
const known = new WeakMap<Heap, Map<string, Store>>()

/** The name under which it holds them. */
const all = 'all'

/**
 * A thing that a library gives at a place. Given again and again in an invocation, or to a callback while modules are loaded, it is the last one: it is
 * told apart by nothing but what the library was handed, all of which it may hold.
 */
export function giveThing({ heap }: Pick<Run, 'heap'>, site: string, made: Abstract | undefined): Thing {
  // What modules make is told apart by who uses it: six handlers that one function wraps are six.
  if (heap.loadingEra !== 0 && heap.meanwhile.under.length === 0) return heap.thing('opaque', site, made ? { made } : {})
  if (heap.rough) return heap.thing('opaque', site, made ? { made } : {})
  const key = `${heap.loading} ${site} ${made ? keyOf(made) : ''}`
  const places = known.get(heap) ?? new Map<string, Store>()
  known.set(heap, places)
  // Nobody has to be gone through again because a library has given something.
  const place = places.get(key) ?? heap.load(() => heap.thing('opaque', key).fields)
  places.set(key, place)
  const before = place.map.get(all)
  const things = before ? optionsOf(before).filter((option) => option.kind === 'pointer') : []
  const last = things.at(-1)
  if (last && things.length >= (heap.loadingEra === 0 ? mostOfPlace : mostOfCallbacks)) {
    // Who reuses this call must find it as well.
    heap.touch(place, all)
    beMany(last.thing)
    return last.thing
  }
  const thing = heap.thing('opaque', site, made ? { made } : {})
  heap.set(place, all, { kind: 'choice', options: [...things, pointer(thing)] }, true)
  return thing
}
