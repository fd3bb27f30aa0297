import type { Abstract } from './values.ts'

/** The variables of a scope or the fields of an object. All access goes through the heap, which keeps track of it. */
export interface Store {
  readonly stamp: number
  /** The module whose loading made it; empty outside of that. */
  readonly owner: string
  /** Changes with every write, and comes back when a write is taken back. */
  version: number
  readonly map: Map<string, Abstract>
  /** Whether these are the variables of a scope, not the fields of an object. */
  readonly local: boolean
  /** A function was made that can see this scope, so its variables outlive a return. */
  captured: boolean
  entries(): IterableIterator<[string, Abstract]>
}

/** Makes an empty store. */
export function createStore(stamp: number, local: boolean, owner: string): Store {
  const map = new Map<string, Abstract>()
  return { stamp, owner, version: 0, map, local, captured: false, entries: () => map.entries() }
}
