import { noteActivity } from './activity.ts'
import { joinValues } from './join.ts'
import { CallNode, link } from './nodes.ts'
import { mostOfStandIns, type Rough, type RoughCall, type RoughWork } from './rough.ts'
import type { Arguments, ForeignCall, Run } from './run.ts'
import type { Store } from './store.ts'
import { type Abstract, type Closure, keyOf, noChoice, nothing, optionsOf, type Thing, unknownValue } from './values.ts'

/** In how many ways each function is told apart before what it is given in all further ones is taken together. */
const mostWays = 32
/** How often one function may be under way at the same time before that. */
const mostNested = 12
/** How deep calls are followed. */
const deepest = 120

/** A function that is called in one way. */
interface Frame extends RoughCall {
  readonly code: Closure['code']
  /** What it has given so far, and what it was given where several ways are taken together. */
  readonly results: Store
  readonly given: Store
  node: CallNode
  texts: string
  /** With how many arguments it is called at least. */
  least: number
}

type Evaluate = (closure: Closure, self: Abstract, given: Arguments, node: CallNode, call: ForeignCall) => Abstract

/** Calls functions where less is told apart, see `Rough`: each way of calling one is gone through again where what that has looked at is more by now. */
export function createRoughCaller(run: Run, rough: Rough, evaluate: Evaluate): Evaluated {
  const frames = new Map<string, Frame>()
  const ways = new Map<Closure['code'], Set<string>>()
  const stack: Frame[] = []

  const frameFor = (key: string, code: Closure['code'], file: string): Frame => {
    const known = frames.get(key)
    if (known) return known
    const made = {
      code,
      texts: '',
      least: Number.POSITIVE_INFINITY,
      round: 0,
      times: 0,
      holds: false,
      outer: new Set<RoughCall>(),
      results: run.heap.scope(),
      given: run.heap.scope(),
      node: new CallNode(file),
    }
    frames.set(key, made)
    return made
  }

  /** Adds to what a function was given in all ways that are not told apart. */
  const gather = (frame: Frame, given: Arguments, self: Abstract): void => {
    const { given: store } = frame
    run.heap.fill(store, 'self', self)
    if (given.items.length < frame.least && !given.rest) {
      frame.least = given.items.length
      rough.grow(store)
    }
    given.items.forEach((item, index) => {
      run.heap.fill(store, `${index}`, item)
    })
    if (given.rest) run.heap.fill(store, 'rest', given.rest)
  }

  const gathered = ({ given: store, least }: Frame): Arguments => {
    run.heap.touch(store)
    const rest = store.map.get('rest')
    const items: Abstract[] = []
    for (let item = store.map.get('0'); item; item = store.map.get(`${items.length}`))
      items.push(joinValues([item, ...(rest ? [rest] : []), ...(items.length >= least ? [nothing] : [])]))
    return rest ? { items, rest } : { items }
  }

  return (called, closure, self, call) => {
    noteActivity()
    const { code, of: thing = called } = closure
    const given: Arguments = closure.bound ? { ...call.arguments, items: [...closure.bound, ...call.arguments.items] } : call.arguments
    const actualSelf = closure.self ?? self
    const { node: outer } = call.scope.activation
    const start = `${thing.id}(${keyOf(actualSelf)};`
    const own = `${start}${given.items.map(markOf).join(',')}${given.rest ? `...${markOf(given.rest)}` : ''})`
    const isStandIn = run.isStandIn(closure.scope.file)
    const known = ways.get(code) ?? new Set<string>()
    ways.set(code, known)
    const under = stack.filter((frame) => frame.code === code)
    const texts = given.items.map(textsOf).join(',')
    const nests = under.length > mostNested || under.some((frame) => frame.texts === texts)
    const isTold = known.has(own) || (known.size < (isStandIn ? mostOfStandIns : mostWays) && !nests)
    if (isTold) known.add(own)
    // What a constructor makes is told apart in any case.
    const others = closure.constructs ? start : `${closure.scope.names.born}:${rough.numberOf(code)}(`
    const frame = frameFor(isTold ? own : `${others}*)`, code, closure.scope.file)
    gather(frame, given, actualSelf)
    if (rough.current) frame.outer.add(rough.current)
    if (stack.includes(frame)) {
      link(outer, frame.node, call.at)
      return run.heap.get(frame.results, 'result') ?? noChoice
    }
    if (stack.length >= deepest) {
      run.limit('calls nest too deeply', call)
      return unknownValue('calls nest too deeply to follow', { at: call.at })
    }
    if (rough.isDue(frame)) {
      frame.node = new CallNode(closure.scope.file)
      link(outer, frame.node, call.at)
      run.step()
      frame.texts = texts
      stack.push(frame)
      try {
        rough.during(
          frame,
          `${closure.scope.names.born}:${rough.numberOf(code)}(${isTold ? `${keyOf(actualSelf)};${texts}` : '*'}`,
          isStandIn,
          () => {
            run.heap.fill(
              frame.results,
              'result',
              evaluate(closure, run.heap.get(frame.given, 'self') ?? actualSelf, gathered(frame), frame.node, call),
            )
          },
        )
      } finally {
        stack.pop()
      }
    } else link(outer, frame.node, call.at)
    return frame.results.map.get('result') ?? noChoice
  }
}

