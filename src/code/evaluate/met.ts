import { joinValues } from './join.ts'
import type { Store } from './store.ts'
import type { Abstract } from './values.ts'

/** What stores held at some moment or other. */
export type Met = Map<Store, Map<string, Abstract>>

/** Keeps all that a store holds beside what it held before. */
export function meet(met: Met, store: Store, values: ReadonlyMap<string, Abstract> = store.map): void {
  const known = met.get(store) ?? new Map<string, Abstract>()
  for (const [key, value] of values) {
    const before = known.get(key)
    known.set(key, before ? joinValues([before, value]) : value)
  }
  met.set(store, known)
}
