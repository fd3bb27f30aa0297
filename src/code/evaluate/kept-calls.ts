import { copier } from './copy.ts'
import { areNoted, hasWritten } from './effects.ts'
import type { Trace } from './heap.ts'
import { keepsState } from './kept-state.ts'
import { handedTo, leaks } from './leaks.ts'
import type { Arguments, Run } from './run.ts'
import type { Store } from './store.ts'
import { type Abstract, orderField, type Thing } from './values.ts'

/** A call that stands for others with the same arguments, where all that it read and wrote to is as it was. */
export interface KeptCall {
  readonly trace: Trace
  readonly result: Abstract
  readonly effects: readonly KeptEffect[]
  /**
   * What it made and left in things that are older, with the version of each: wherever it would be the same again, this is not there yet, so that it need
   * not be made anew. Undefined where it left everything as it was.
   */
  readonly left?: ReadonlyMap<Thing, number>
  /** How often it was done again. */
  times: number
  /** Whether what it wrote to kept what was there beside it, because something else was under way. */
  readonly weak: boolean
}

/** What a call did to one store that is older than itself. */
interface KeptEffect {
  readonly store: Store
  readonly version: number
  /** What it wrote to each name, and what that held in the end. */
  readonly names: readonly { readonly key: string; readonly written: readonly Abstract[]; readonly last: Abstract }[]
}

/** Keeps what came of a call; undefined where it belongs to that call alone. */
export function keepCall(run: Run, result: Abstract, trace: Trace, given: Arguments, recurs: boolean): KeptCall | undefined {
  const handed = handedTo(given, 4)
  const isOwn = (value: Abstract): boolean => leaks(value, handed, 4) || keepsState(value, trace)
  if (isOwn(result)) return undefined
  // INVARIANT: what is kept is a copy, since the caller may go on to change what it got.
  const copies = new Map<Thing, Thing>()
  const copy = copier(run, trace, copies)
  const { effects, ...rest } = trace
  if (!effects || !hasWritten(trace)) return { trace: rest, result: copy(result), effects: [], times: 0, weak: false }
  if (recurs || run.heap.loading !== '' || !areNoted(effects)) return undefined
  const stores = new Set([...handed].map(({ fields }) => fields))
  const kept: KeptEffect[] = []
  for (const [store, { version, names }] of effects.stores) {
    if (stores.has(store) || names.has(orderField)) return undefined
    const changed: { key: string; written: Abstract[]; last: Abstract }[] = []
    for (const [key, { written }] of names) {
      if (written.size === 0) continue
      const last = store.map.get(key)
      const values = [...written].filter((value) => value !== undefined)
      // What is taken away changes the order of what stays.
      if (!last || values.length < written.size || values.some(isOwn)) return undefined
      changed.push({ key, written: values.map(copy), last: copy(last) })
    }
    if (changed.length > 0) kept.push({ store, version, names: changed })
  }
  const left = new Map([...copies.values()].map((thing) => [thing, thing.fields.version]))
  const changes = kept.some(({ store, version }) => store.version !== version)
  return { trace: rest, result: copy(result), effects: kept, ...(changes ? { left } : {}), times: 0, weak: run.heap.weakSince > 0 }
}

/** Whether a call would do now what it did then. */
export function wouldBeTheSame({ heap }: Run, { trace, effects, weak }: KeptCall): boolean {
  if (!heap.holds(trace)) return false
  // What modules do to each other while they are loaded is noted where it is done.
  return (
    effects.length === 0 || (heap.loading === '' && (heap.weakSince > 0 || !weak) && effects.every(({ store, version }) => store.version === version))
  )
}

/** Does again what a call did, and gives what came of it. */
export function callAgain(run: Run, call: KeptCall): Abstract {
  const { trace, result, effects, left = nothingLeft } = call
  call.times += 1
  const isUntouched = call.times > mostApart && [...left].every(([{ fields }, version]) => fields.version === version)
  const copy = copier(run, trace, isUntouched ? new Map([...left.keys()].map((thing) => [thing, thing])) : new Map())
  run.heap.adopt(trace)
  for (const { store, names } of effects) {
    for (const { key, written, last } of names) {
      for (const value of written) run.heap.passes(store, key, copy(value))
      run.heap.mayThrow()
      run.heap.set(store, key, copy(last))
    }
  }
  return copy(result)
}

/** How often what is left is told apart, though it is one thing or the other. */
const mostApart = 4

const nothingLeft: ReadonlyMap<Thing, number> = new Map()
