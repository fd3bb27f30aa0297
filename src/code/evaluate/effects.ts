import { isFresh } from './fresh.ts'
import type { Abstract, Store } from './words.ts'

/** What a call changed in one store that is older than itself. */
export interface Effect {
  /** Which version of the store it met. */
  readonly version: number
  /** What each name that changed held before, and every value that was written to it; none where it was only found out what it holds. */
  readonly names: Map<string, { readonly before: Abstract | undefined; readonly written: Set<Abstract | undefined> }>
}

/** What a call changed in things that are older than itself. */
export interface Effects {
  readonly stores: Map<Store, Effect>
  /** How many values were written. */
  size: number
}

/** More than so many values are no longer noted: such a call is gone through again each time. */
const mostValues = 64

/** Effects of which it is only known that there are some. */
export const unseenEffects: Effects = { stores: new Map(), size: Number.POSITIVE_INFINITY }

/** Whether all values are noted. */
export const areNoted = (effects: Effects): boolean => effects.size <= mostValues

interface Traced {
  readonly start: number
  readonly era: number
  effects?: Effects
}

/** Whether a call wrote to anything that is older than itself. */
export const hasWritten = ({ effects }: Traced): boolean => effects !== undefined && effects.size > 0

/** Notes what a call writes to a name, before it does; nothing where it is only found out what that holds. */
export function noteWrite(trace: Traced, store: Store, key: string, values: readonly (Abstract | undefined)[]): void {
  if (isFresh(store, trace)) return
  note(effectsOf(trace), store, store.version, key, store.map.get(key), values)
}

/** Lets a call take over what another one, that it made, changed. */
export function takeEffects(inner: Traced, outer: Traced): void {
  if (inner.effects?.size === unseenEffects.size) effectsOf(outer).size = unseenEffects.size
  for (const [store, { version, names }] of inner.effects?.stores ?? []) {
    if (isFresh(store, outer)) continue
    const effects = effectsOf(outer)
    for (const [key, { before, written }] of names) note(effects, store, version, key, before, written)
  }
}

function effectsOf(trace: Traced): Effects {
  trace.effects ??= { stores: new Map(), size: 0 }
  return trace.effects
}

function note(
  effects: Effects,
  store: Store,
  version: number,
  key: string,
  before: Abstract | undefined,
  values: Iterable<Abstract | undefined>,
): void {
  let effect = effects.stores.get(store)
  if (!effect) {
    effect = { version, names: new Map() }
    effects.stores.set(store, effect)
  }
  let name = effect.names.get(key)
  if (!name) {
    name = { before, written: new Set() }
    effect.names.set(key, name)
  }
  for (const value of values) {
    if (!areNoted(effects) || name.written.has(value)) continue
    name.written.add(value)
    effects.size += 1
  }
}
