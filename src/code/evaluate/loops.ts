import type { Expression, Statement } from '../summary/index.ts'
import { anyItem, joinValues, truthOf } from './join.ts'
import { arrive, leave } from './jumps.ts'
import { keysOf } from './keys.ts'
import { elementsNow, goesOn, viewNow } from './live-elements.ts'
import { MadeAnew } from './made-anew.ts'
import { grows } from './marks.ts'
import { narrow } from './narrow.ts'
import type { ForeignCall, Run } from './run.ts'
import type { Completion, Scope } from './scope.ts'
import { type Abstract, type Items, keyOf, literal, nothing, optionsOf, unknownValue } from './values.ts'
import { widen, widenFrom } from './widen.ts'

/** How many passes there are at most; a chain of objects that is longer is not followed to its end, and that is said. */
const mostPasses = 300
/** The same where less is told apart: all of it comes again until nothing is new. */
const mostRough = 2
/** Lists up to this length are looped over element by element. */
const mostUnrolled = (run: Run): number => (run.directory === undefined ? 12 : mostDeployed)
/** What is gone through while a service is deployed is what the service is made of, however much that is. */
const mostDeployed = 1000

/** `for`, `while` and `do`. */
export function loop(run: Run, node: Extract<Statement, { kind: 'loop' }>, scope: Scope): Completion {
  return leave(run, scope, 'loop', undefined, (target) => {
    const call = { at: run.place(scope, node.at), scope }
    const mayEnd = (): void => arrive(run, target, { to: 'break' })
    /** Whether the test may hold; where it may not, the loop may end here. */
    const holds = (test: Expression): boolean => {
      const truth = truthOf(run.evaluate(test, scope))
      if (truth !== true) mayEnd()
      if (truth === undefined) narrow(run, test, true, scope)
      return truth !== false
    }
    const unseen = repeat(
      run,
      () => {
        if (node.test && !node.once && !holds(node.test)) return false
        if (leave(run, scope, 'round', node.label, () => run.execute(node.body, scope)) === 'left') return false
        if (node.next) run.evaluate(node.next, scope)
        return !(node.once && node.test) || holds(node.test)
      },
      call,
    )
    if (unseen && node.test && !node.once) holds(node.test)
    return 'left'
  })
}

/**
 * Runs a body until the state no longer changes, with what changes again and again given up as not known; the body says false where it
 * is not run again. Gives true where there is a state in which it has not been run.
 */
function repeat(run: Run, pass: (index: number) => boolean, call: Pick<ForeignCall, 'at' | 'scope'>): boolean {
  const { rough } = run.heap
  if (rough) {
    for (let index = 0, before = -1; index < mostRough && before !== rough.growth; index++) {
      before = rough.growth
      if (!pass(index)) break
    }
    return false
  }
  const start = run.heap.latest
  const madeAnew = new MadeAnew(run, start)
  for (let index = 0; index < mostPasses; index++) {
    const { result: again, changes } = run.heap.apart(() => pass(index))
    if (!again) return false
    let changed = false
    let grown = false
    for (const [store, written] of changes) {
      for (const [key, value] of written) {
        const current = store.map.get(key)
        // What is not there, or is taken away, may be missing afterwards.
        const absent = key.startsWith('\0') ? undefined : nothing
        const before = current ?? absent
        const joined = joinValues([before, value ?? absent].filter((one) => one !== undefined))
        const next = index < widenFrom ? joined : widen(before, joined)
        const { version } = store
        run.heap.set(store, key, next, true)
        if (store.version === version) continue
        changed = true
        const isNew = madeAnew.isMade(store) ? madeAnew.holds(store, key, next) : next !== joined || grows(before, next, start)
        const isFilled = madeAnew.settle(next)
        grown ||= index < widenFrom || isNew || isFilled
      }
    }
    if (!changed) return false
    if (!grown) return true
  }
  run.limit('a loop leads from object to object further than is followed', call)
  return true
}

/** Does something any number of times, none included, and gives what it may come to. */
export function anyTimes(run: Run, call: Pick<ForeignCall, 'at' | 'scope'>, work: () => Abstract): Abstract {
  const results: Abstract[] = []
  repeat(
    run,
    () => {
      results.push(work())
      return true
    },
    call,
  )
  return joinValues(results)
}

