import { type Effects, takeEffects } from './effects.ts'
import { isFresh, isOlder } from './fresh.ts'
import type { Journal } from './journal.ts'
import type { Pending } from './pending.ts'
import type { Store } from './store.ts'
import type { Abstract, Thing } from './values.ts'

export type { History } from './words.ts'

/** What was written while an error would be caught: of each key the values that held at some place where one may have been thrown. */
export interface Guard {
  readonly start: number
  readonly points: number
  readonly values: Map<Store, Map<string, Set<Abstract | undefined>>>
  /** Up to which of these places the value that a key had is among its values already. */
  readonly seen: Map<Store, Map<string, number>>
}

/** INVARIANT: called before a value is replaced or taken back, so that no place at which it held is forgotten. */
export function expose(guard: Guard, points: number, store: Store, key: string): void {
  const seen = guard.seen.get(store) ?? new Map<string, number>()
  guard.seen.set(store, seen)
  if ((seen.get(key) ?? guard.points) < points) exposeValue(guard, store, key, store.map.get(key))
  seen.set(key, points)
}

/** Notes a value that held where an error may have been thrown. */
export function exposeValue(guard: Guard, store: Store, key: string, value: Abstract | undefined): void {
  const values = guard.values.get(store) ?? new Map<string, Set<Abstract | undefined>>()
  guard.values.set(store, values.set(key, (values.get(key) ?? new Set()).add(value)))
}

/** Each value that is written while something runs. */
export interface Recording {
  readonly start: number
  readonly values: Map<Store, Map<string, Set<Abstract | undefined>>>
}

/** Notes a value that is written to what is older than a recording. */
export function noteValue({ start, values }: Recording, store: Store, key: string, value: Abstract | undefined, era: number): void {
  if (!isOlder(store, start, era)) return
  const written = values.get(store) ?? new Map<string, Set<Abstract | undefined>>()
  values.set(store, written.set(key, (written.get(key) ?? new Set()).add(value)))
}

/** What one call read of, and did to, things that are older than itself. */
export interface Trace {
  readonly start: number
  /** The loading of a module that it is a part of, 0 where it is part of none. */
  readonly era: number
  readonly reads: Map<Store, number>
  /** What it wrote, if anything. */
  effects?: Effects
  /** What it began that may go on when it has ended, if anything. */
  begun?: Set<Pending>
  /** The data that was no longer told apart in it, if any. */
  lost?: Set<Thing>
}

/** Lets a call take over what another one, that it made, did, but for the reads of some stores. */
export function takeOver(trace: Trace, outer: Trace | undefined, except?: ReadonlySet<Store>): void {
  if (!outer) return
  for (const pending of trace.begun ?? []) noteBegun(outer, pending)
  for (const thing of trace.lost ?? []) noteLost(outer, thing)
  for (const [store, version] of trace.reads)
    if (!isFresh(store, outer) && !outer.reads.has(store) && !except?.has(store)) outer.reads.set(store, version)
  if (trace.effects) takeEffects(trace, outer)
}

/** Notes that something is no longer told apart from here on. */
export function noteLost(trace: Trace | undefined, thing: Thing): void {
  if (trace) trace.lost = (trace.lost ?? new Set()).add(thing)
}

/** Whether all that a call read is still as it was. */
export function stillHolds(trace: Trace): boolean {
  for (const [store, version] of trace.reads) if (store.version !== version) return false
  return true
}

/** Notes that a call, if one is under way, began something that may go on when it has ended. */
export function noteBegun(trace: Trace | undefined, pending: Pending): void {
  if (trace) trace.begun = (trace.begun ?? new Set()).add(pending)
}

/** What the first of several calls, one within the other, can see and any of them has read, and has been written since. */
export function changedOf(traces: readonly Trace[]): ReadonlySet<Store> {
  const changed = new Set<Store>()
  const [own] = traces
  for (const { reads } of traces)
    for (const [store, version] of reads) if (store.version !== version && own && !isFresh(store, own)) changed.add(store)
  return changed
}

/** What is older than a call and was written in alternatives. */
export function writtenOf(journals: readonly Journal[], own: Trace | undefined): ReadonlySet<Store> {
  const written = new Set<Store>()
  for (const { old } of journals) for (const store of old.keys()) if (own && !isFresh(store, own)) written.add(store)
  return written
}
