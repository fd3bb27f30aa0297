import type { Random } from '../../policy-random.ts'

/**
 * What a name of a program stands for. A text is the name of a table; a task is called with the event and sends something; a sender takes
 * a text besides; a namer gives back a text; a service is an instance with `run`, `pick` and `table`. A source generates
 * texts, a stream does so in its own time, a maker makes a command of a text, and what listens to an emitter are tasks. A getter gives a text
 * that several share, which a setter changes; a hook takes a key and a function, and a wrapper puts something around a function.
 */
export type Kind =
  | 'text'
  | 'texts'
  | 'book'
  | 'box'
  | 'map'
  | 'set'
  | 'task'
  | 'sender'
  | 'namer'
  | 'service'
  | 'source'
  | 'stream'
  | 'maker'
  | 'emitter'
  | 'getter'
  | 'setter'
  | 'hook'
  | 'wrapper'

/** A name that an expression may use. */
export interface Name {
  readonly name: string
  readonly kind: Kind
  readonly mutable: boolean
  /** Roughly how much a call of it does. */
  readonly cost?: number
}

/** What costs more than this is not called from anywhere else, so that programs end in good time. */
const mostCost = 60

/** Roughly how much a piece of code does, by what it calls. */
export function costOf(lines: string, names: readonly Name[]): number {
  const costs = new Map(names.map(({ name, cost = 1 }) => [name.replace(/^.*\./, ''), cost]))
  const called = [...lines.matchAll(/\b(?:task|sender|namer|service|source|stream|emitter|wrapper)\d+\b/g)].reduce(
    (sum, [name]) => sum + (costs.get(name) ?? 0),
    1,
  )
  return /\b(?:for|while)\b|\.(?:map|forEach|reduce|filter|some)\(/.test(lines) ? called * 4 : called
}

/** A piece of code, and the names that it leaves for what comes after it. */
export interface Written {
  readonly lines: string
  readonly names: readonly Name[]
}

/** Where an expression or statement stands. */
export interface Place {
  readonly names: readonly Name[]
  /** `await` may be used. */
  readonly async: boolean
  /** `event` is in sight. */
  readonly event: boolean
  /** What a `return` gives back; undefined where there may be none. */
  readonly returns: 'text' | 'nothing' | undefined
  readonly loop: boolean
  readonly labels: readonly string[]
  /** The members of `this`, where there is one. */
  readonly self: readonly Name[]
  /** Modules that can be imported in the midst of code, and what they export. */
  readonly modules: readonly { readonly name: string; readonly exported: readonly Name[] }[]
}

/** The inside of a function that stands at a place; `this` is its own. */
export const within = (place: Place, async: boolean, returns: Place['returns'], more: readonly Name[] = []): Place => ({
  ...place,
  names: [...place.names, ...more],
  async,
  event: true,
  returns,
  loop: false,
  labels: [],
  self: [],
})

/** What the writing of one program shares. */
export interface Draft {
  readonly random: Random
  /** Whether work may go on side by side: promises that nobody waits for, timers, several tasks at once. */
  readonly concurrent: boolean
  /** A new name. */
  fresh(prefix: string): string
  /** A table name that stands nowhere else in the program, in quotes. */
  table(): string
  /** Lets the program grow by so many parts more. */
  grant(parts: number): void
  /** Takes something off what the program may still grow by; false where nothing is left. */
  spend(): boolean
}

/** The names of a kind that can be seen. */
export const namesOf = ({ names }: Place, ...kinds: readonly Kind[]): readonly Name[] =>
  names.filter(({ kind, cost = 1 }) => kinds.includes(kind) && cost <= mostCost)

/** The same place with more names in it. */
export const withNames = (place: Place, ...more: readonly Name[]): Place => ({ ...place, names: [...place.names, ...more] })

/** One of several, each with its weight. */
export function choose<Item>(random: Random, options: readonly (readonly [weight: number, item: Item])[]): Item {
  let at = random.below(options.reduce((sum, [weight]) => sum + weight, 0))
  for (const [weight, item] of options) {
    if (at < weight) return item
    at -= weight
  }
  throw new Error('there is nothing to choose from')
}
