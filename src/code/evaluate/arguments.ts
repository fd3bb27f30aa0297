import type { Item } from '../summary/index.ts'
import { anyItem, joinValues } from './join.ts'
import type { Arguments, ForeignCall, Run } from './run.ts'
import type { Scope } from './scope.ts'
import { type Abstract, itemsField, optionsOf, type Pointer, pointer } from './values.ts'

/** Makes a list on the heap. */
export function makeList(run: Run, items: readonly Abstract[], site: string, rest?: Abstract): Pointer {
  const thing = run.heap.thing('list', site)
  run.heap.set(thing.fields, itemsField, rest ? { kind: 'items', items, rest } : { kind: 'items', items })
  return pointer(thing)
}

/** Any element that iterating over a value gives. */
export function elementOf(run: Run, value: Abstract, scope: Scope): Abstract {
  return joinValues(
    optionsOf(value)
      .map((option) => run.elements(option, scope))
      .map((items) => anyItem(items)),
  )
}

/** Evaluates arguments or list elements; a spread of a list of known length keeps positions. */
export function argumentsOf(run: Run, nodes: readonly Item[], scope: Scope): Arguments {
  const items: Abstract[] = []
  let rest: Abstract | undefined
  for (const node of nodes) {
    const value = run.evaluate(node.value, scope)
    if (!node.spread) {
      if (rest) rest = joinValues([rest, value])
      else items.push(value)
      continue
    }
    const options = optionsOf(value)
    const only =
      options.length === 1 && options[0] ? run.elements(options[0], scope) : { kind: 'items' as const, items: [], rest: elementOf(run, value, scope) }
    if (rest) rest = joinValues([rest, ...only.items, ...(only.rest ? [only.rest] : [])])
    else {
      items.push(...only.items)
      rest = only.rest
    }
  }
  return rest ? { items, rest } : { items }
}

/** The call as code outside sees it: its arguments, place and annotations. */
export function foreignCall(
  run: Run,
  node: { readonly items: readonly Item[]; readonly at: number; readonly notes?: readonly number[] },
  scope: Scope,
): ForeignCall {
  const notes = node.notes && run.notes(scope.file, node.notes)
  return {
    arguments: argumentsOf(run, node.items, scope),
    at: run.place(scope, node.at),
    scope,
    ...(notes ? { notes } : {}),
  }
}
