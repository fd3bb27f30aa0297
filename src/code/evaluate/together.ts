import type { Expression } from '../summary/index.ts'
import { alternatives, apply, applyHistory, applyThrown } from './branches.ts'
import { anyTimes } from './loops.ts'
import type { ForeignCall, Run } from './run.ts'
import type { Scope } from './scope.ts'
import { nothing } from './values.ts'

/** What takes promises that are under way side by side, and whether all of them have come to their end when it goes on. */
const gatherers: ReadonlyMap<string, boolean> = new Map([
  ['all', true],
  ['allSettled', false],
  ['any', false],
  ['race', false],
])

/**
 * Evaluates the arguments of a call. Those of `Promise.all` and its kin are under way side by side: each of them may find what any other one
 * has written so far, and in the end any of them may have been the last to write.
 */
export function sideBySide<T>(run: Run, node: Extract<Expression, { kind: 'call' }>, at: Pick<ForeignCall, 'at' | 'scope'>, work: () => T): T {
  const { callee, items } = node
  const waits = callee.kind === 'member' && typeof callee.key === 'string' ? gatherers.get(callee.key) : undefined
  const isPromise = callee.kind === 'member' && callee.object.kind === 'name' && callee.object.name === 'Promise'
  const [list] = items
  const single = list?.value.kind === 'array' && list.value.items.length < 2 && !list.value.items[0]?.spread
  if (single && isPromise && !waits) return caught(run, at.scope, work)
  if (waits === undefined || !isPromise || single) return work()
  const first = run.heap.recorded(() => run.heap.apart(work))
  if (first.history.size === 0) return first.result.result
  let given = first.result.result
  anyTimes(run, at, () => {
    given = run.heap.weakly(work)
    return nothing
  })
  // Where only the first one is waited for, the others may not have come to their writes yet.
  if (!waits) return given
  // What has been made anew is what the others hold by now.
  const { result, history } = run.heap.recorded(work)
  applyHistory(run, history)
  return result
}

/** Whether a call says what is to happen where the promise that it is called on is rejected. */
export function isCaught({ callee, items }: Extract<Expression, { kind: 'call' }>): boolean {
  return callee.kind === 'member' && (callee.key === 'catch' ? items.length > 0 : callee.key === 'then' && items.length > 1)
}

/** Evaluates what may stop with an error that somebody catches: what it writes may have come to any place at which it may stop. */
export function caught<T>(run: Run, scope: Scope, work: () => T): T {
  const { result, changes, thrown } = run.heap.guarded(work)
  alternatives(run, scope, [
    () => {
      apply(run, changes, false)
      return 'next'
    },
    () => {
      applyThrown(run, thrown)
      return 'next'
    },
  ])
  return result
}
