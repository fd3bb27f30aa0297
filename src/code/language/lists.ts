import {
  type Abstract,
  anyItem,
  anyTimes,
  argument,
  concat,
  type ForeignCall,
  fixedText,
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
  stepInto,
  type Thing,
  textOf,
  truthOf,
  unknownValue,
  untilStable,
} from '../evaluate/index.ts'
import type { Idiom } from '../idioms/idiom.ts'
import { turn } from './turn.ts'

/** Lists up to this length are mapped element by element. */
const mostMapped = 24

/** Array methods, on lists and on what may be one. */
export const lists: Idiom = {
  name: 'lists',
  method(run, receiver, name, call) {
    if (receiver.kind === 'pointer' && receiver.thing.kind === 'list') return onList(run, receiver.thing, name, call)
    if (receiver.kind === 'unknown' || (receiver.kind === 'pointer' && receiver.thing.kind === 'opaque')) {
      const element = receiver.kind === 'unknown' ? stepInto(receiver, '[]') : receiver
      return withCallback(run, { kind: 'items', items: [], rest: element }, name, call, receiver)
    }
    return undefined
  },
}

const invoke = (run: Run, call: ForeignCall, callback: Abstract, values: readonly Abstract[]): Abstract =>
  run.call(callback, nothing, { ...call, arguments: { items: values } })

/** The methods that hand elements to a callback. */
function withCallback(run: Run, items: Items, name: string, call: ForeignCall, self: Abstract): Abstract | undefined {
  const callback = argument(call.arguments, 0)
  const site = `${call.at.file}:${call.at.line}:${call.at.column ?? 0}`
  const index = unknownValue('is an index')
  const mapped = (): Items => {
    const known = items.items.slice(0, mostMapped).map((item, at) => invoke(run, call, callback, [item, literal(at), self]))
    const beyond = [...items.items.slice(mostMapped), ...(items.rest ? [items.rest] : [])]
    if (beyond.length === 0) return { kind: 'items', items: known }
    return { kind: 'items', items: known, rest: anyTimes(run, call, () => invoke(run, call, callback, [joinValues(beyond), index, self])) }
  }
  switch (name) {
    case 'map': {
      const { items: made, rest } = mapped()
      return makeList(run, made, site, rest)
    }
    case 'forEach':
      mapped()
      return nothing
    case 'flatMap': {
      const { items: made, rest } = mapped()
      const flat = made.flatMap((item) => optionsOf(item).map((option) => run.elements(option, call.scope)))
      const open = rest
        ? anyItem({ kind: 'items', items: [], rest: joinValues(optionsOf(rest).map((option) => anyItem(run.elements(option, call.scope)))) })
        : undefined
      if (flat.every((list) => !list.rest) && made.every((item) => item.kind !== 'choice'))
        return makeList(
          run,
          flat.flatMap((list) => list.items),
          site,
          open,
        )
      return makeList(run, [], site, joinValues([...flat.map(anyItem), ...(open ? [open] : [])]))
    }
    case 'filter': {
      const tests = mapped()
      const kept = items.items.filter((_, at) => !(at < mostMapped && isFalse(tests.items[at])))
      const certain = items.items.every((_, at) => at < mostMapped && (isFalse(tests.items[at]) || isTrue(tests.items[at])))
      if (certain && !items.rest) return makeList(run, kept, site)
      return makeList(run, [], site, joinValues([...kept, ...(items.rest ? [items.rest] : [])]))
    }
    case 'find':
    case 'findLast':
      return found(items, mapped(), name)
    case 'some':
    case 'every': {
      const tests = mapped()
      const stops = name === 'some' ? isTrue : isFalse
      if (tests.items.some(stops)) return literal(name === 'some')
      const certain = !tests.rest && tests.items.every(name === 'some' ? isFalse : isTrue)
      return certain ? literal(name === 'every') : unknownValue('is the outcome of a test')
    }
    case 'findIndex':
    case 'findLastIndex':
      mapped()
      return unknownValue('is the outcome of a test')
    case 'sort':
    case 'toSorted':
      if (call.arguments.items.length > 0) invoke(run, call, callback, [anyItem(items), anyItem(items)])
      return makeList(run, [], site, anyItem(items))
    case 'reduce':
    case 'reduceRight': {
      const all = name === 'reduce' ? items.items : [...items.items].reverse()
      const [start = items.rest ?? nothing, ...others] = call.arguments.items.length > 1 ? [argument(call.arguments, 1), ...all] : all
      const step = (before: Abstract, item: Abstract): Abstract => invoke(run, call, callback, [before, item, index, self])
      const few = all.length <= mostMapped ? others : []
      let value = few.reduce<Abstract>(step, start)
      const open = [...(few === others ? [] : others), ...(items.rest ? [items.rest] : [])]
      if (open.length > 0) value = untilStable(value, (before) => anyTimes(run, call, () => step(before, joinValues(open))))
      return value
    }
    default:
      return undefined
  }
}

