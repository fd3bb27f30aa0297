import type { Abstract, Store } from './words.ts'

export type { Store } from './words.ts'

/** Makes an empty store. */
export function createStore(born: number, era: number, local: boolean, owner: string, foreign = false): Store {
  return { born, era, owner, version: 0, map: new Map<string, Abstract>(), local, foreign, captured: false }
}
