import { Across } from './across.ts'
import { unlikeFunctions } from './alike.ts'
import { noteWrite } from './effects.ts'
import { besides, either } from './either.ts'
import { isFresh, isOlder } from './fresh.ts'
import { asAtTheStart, heldSince, type Journal, noteBefore, putBack } from './journal.ts'
import { OutOfSight } from './out-of-sight.ts'
import { Meanwhile, type Pending } from './pending.ts'
import type { Rough } from './rough.ts'
import { createStore, nextVersion, type Store, writable } from './store.ts'
import type { Recording, Trace } from './trace.ts'
import { changedOf, expose, exposeValue, type Guard, type History, noteBegun, noteLost, noteValue, takeOver, writtenOf } from './trace.ts'
import { type Abstract, anyField, keyOf, type Thing } from './values.ts'
import type { Changes } from './words.ts'

export type { History, Trace } from './trace.ts'
export type { Changes } from './words.ts'

/**
 * The memory of the evaluation. Writes can be taken back, so that alternatives are evaluated one after the other from the same
 * state and joined; reads and writes of a call are traced, so that a call can be reused while what it read is unchanged.
 */
export class Heap {
  private clock = 1
  private journals: Journal[] = []
  private traces: Trace[] = []
  /** What is noted of the values that were written for a time. */
  histories: Recording[] = []
  guards: Guard[] = []
  /** What is older than this keeps what it held beside what is written to it; 0 where nothing does. */
  weakSince = 0
  /** How many places were passed at which an error may have been thrown. */
  private points = 0
  /** The loading of a module that is under way: what it makes is as old as can be for every call that is no part of it. */
  loadingEra = 0
  /** The module that is being loaded; empty outside of that. */
  loading = ''
  /** Whether a compiler may leave out the module that is being loaded, so that what it does to others is possible only. */
  private leftOut = false
  /** The file in which an invocation begins. */
  entry = ''
  /** What is under way beside the code that is evaluated. */
  readonly meanwhile = new Meanwhile()
  /** What is no longer told apart. */
  readonly outOfSight = new OutOfSight(
    () => this.loading !== '',
    (thing) => noteLost(this.traces.at(-1), thing),
  )
  /** What modules do to each other while they are loaded. */
  readonly across = new Across()
  /** What takes the place of all this where less is told apart, see `RoughHeap`. */
  readonly rough: Rough | undefined

  protected tick(): number {
    this.clock += 1
    return this.clock
  }

  /** Where the numbering of things stands. */
  get latest(): number {
    return this.clock
  }

  /** Makes a store for a scope's variables; who tells less apart asks which scope that is. */
  scope(_outer?: Store, _of?: unknown): Store {
    return createStore(this.tick(), this.loadingEra, true, this.loading)
  }

  /** The site of one of several things that are made at a place. */
  siteOf(site: string, _which: string): string {
    return site
  }

  /** Makes a thing. */
  thing(kind: Thing['kind'], site: string, more: Partial<Omit<Thing, 'kind' | 'site' | 'id' | 'fields'>> = {}): Thing {
    const id = this.tick()
    return { id, site, kind, fields: createStore(id, this.loadingEra, false, this.loading, kind === 'opaque'), many: false, ...more }
  }

  /** Reads a key; undefined where it was never written. */
  get(store: Store, key: string): Abstract | undefined {
    this.touch(store, key)
    return store.map.get(key)
  }

  /** Notes that a store was looked at: at one key, or as a whole. */
  touch(store: Store, key = '*'): void {
    this.meanwhile.reads(store, key)
    this.across.read(store, key, this.loading)
    const trace = this.traces.at(-1)
    if (trace && !isFresh(store, trace) && !trace.reads.has(store)) trace.reads.set(store, store.version)
  }

