import { givenUp } from './given-up.ts'
import type { Arguments } from './run.ts'
import { type Closure, keyOf } from './values.ts'
import { noteShort } from './work.ts'

/** How many different arguments of one function are remembered, and followed, before they are widened. */
const mostContexts = 1000
/** How often what can be called in the arguments of such a function may be more than before. */
const mostGathered = 24

/** A function, or a place at which what stands in for a library is called. */
type Called = Closure['code'] | string

/** What a function was given that has more arguments than are remembered. */
interface Gathered {
  readonly given: Arguments
  readonly key: string
  /** How often that was more than before. */
  readonly times: number
}

/** The ways in which functions were called so far in the work for one entry point. */
export class Contexts {
  private readonly known = new Map<Called, Set<string>>()
  private readonly gathered = new Map<Called, Gathered>()

  forget(): void {
    this.known.clear()
    this.gathered.clear()
  }

  /** Whether a function was called in so few ways that there is room for many more. */
  hasRoom(called: Called): boolean {
    return (this.known.get(called)?.size ?? 0) < mostContexts / 4
  }

  note(called: Called, way: string): void {
    const ways = this.known.get(called)
    if (ways) ways.add(way)
    else this.known.set(called, new Set([way]))
  }

  /** What a function is called with that was called in too many other ways; undefined where what can be called in that differs time and again. */
  gather(called: Called, given: Arguments): Gathered | undefined {
    noteShort()
    const before = this.gathered.get(called)
    const all = givenUp(before?.given, given)
    const key = `${all.items.map((item) => keyOf(item)).join(',')}${all.rest ? `...${keyOf(all.rest)}` : ''}`
    const times = before?.key === key ? before.times : (before?.times ?? 0) + 1
    const gathered = { given: all, key, times }
    this.gathered.set(called, gathered)
    return times > mostGathered ? undefined : gathered
  }

  /** Whether a function was called in too many other ways. */
  areTooMany(called: Called, way: string): boolean {
    const ways = this.known.get(called)
    return ways !== undefined && ways.size > mostContexts && !ways.has(way)
  }
}
