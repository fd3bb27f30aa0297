import type { Expression } from '../summary/index.ts'
import { applyHistory } from './branches.ts'
import { anyTimes } from './loops.ts'
import type { ForeignCall, Run } from './run.ts'
import { nothing } from './values.ts'

/** What takes promises that are under way side by side, and whether it waits for all of them. */
const gatherers: ReadonlyMap<string, boolean> = new Map([
  ['all', true],
  ['allSettled', true],
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
  const { history } = run.heap.recorded(work)
  applyHistory(run, history)
  return given
}
