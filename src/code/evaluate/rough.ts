import { joinValues } from './join.ts'
import type { CallNode } from './nodes.ts'
import { plainly, withoutTexts } from './rough-values.ts'
import { nextVersion, type Store, writable } from './store.ts'
import { type Abstract, getterPrefix, itemsField, keyOf, notFound, nothing, type Thing } from './values.ts'
import { spend } from './work.ts'

/** How often what a name holds may be more than before until its texts are given up. */
const mostGrown = 40

/** In how many calls what is made at one place is told apart. */
const mostOfPlace = 12

/** The same for plain data. */
const mostPlain = 4
/** The same for what stands in for a library, such as the parts of a container. */
export const mostOfStandIns = 300
const isPlain: ReadonlySet<Thing['kind']> = new Set(['record', 'list', 'map', 'opaque'])

/** How many names are read one by one. */
const mostNames = 8

/** How often a call is gone through each time that all of it is. */
const mostInRound = 1

/** What is called in one way, and is gone through again where anything that it has looked at is more than it was. */
export interface RoughCall {
  /** Whether nothing that it has looked at is more than it was when it was gone through. */
  holds: boolean
  /** The calls that it is a part of. */
  readonly outer: Set<RoughCall>
  /** When it was gone through last, and how often then. */
  round: number
  times: number
}

/** Something that is done again where what it has looked at is more than it was. */
export interface RoughWork extends RoughCall {
  readonly results: Store
  readonly node: CallNode
  isUnderWay: boolean
  /** Does it, whoever has asked for that last. */
  again: () => void
}

/**
 * The memory of an evaluation that tells less apart, so that it comes to an end where the other one does not. Variables and fields hold whatever is
 * ever put there: nothing takes the place of anything, and no state is taken back. What one function makes at one place, called in one way, is one
 * thing. All of it is gone through again and again until there is nothing new.
 */
export class Rough {
  /** How often something was more than before. */
  growth = 0
  /** The call that is under way: what it makes is told apart from what others make. */
  current: RoughCall | undefined
  /** A number for the way in which it is called. */
  context = 0
  /** Whether it is code that stands in for a library, where things are told apart for as long as code would name them one by one. */
  private isStandIn = false
  /** A number for the call that is being evaluated, as it is written; 0 at first in each function. */
  private call = 0
  /** What goes through the top level of each module. */
  readonly modules: (() => void)[] = []
  /** How often all of it was gone through so far. */
  round = 0
  /** Whether something was left to the next time. */
  isLeft = false
  /** What was done to things that are not told apart any more, by how that was done. */
  readonly done = new Map<string, Abstract>()
  readonly works = new Map<string, RoughWork>()
  /** What stands for all that libraries were handed: any of them may hand it on to any other. */
  pot: Thing | undefined
  private readonly wholes = new WeakMap<Store, { readonly version: number; readonly value: Abstract }>()
  private readonly things = new Map<string, Thing>()
  /** In which calls something was made at each place. */
  private readonly ways = new Map<string, Set<number>>()
  private readonly scopes = new Map<string, Store>()
  private readonly readers = new Map<Store, Set<RoughCall>>()
  private readonly grown = new Map<Store, Map<string, number>>()
  private readonly numbers = new Map<unknown, number>()

  /** A number that is the same for the same. */
  numberOf(key: unknown): number {
    const known = this.numbers.get(key)
    if (known !== undefined) return known
    this.numbers.set(key, this.numbers.size + 1)
    return this.numbers.size
  }

  /** The variables of a scope, the same ones whenever that is entered in the same way. */
  scope(key: string, make: () => Store): Store {
    const known = this.scopes.get(key)
    if (known) return known
    const made = make()
    this.scopes.set(key, made)
    return made
  }

  /** What is made at a place, the same whenever it is made by the same call. */
  thing(kind: Thing['kind'], site: string, more: Partial<Thing>, owner: string, make: () => Thing): Thing {
    const place = `${owner} ${kind} ${site} ${this.call} ${this.likeness(more)}`
    const ways = this.ways.get(place) ?? new Set<number>()
    this.ways.set(place, ways)
    if (ways.size < (this.isStandIn ? mostOfStandIns : isPlain.has(kind) ? mostPlain : mostOfPlace)) ways.add(this.context)
    const key = `${ways.has(this.context) ? this.context : ''} ${place}`
    const known = this.things.get(key)
    if (!known) {
      const made = make()
      this.things.set(key, made)
      return made
    }
    if (!known.many) {
      known.many = true
      this.grow(known.fields)
    }
    return known
  }