function begun(run: Run, file: string): RoughWork {
  const node = new CallNode(file)
  return { holds: false, outer: new Set(), round: 0, times: 0, results: run.heap.scope(), node, isUnderWay: false, again: () => undefined }
}

/** Does something as a part of the call under way; what it gives is what it has ever given. */
export function doRoughly(run: Run, rough: Rough, key: string, call: ForeignCall, work: (call: ForeignCall) => Abstract): Abstract {
  const one = rough.works.get(key) ?? begun(run, call.scope.file)
  rough.works.set(key, one)
  if (rough.current) one.outer.add(rough.current)
  link(call.scope.activation.node, one.node, call.at)
  if (!one.isUnderWay)
    one.again = () => {
      one.node.forget()
      one.isUnderWay = true
      try {
        const within = { ...call, scope: { ...call.scope, activation: { ...call.scope.activation, node: one.node } } }
        rough.during(one, key, false, () => run.heap.fill(one.results, 'result', work(within)))
      } finally {
        one.isUnderWay = false
      }
    }
  if (!one.isUnderWay && rough.isDue(one)) one.again()
  return run.heap.get(one.results, 'result') ?? noChoice
}

type Evaluated = (called: Thing, closure: Closure, self: Abstract, call: ForeignCall) => Abstract

const textsOf = (value: Abstract): string =>
  optionsOf(value)
    .filter((option) => isText(option) && option.kind !== 'unknown')
    .map((option) => keyOf(option))
    .join('|')

/** What is told apart of an argument: the one text or the one thing that it is; one of several is as good as one of several others. */
function markOf(value: Abstract): string {
  const options = optionsOf(value).filter(
    (option) => (option.kind !== 'unknown' || option.origin !== undefined) && !(option.kind === 'literal' && option.value === undefined),
  )
  const texts = options.filter(isText)
  const things = options.filter((option) => !isText(option))
  return [texts, things].map((all) => (all.length > 1 ? '+' : all[0] ? placeOf(all[0]) : '')).join('|')
}

/** Data is told apart by where it is made. */
const placeOf = (option: Abstract): string =>
  option.kind === 'pointer' && !option.thing.closure && !option.thing.body && !option.thing.client && !option.thing.command
    ? option.thing.site
    : option.kind === 'method'
      ? option.name
      : keyOf(option)

const isText = (option: Abstract): boolean =>
  option.kind === 'literal' || option.kind === 'joined' || option.kind === 'environment' || option.kind === 'made' || option.kind === 'unknown'
