import { isNothing } from './either.ts'
import type { Store } from './store.ts'
import type { Abstract } from './values.ts'

/**
 * What modules do to the things of others while they are loaded, and who has seen it. Modules are loaded once for all entry points of a run, in the
 * order of the first that needs them: one that does not load them all, or not in that order, must not see what they did.
 */
export class Across {
  /** Modules whose loading changed what another module had set: whoever does not load them must not see that, read or not. */
  readonly overwriters = new Set<string>()
  /** Modules that were loaded in the midst of code and changed things of others, which holds for nobody else as it does there. */
  readonly late = new Set<string>()
  /** Whether things are only added there: whoever finds more than it would leaves out what leads to modules that it does not load. */
  isAdditive: (store: Store, key: string) => boolean = () => false
  /** Whether a module is loaded when somebody asks for what it holds, which may be later than it really is. */
  isOnDemand: (module: string) => boolean = () => false
  /** Called before a module that is being loaded changes what another one holds. */
  isAboutToChange: (owner: string, module: string) => void = () => undefined
  /** Where code came to load a module in its midst, or 0: what is older was there whether or not that happens. */
  lateSince = 0
  /** The modules whose loading wrote a key of another module's store, in their order. */
  private readonly written = new Map<Store, Map<string, Set<string>>>()
  /** The modules of which a module saw something while it was loaded, or wrote after. */
  private readonly before = new Map<string, Set<string>>()
  /** The modules that have read a store of another one while they were loaded. */
  private readonly readers = new Map<Store, Set<string>>()
  /** Modules that have read what a module wrote after that. */
  private readonly unaware = new Map<string, Set<string>>()
  /** The modules of which the entry point at hand has seen something. */
  private seen = new Set<string>()

  /** Notes that a module writes to a store of another one while it is loaded. */
  wrote(store: Store, key: string, before: Abstract | undefined, module: string): void {
    if (this.isAdditive(store, key)) return
    this.isAboutToChange(store.owner, module)
    if (this.lateSince > 0) this.late.add(module)
    if (before && !key.startsWith('\0') && !isNothing(before)) this.overwriters.add(module)
    const keys = this.written.get(store) ?? new Map<string, Set<string>>()
    const writers = keys.get(key) ?? new Set<string>()
    this.follow(module, writers)
    this.written.set(store, keys.set(key, writers.add(module)))
    for (const reader of this.readers.get(store) ?? []) if (reader !== module) note(this.unaware, module, reader)
  }

  /** Whether a thing may be older than a module that is loaded in the midst of code, though it was made after. */
  mayBeOlder({ owner }: Store): boolean {
    return this.lateSince > 0 && this.isOnDemand(owner)
  }

  /** Notes that the module that is being loaded, if any, changes a thing of another module, or of all. */
  changed(store: Store, module: string): void {
    if (module !== '' && store.owner !== module) this.overwriters.add(module)
  }

  /** Notes that a store is read: at one key, or as a whole; by a module that is being loaded, or by the entry point at hand. */
  read(store: Store, key: string, module: string): void {
    if (module !== '' && store.owner !== module) note(this.readers, store, module)
    const keys = this.written.size > 0 ? this.written.get(store) : undefined
    if (!keys) return
    for (const writers of key === '*' ? keys.values() : [keys.get(key) ?? []])
      if (module === '') for (const writer of writers) this.seen.add(writer)
      else this.follow(module, writers)
  }

  private follow(module: string, others: Iterable<string>): void {
    for (const other of others) if (other !== module) note(this.before, module, other)
  }

  /** Begins an entry point. */
  begin(): void {
    this.seen = new Set()
  }

  /** Whether the entry point at hand has seen something of a module that it does not load before it is called. */
  sawOthers(order: () => readonly string[]): boolean {
    if (this.seen.size === 0) return false
    const own = new Set(order())
    return [...this.seen].some((module) => !own.has(module))
  }

  /** Whether what the modules of an entry point are comes of others, of what it may load later, or of another order than its own. */
  isOtherwise(own: ReadonlySet<string>, order: () => readonly string[]): boolean {
    const pairs = [...this.before].flatMap(([module, others]) => (own.has(module) ? [...others].map((other) => [other, module] as const) : []))
    const others = [...this.overwriters, ...pairs.map(([other]) => other)]
    const apart = [...this.unaware].flatMap(([module, readers]) =>
      own.has(module) ? [...readers].filter((reader) => own.has(reader)).map((reader) => [reader, module] as const) : [],
    )
    if (others.length + apart.length + this.late.size === 0) return false
    if (others.some((other) => !own.has(other)) || [...this.late].some((module) => own.has(module))) return true
    const places = new Map(order().map((module, index) => [module, index]))
    if (others.some((other) => !places.has(other))) return true
    return [...pairs, ...apart].some(([first, then]) => (places.get(first) ?? -1) > (places.get(then) ?? Number.POSITIVE_INFINITY))
  }
}

function note<Key>(all: Map<Key, Set<string>>, key: Key, module: string): void {
  const known = all.get(key)
  if (known) known.add(module)
  else all.set(key, new Set([module]))
}
