import { applyValues } from './branches.ts'
import { anyTimes } from './loops.ts'
import { MadeAnew } from './made-anew.ts'
import { CallNode } from './nodes.ts'
import { addWrites, type Pending } from './pending.ts'
import type { ForeignCall, Run } from './run.ts'
import { type Abstract, nothing } from './values.ts'

/**
 * Does something that is only begun here and may go on, or come again, at any later moment: what it writes may have been written already or
 * may be written after anything that comes now, and it may find anything that is written from now on.
 */
export function meanwhile(run: Run, call: ForeignCall, work: (call: ForeignCall) => Abstract, once = true): Abstract {
  const { heap } = run
  // Where less is told apart, all that comes is gone through again until nothing is new.
  if (heap.rough) return work(call)
  let given: Abstract = nothing
  // However late it is gone through again, a call that it makes of what led to it is a recursion.
  const inPlace = run.underWay()
  const made = new MadeAnew(run, heap.latest)
  const go = (from: ForeignCall): void => {
    pending.start = heap.latest
    const { history } = heap.recorded(() =>
      heap.meanwhile.look(pending, () =>
        heap.weakly(() => {
          given = inPlace(() => work(from))
          settleThose(run, from, () => heap.meanwhile.stirred)
        }),
      ),
    )
    addWrites(pending, history)
    if (!once) heap.meanwhile.meetsItself(pending, history, (value) => made.settle(value))
    heap.begun(pending)
  }
  const again = (outer: CallNode): void => {
    const node = within(outer, call)
    go({ ...call, scope: { ...call.scope, activation: { ...call.scope.activation, node } } })
  }
  const pending: Pending = {
    again,
    once,
    start: heap.latest,
    era: heap.loadingEra,
    owner: heap.loading,
    reads: new Map(),
    writes: new Map(),
    first: heap.latest,
    news: new Set(),
    before: new Map(),
    met: { lasting: new Map(), now: new Map() },
  }
  go(call)
  return given
}

/** The same for what may not come at all, and as often as it likes: a callback that was handed over. */
export function anyTimesMeanwhile(run: Run, call: ForeignCall, work: (call: ForeignCall) => Abstract): Abstract {
  return meanwhile(run, call, work, false)
}

/** Goes through all that is under way for as long as it may find something that was not there before. */
export function settle(run: Run, place: Pick<ForeignCall, 'scope' | 'at'>): void {
  const { heap } = run
  // While a module is loaded, another one that is may be a part of whatever comes to load both.
  const isLoaded = (module: string): boolean => heap.loading !== '' || run.graph.leadsTo(heap.entry).has(module)
  settleThose(run, place, () => heap.meanwhile.allStirred(isLoaded))
}

function settleThose(run: Run, { scope, at }: Pick<ForeignCall, 'scope' | 'at'>, stirred: () => readonly Pending[]): void {
  if (stirred().length === 0) return
  const { node: outer } = scope.activation
  const node = outer.later ?? new CallNode(outer.file)
  outer.later = node
  anyTimes(run, { scope, at }, () => {
    for (const pending of stirred()) {
      pending.news.clear()
      for (const values of [pending.met.lasting, pending.met.now]) applyValues(run, values)
      // What comes of it now belongs to what has stirred it.
      pending.again(node)
    }
    return nothing
  })
}

/** The node for what is begun at a place and comes again as a part of what another file does: it is left out where its own file is not loaded. */
function within(outer: CallNode, { scope: { file }, at }: Pick<ForeignCall, 'scope' | 'at'>): CallNode {
  if (outer.file === file) return outer
  const node = new CallNode(file)
  outer.children.set(node, at)
  return node
}
