import {
  type Abstract,
  anyItem,
  anyTimes,
  argument,
  asPrimitive,
  concat,
  type ForeignCall,
  fixedText,
  handIn,
  type Items,
  itemsField,
  joinParts,
  joinValues,
  literal,
  makeList,
  notFound,
  nothing,
  optionsOf,
  partAt,
  partItems,
  partsBetween,
  pointer,
  type Run,
  raise,
  returnedBy,
  stepInto,
  type Thing,
  textOf,
  unknownValue,
} from '../evaluate/index.ts'
import type { Idiom } from '../idioms/idiom.ts'
import { withCallback } from './callbacks.ts'
import { turn } from './turn.ts'

/** Array methods, on lists and on what may be one. */
export const lists: Idiom = {
  name: 'lists',
  method(run, receiver, name, call) {
    if (receiver.kind === 'pointer' && receiver.thing.kind === 'list') return onList(run, receiver.thing, name, call)
    if (receiver.kind === 'unknown' || (receiver.kind === 'pointer' && receiver.thing.kind === 'opaque')) {
      const [first, ...others] = call.arguments.items
      // What is handed no function first is no list, whatever its methods are called like: `users.find({ id }, callback)`.
      if (first && optionsOf(first).every(isNoFunction)) return undefined
      run.escape(others.flatMap(optionsOf).filter(isFunction), `${name}()`, call)
      const element = receiver.kind === 'unknown' ? stepInto(receiver, '[]') : receiver
      return withCallback(run, { kind: 'items', items: [], rest: element }, name, call, receiver)
    }
    return undefined
  },
}

const isFunction = (value: Abstract): boolean => value.kind === 'pointer' && value.thing.closure !== undefined

const isNoFunction = (value: Abstract): boolean =>
  value.kind === 'literal' || (value.kind === 'pointer' && !value.thing.closure && value.thing.kind !== 'opaque')

