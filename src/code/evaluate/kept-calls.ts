import { changeOutOfSight } from './change-perhaps.ts'
import { copier } from './copy.ts'
import { areNoted, hasWritten } from './effects.ts'
import type { Trace } from './heap.ts'
import { keepsState } from './kept-state.ts'
import { handedTo, inPlaceOf, reachOf } from './leaks.ts'
import type { Arguments, Run } from './run.ts'
import type { Store } from './store.ts'
import { stillHolds } from './trace.ts'
import { type Abstract, keyOf, nothing, orderField, type Thing } from './values.ts'

/** A call that stands for others with the same arguments, where all that it read and wrote to is as it was. */
export interface KeptCall {
  readonly trace: Trace
  readonly result: Abstract
  readonly effects: readonly KeptEffect[]
  /** The records and lists that it was handed; undefined where there were so many that it stands for calls with these alone. */
  readonly handed: readonly Thing[] | undefined
  /** What it was handed, each by its identity. */
  readonly given: string
  /** Whether they are found through what it left or gave. */
  readonly isHandedOn: boolean
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
  const all = new Set(handed)
  let isHandedOn = false
  const isOwn = (value: Abstract): boolean => {
    const reach = reachOf(value, all, 4)
    isHandedOn ||= reach === 'handed'
    return reach === 'beyond' || keepsState(value, trace)
  }
  if (isOwn(result)) return undefined
  // INVARIANT: what is kept is a copy, since the caller may go on to change what it got.
  const copies = new Map<Thing, Thing>()
  const copy = copier(run, trace, copies)
  const { effects, ...rest } = trace
  const of = { trace: rest, handed, given: identityOf(given), times: 0 }
  if (!effects || !hasWritten(trace)) return { ...of, result: copy(result), effects: [], isHandedOn, weak: false }
  if (recurs || run.heap.loading !== '' || !areNoted(effects)) return undefined
  const stores = new Set([...all].map(({ fields }) => fields))
  const kept: KeptEffect[] = []
  for (const [store, { version, names }] of effects.stores) {
    if (stores.has(store) || names.has(orderField)) return undefined
    if (store === run.heap.outOfSight.store) {
      const changed = [...names].map(([key, { written }]) => ({ key, written: [...written].filter((value) => value !== undefined), last: nothing }))
      if (changed.some(({ written }) => written.some(isOwn))) return undefined
      kept.push({ store, version, names: changed.map((one) => ({ ...one, written: one.written.map(copy) })) })
      continue
    }
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
  return { ...of, result: copy(result), effects: kept, isHandedOn, ...(changes ? { left } : {}), weak: run.heap.weakSince > 0 }
}

/** What each argument is, where objects count by identity. */
const identityOf = ({ items, rest }: Arguments): string =>
  [...items, ...(rest ? ['...' as const, rest] : [])].map((one) => (one === '...' ? one : keyOf(one))).join()

/** A call that would do now what one did then, and what stands for what that one was handed. */
export interface SameCall<Kept extends KeptCall> {
  readonly kept: Kept
  readonly instead: ReadonlyMap<Thing, Thing>
  /** What that one was handed and read, where something that is alike was handed now, and compared. */
  readonly compared: ReadonlySet<Store>
}

/** The one of several that did what a call would do now. */
export function sameAs<Kept extends KeptCall>(
  run: Run,
  all: readonly Kept[],
  given: Arguments,
  isAsItWas: (kept: Kept) => boolean,
): SameCall<Kept> | undefined {
  const { heap } = run
  let handed: readonly Thing[] | undefined
  for (const kept of all) {
    const { trace, effects, weak } = kept
    if (!stillHolds(trace) || !isAsItWas(kept)) continue
    // What modules do to each other while they are loaded is noted where it is done.
    if (effects.length > 0 && (heap.loading !== '' || (weak && heap.weakSince === 0))) continue
    if (effects.some(({ store, version }) => store.version !== version)) continue
    if (kept.given === identityOf(given)) return { kept, instead: nothingInstead, compared: nothingCompared }
    if (!kept.handed) continue
    handed ??= handedTo(given, 4)
    const instead = handed && inPlaceOf(kept.handed, handed)
    if (!instead) continue
    // What was compared was read.
    for (const { fields } of handed ?? []) heap.touch(fields)
    return { kept, instead: kept.isHandedOn ? instead : nothingInstead, compared: new Set(kept.handed.map(({ fields }) => fields)) }
  }
  return undefined
}

const nothingInstead: ReadonlyMap<Thing, Thing> = new Map()
const nothingCompared: ReadonlySet<Store> = new Set()

/** Does again what a call did, and gives what came of it. */
export function callAgain(run: Run, { kept, instead, compared }: SameCall<KeptCall>): Abstract {
  const { trace, result, effects, left = nothingLeft } = kept
  kept.times += 1
  const isUntouched = kept.times > mostApart && instead.size === 0 && [...left].every(([{ fields }, version]) => fields.version === version)
  const copy = copier(run, trace, new Map([...instead, ...(isUntouched ? [...left.keys()].map((thing) => [thing, thing] as const) : [])]))
  run.heap.adopt(trace, compared)
  for (const { store, names } of effects) {
    for (const { key, written, last } of names) {
      if (store === run.heap.outOfSight.store) {
        for (const value of written) changeOutOfSight(run, key, copy(value))
        continue
      }
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
