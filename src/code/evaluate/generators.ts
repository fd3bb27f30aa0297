import { holdsCode } from './holds-code.ts'
import { joinValues } from './join.ts'
import type { Run } from './run.ts'
import { type Abstract, noChoice, optionsOf, unknownValue } from './values.ts'

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

/** What generators return at their end: what `yield*` gives, and the last of what `next` does. */
export function returnedBy(run: Run, generator: Abstract): Abstract {
  const returned = optionsOf(generator).map((option) =>
    option.kind === 'pointer' ? (run.heap.get(option.thing.fields, returnedField) ?? noChoice) : unknownValue('is returned by an iterator'),
  )
  return joinValues(returned)
}