/** What `find` gives: the first element for which the test holds. */
function found(items: Items, tests: Items, name: string): Abstract {
  const order = items.items.map((item, at) => ({ item, test: tests.items[at] }))
  const options: Abstract[] = name === 'findLast' && items.rest ? [items.rest] : []
  for (const { item, test } of name === 'find' ? order : order.reverse()) {
    if (!isFalse(test)) options.push(item)
    if (isTrue(test)) return joinValues(options)
  }
  return joinValues([...options, ...(name === 'find' && items.rest ? [items.rest] : []), notFound])
}

const isFalse = (value: Abstract | undefined): boolean => value?.kind === 'literal' && !value.value
const isTrue = (value: Abstract | undefined): boolean => value !== undefined && truthOf(value) === true

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
    case 'add':
      if (items.rest || given.rest || items.items.length > 200) put(open([...given.items, ...(given.rest ? [given.rest] : [])]))
      else put({ kind: 'items', items: [...items.items, ...given.items] })
      return name === 'add' ? self : unknownValue('is the length of a list')
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
      const exact = index === undefined ? undefined : items.parts ? partAt(items.parts, index) : items.rest ? undefined : items.items.at(index)
      if (name !== 'at')
        put(
          items.rest || items.items.length === 0
            ? { kind: 'items', items: [], rest: anyItem(items) }
            : { kind: 'items', items: name === 'pop' ? items.items.slice(0, -1) : items.items.slice(1) },
        )
      return exact ?? joinValues([anyItem(items), notFound])
    }
    case 'concat': {
      const lists = given.items.flatMap((item) =>
        optionsOf(item).map((option) =>
          option.kind === 'pointer' && option.thing.kind === 'list'
            ? run.elements(option, call.scope)
            : ({ kind: 'items', items: [option] } as Items),
        ),
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
      if (items.parts && number(from) !== undefined && (!to || number(to) !== undefined)) {
        const made = makeList(run, [], site)
        run.heap.set(made.thing.fields, itemsField, partItems(partsBetween(items.parts, number(from) ?? 0, number(to))))
        return made
      }
      return makeList(run, [], site, anyItem(items))
    }
    case 'flat': {
      const inner = [...items.items, ...(items.rest ? [items.rest] : [])].map((item) =>
        optionsOf(item).map((option) =>
          option.kind === 'pointer' && option.thing.kind === 'list'
            ? run.elements(option, call.scope)
            : ({ kind: 'items', items: [option] } as Items),
        ),
      )
      const certain = !items.rest && inner.every((options) => options.length === 1 && !options[0]?.rest)
      if (certain)
        return makeList(
          run,
          inner.flatMap((options) => options[0]?.items ?? []),
          site,
        )
      return makeList(run, [], site, joinValues(inner.flat().map(anyItem)))
    }
    case 'join': {
      const separator = given.items[0] ?? literal(',')
      const between = textOf(separator)
      if (items.parts && between !== undefined) return joinParts(items.parts, between)
      if (items.rest || textOf(separator) === undefined) return unknownValue('is a list put together as text')
      return concat(items.items.flatMap((item, at) => (at === 0 ? [item] : [separator, item])))
    }
    case 'next':
    case 'return':
    case 'throw': {
      // What a generator hands out is kept as a list.
      const step = run.heap.thing('record', site)
      run.heap.set(step.fields, 'value', joinValues([anyItem(items), nothing]))
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
    case 'entries':
    case 'values':
    case 'keys':
    case 'fill':
    case 'copyWithin':
    case 'with': {
      if (name === 'values') return self
      if (name === 'keys') return makeList(run, [], site, unknownValue('is an index'))
      if (name !== 'entries') return makeList(run, [], site, joinValues([anyItem(items), ...given.items]))
      const pairs = items.items.map((item, at) => makeList(run, [literal(at), item], site))
      return makeList(run, pairs, site, items.rest ? makeList(run, [unknownValue('is an index'), items.rest], site) : undefined)
    }
    case 'includes': {
      const wanted = fixedText(argument(given, 0))
      const texts = items.items.map(textOf)
      const known = wanted !== undefined && !items.rest && texts.every((text) => text !== undefined)
      return known ? literal(texts.includes(wanted)) : unknownValue('is the outcome of a test')
    }
    case 'has':
    case 'indexOf':
    case 'lastIndexOf':
    case 'delete':
    case 'clear':
      return unknownValue('is the outcome of a test')
    default:
      return withCallback(run, items, name, call, self)
  }
}