  /** Writes a key, or removes it. A quiet write only says what is known already (a narrowed or joined value) and does not count as an effect. */
  set(store: Store, key: string, put: Abstract | undefined, quiet = false): void {
    const before = store.map.get(key)
    const given = put && key === anyField ? unlikeFunctions(this, put) : put
    const isBeside = this.weakSince > 0 && isOlder(store, this.weakSince, this.across.lateSince > 0 ? store.era : this.loadingEra)
    const weak = isBeside || (store.owner !== this.loading && (this.leftOut || this.across.mayBeOlder(store)))
    // A variable that is not there yet is only declared.
    const kept = weak && (before || !store.local) ? either(key, before, given) : given
    const beside = quiet ? [] : this.meanwhile.wrote(store, key, kept)
    const value = beside.length === 0 ? kept : besides(key, kept, beside)
    const trace = this.traces.at(-1)
    if (before === value || (before && value && keyOf(before) === keyOf(value))) {
      // A call that writes what is there already has no effect only for as long as it is there.
      if (value === given && !quiet) this.touch(store)
      else if (trace && !quiet) noteWrite(trace, store, key, [given])
      return
    }
    if (this.loading !== '' && !quiet && store.owner !== this.loading) this.across.wrote(store, key, before, this.loading)
    if (trace) noteWrite(trace, store, key, quiet ? [] : [given])
    for (const guard of this.guards) if (isOlder(store, guard.start, this.loadingEra)) expose(guard, this.points, store, key)
    for (const history of this.histories) noteValue(history, store, key, value, this.loadingEra)
    this.put(store, key, value)
  }

  /** Writes a key of what is just being made. */
  fill(store: Store, key: string, value: Abstract, quiet = false): void {
    this.set(store, key, value, quiet)
  }

  /** Puts a value in the place of one that says the same. */
  put(store: Store, key: string, value: Abstract | undefined): void {
    const journal = this.journals.at(-1)
    if (journal && isOlder(store, journal.start, this.loadingEra)) noteBefore(journal, store, key, value)
    if (value === undefined) writable(store).delete(key)
    else writable(store).set(key, value)
    store.version = nextVersion()
  }

  /** Runs something, takes back all that it wrote to what existed before, and says what that was. */
  apart<T>(work: () => T): { result: T; changes: Changes } {
    const journal: Journal = { start: this.tick(), old: new Map() }
    const depth = this.journals.push(journal)
    const changes = new Map<Store, Map<string, Abstract | undefined>>()
    let result: T
    try {
      result = work()
    } finally {
      this.journals.length = depth - 1
      // INVARIANT: whatever ends the work, nothing of it stays: what other entry points read is as old as the modules.
      this.takeBack(journal, changes)
    }
    return { result, changes }
  }

  private takeBack({ old }: Journal, changes: Map<Store, Map<string, Abstract | undefined>>): void {
    for (const [store, before] of old) {
      for (const guard of this.guards)
        if (isOlder(store, guard.start, this.loadingEra)) for (const key of before.values.keys()) expose(guard, this.points, store, key)
      changes.set(store, putBack(store, before))
    }
  }

  /** Runs something and says each value that it wrote to what existed before, those that it overwrote again included. */
  recorded<T>(work: () => T): { result: T; history: History } {
    const history: Recording = { start: this.tick(), values: new Map() }
    const depth = this.histories.push(history)
    try {
      return { result: work(), history: history.values }
    } finally {
      this.histories.length = depth - 1
    }
  }

  /** Runs what is under way beside something else: that may have come before any write as well as after it. */
  weakly<T>(work: () => T): T {
    const { weakSince } = this
    this.weakSince = this.tick()
    try {
      return work()
    } finally {
      this.weakSince = weakSince
    }
  }

  /** An error may be thrown here: whoever catches it finds what holds at this moment. */
  mayThrow(): void {
    this.points += 1
  }

  /** Runs something apart, and says of each key that it wrote which values it had where an error may have been thrown. */
  guarded<T>(work: () => T): { result: T; changes: Changes; thrown: History } {
    const guard: Guard = { start: this.tick(), points: this.points, values: new Map(), seen: new Map() }
    const depth = this.guards.push(guard)
    try {
      return { ...this.apart(work), thrown: guard.values }
    } finally {
      this.guards.length = depth - 1
    }
  }