function onList(run: Run, thing: Thing, name: string, call: ForeignCall): Abstract | undefined {
  const self = pointer(thing)
  const stored = run.heap.get(thing.fields, itemsField)
  const items: Items = stored?.kind === 'items' ? stored : { kind: 'items', items: [] }
  const given = call.arguments
  const site = `${call.at.file}:${call.at.line}:${call.at.column ?? 0}`
  const put = (next: Items): void => run.heap.set(thing.fields, itemsField, thing.many ? joinValues([items, next]) : next)
  const open = (more: readonly Abstract[]): Items => ({
    kind: 'items',
    items: items.items,
    rest: joinValues([...(items.rest ? [items.rest] : []), ...more]),
  })
  switch (name) {
    case 'push':
      if (items.rest || given.rest || items.items.length > 200) put(open([...given.items, ...(given.rest ? [given.rest] : [])]))
      else put({ kind: 'items', items: [...items.items, ...given.items] })
      return unknownValue('is the length of a list')
    case 'unshift':
    case 'splice': {
      const more = name === 'splice' ? given.items.slice(2) : given.items
      const [from, count] = given.items.map((value) => (value.kind === 'literal' && typeof value.value === 'number' ? value.value : undefined))
      if (name === 'splice' && !items.rest && !given.rest && from !== undefined && (count !== undefined || given.items.length === 1)) {
        const kept = [...items.items]
        const taken = kept.splice(from, count ?? kept.length, ...more)
        put({ kind: 'items', items: kept })
        return makeList(run, taken, site)
      }
      const all = joinValues([...items.items, ...(items.rest ? [items.rest] : []), ...more])
      if (name === 'unshift' && !items.rest && !given.rest) put({ kind: 'items', items: [...given.items, ...items.items] })
      else put({ kind: 'items', items: [], rest: all })
      return name === 'splice' ? makeList(run, [], site, all) : unknownValue('is the length of a list')
    }
    case 'pop':
    case 'shift':
    case 'at': {
      const at = name === 'at' ? argument(given, 0) : literal(name === 'pop' ? -1 : 0)
      const index = at.kind === 'literal' && typeof at.value === 'number' ? at.value : undefined
      const found = index === undefined ? undefined : placed(items, index)
      if (name !== 'at') put(shorter(items, name === 'pop'))
      return found ?? joinValues([anyItem(items), notFound])
    }
    case 'concat': {
      const lists = given.items.flatMap((item) =>
        optionsOf(item).map((option): Items => {
          if (option.kind === 'pointer' && option.thing.kind === 'list') return run.elements(option, call.scope)
          // It may be a list as well, an empty one too.
          return option.kind === 'unknown' ? { kind: 'items', items: [], rest: option } : { kind: 'items', items: [option] }
        }),
      )
      const certain = !items.rest && !given.rest && lists.length === given.items.length && lists.every((list) => !list.rest)
      if (certain) return makeList(run, [...items.items, ...lists.flatMap((list) => list.items)], site)
      return makeList(
        run,
        items.rest ? [] : items.items,
        site,
        joinValues([...(items.rest ? [anyItem(items)] : []), ...lists.map(anyItem), ...(given.rest ? [given.rest] : [])]),
      )
    }
    case 'slice': {
      const [from, to] = given.items
      const number = (value: Abstract | undefined): number | undefined =>
        value?.kind === 'literal' && typeof value.value === 'number' ? value.value : undefined
      if (!items.rest && (!from || number(from) !== undefined) && (!to || number(to) !== undefined))
        return makeList(run, items.items.slice(number(from), number(to)), site)
      const [start, end] = [from ? number(from) : 0, to && number(to)]
      if (items.rest && !items.parts && start !== undefined && start >= 0 && (!to || (end !== undefined && end >= 0)))
        return makeList(run, items.items.slice(start, end), site, end !== undefined && end <= items.items.length ? undefined : items.rest)
      if (items.parts && number(from) !== undefined && (!to || number(to) !== undefined)) {
        const made = makeList(run, [], site)
        run.heap.set(made.thing.fields, itemsField, partItems(partsBetween(items.parts, number(from) ?? 0, number(to))))
        return made
      }
      return makeList(run, [], site, anyItem(items))
    }
    case 'flat': {
      const [levels] = given.items
      const made = flattened(run, items, levels ? levelsOf(levels) : 1, call)
      return makeList(run, made.items, site, made.rest)
    }
    case 'join': {
      const separator = given.items[0] ?? literal(',')
      const between = textOf(separator)
      const asText = (item: Abstract): Abstract => asPrimitive(run, item, 'text', call.scope)
      const spelled = items.items.map((item) => absentAsNothing(asText(item)))
      if (items.rest) anyTimes(run, call, () => asText(items.rest ?? nothing))
      if (items.parts && between !== undefined) return joinParts(items.parts, between)
      if (items.rest || textOf(separator) === undefined) return unknownValue('is a list put together as text')
      return concat(spelled.flatMap((item, at) => (at === 0 ? [item] : [separator, item])))
    }
    case 'next':
    case 'return':
    case 'throw': {
      // What a generator hands out is kept as a list.
      const [handed = nothing] = given.items
      if (name === 'throw') raise(run, handed, call)
      else handIn(run, handed)
      const step = run.heap.thing('record', site)
      run.heap.set(
        step.fields,
        'value',
        joinValues([anyItem(items), returnedBy(run, self, call.scope), ...(name === 'return' ? [handed] : []), nothing]),
      )
      run.heap.set(step.fields, 'done', unknownValue('is the outcome of a test'))
      return pointer(step)
    }
    case '\0symbol:iterator':
    case '\0symbol:asyncIterator':
    case 'toArray':
      return self
    case 'take':
    case 'drop':
      return makeList(run, [], site, anyItem(items))
    case 'reverse':
    case 'toReversed':
    case 'sort':
    case 'toSorted': {
      const turned = turn(items, name, call)
      if (name.endsWith('ort') || name.endsWith('orted')) withCallback(run, items, name, call, self)
      if (name.startsWith('to')) return makeList(run, turned.items, site, turned.rest)
      put(turned)
      return self
    }
    case 'values':
      return self
    case 'keys':
      return makeList(run, [], site, unknownValue('is an index'))
    case 'entries': {
      const pairs = items.items.map((item, at) => makeList(run, [literal(at), item], site))
      return makeList(run, pairs, site, items.rest ? makeList(run, [unknownValue('is an index'), items.rest], site) : undefined)
    }
    case 'fill':
    case 'copyWithin': {
      const [value = nothing] = given.items
      const whole = name === 'fill' && given.items.length === 1 && !given.rest
      const changed = (item: Abstract): Abstract => (whole ? value : joinValues(name === 'fill' ? [item, value] : [anyItem(items)]))
      put({ kind: 'items', items: items.items.map(changed), ...(items.rest ? { rest: changed(items.rest) } : {}) })
      return self
    }
    case 'with': {
      const [at, value = nothing] = given.items
      const index = at?.kind === 'literal' && typeof at.value === 'number' && !items.rest ? at.value : undefined
      // An index beyond its end is an error of the code.
      const isThere = index !== undefined && index < items.items.length && index >= -items.items.length
      return isThere ? makeList(run, items.items.with(index, value), site) : makeList(run, [], site, joinValues([anyItem(items), value]))
    }
    case 'toSpliced':
      return makeList(run, [], site, joinValues([anyItem(items), ...given.items.slice(2), ...(given.rest ? [given.rest] : [])]))
    case 'includes': {
      const wanted = fixedText(argument(given, 0))
      const texts = items.items.map(textOf)
      const known = wanted !== undefined && !items.rest && texts.every((text) => text !== undefined)
      return known ? literal(texts.includes(wanted)) : unknownValue('is the outcome of a test')
    }
    case 'indexOf':
    case 'lastIndexOf':
      return unknownValue('is the outcome of a test')
    default:
      return withCallback(run, items, name, call, self)
  }
}

