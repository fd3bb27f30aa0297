import { hasWritten } from './effects.ts'
import type { Trace } from './heap.ts'
import { CallNode } from './nodes.ts'
import { doRoughly } from './rough-calls.ts'
import type { ForeignCall, Run } from './run.ts'
import { latestVersion } from './store.ts'
import { stillHolds } from './trace.ts'
import { nothing, type Thing } from './values.ts'
import { spend } from './work.ts'

/** What came of letting something out, where that changed nothing that is older. */
interface Memo {
  readonly trace: Trace
  readonly node: CallNode
}

/** How data was let out last. */
interface Out {
  readonly depth: number
  readonly call: ForeignCall
  readonly by: Thing | undefined
  readonly version: number
}

const isData: ReadonlySet<Thing['kind']> = new Set(['record', 'list', 'map'])

/**
 * Lets things out to code that cannot be seen, one within the other: each that is under way is let out once. What was let out at a place before, and
 * would do now what it did then, is not gone through again.
 */
export class LetOut {
  private readonly run: Run
  private readonly underWay = new Map<Thing, number>()
  /** The outermost of those under way that was not let out again since this was last asked. */
  private outermost = Number.POSITIVE_INFINITY
  private readonly out = new WeakMap<Thing, Out>()
  private readonly memos = new Map<string, Memo[]>()

  constructor(run: Run) {
    this.run = run
  }

  /** Whether data was let out by the same call, as deep, and nothing at all has changed since: what is held in many places is gone through once. */
  isOut(thing: Thing, depth: number, call: ForeignCall, by: Thing | undefined): boolean {
    if (!isData.has(thing.kind)) return false
    spend(1)
    const known = this.out.get(thing)
    if (known?.call === call && known.by === by && known.depth >= depth && known.version === latestVersion()) return true
    this.out.set(thing, { depth, call, by, version: latestVersion() })
    return false
  }

  /** Does what letting a thing out takes, unless that is under way. */
  once(thing: Thing, call: ForeignCall, how: string, work: (call: ForeignCall) => void): void {
    const { rough } = this.run.heap
    if (rough && !this.underWay.has(thing)) {
      const key = `out ${thing.id} ${how}`
      doRoughly(this.run, rough, key, call, (from) => {
        this.unlessUnderWay(thing, () => work(from))
        return nothing
      })
    } else this.unlessUnderWay(thing, () => work(call))
  }

  private unlessUnderWay(thing: Thing, work: () => void): void {
    const known = this.underWay.get(thing)
    if (known !== undefined) {
      this.outermost = Math.min(this.outermost, known)
      return
    }
    this.underWay.set(thing, this.underWay.size)
    try {
      work()
    } finally {
      this.underWay.delete(thing)
    }
  }

  /** The same for what is made anew and called each time, where nothing has changed since. */
  remembered(thing: Thing, to: string, call: ForeignCall, work: (call: ForeignCall) => void): void {
    const { heap } = this.run
    if (heap.rough) {
      work(call)
      return
    }
    const { node: outer } = call.scope.activation
    const key = `${thing.id} ${to} ${call.at.file}:${call.at.line}:${call.at.column}`
    const known = this.memos.get(key)?.find(({ trace }) => stillHolds(trace))
    if (known) {
      heap.adopt(known.trace)
      outer.children.set(known.node, call.at)
      return
    }
    const node = new CallNode(call.scope.file)
    outer.children.set(node, call.at)
    const { outermost } = this
    this.outermost = Number.POSITIVE_INFINITY
    const depth = this.underWay.size
    const within = { ...call, scope: { ...call.scope, activation: { ...call.scope.activation, node } } }
    const { result: isWhole, trace } = heap.traced(() => this.run.isWhole(() => work(within)))
    // INVARIANT: what was left out because it was under way already is missing from what came of it.
    if (isWhole && this.outermost >= depth && !hasWritten(trace)) {
      const others = this.memos.get(key) ?? []
      this.memos.set(key, [...others.slice(-4), { trace, node }])
    }
    this.outermost = Math.min(this.outermost, outermost)
  }
}
