import type { Heap } from './heap.ts'
import { isDataOf } from './holds-code.ts'
import { isInert } from './inert.ts'
import { joinValues } from './join.ts'
import type { Rough } from './rough.ts'
import type { Run } from './run.ts'
import { type Abstract, anyField, jsonName, optionsOf, ownerOf, pointer, type Thing } from './values.ts'

/** Puts what a library was handed into the thing that it gave, as far as anything of ours can be called through it. */
export function createCarrier({ heap }: Run): (thing: Thing, values: readonly Abstract[]) => void {
  /** What a choice of what a library holds is known to hold as a whole. */
  const heldBy = new WeakMap<Abstract, WeakSet<Abstract>>()

  const carried = (value: Abstract, depth: number): readonly Abstract[] =>
    optionsOf(value).flatMap((option): readonly Abstract[] => {
      if (option.kind === 'method' && option.name === jsonName) return []
      if (option.kind === 'method' && !isDataOf(ownerOf(option))) return [option]
      const from = option.kind === 'method' && !option.bound ? ownerOf(option) : option
      if (from.kind !== 'pointer') return []
      const { thing } = from
      // It was called when it was handed over; whatever is made of what it gives is data, like all that a library gives.
      if (thing.closure && (isInert(thing.closure.code) || (thing.quiet && !heap.rough))) return []
      if (thing.closure || thing.body || thing.client || thing.command || thing.kind === 'instance') return [option]
      if (thing.kind === 'opaque') {
        const inner = heap.get(thing.fields, anyField)
        return inner ? [inner] : []
      }
      if (depth === 0 || option.kind === 'method') return []
      const fields = [...thing.fields.map.values()].flatMap((field) =>
        field.kind === 'items' ? [...field.items, ...(field.rest ? [field.rest] : [])] : [field],
      )
      return fields.flatMap((field) => carried(field, depth - 1))
    })

  return (thing, values) => {
    const kept = values.flatMap((value) => carried(value, 2))
    if (kept.length === 0) return
    if (heap.rough) {
      const pot = potOf(heap, heap.rough)
      const others = kept.filter((one) => one.kind !== 'pointer' || one.thing !== pot)
      if (others.length > 0) heap.set(pot.fields, anyField, joinValues(others))
      if (thing !== pot) heap.set(thing.fields, anyField, pointer(pot))
      return
    }
    const before = heap.get(thing.fields, anyField)
    const known = before && (heldBy.get(before) ?? new WeakSet<Abstract>())
    const added = known ? kept.filter((one) => !known.has(one)) : kept
    if (added.length === 0) return
    const joined = joinValues([...(before ? [before] : []), ...added])
    heap.set(thing.fields, anyField, joined)
    if (!known || joined !== before) return
    for (const one of added) known.add(one)
    heldBy.set(before, known)
  }
}

/** What stands for all that libraries were handed, where less is told apart. */
function potOf(heap: Heap, rough: Rough): Thing {
  rough.pot ??= heap.thing('opaque', 'pot')
  return rough.pot
}
