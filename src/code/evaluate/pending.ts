import { isFresh } from './fresh.ts'
import { joinValues } from './join.ts'
import { grows } from './marks.ts'
import type { CallNode } from './nodes.ts'
import { itemsField, keyOf, nothing } from './values.ts'
import type { Abstract, History, Store } from './words.ts'
import { spend } from './work.ts'

type Values = Map<Store, Map<string, Abstract>>

/** What was begun and may go on, or come again, at any later moment: a callback that a library holds, a promise that nobody waits for yet. */
export interface Pending {
  /** Goes through it again, as a part of what has a node. */
  readonly again: (node: CallNode) => void
  /** It comes once; what comes any number of times finds what it has written itself. */
  readonly once: boolean
  /** When it was begun, or last gone through, and by the loading of which module: what is younger is its own. */
  start: number
  /** When it was begun for the first time. */
  readonly first: number
  readonly era: number
  /** The module whose loading began it; empty for what an invocation began. */
  readonly owner: string
  /** The names of each store that it looked at; `*` for all of them. */
  readonly reads: Map<Store, Set<string>>
  /** What it wrote to each name, all that it wrote there together. */
  readonly writes: Values
  /** Where something new was written that it looks at, since it was last gone through. */
  readonly news: Set<Store>
  /** What was known of the name that has made a store one of these, as long as it is the only one. */
  readonly before: Map<Store, { readonly key: string; readonly known: Abstract | undefined }>
  /**
   * All that was written to what it looks at since it was begun: it may come at any moment, so that all of it may meet. What was written while
   * a module was loaded lasts; the rest is over with the invocation.
   */
  readonly met: { readonly lasting: Values; readonly now: Values }
}

/** What was begun by one part of the program that ends: the loading of modules, an invocation, or what is itself begun by one. */
class Layer {
  readonly going = new Set<Pending>()
  /** How many stores it looked at and wrote to when it was noted here. */
  readonly known = new Map<Pending, number>()
  readonly watchers = new Map<Store, Set<Pending>>()
  readonly writers = new Map<Store, Set<Pending>>()
}

/** Keeps what is under way beside the code that is evaluated, what it has looked at, and what it may write at any later moment. */
export class Meanwhile {
  private readonly always = new Layer()
  private layers: readonly Layer[] = [this.always]
  private looking: readonly Pending[] = []

  /** Notes that something was begun, here or by a call that is reused. */
  begin(pending: Pending): void {
    const layer = this.layer
    const known = pending.reads.size + pending.writes.size
    // What is reused is begun again and again, and mostly looks at nothing more than before.
    if (layer.known.get(pending) === known) return
    layer.known.set(pending, known)
    layer.going.add(pending)
    spend(known)
    for (const store of pending.reads.keys()) watch(layer.watchers, store, pending)
    for (const store of pending.writes.keys()) watch(layer.writers, store, pending)
  }

  /** Notes that a name is looked at, or the whole of a store. */
  reads(store: Store, key: string): void {
    if (store.foreign) return
    spend(this.looking.length)
    for (const pending of this.looking) {
      if (isFresh(store, pending)) continue
      const keys = pending.reads.get(store)
      if (keys && (keys.has(key) || keys.has('*'))) continue
      if (keys) keys.add(key)
      else pending.reads.set(store, new Set([key]))
    }
  }

  /** What is gone through right now. */
  get under(): readonly Pending[] {
    return this.looking
  }

  /** Notes that something that was begun looks at all of these as well. */
  looksAt(pending: Pending, stores: Iterable<Store>): void {
    for (const store of stores)
      if (!store.foreign && !isFresh(store, pending)) pending.reads.set(store, (pending.reads.get(store) ?? new Set<string>()).add('*'))
    for (const layer of this.layers) {
      if (!layer.going.has(pending)) continue
      for (const store of pending.reads.keys()) watch(layer.watchers, store, pending)
    }
  }

  /** Notes what is written, and gives what may be written to the same name at any moment. */
  wrote(store: Store, key: string, value: Abstract | undefined): readonly Abstract[] {
    let beside: Abstract[] | undefined
    for (const layer of this.layers) {
      if (layer.going.size === 0) continue
      for (const pending of layer.watchers.get(store) ?? []) {
        if (this.looking.includes(pending)) continue
        const keys = pending.reads.get(store)
        if (keys?.has(key) || keys?.has('*')) this.meets(pending, store, key, value)
      }
      for (const { writes } of layer.writers.get(store) ?? []) {
        const written = writes.get(store)?.get(key)
        if (!written) continue
        beside ??= []
        beside.push(written)
      }
    }
    return beside ?? nobody
  }

  /** Puts another value in the place of each one that was met under a name; where nothing new is left, nothing was. */
  retell(store: Store, key: string, replace: (value: Abstract) => Abstract): void {
    for (const pending of this.layers.flatMap(({ watchers }) => [...(watchers.get(store) ?? [])])) {
      for (const values of [pending.met.lasting.get(store), pending.met.now.get(store)]) {
        const value = values?.get(key)
        if (value) values?.set(key, replace(value))
      }
      const before = pending.before.get(store)
      const now = metBy(pending, store, key)
      if (before?.known && now && before.key === key && keyOf(before.known) === keyOf(now)) pending.news.delete(store)
    }
  }

