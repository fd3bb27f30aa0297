import { beMany } from './be-one.ts'
import { isFresh } from './fresh.ts'
import { giveThing } from './given.ts'
import type { Trace } from './heap.ts'
import { joinValues } from './join.ts'
import type { Run } from './run.ts'
import { writable } from './store.ts'
import { type Abstract, anyField, type Thing } from './values.ts'

/**
 * Copies values so that every object that a call made is a new one, the same in all of them; older ones are shared. Functions are shared
 * always, since the scope that they close over cannot be copied, and so are classes and clients. `copies` says what stands for what already, and
 * takes up the rest.
 */
export function copier(run: Run, call: Pick<Trace, 'start' | 'era'>, copies = new Map<Thing, Thing>()): (value: Abstract) => Abstract {
  const copy = (from: Abstract): Abstract => {
    switch (from.kind) {
      case 'choice':
        return isPlain(from) ? from : { kind: 'choice', options: from.options.map(copy) }
      case 'items':
        return from.rest ? { kind: 'items', items: from.items.map(copy), rest: copy(from.rest) } : { kind: 'items', items: from.items.map(copy) }
      case 'method':
        return { ...from, of: copy(from.of), ...(from.bound ? { bound: from.bound.map(copy) } : {}) }
      case 'pointer':
        return { kind: 'pointer', thing: copyThing(from.thing) }
      default:
        return from
    }
  }
  const copyThing = (thing: Thing): Thing => {
    const known = copies.get(thing)
    if (known) return known
    if (!isFresh(thing.fields, call) || thing.kind === 'module') return thing
    if (thing.closure || thing.body || thing.client) {
      beMany(thing)
      return thing
    }
    // What a library is known to be made of is its own.
    const isGiven = thing.kind === 'opaque' && [...thing.fields.map.keys()].every((name) => name === anyField)
    const made = isGiven ? giveThing(run, thing.site, thing.made) : run.heap.thing(thing.kind, thing.site, thing.made ? { made: thing.made } : {})
    copies.set(thing, made)
    if (thing.command) made.command = { ...thing.command, input: copy(thing.command.input) }
    for (const [name, field] of thing.fields.map) {
      const before = isGiven ? run.heap.get(made.fields, name) : undefined
      if (before) run.heap.set(made.fields, name, joinValues([before, copy(field)]))
      else writable(made.fields).set(name, copy(field))
    }
    return made
  }
  return copy
}

const isPlain = (value: Abstract): boolean =>
  value.kind === 'choice' && value.options.every((option) => option.kind !== 'pointer' && option.kind !== 'method')