  /** What tells things apart that are made at one place by one call. */
  private likeness({ closure, body, made, client, command }: Partial<Thing>): string {
    const parts: string[] = []
    if (closure) {
      const { code, scope, self, home, bound, of } = closure
      parts.push(
        `${this.numberOf(code)}`,
        `${scope.names.born}`,
        self ? keyOf(self) : '',
        `${home?.id}`,
        `${of?.id}`,
        ...(bound ?? []).map((one) => keyOf(one)),
      )
    }
    if (body) parts.push(`${body.scope.names.born}`, body.base ? keyOf(body.base) : '')
    if (made) parts.push(keyOf(made))
    if (client) parts.push(client.service, client.package, keyOf(client.options))
    if (command) parts.push(command.service, command.command, keyOf(command.input))
    return parts.join(' ')
  }

  /** Whether a call is to be gone through now: one that goes on to change is left to the next time. */
  isDue(call: RoughCall): boolean {
    if (call.holds) return false
    if (call.round !== this.round) {
      call.round = this.round
      call.times = 0
    }
    call.times += 1
    if (call.times > mostInRound) this.isLeft = true
    return call.times <= mostInRound
  }

  /** Goes through all of it until there is nothing new. */
  throughout(work: () => void): void {
    for (let before = -1; this.isLeft || before !== this.growth; ) {
      before = this.growth
      this.isLeft = false
      this.round += 1
      for (const module of [...this.modules]) module()
      work()
      for (const one of [...this.works.values()]) if (this.isDue(one)) one.again()
    }
  }

  /** Whether names are too many to be read one by one. */
  areMany(names: readonly Abstract[]): boolean {
    return names.length > mostNames
  }

  /** All that data holds, which is put together once for as long as that is the same. */
  whole(store: Store, make: () => Abstract): Abstract {
    this.reads(store)
    const known = this.wholes.get(store)
    if (known?.version === store.version) return known.value
    const value = make()
    // What is asked for each time is not known beforehand.
    if (![...store.map.keys()].some((name) => name.startsWith(getterPrefix))) this.wholes.set(store, { version: store.version, value })
    return value
  }

  /** Notes that the call under way looks at a store. */
  reads(store: Store): void {
    if (!this.current) return
    const readers = this.readers.get(store)
    if (readers) readers.add(this.current)
    else this.readers.set(store, new Set([this.current]))
  }

  /** Evaluates a call as it is written: what is made at one place by one of several in a row is told apart from what others make. */
  at<T>(node: unknown, work: () => T): T {
    const { call } = this
    this.call = this.numberOf(node)
    try {
      return work()
    } finally {
      this.call = call
    }
  }

  /** Goes through a call: what that makes is told apart from what others make, and it is noted what that looks at. */
  during<T>(call: RoughCall, way: string, isStandIn: boolean, work: () => T): T {
    const { current, context, call: before, isStandIn: was } = this
    this.isStandIn = isStandIn
    this.call = 0
    this.current = call
    this.context = this.numberOf(way)
    call.holds = true
    try {
      return work()
    } finally {
      this.current = current
      this.context = context
      this.call = before
      this.isStandIn = was
    }
  }

  /** Puts a value beside what a name holds. Where it holds nothing yet, it may go on to do so for whoever has come by another way. */
  put(store: Store, key: string, put: Abstract | undefined, isCertain: boolean): void {
    const value = put ?? (key === itemsField ? undefined : nothing)
    if (!value) return
    const before = store.map.get(key)
    const absent = before || isCertain || key.startsWith('\0') ? [] : [notFound]
    const joined = plainly(joinValues([...(before ? [before] : absent), value]))
    if (before && (before === joined || keyOf(before) === keyOf(joined))) return
    const times = this.grown.get(store) ?? new Map<string, number>()
    this.grown.set(store, times.set(key, (times.get(key) ?? 0) + 1))
    const next = (times.get(key) ?? 0) > mostGrown ? withoutTexts(joined) : joined
    if (before && keyOf(before) === keyOf(next)) return
    writable(store).set(key, next)
    this.grow(store)
  }

  /** Notes that a store holds more than before: whoever has looked at it looks again. */
  grow(store: Store): void {
    this.growth += 1
    store.version = nextVersion()
    const open = [...(this.readers.get(store) ?? [])]
    this.readers.delete(store)
    for (let call = open.pop(); call; call = open.pop()) {
      spend(1)
      if (!call.holds) continue
      call.holds = false
      open.push(...call.outer)
    }
  }
}
