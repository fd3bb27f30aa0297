import { noteActivity } from './activity.ts'
import { makeList } from './arguments.ts'
import { asBefore } from './as-before.ts'
import { applyValues } from './branches.ts'
import { Contexts } from './contexts.ts'
import { returnedField } from './generators.ts'
import type { Trace } from './heap.ts'
import { joinValues } from './join.ts'
import { leave } from './jumps.ts'
import { callAgain, type KeptCall, keepCall, sameAs } from './kept-calls.ts'
import { anyTimes } from './loops.ts'
import { meanwhile } from './meanwhile.ts'
import { type Met, meet } from './met.ts'
import { CallNode, link } from './nodes.ts'
import { tooMany } from './out-of-sight.ts'
import type { Pending } from './pending.ts'
import { isHandedOn, isSpelled, widenedAgainst } from './recursion.ts'
import { returnsEarly } from './returns.ts'
import { createRoughCaller } from './rough-calls.ts'
import { type Arguments, argument, type ForeignCall, type Run } from './run.ts'
import type { Activation, Completion, Scope } from './scope.ts'
import { executeHere } from './statements.ts'
import { latestVersion } from './store.ts'
import { awaited } from './thenable.ts'
import { stillHolds } from './trace.ts'
import { type Abstract, type Closure, keyOf, nothing, type Thing, unknownValue } from './values.ts'

/** How deep calls are followed. */
const deepest = 90
/** How often one function may be under way at the same time before its arguments are widened, and how often it may be after that: data that holds code ends. */
const mostNested = 1
const mostWidened = 3
/** The same where the arguments are texts that the code spells out, such as the names of a container's parts, which run out by themselves. */
const mostSpelled = 8
interface Memo extends KeptCall {
  readonly node: CallNode
  /** The calls that were under way around it and are called again in it. */
  readonly into: ReadonlySet<Frame>
}

/** A call that is under way. */
interface Frame {
  /** Which one of all calls it is. */
  readonly number: number
  readonly code: Closure['code']
  readonly thing: Thing
  /** Where a library is called, for what stands in for it: a call of it in a callback that it calls is no recursion. */
  readonly place: string
  readonly key: string
  readonly node: CallNode
  readonly given: Arguments
  readonly spelled: boolean
  /** How many calls were traced when it began. */
  readonly depth: number
  /** What held where it called itself, of what it had read before. */
  readonly met: Met
  /** What held there of what it had not read by then, and how many alternatives were open when it began. */
  readonly unread: Met
  /** What held at its end of what was written after it had called itself: whoever called it in it finds that. */
  readonly ends: Met
  /** What had been written when it called itself first. */
  back?: number
  readonly alternatives: number
  /** What was begun in it and calls it again at a later moment, so that it looks at all that it looks at. */
  readonly callers: Set<Pending>
  /** Calls around it that are called again in it. */
  readonly into: Set<Frame>
  /** What it has read, once it has ended: what was begun in it may still come. */
  ended?: Trace
}

