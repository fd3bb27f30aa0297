import { callWithout, isOpen, iteratorsOf, nextOf } from './elements.ts'
import { holdsCode } from './holds-code.ts'
import { joinValues } from './join.ts'
import type { Run } from './run.ts'
import type { Scope } from './scope.ts'
import { type Abstract, itemsField, literal, noChoice, nothing, optionsOf, unknownValue } from './values.ts'

/** The key under which the list that stands for a generator keeps what that returns. */
export const returnedField = '\0returned'
/** The key under which it is kept what was handed into generators and can be called. */
const handedField = '\0handed'

/** What `yield` gives: nobody knows, but for what can be called of all that `next` was handed so far. */
export function handedIn(run: Run): Abstract {
  const open = unknownValue('is handed into a generator')
  const handed = run.heap.get(run.errors.fields, handedField)
  return handed ? joinValues([open, handed]) : open
}

/** Something is handed into a generator. */
export function handIn(run: Run, value: Abstract): void {
  const code = optionsOf(value).filter((option) => holdsCode(option, 4))
  if (code.length === 0) return
  const before = run.heap.get(run.errors.fields, handedField)
  run.heap.set(run.errors.fields, handedField, joinValues([...(before ? [before] : []), ...code]))
}

/** What `yield*` gives, and the last of what `next` does: what generators and other iterators return at their end. */
export const returnedBy = (run: Run, iterable: Abstract, scope: Scope): Abstract =>
  joinValues(optionsOf(iterable).map((option) => returnedByOne(run, option, scope)))

function returnedByOne(run: Run, option: Abstract, scope: Scope): Abstract {
  if (option.kind === 'items') return nothing
  if (option.kind === 'literal') return typeof option.value === 'string' ? nothing : noChoice
  if (option.kind !== 'pointer') return unknownValue(byIterator)
  const { thing } = option
  const returned = run.heap.get(thing.fields, returnedField)
  if (returned) return returned
  // What a library gave is asked by the library that goes through the generator: an effect for what it leads to.
  if (thing.kind === 'opaque') return option
  const own = iteratorsOf(run, option, thing, scope)
  if (own.length > 0) return joinValues(own.flatMap(optionsOf).map((iterator) => lastOf(run, iterator, scope)))
  if (thing.kind === 'map' || run.heap.get(thing.fields, itemsField)?.kind === 'items') return nothing
  return isOpen(run, thing) ? unknownValue(byIterator) : noChoice
}

const byIterator = 'is returned by an iterator'

/** The last of what an iterator gives, that of a generator or an object with a `next` of its own. */
function lastOf(run: Run, iterator: Abstract, scope: Scope): Abstract {
  const next = iterator.kind === 'pointer' && nextOf(run, iterator, iterator.thing, scope)
  if (next) return run.read(run.call(next, iterator, callWithout(run, scope)), literal('value'), scope, 4096)
  if (iterator.kind !== 'pointer') return unknownValue(byIterator)
  return run.heap.get(iterator.thing.fields, returnedField) ?? (iterator.thing.kind === 'opaque' ? iterator : nothing)
}
