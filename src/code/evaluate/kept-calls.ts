import { changeOutOfSight } from './change-perhaps.ts'
import { copier } from './copy.ts'
import { areNoted, hasWritten } from './effects.ts'
import { isFresh } from './fresh.ts'
import { handedTo, inPlaceOf, reachOf } from './handed.ts'
import type { Trace } from './heap.ts'
import { keepsState } from './kept-state.ts'
import type { Arguments, Run } from './run.ts'
import type { Store } from './store.ts'
import { stillHolds } from './trace.ts'
import { type Abstract, keyOf, nothing, orderField, type Thing } from './values.ts'
import { isShort, noteShort } from './work.ts'

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
  /** The data that was no longer told apart in it, as it is in what is kept of it. */
  readonly lost: readonly Thing[]
  /** Whether less may have been told apart in it because there was much to do. */
  readonly short: boolean
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
  const { effects, lost, ...rest } = trace
  const of = { trace: rest, handed, given: identityOf(given), times: 0, short: isShort() }
  const lostIn = (): readonly Thing[] => [...(lost ?? [])].flatMap((thing) => copies.get(thing) ?? (isFresh(thing.fields, trace) ? [] : [thing]))
  if (!effects || !hasWritten(trace)) {
    const kept = copy(result)
    return { ...of, result: kept, effects: [], isHandedOn, weak: false, lost: lostIn() }
  }
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
  const again = copy(result)
  return { ...of, result: again, effects: kept, isHandedOn, ...(changes ? { left } : {}), weak: run.heap.weakSince > 0, lost: lostIn() }
}

/** What each argument is, where objects count by identity. */
const identityOf = ({ items, rest }: Arguments): string =>
  [...items, ...(rest ? ['...' as const, rest] : [])].map((one) => (one === '...' ? one : keyOf(one))).join()

/** A call that would do now what one did then, and what was handed now for what that one was handed, where it is not the same. */
export interface SameCall<Kept extends KeptCall> {
  readonly kept: Kept
  readonly standing: ReadonlyMap<Thing, Thing>
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
    if (kept.given === identityOf(given)) return { kept, standing: nothingElse }
    if (!kept.handed) continue
    handed ??= handedTo(given, 4)
    const standing = handed && inPlaceOf(kept.handed, handed)
    if (!standing) continue
    // What was compared was read.
    for (const { fields } of handed ?? []) heap.touch(fields)
    return { kept, standing }
  }
  return undefined
}

const nothingElse: ReadonlyMap<Thing, Thing> = new Map()

/** Does again what a call did, and gives what came of it. */
export function callAgain(run: Run, { kept, standing }: SameCall<KeptCall>): Abstract {
  const { trace, result, effects, lost, left = nothingLeft } = kept
  kept.times += 1
  const instead = kept.isHandedOn ? standing : nothingElse
  const isUntouched = kept.times > mostApart && instead.size === 0 && [...left].every(([{ fields }, version]) => fields.version === version)
  const copies = new Map([...instead, ...(isUntouched ? [...left.keys()].map((thing) => [thing, thing] as const) : [])])
  const copy = copier(run, trace, copies)
  // What was compared was read of what is handed now.
  run.heap.adopt(trace, new Set([...standing.keys()].map(({ fields }) => fields)))
  if (kept.short) noteShort()
  const again = copy(result)
  const changes = effects.map(({ store, names }) => ({
    store,
    names: names.map(({ key, written, last }) => ({ key, written: written.map(copy), last: copy(last) })),
  }))
  for (const thing of lost) run.heap.outOfSight.add(standing.get(thing) ?? copies.get(thing) ?? thing)
  for (const { store, names } of changes) {
    for (const { key, written, last } of names) {
      if (store === run.heap.outOfSight.store) {
        for (const value of written) changeOutOfSight(run, key, value)
        continue
      }
      for (const value of written) run.heap.passes(store, key, value)
      run.heap.mayThrow()
      run.heap.set(store, key, last)
    }
  }
  return again
}

/** How often what is left is told apart, though it is one thing or the other. */
const mostApart = 4

const nothingLeft: ReadonlyMap<Thing, number> = new Map()
