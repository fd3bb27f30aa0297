import { type Store, writable } from './store.ts'
import type { Abstract } from './values.ts'
import { nothing, orderField } from './values.ts'

/** What is to be put back once an alternative has been gone through. */
export interface Journal {
  readonly start: number
  readonly old: Map<Store, Before>
}

/** What a store held before an alternative wrote to it. */
interface Before {
  readonly version: number
  readonly values: Map<string, Abstract | undefined>
  /** Its keys in their order, where one of them was removed since. */
  order?: readonly string[]
}

/** Notes what a store holds before a key of it is written or, without a value, removed. */
export function noteBefore(journal: Journal, store: Store, key: string, value: Abstract | undefined): void {
  let before = journal.old.get(store)
  if (!before) {
    before = { version: store.version, values: new Map() }
    journal.old.set(store, before)
  }
  if (!before.values.has(key)) before.values.set(key, store.map.get(key))
  if (value === undefined) before.order ??= [...store.map.keys()]
}

/** Puts back what a store held, and gives what was written to it. */
export function putBack(store: Store, { version, values, order }: Before): Map<string, Abstract | undefined> {
  const written = new Map<string, Abstract | undefined>()
  const moved = order !== undefined && isMoved(store, order)
  const held = writable(store)
  for (const [key, before] of values) {
    written.set(key, held.get(key))
    if (before === undefined) held.delete(key)
    else held.set(key, before)
  }
  if (order) {
    const all = new Map(held)
    held.clear()
    for (const key of order) {
      const value = all.get(key)
      if (value) held.set(key, value)
    }
  }
  // What was removed and written again comes last, where nothing else of it changed.
  if (moved) written.set(orderField, nothing)
  store.version = version
  return written
}

/** What was written to each name, as it is now. */
export function heldSince(journals: readonly Journal[]): Map<Store, Map<string, Abstract | undefined>> {
  const changes = new Map<Store, Map<string, Abstract | undefined>>()
  for (const { old } of journals) {
    for (const [store, { values }] of old) {
      const written = changes.get(store) ?? new Map<string, Abstract | undefined>()
      for (const key of values.keys()) written.set(key, store.map.get(key))
      changes.set(store, written)
    }
  }
  return changes
}

function isMoved({ map }: Store, order: readonly string[]): boolean {
  const stayed = order.filter((key) => map.has(key))
  return [...map.keys()].some((key, index) => index < stayed.length && key !== stayed[index])
}

/** Loads a module for which nobody has asked until now in the state in which it was really loaded: before what is under way changed anything. */
export function asAtTheStart<T>(journals: readonly Journal[], load: () => T): T {
  const undone = [...journals]
    .reverse()
    .flatMap(({ old }) => [...old].map(([store, before]) => ({ store, version: store.version, written: putBack(store, before) })))
  try {
    return load()
  } finally {
    for (const { store, version, written } of undone.reverse()) {
      const held = writable(store)
      for (const [key, value] of written)
        if (key === orderField) continue
        else if (value === undefined) held.delete(key)
        else held.set(key, value)
      store.version = version
    }
  }
}
