import { anyItem, joinValues } from './join.ts'
import { findField } from './members.ts'
import type { Run } from './run.ts'
import type { Scope } from './scope.ts'
import { type Abstract, itemsField, literal, type Method, optionsOf, type Pointer, pointer, unknownValue } from './values.ts'

/** The function with which a promise is rejected. */
export const rejecting: Method = { kind: 'method', of: literal(''), name: '\0reject' }

/** What waiting for a value gives: promises are taken for what they hold, and an object of ours with a `then` is asked by it. */
export function awaited(run: Run, value: Abstract, scope: Scope): Abstract {
  const options = optionsOf(value)
  if (!options.some((option) => isThenable(run, option, scope))) return value
  return joinValues(options.map((option) => (isThenable(run, option, scope) ? askThen(run, option, scope) : option)))
}

function isThenable(run: Run, option: Abstract, scope: Scope): option is Pointer {
  if (option.kind !== 'pointer' || (option.thing.kind !== 'instance' && option.thing.kind !== 'record') || option.thing.client) return false
  return findField(run, option, option.thing, 'then', scope, 4096) !== undefined
}

function askThen(run: Run, option: Pointer, scope: Scope): Abstract {
  const box = run.heap.thing('list', `${option.thing.site}:then`)
  run.heap.set(box.fields, itemsField, { kind: 'items', items: [] })
  const resolve: Abstract = { kind: 'method', of: pointer(box), name: 'push' }
  run.method(option, 'then', { arguments: { items: [resolve, rejecting] }, at: run.place(scope, 4096), scope })
  const held = run.heap.get(box.fields, itemsField)
  const given = held?.kind === 'items' ? anyItem(held) : undefined
  return given && optionsOf(given).length > 0 ? given : unknownValue('is resolved later')
}