/** An element as it is spelled in a list that is put together as text: what is not there leaves nothing behind. */
const absentAsNothing = (item: Abstract): Abstract =>
  joinValues(optionsOf(item).map((one) => (one.kind === 'literal' && !one.lookup && (one.value ?? undefined) === undefined ? literal('') : one)))

/** What stands at a place of a list, counted from the end where it is negative; undefined where that is not known. */
function placed({ items, rest, parts }: Items, index: number): Abstract | undefined {
  if (parts) return partAt(parts, index)
  if (!rest) return items.at(index) ?? nothing
  if (index >= 0) return items[index] ?? joinValues([rest, notFound])
  // What may follow moves the end away.
  return -index <= items.length ? joinValues([...items.slice(index), rest]) : undefined
}

/** A list without its last or first element. */
function shorter({ items, rest }: Items, last: boolean): Items {
  if (!last) return { kind: 'items', items: items.slice(1), ...(rest ? { rest } : {}) }
  const [end] = items.slice(-1)
  return { kind: 'items', items: items.slice(0, -1), ...(rest ? { rest: end ? joinValues([end, rest]) : rest } : {}) }
}

/** How deep lists in lists are flattened; `Infinity` is more than that. */
const mostFlattened = 6

const levelsOf = (given: Abstract): number =>
  given.kind === 'literal' && typeof given.value === 'number' ? Math.min(given.value, mostFlattened) : mostFlattened

/** The elements of a list with those of the lists in it in their place, as many levels deep as is asked for. */
function flattened(run: Run, items: Items, levels: number, call: ForeignCall): Items {
  if (levels < 1) return items
  const isList = (option: Abstract): boolean => option.kind === 'pointer' && option.thing.kind === 'list'
  const all = [...items.items, ...(items.rest ? [items.rest] : [])]
  if (!all.some((item) => optionsOf(item).some(isList))) return items
  const inner = all.map((item) =>
    optionsOf(item).map((option): Items => (isList(option) ? run.elements(option, call.scope) : { kind: 'items', items: [option] })),
  )
  const isCertain = !items.rest && inner.every((options) => options.length === 1 && !options[0]?.rest)
  const made: Items = isCertain
    ? { kind: 'items', items: inner.flatMap((options) => options[0]?.items ?? []) }
    : { kind: 'items', items: [], rest: joinValues(inner.flat().map(anyItem)) }
  return flattened(run, made, levels - 1, call)
}