  /** Notes a value that something looks at, where it has not met that yet. */
  private meets(pending: Pending, store: Store, key: string, written: Abstract | undefined): void {
    const { lasting, now } = pending.met
    const value = written ?? (key === itemsField ? undefined : nothing)
    if (!value) return
    const before = metBy(pending, store, key)
    const after = before ? joinValues([before, value]) : value
    if (before && keyOf(before) === keyOf(after)) return
    const first = pending.news.has(store) ? pending.before.get(store) : { key, known: before }
    if (first?.key === key) pending.before.set(store, first)
    else pending.before.delete(store)
    addValue(this.layers.length === 1 ? lasting : now, store, key, value)
    pending.news.add(store)
  }

  /**
   * Lets what may come again meet what it has written itself. It would go on for ever with objects that it makes anew each time it is gone
   * through, where there is nothing new in them either.
   */
  meetsItself(pending: Pending, history: History, isFilled: (value: Abstract) => boolean): void {
    const { lasting, now } = pending.met
    const into = this.layers.length === 1 ? lasting : now
    for (const [store, written] of history) {
      const keys = pending.reads.get(store)
      for (const [key, values] of written) {
        if (!keys?.has(key) && !keys?.has('*')) continue
        for (const value of values) {
          const found = value ?? (key === itemsField ? undefined : nothing)
          if (!found) continue
          const before = metBy(pending, store, key)
          // INVARIANT: what it made is noted whether or not it is new itself.
          const filled = isFilled(found)
          if (!filled && !grows(before, before ? joinValues([before, found]) : found, pending.first)) continue
          addValue(into, store, key, found)
          pending.before.delete(store)
          pending.news.add(store)
        }
      }
    }
  }

  /**
   * What was begun by what is gone through right now, and may find something new in that. Whatever is older than what began it, and comes
   * any number of times, is found when that is gone through again.
   */
  get stirred(): readonly Pending[] {
    const owner = this.looking.at(-1)
    const isOwn = (store: Store): boolean => owner === undefined || owner.once || isFresh(store, owner)
    return [...this.layer.going].filter(({ news }) => [...news].some(isOwn))
  }

  /** The same with what goes on beside every invocation that loads the module that began it. */
  allStirred(isLoaded: (module: string) => boolean): readonly Pending[] {
    return this.layers.flatMap(({ going }) => [...going]).filter(({ news, owner }) => news.size > 0 && (owner === '' || isLoaded(owner)))
  }

  /** Goes through something that is under way, and notes what it looks at; what it begins is settled in it. */
  look<T>(pending: Pending, work: () => T): T {
    return this.in([...this.layers, new Layer()], [...this.looking, pending], work)
  }

  /** Runs an invocation: what it begins is over when it ends, and no other invocation sees what it wrote. */
  invocation<T>(work: () => T): T {
    try {
      return this.in([this.always, new Layer()], this.looking, work)
    } finally {
      forget(this.always)
    }
  }

  /** Loads a module: what that begins goes on beside every invocation. */
  loading<T>(work: () => T): T {
    return this.in([this.always], [], work)
  }

  private get layer(): Layer {
    return this.layers.at(-1) ?? this.always
  }

  private in<T>(layers: readonly Layer[], looking: readonly Pending[], work: () => T): T {
    const before = { layers: this.layers, looking: this.looking }
    this.layers = layers
    this.looking = looking
    try {
      return work()
    } finally {
      const ended = layers.at(-1)
      if (ended && ended !== this.always) forget(ended)
      this.layers = before.layers
      this.looking = before.looking
    }
  }
}

const nobody: readonly never[] = []

/** All that something has met under a name. */
function metBy({ met }: Pending, store: Store, key: string): Abstract | undefined {
  const known = [met.lasting.get(store)?.get(key), met.now.get(store)?.get(key)].filter((one) => one !== undefined)
  return known.length > 0 ? joinValues(known) : undefined
}

function watch(all: Map<Store, Set<Pending>>, store: Store, pending: Pending): void {
  const known = all.get(store)
  if (known) known.add(pending)
  else all.set(store, new Set([pending]))
}

function addValue(all: Values, store: Store, key: string, value: Abstract): void {
  const keys = all.get(store) ?? new Map<string, Abstract>()
  const before = keys.get(key)
  all.set(store, keys.set(key, before ? joinValues([before, value]) : value))
}

/** What ends leaves nothing behind for another invocation. */
function forget({ going }: Layer): void {
  for (const { news, met } of going) {
    news.clear()
    met.now.clear()
  }
}

/** Notes what was written by what is under way. */
export function addWrites({ writes }: Pending, history: History): void {
  for (const [store, written] of history) {
    for (const [key, values] of written) {
      const added = [...values].map((value) => value ?? (key === itemsField ? undefined : nothing)).filter((value) => value !== undefined)
      if (added.length > 0) addValue(writes, store, key, joinValues(added))
    }
  }
}