  /** How many alternatives are open. */
  get depth(): number {
    return this.journals.length
  }

  /** What was written, and holds now, since the alternative of a depth was opened. */
  since(depth: number): Changes {
    return heldSince(this.journals.slice(depth))
  }

  /** Runs a call and traces it; the trace of the caller takes over what concerns it. */
  traced<T>(work: (trace: Trace) => T): { result: T; trace: Trace } {
    const trace: Trace = { start: this.tick(), era: this.loadingEra, reads: new Map() }
    const depth = this.traces.push(trace)
    try {
      return { result: work(trace), trace }
    } finally {
      this.traces.length = depth - 1
      takeOver(trace, this.traces.at(-1))
    }
  }

  /** Lets the current call take over what a reused inner call read, wrote and began, but for what something else stands for. */
  adopt(trace: Trace, except?: ReadonlySet<Store>): void {
    for (const store of trace.reads.keys()) {
      if (except?.has(store)) continue
      this.meanwhile.reads(store, '*')
      this.across.read(store, '*', this.loading)
    }
    for (const pending of trace.begun ?? []) this.meanwhile.begin(pending)
    for (const thing of trace.lost ?? []) this.outOfSight.add(thing)
    takeOver(trace, this.traces.at(-1), except)
  }

  /** Notes that something goes on beside the code that is evaluated from now on. */
  begun(pending: Pending): void {
    this.meanwhile.begin(pending)
    noteBegun(this.traces.at(-1), pending)
  }

  /** A value held for a time, and was replaced by the next one: whoever may have looked meanwhile finds it. */
  passes(store: Store, key: string, value: Abstract | undefined): void {
    this.meanwhile.wrote(store, key, value)
    for (const history of this.histories) noteValue(history, store, key, value, this.loadingEra)
    for (const guard of this.guards) if (isOlder(store, guard.start, this.loadingEra)) exposeValue(guard, store, key, value)
    const trace = this.traces.at(-1)
    if (trace) noteWrite(trace, store, key, [value])
  }

  /** Notes a change that is made again where a call is reused, so that what it comes to for each thing is not noted. */
  changeAgain(store: Store, key: string, value: Abstract, change: () => void): void {
    const { traces } = this
    const trace = traces.at(-1)
    if (trace) noteWrite(trace, store, key, [value])
    this.traces = []
    try {
      change()
    } finally {
      this.traces = traces
    }
  }

  /** How many calls are traced. */
  get traceDepth(): number {
    return this.traces.length
  }

  /** What a call that is under way has read, and has been written since: it would do otherwise now. */
  changedSince(depth: number): ReadonlySet<Store> {
    return changedOf(this.traces.slice(depth))
  }

  /** What is older than a call under way and was written in the alternatives that were opened since it began: it may read it yet. */
  writtenSince(depth: number, journals: number): ReadonlySet<Store> {
    return writtenOf(this.journals.slice(journals), this.traces[depth])
  }

  /** Whether the current call has read something that is older than it. */
  hasRead(store: Store): boolean {
    return this.traces.at(-1)?.reads.has(store) === true
  }

  /** Runs the top level of a module: outside of every alternative and call, and for good; a compiler may leave an import out. */
  load<T>(work: () => T, module = this.loading, mayBeLeftOut = false): T {
    const { journals, traces, histories, guards, weakSince, loading, loadingEra, leftOut } = this
    this.loading = module
    this.journals = []
    this.traces = []
    this.histories = []
    this.guards = []
    this.loadingEra = this.tick()
    this.leftOut ||= mayBeLeftOut
    this.weakSince = this.across.lateSince
    try {
      return this.meanwhile.loading(module !== loading && this.across.lateSince === 0 ? () => asAtTheStart(journals, work) : work)
    } finally {
      this.loadingEra = loadingEra
      this.loading = loading
      this.journals = journals
      this.traces = traces
      this.histories = histories
      this.guards = guards
      this.weakSince = weakSince
      this.leftOut = leftOut
    }
  }
}
