import { joinValues } from './join.ts'
import { findField } from './members.ts'
import type { Run } from './run.ts'
import type { Scope } from './scope.ts'
import { isSettledLater, promiseOf, resolving, settledSoFar } from './settled-later.ts'
import { type Abstract, itemsField, literal, type Method, noChoice, optionsOf, type Pointer, pointer } from './values.ts'

/** How many promises may be resolved with each other. */
const mostNested = 20

/** The function with which a promise is rejected. */
export const rejecting: Method = { kind: 'method', of: literal(''), name: '\0reject' }

/** What waiting for a value gives: promises are taken for what they hold, and an object of ours with a `then` is asked by it. */
export function awaited(run: Run, value: Abstract, scope: Scope, left = mostNested): Abstract {
  const options = optionsOf(value)
  if (!options.some((option) => isSettledLater(option) || isThenable(run, option, scope))) return value
  return joinValues(
    options.map((option) => {
      if (!isSettledLater(option)) return isThenable(run, option, scope) ? askThen(run, option, scope) : option
      // One that is resolved with itself never is.
      return left > 0 ? awaited(run, settledSoFar(run, option), scope, left - 1) : noChoice
    }),
  )
}

function isThenable(run: Run, option: Abstract, scope: Scope): option is Pointer {
  if (option.kind !== 'pointer' || (option.thing.kind !== 'instance' && option.thing.kind !== 'record') || option.thing.client) return false
  return findField(run, option, option.thing, 'then', scope, 4096) !== undefined
}

function askThen(run: Run, option: Pointer, scope: Scope): Abstract {
  const box = run.heap.thing('list', `${option.thing.site}:then`)
  run.heap.set(box.fields, itemsField, { kind: 'items', items: [] })
  const call = {
    arguments: { items: [{ kind: 'method', of: pointer(box), name: resolving } as const, rejecting] },
    at: run.place(scope, 4096),
    scope,
  }
  run.method(option, 'then', call)
  const given = promiseOf(run, box, call)
  return isSettledLater(given) ? settledSoFar(run, given) : given
}
