import { joinValues } from './join.ts'
import { grows } from './marks.ts'
import type { Run } from './run.ts'
import type { Scope } from './scope.ts'
import type { Store } from './store.ts'
import { type Abstract, optionsOf, type Thing } from './values.ts'
import { widen, widenFrom } from './widen.ts'
import { spend } from './work.ts'

/** What the things of one place have held. */
interface Held {
  readonly value: Abstract
  readonly times: number
  /** Each value that was looked at. */
  readonly noted: Set<Abstract>
}

/**
 * What a loop makes, pass after pass. Objects are told apart by where they are made and no further; so whatever one of them holds counts for all of
 * that place: it takes another pass where it is new to them, and is given up as not known where it goes on to change.
 */
export class MadeAnew {
  private readonly run: Run
  private readonly start: number
  private readonly held = new Map<string, Held>()
  private readonly places = new Map<Store, string>()

  /** All that is made from a moment on. */
  constructor(run: Run, start: number) {
    this.run = run
    this.start = start
  }

  /** Whether a store was made, and met, here. */
  isMade(store: Store): boolean {
    return this.places.has(store)
  }

  /** Notes what a store that was made here has come to hold, and says whether that is new to its place. */
  holds(store: Store, key: string, value: Abstract): boolean {
    return this.note(`${this.places.get(store)} ${key}`, value, (next) => this.run.heap.set(store, key, next, true))
  }

  /** Notes whatever was made here and is found through a value, and says whether anything of it is new. */
  settle(value: Abstract): boolean {
    return this.find(value, new Set())
  }

  private find(value: Abstract, met: Set<Thing>): boolean {
    switch (value.kind) {
      case 'choice':
        return this.findAll(value.options, met)
      case 'items':
        return this.findAll([...value.items, ...(value.rest ? [value.rest] : [])], met)
      case 'method':
        return this.findAll([value.of, ...(value.bound ?? [])], met)
      case 'pointer':
        return this.look(value.thing, met)
      default:
        return false
    }
  }

  /** INVARIANT: all are looked at, whatever the first ones say. */
  private findAll(values: readonly Abstract[], met: Set<Thing>): boolean {
    return values.map((value) => this.find(value, met)).some((isNew) => isNew)
  }

  private look(thing: Thing, met: Set<Thing>): boolean {
    if (thing.id <= this.start || thing.kind === 'opaque' || met.has(thing)) return false
    met.add(thing)
    let isNew = this.fill(thing.fields, thing.site, met)
    const { closure, command } = thing
    const parts = [...(closure?.bound ?? []), ...(closure?.self ? [closure.self] : []), ...(command ? [command.input] : [])]
    for (const [index, part] of parts.entries()) {
      if (this.note(`${thing.site} #${index}`, part)) isNew = true
      if (this.find(part, met)) isNew = true
    }
    let scope: Scope | undefined = closure?.scope
    for (let depth = 1; scope && scope.names.born > this.start; depth++) {
      if (this.fill(scope.names, `${thing.site} ^${depth}`, met)) isNew = true
      scope = scope.parent
    }
    return isNew
  }

  private fill(store: Store, place: string, met: Set<Thing>): boolean {
    if (!this.places.has(store)) this.places.set(store, place)
    let isNew = false
    for (const [key, value] of store.map) {
      if (this.holds(store, key, value)) isNew = true
      if (this.find(value, met)) isNew = true
    }
    return isNew
  }

  private note(place: string, value: Abstract, put?: (next: Abstract) => void): boolean {
    const known = this.held.get(place)
    // Most of what is found again is the very same.
    if (known?.noted.has(value)) return false
    spend(optionsOf(value).length)
    const noted = known?.noted.add(value) ?? new Set([value])
    const joined = known ? joinValues([known.value, value]) : value
    const next = known && known.times >= widenFrom ? widen(known.value, joined) : joined
    if (known && !grows(known.value, next, this.start)) return false
    this.held.set(place, { value: next, times: (known?.times ?? 0) + 1, noted })
    if (next !== joined) put?.(next)
    return true
  }
}
