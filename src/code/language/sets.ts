import {
  type Abstract,
  anyItem,
  argument,
  type ForeignCall,
  type Items,
  itemsField,
  joinValues,
  keyOf,
  literal,
  makeList,
  optionsOf,
  pointer,
  type Run,
  setMark,
  type Thing,
  unknownValue,
  visitAll,
} from '../evaluate/index.ts'
import type { Idiom } from '../idioms/idiom.ts'

/** `Set` and `WeakSet`: lists that hold each element once. */
export const sets: Idiom = {
  name: 'sets',
  construct(run, symbol, call, extended) {
    if (extended || symbol.package !== 'global' || (symbol.path[0] !== 'Set' && symbol.path[0] !== 'WeakSet')) return undefined
    const lists = optionsOf(argument(call.arguments, 0)).map((option) => run.elements(option, call.scope))
    const [only] = lists
    const { items, rest } = distinct(lists.length === 1 && only ? only : { kind: 'items', items: [], rest: joinValues(lists.map(anyItem)) })
    const set = makeList(run, items, site(call), rest)
    run.heap.set(set.thing.fields, setMark, literal(true))
    return set
  },
  method(run, receiver, name, call) {
    if (receiver.kind !== 'pointer' || !receiver.thing.fields.map.has(setMark)) return undefined
    const { thing } = receiver
    const items = itemsOf(run, thing)
    const put = (next: Items): void => run.heap.set(thing.fields, itemsField, thing.many ? joinValues([items, next]) : next)
    switch (name) {
      case 'add':
        put(
          distinct({
            ...items,
            ...(items.rest
              ? { rest: joinValues([items.rest, argument(call.arguments, 0)]) }
              : { items: [...items.items, argument(call.arguments, 0)] }),
          }),
        )
        return receiver
      case 'delete':
        put(without(items, argument(call.arguments, 0)))
        return unknownValue('is the outcome of a test')
      case 'clear':
        put({ kind: 'items', items: [] })
        return unknownValue('is nothing')
      case 'forEach':
        visitAll(run, receiver, call, (item) => {
          run.call(argument(call.arguments, 0), argument(call.arguments, 1), { ...call, arguments: { items: [item, item, receiver] } })
        })
        return unknownValue('is nothing')
      case 'has':
        return unknownValue('is the outcome of a test')
      case 'keys':
      case 'values':
        return receiver
      case 'entries':
        return makeList(run, [], site(call), makeList(run, [anyItem(items), anyItem(items)], site(call)))
      case 'union':
      case 'symmetricDifference': {
        const other = optionsOf(argument(call.arguments, 0)).map((option) => anyItem(run.elements(option, call.scope)))
        return pointer(makeList(run, [], site(call), joinValues([anyItem(items), ...other])).thing)
      }
      case 'intersection':
      case 'difference':
        return makeList(run, [], site(call), anyItem(items))
      default:
        return undefined
    }
  },
}

function itemsOf(run: Run, thing: Thing): Items {
  const items = run.heap.get(thing.fields, itemsField)
  return items?.kind === 'items' ? items : { kind: 'items', items: [] }
}

const isFixed = (value: Abstract): boolean => value.kind === 'literal' || (value.kind === 'pointer' && !value.thing.many)

/** Each element once; from the first on that may be the same as another, what comes is open. */
function distinct({ items, rest }: Items): Items {
  const open = items.findIndex((item, index) => !isFixed(item) && index > 0)
  const fixed = open === -1 ? items : items.slice(0, open)
  const beyond = [...(open === -1 ? [] : items.slice(open)), ...(rest ? [rest] : [])]
  // Behind a first element that is open, any other may be the same.
  const kept = fixed[0] && !isFixed(fixed[0]) ? fixed.slice(0, 1) : [...new Map(fixed.map((item) => [keyOf(item), item] as const)).values()]
  const others = [...fixed.filter((item) => !kept.includes(item) && !isFixed(fixed[0] ?? item)), ...beyond]
  return others.length > 0 ? { kind: 'items', items: kept, rest: joinValues(others) } : { kind: 'items', items: kept }
}

/** The elements where one has been taken out. */
function without(items: Items, gone: Abstract): Items {
  if (!items.rest && isFixed(gone) && items.items.every(isFixed))
    return { kind: 'items', items: items.items.filter((item) => keyOf(item) !== keyOf(gone)) }
  return { kind: 'items', items: [], rest: anyItem(items) }
}

const site = (call: ForeignCall): string => `${call.at.file}:${call.at.line}:${call.at.column ?? 0}`