/** Calls functions of the analysed code; an evaluation is reused where the arguments and all it read are the same. */
export function createCaller(run: Run): {
  callClosure(thing: Thing, closure: Closure, self: Abstract, call: ForeignCall): Abstract
  forgetCounts(): void
  underWay: Run['underWay']
  isWhole: Run['isWhole']
  askedFor: Run['askedFor']
} {
  const memos = new Map<string, Memo[]>()
  const contexts = new Contexts()
  let stack: Frame[] = []
  /** How many calls were begun so far, and the first of them that was led back to since this was last asked. */
  let begunSoFar = 0
  let oldest = Number.POSITIVE_INFINITY
  let asked = ''

  const evaluateBody = (closure: Closure, self: Abstract, given: Arguments, node: CallNode, { at, loose }: ForeignCall): Abstract => {
    const { code } = closure
    const activation: Activation = {
      code,
      self,
      ...(closure.home ? { home: closure.home } : {}),
      node,
      returns: [],
      yields: [],
      ...(loose ? { loose } : {}),
      ...(run.isStandIn(closure.scope.file) ? { place: at } : {}),
      scope: undefined as unknown as Scope,
      jumps: [],
    }
    const scope: Scope = { names: run.heap.scope(closure.scope.names, code), parent: closure.scope, activation, file: closure.scope.file }
    activation.scope = scope
    for (const note of code.notes ? run.notes(scope.file, code.notes) : []) node.notes.add(note)
    if (!code.arrow) run.heap.fill(scope.names, 'arguments', makeList(run, given.items, `${scope.file}:${code.at}:arguments`, given.rest))
    code.parameters.forEach((parameter, index) => {
      run.bind(parameter, argument(given, index), scope, 'declare')
    })
    if (code.rest) {
      const rest: Arguments = { items: given.items.slice(code.parameters.length), ...(given.rest ? { rest: given.rest } : {}) }
      run.bind(code.rest, makeList(run, rest.items, `${scope.file}:${code.at}:rest`, rest.rest), scope, 'declare')
    }
    for (const [index, field] of code.properties ?? []) {
      const parameter = code.parameters[index]
      const name = parameter?.kind === 'default' ? parameter.target : parameter
      const value = name?.kind === 'name' ? run.heap.get(scope.names, name.name) : undefined
      if (value) run.write(self, { kind: 'literal', value: field }, value, scope)
    }
    // TypeScript assigns parameter properties first, so that field initialisers may use them.
    if (closure.constructs && closure.home && !closure.home.body?.base)
      run.initialiseFields(closure.home, self, { arguments: given, at: run.place(scope, code.at), scope })
    const work = (): Completion => {
      const end = executeHere(run, code.body, scope)
      if (end === 'next') activation.returns.push(nothing)
      return end
    }
    if (returnsEarly(code)) leave(run, scope, 'function', undefined, work)
    else work()
    if (code.generator) {
      const rest = joinValues(activation.yields.length > 0 ? activation.yields : [nothing])
      const given = makeList(run, [], `${scope.file}:${code.at}:yields`, rest)
      run.heap.set(given.thing.fields, returnedField, joinValues(activation.returns))
      return given
    }
    const returned = joinValues(activation.returns)
    return code.async ? awaited(run, returned, scope) : returned
  }

  /** A call under way is called again: whatever has changed since it began holds for it as well. */
  const comesBack = (same: Frame): void => {
    oldest = Math.min(oldest, same.number)
    for (const inner of stack.slice(stack.indexOf(same) + 1)) inner.into.add(same)
    for (const pending of run.heap.meanwhile.under) same.callers.add(pending)
    if (same.ended) run.heap.adopt(same.ended)
    else {
      same.back ??= latestVersion()
      for (const store of run.heap.changedSince(same.depth)) meet(same.met, store)
      for (const store of run.heap.writtenSince(same.depth, same.alternatives)) meet(same.unread, store)
      applyValues(run, same.ends)
    }
  }
  /** Whether a call that is called again by what was kept is still under way, or would do now what it did. */
  const isAsItWas = (frame: Frame): boolean => stack.includes(frame) || (frame.ended !== undefined && stillHolds(frame.ended))
  const areAsTheyWere = (frames: ReadonlySet<Frame>): boolean => frames.size === 0 || [...frames].every(isAsItWas)

  const { rough } = run.heap
  const roughly = rough && createRoughCaller(run, rough, evaluateBody)
  // The body of a generator runs between the steps of who goes through it, that of a promise beside who does not wait for it.
  const callClosure = (thing: Thing, closure: Closure, self: Abstract, call: ForeignCall): Abstract =>
    closure.code.generator || (closure.code.async && call.loose)
      ? meanwhile(run, call, (from) => (roughly ?? followApart)(thing, closure, self, from))
      : (roughly ?? followApart)(thing, closure, self, call)

  const followApart = (called: Thing, closure: Closure, self: Abstract, call: ForeignCall): Abstract => {
    noteActivity()
    const { code, of: thing = called } = closure
    let given: Arguments = closure.bound ? { ...call.arguments, items: [...closure.bound, ...call.arguments.items] } : call.arguments
    const actualSelf = closure.self ?? self
    const { node: outer } = call.scope.activation
    const place = run.isStandIn(closure.scope.file) ? `${call.at.file}:${call.at.line}:${call.at.column} ${asked}` : ''
    const under = stack.filter((frame) => frame.code === code && frame.place === place)
    const [nearest] = under.slice(-1)
    const counted = place === '' ? code : `${place} ${code.at}`
    const spelled = nearest !== undefined && contexts.hasRoom(counted) && isSpelled(given, nearest.given)
    const tooDeep = under.length > mostSpelled + 2 || (!spelled && under.filter((frame) => !frame.spelled).length > mostNested + mostWidened)
    // One function may wrap several, of which one calls another.
    const nested = under.some((frame) => frame.thing === thing) ? mostNested : mostNested + 1
    if (nearest && under.length >= (spelled ? mostSpelled : nested)) given = widenedAgainst(run, nearest.given, given)
    // In a recursion, an object that is handed on counts as itself, whatever has been put into it meanwhile.
    const depth = nearest ? (item: Abstract, index: number) => (isHandedOn(item, nearest.given.items[index]) ? 0 : 4) : () => 4
    let key = `${place}${thing.id}(${keyOf(actualSelf)};${given.items.map((item, index) => keyOf(item, depth(item, index))).join(',')}${given.rest ? `...${keyOf(given.rest, 4)}` : ''})`
    const sameOf = (wanted: string): Frame | undefined => under.findLast((frame) => frame.key === wanted && (!frame.ended || stillHolds(frame.ended)))
    // A call that is the same as one under way ends here, however deep it is.
    if ((stack.length >= deepest || (nearest && tooDeep)) && !sameOf(key)) {
      if (nearest) link(outer, nearest.node, call.at)
      run.limit('calls nest too deeply', call)
      return unknownValue('calls nest too deeply to follow', { at: call.at })
    }
    // What a constructor makes is another thing each time.
    const way = closure.constructs ? key.slice(key.indexOf(';')) : key
    if (contexts.areTooMany(counted, way)) {
      const all = contexts.gather(counted, given)
      if (all) given = all.given
      else {
        run.limit(tooMany, call)
        given = widenedAgainst(run, { items: [] }, given)
      }
      key = `${place}${thing.id}:widened:${keyOf(actualSelf)}(${all?.key ?? ''})`
    }
    const same = sameOf(key)
    if (same) {
      // What the recursion does is what the call under way does; the link keeps it so when an inner evaluation is reused alone.
      link(outer, same.node, call.at)
      comesBack(same)
      return unknownValue('comes out of a recursion', { at: call.at })
    }
    const known = sameAs(run, memos.get(key) ?? [], given, ({ into }) => areAsTheyWere(into))
    if (known) {
      known.kept.into.forEach(comesBack)
      link(outer, known.kept.node, call.at)
      return callAgain(run, known)
    }
    contexts.note(counted, way)
    const node = new CallNode(closure.scope.file)
    link(outer, node, call.at)
    const [met, unread, ends] = [new Map(), new Map(), new Map()] as const satisfies readonly Met[]
    const begun = { depth: run.heap.traceDepth, alternatives: run.heap.depth, callers: new Set<Pending>(), into: new Set<Frame>() }
    begunSoFar += 1
    const frame: Frame = { number: begunSoFar, code, thing, place, key, node, given, spelled, met, unread, ends, ...begun }
    const recurs = (): boolean => frame.back !== undefined || frame.into.size > 0
    stack.push(frame)
    run.step()
    let outcome: { result: Abstract; trace: Trace }
    try {
      const body = (): Abstract => evaluateBody(closure, actualSelf, given, node, call)
      outcome = run.heap.traced((trace) => {
        const first = body()
        const settle = (): void => {
          for (const [store, values] of unread) if (run.heap.hasRead(store)) meet(met, store, values)
          if (frame.back !== undefined) for (const store of run.heap.changedSince(frame.depth)) if (store.version > frame.back) meet(ends, store)
        }
        settle()
        if (met.size + ends.size === 0) return recurs() ? first : asBefore(run, first, trace)
        // It has called itself where it would do otherwise: what it does then, and what comes of that, until there is nothing new.
        const again = anyTimes(run, call, () => {
          applyValues(run, met)
          const result = body()
          settle()
          return result
        })
        return joinValues([first, again])
      })
    } finally {
      stack.pop()
    }
    const { result, trace } = outcome
    frame.ended = trace
    for (const pending of frame.callers) run.heap.meanwhile.looksAt(pending, trace.reads.keys())
    const kept = keepCall(run, result, trace, given, recurs())
    if (kept) {
      const others = memos.get(key) ?? []
      if (others.length > 4) others.shift()
      memos.set(key, [...others, { ...kept, node, into: frame.into.size > 0 ? frame.into : nobody }])
    }
    return result
  }
  const isWhole = (work: () => void): boolean => {
    if (rough) {
      work()
      return true
    }
    const [before, start] = [oldest, begunSoFar]
    oldest = Number.POSITIVE_INFINITY
    work()
    const found = oldest > start
    oldest = Math.min(oldest, before)
    return found
  }
  const underWay = (): (<T>(work: () => T) => T) => {
    const then = [...stack]
    return (work) => {
      const now = stack
      stack = [...then]
      try {
        return work()
      } finally {
        stack = now
      }
    }
  }
  const askedFor = <T>(key: string, work: () => T): T => {
    const before = asked
    asked = key
    try {
      return work()
    } finally {
      asked = before
    }
  }
  return { callClosure, forgetCounts: () => contexts.forget(), underWay, isWhole, askedFor }
}

/** What most calls lead back into. */
const nobody: ReadonlySet<Frame> = new Set()
