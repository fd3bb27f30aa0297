import {
  type Abstract,
  alternatives,
  anyItem,
  anyTimes,
  argument,
  carried,
  choose,
  type ForeignCall,
  type Items,
  itemsField,
  joinValues,
  literal,
  makeList,
  mostVisited,
  notFound,
  nothing,
  optionsOf,
  type Run,
  setMark,
  truthOf,
  unknownValue,
} from '../evaluate/index.ts'

const invoke = (run: Run, call: ForeignCall, callback: Abstract, values: readonly Abstract[], self: Abstract = nothing): Abstract =>
  run.call(callback, self, { ...call, arguments: { items: values } })

/** The methods that hand elements to a callback. */
export function withCallback(run: Run, items: Items, name: string, call: ForeignCall, self: Abstract): Abstract | undefined {
  const callback = argument(call.arguments, 0)
  const mostMapped = mostVisited(run)
  const site = `${call.at.file}:${call.at.line}:${call.at.column ?? 0}`
  const index = unknownValue('is an index')
  const visit = (item: Abstract, at: Abstract): Abstract => invoke(run, call, callback, [item, at, self], argument(call.arguments, 1))
  const met = [...items.items]
  const held = (): Items => {
    const now = self.kind === 'pointer' && self.thing.kind === 'list' ? run.heap.get(self.thing.fields, itemsField) : undefined
    return now?.kind === 'items' ? now : items
  }
  /** What stands at a place by now: the callback may have put something else there. */
  const standing = (item: Abstract, at: number): Abstract => {
    const now = held()
    if (now !== started) met[at] = now.rest ? joinValues([item, anyItem(now)]) : (now.items[at] ?? item)
    return met[at] ?? item
  }
  const started = held()
  /** Whether the list is still as long; undefined where that is not known. */
  const isThere = (at: number): boolean | undefined => {
    const now = held()
    return now === started || at < now.items.length || (now.rest ? undefined : false)
  }
  /** Visits a place that has not gone meanwhile. */
  const visitAt = (at: number, work: () => Abstract): Abstract => {
    const there = isThere(at)
    return there ? work() : there === undefined ? choose(run, call.scope, [work, () => nothing]) : nothing
  }
  const beyond = [...items.items.slice(mostMapped), ...(items.rest ? [items.rest] : [])]
  const visitBeyond = (): Abstract => anyTimes(run, call, () => visit(joinValues(beyond), index))
  const mapped = (): Items => {
    const known = items.items.slice(0, mostMapped).map((item, at) => visitAt(at, () => visit(standing(item, at), literal(at))))
    return beyond.length === 0 ? { kind: 'items', items: known } : { kind: 'items', items: known, rest: visitBeyond() }
  }
  /** Asks about one element after the other until an answer ends it; elements that are surely not asked about have no answer. */
  const asked = (ends: (answer: Abstract) => boolean | undefined, last = false): Items => {
    const order = items.items.slice(0, mostMapped).map((item, at) => ({ item, at }))
    if (last) order.reverse()
    const answers: Abstract[] = []
    const from = (step: number): void => {
      const next = order[step]
      if (!next) {
        if (!last && beyond.length > 0) rest = visitBeyond()
        return
      }
      const ask = (): Abstract => visit(standing(next.item, next.at), literal(next.at))
      // Only `find` and its like look where nothing is left.
      const looksAnyway = name.startsWith('find')
      if (!looksAnyway && isThere(next.at) === false) {
        from(step + 1)
        return
      }
      const answer = looksAnyway ? ask() : visitAt(next.at, ask)
      answers[next.at] = answer
      const end = ends(answer)
      if (end === false) from(step + 1)
      else if (end === undefined) maybe(run, call, () => from(step + 1))
    }
    let rest: Abstract | undefined
    if (last && beyond.length > 0) {
      rest = visitBeyond()
      maybe(run, call, () => from(0))
    } else from(0)
    return rest ? { kind: 'items', items: answers, rest } : { kind: 'items', items: answers }
  }
  switch (name) {
    case 'map': {
      const { items: made, rest } = mapped()
      return makeList(run, made, site, rest)
    }
    case 'forEach':
      mapped()
      // What is added to a set meanwhile is visited as well.
      if (self.kind === 'pointer' && self.thing.fields.map.has(setMark) && held() !== started)
        anyTimes(run, call, () => visit(anyItem(held()), index))
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
      const kept = met.filter((_, at) => !(at < mostMapped && isFalse(tests.items[at])))
      const certain = items.items.every((_, at) => at < mostMapped && (isFalse(tests.items[at]) || isTrue(tests.items[at])))
      if (certain && !items.rest) return makeList(run, kept, site)
      return makeList(run, [], site, joinValues([...kept, ...(items.rest ? [items.rest] : [])]))
    }
    case 'find':
    case 'findLast': {
      const tests = asked(truthOf, name === 'findLast')
      return found({ ...items, items: met }, tests, name)
    }
    case 'some':
    case 'every': {
      const tests = asked(name === 'some' ? truthOf : (answer) => inverted(truthOf(answer)))
      const stops = name === 'some' ? isTrue : isFalse
      if (tests.items.some(stops)) return literal(name === 'some')
      const certain = !tests.rest && tests.items.every(name === 'some' ? isFalse : isTrue)
      return certain ? literal(name === 'every') : unknownValue('is the outcome of a test')
    }
    case 'findIndex':
    case 'findLastIndex':
      asked(truthOf, name === 'findLastIndex')
      return unknownValue('is the outcome of a test')
    case 'sort':
    case 'toSorted': {
      const any = anyItem(items)
      if (call.arguments.items.length > 0) anyTimes(run, call, () => invoke(run, call, callback, [any, any]))
      return makeList(run, [], site, any)
    }
    case 'reduce':
    case 'reduceRight': {
      const all = name === 'reduce' ? items.items : [...items.items].reverse()
      const [start = items.rest ?? nothing, ...others] = call.arguments.items.length > 1 ? [argument(call.arguments, 1), ...all] : all
      const step = (before: Abstract, item: Abstract): Abstract => invoke(run, call, callback, [before, item, index, self])
      const few = all.length <= mostMapped ? others : []
      const place = (at: number): number => (name === 'reduce' ? at + all.length - others.length : others.length - 1 - at)
      const stepAt = (before: Abstract, item: Abstract, at: number): Abstract => {
        const there = isThere(at)
        if (there === false) return before
        const take = (): Abstract => step(before, standing(item, at))
        return there ? take() : choose(run, call.scope, [take, () => before])
      }
      let value = few.reduce<Abstract>((before, item, at) => stepAt(before, item, place(at)), start)
      const open = [...(few === others ? [] : others), ...(items.rest ? [items.rest] : [])]
      if (open.length > 0) value = carried(run, call, value, (before) => step(before, joinValues(open)))
      return value
    }
    default:
      return undefined
  }
}

/** Does something that may be left out. */
const maybe = (run: Run, call: ForeignCall, work: () => void): void => {
  alternatives(run, call.scope, [
    () => {
      work()
      return 'next'
    },
    () => 'next',
  ])
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

const inverted = (truth: boolean | undefined): boolean | undefined => (truth === undefined ? undefined : !truth)
const isFalse = (value: Abstract | undefined): boolean => value !== undefined && truthOf(value) === false
const isTrue = (value: Abstract | undefined): boolean => value !== undefined && truthOf(value) === true