/** Takes a value through a step any number of times, none included, and gives what it may come to. */
export function carried(run: Run, call: Pick<ForeignCall, 'at' | 'scope'>, start: Abstract, step: (before: Abstract) => Abstract): Abstract {
  if (run.heap.rough) return carriedRoughly(start, step)
  const kept = run.heap.scope()
  run.heap.set(kept, 'value', start)
  const value = (): Abstract => run.heap.get(kept, 'value') ?? start
  repeat(
    run,
    () => {
      run.heap.set(kept, 'value', step(value()))
      return true
    },
    call,
  )
  return value()
}

function carriedRoughly(start: Abstract, step: (before: Abstract) => Abstract): Abstract {
  let value = start
  for (let index = 0; index < mostPasses; index++) {
    const joined = joinValues([value, step(value)])
    const next = index < widenFrom ? joined : widen(value, joined)
    if (keyOf(next) === keyOf(value)) break
    value = next
  }
  return value
}

/** `for (... of ...)` and `for (... in ...)`. */
export function each(run: Run, node: Extract<Statement, { kind: 'each' }>, scope: Scope, inner: (outer: Scope) => Scope): Completion {
  const view = node.keys ? undefined : viewNow(run, node.of, scope)
  const over = view ? nothing : run.evaluate(node.of, scope)
  const round = (value: Abstract): boolean =>
    leave(run, scope, 'round', node.label, () => {
      // What is looped over may be nothing, or a generator that stops with an error.
      run.heap.mayThrow()
      const fresh = inner(scope)
      run.bind(node.target, value, fresh, node.outer ? 'hoist' : node.fresh ? 'declare' : 'assign')
      return run.execute(node.body, fresh)
    }) === 'next'
  run.heap.mayThrow()
  const now = view ?? elementsNow(run, node.keys ? namesIn(run, over, scope) : over, scope)
  return leave(run, scope, 'loop', undefined, (target) => {
    // Whoever goes through a collection finds what has been put into it meanwhile.
    for (let index = 0, held = now(); ; index++) {
      if (held.rest || held.items.length > mostUnrolled(run)) break
      const item = held.items[index]
      if (!item) return 'next'
      if (!round(item)) return 'left'
      const before = held
      held = now()
      if (!goesOn(before, held)) break
    }
    const element = (): Abstract => anyItem(now())
    if (optionsOf(element()).length === 0) return 'next'
    repeat(
      run,
      () => {
        arrive(run, target, { to: 'break' })
        return round(element())
      },
      { at: run.place(scope, node.at), scope },
    )
    arrive(run, target, { to: 'break' })
    return 'left'
  })
}

/** Collections up to this size are visited element by element. */
export const mostVisited = (run: Run): number => (run.directory === undefined ? 24 : mostDeployed)

/** Visits whatever a collection holds, and what is put into it meanwhile. */
export function visitAll(run: Run, over: Abstract, call: Pick<ForeignCall, 'at' | 'scope'>, visit: (item: Abstract) => void): void {
  const now = elementsNow(run, over, call.scope)
  for (let index = 0, held = now(); !held.rest && held.items.length <= mostVisited(run); index++) {
    const item = held.items[index]
    if (!item) return
    visit(item)
    const before = held
    held = now()
    if (!goesOn(before, held)) break
  }
  if (optionsOf(anyItem(now())).length === 0) return
  anyTimes(run, call, () => {
    visit(anyItem(now()))
    return nothing
  })
}

/** What `for (... in ...)` goes through: the names of fields, the indexes of a list or text. */
function namesIn(run: Run, over: Abstract, scope: Scope): Items {
  const names = optionsOf(over).map((option): Items => {
    if (option.kind === 'literal' && typeof option.value !== 'string') return { kind: 'items', items: [] }
    const isList = option.kind === 'literal' || (option.kind === 'pointer' && option.thing.kind === 'list')
    if (isList) {
      const { items, rest } = run.elements(option, scope)
      const indexes = items.map((_, index) => literal(String(index)))
      return { kind: 'items', items: indexes, ...(rest ? { rest: unknownValue('is an index') } : {}) }
    }
    const isPlain = option.kind === 'pointer' && !option.thing.client && !option.thing.command && option.thing.kind !== 'opaque'
    if (!isPlain) return { kind: 'items', items: [], rest: unknownValue('is the name of a field') }
    const { sure, open } = keysOf(run, option.thing)
    return open.length > 0 ? { kind: 'items', items: sure, rest: joinValues(open) } : { kind: 'items', items: sure }
  })
  const [only] = names
  if (names.length === 1 && only) return only
  const all = joinValues(names.map(anyItem))
  return { kind: 'items', items: [], ...(all.kind === 'choice' && all.options.length === 0 ? {} : { rest: all }) }
}
