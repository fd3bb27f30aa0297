import { createStore } from './store.ts'
import { type Abstract, optionsOf, ownerOf, type Pointer, pointer, type Thing } from './values.ts'
import { spend } from './work.ts'

/** What was too many to keep; asked by the evaluation, which makes it a finding. */
export const tooMany = 'it can be more different things than are followed'
/** The same where functions or objects had to be given up: whoever calls through it has lost calls. */
export const tooManyThings = 'it can be more different functions or objects than are followed'

const reasons: ReadonlySet<string> = new Set([tooMany, tooManyThings])

/** Whether something that is not known may be data of the code that is not told apart any more. */
export const isOutOfSight = (value: Abstract): boolean => value.kind === 'unknown' && reasons.has(value.why)

/** The data that something may be which was given up as not known because it can be so much: what is done to that is done to one of these. */
export class OutOfSight {
  /** Stands for all of them where it is noted what is done. */
  readonly store = createStore(0, 0, false, '')
  private things = new Set<Thing>()
  /** Those that are not told apart since modules were loaded, which holds for every entry point. */
  private readonly lasting = new Set<Thing>()
  private readonly isLoading: () => boolean
  private readonly note: (thing: Thing) => void

  /** `note` is told of each of them, whether it is known already or not: whoever reuses the call in which that was has to know as well. */
  constructor(isLoading: () => boolean, note: (thing: Thing) => void) {
    this.isLoading = isLoading
    this.note = note
  }

  add(thing: Thing): void {
    this.things.add(thing)
    if (this.isLoading()) this.lasting.add(thing)
    this.note(thing)
  }

  /** Begins an entry point. */
  begin(): void {
    this.things = new Set(this.lasting)
    current = this
  }

  /** All of them, with the data that they hold. */
  all(): readonly Pointer[] {
    const found = new Set<Thing>()
    const open = [...this.things]
    for (let thing = open.pop(); thing; thing = open.pop()) {
      if (found.has(thing)) continue
      found.add(thing)
      spend(thing.fields.map.size + 1)
      for (const field of [...thing.fields.map.values(), ...(thing.command ? [thing.command.input] : [])])
        for (const part of partsOf(field)) if (part.kind === 'pointer' && isData(part.thing)) open.push(part.thing)
    }
    return [...found].map(pointer)
  }
}

const partsOf = (value: Abstract): readonly Abstract[] =>
  value.kind === 'items' ? [...value.items, ...(value.rest ? [value.rest] : [])].flatMap(optionsOf) : optionsOf(value)

const isData = ({ kind }: Thing): boolean => kind === 'record' || kind === 'list' || kind === 'map'

// One evaluation is under way at a time, and values meet where no run is at hand.
let current: OutOfSight | undefined

/** Notes that values are no longer told apart from others. */
export function loseSight(values: readonly Abstract[]): void {
  for (const part of values.flatMap(partsOf)) {
    const of = ownerOf(part)
    if (of.kind === 'pointer') current?.add(of.thing)
  }
}
