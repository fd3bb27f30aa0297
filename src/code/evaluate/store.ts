import type { Abstract, Store } from './words.ts'

export type { Store } from './words.ts'

/** Makes an empty store. */
export function createStore(born: number, era: number, local: boolean, owner: string, foreign = false): Store {
  const map = new Map<string, Abstract>()
  return { born, era, owner, version: 0, map, local, foreign, captured: false, entries: () => map.entries() }
}
