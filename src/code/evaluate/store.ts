import type { Abstract, Store } from './words.ts'

export type { Store } from './words.ts'

/** What most stores hold for good: functions have fields, too. */
const empty: ReadonlyMap<string, Abstract> = new Map()

let versions = 1

/** A version that no store has had: one that is greater is younger. */
export function nextVersion(): number {
  versions += 1
  return versions
}

/** Where the numbering of versions stands. */
export const latestVersion = (): number => versions

/** Makes an empty store. */
export function createStore(born: number, era: number, local: boolean, owner: string, foreign = false, cell = false): Store {
  return { born, era, owner, version: 0, map: empty, local, foreign, cell, captured: false }
}

/** The contents of a store, to be written to. */
export function writable(store: Store): Map<string, Abstract> {
  if (store.map === empty) store.map = new Map<string, Abstract>()
  // INVARIANT: only this makes one.
  return store.map as Map<string, Abstract>
}
