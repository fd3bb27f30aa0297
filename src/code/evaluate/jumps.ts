import type { Statement } from '../summary/index.ts'
import { alternatives, apply } from './branches.ts'
import type { Changes } from './heap.ts'
import type { Run } from './run.ts'
import type { Completion, JumpTarget, Scope } from './scope.ts'

/** What came of one round of a loop, or of one way through a `switch`; nothing of it has been written yet. */
export interface Landing {
  readonly end: Completion
  readonly changes: Changes
  readonly breaks: readonly Changes[]
  readonly continues: readonly Changes[]
}

/** Runs the body of a loop or a `switch` apart, and collects the states in which it was left early. */
export function land(run: Run, scope: Scope, kind: JumpTarget['kind'], work: () => Completion): Landing {
  const { activation } = scope
  activation.jumps ??= []
  const targets = activation.jumps
  const breaks: Changes[] = []
  const continues: Changes[] = []
  const { result, changes } = run.heap.apart(() => {
    targets.push({ kind, depth: run.heap.depth - 1, breaks, continues })
    try {
      return work()
    } finally {
      targets.pop()
    }
  })
  return { end: result, changes, breaks, continues }
}

/** `break` and `continue`: the state of this moment is one in which the target may be left, or gone through again. */
export function leap(run: Run, node: Extract<Statement, { kind: 'jump' }>, scope: Scope): void {
  for (const target of [...(scope.activation.jumps ?? [])].reverse()) {
    if (!node.labelled) {
      if (node.to === 'continue' && target.kind === 'switch') continue
      ;(node.to === 'break' ? target.breaks : target.continues).push(run.heap.since(target.depth))
      return
    }
    // Labels are not told apart: it may be any of the loops around.
    if (target.kind === 'loop') for (const states of [target.breaks, target.continues]) states.push(run.heap.since(target.depth))
  }
}

/** Takes over the states that lead on from a landing, and those that leave the function. */
export function settle(run: Run, scope: Scope, landing: Landing, on: readonly Changes[], then: () => Completion = () => 'next'): Completion {
  const { end, changes, breaks, continues } = landing
  const left = [...breaks, ...continues].filter((state) => !on.includes(state))
  const ahead = end === 'next' ? [changes, ...on] : on
  const write = (state: Changes, completion: Completion) => (): Completion => {
    apply(run, state, false)
    return completion
  }
  const ways: (() => Completion)[] = left.map((state) => write(state, 'next'))
  if (ahead.length > 0) {
    ways.push(() => {
      alternatives(
        run,
        scope,
        ahead.map((state) => write(state, 'next')),
      )
      return then()
    })
  }
  if (end === 'return') ways.push(write(changes, 'return'))
  if (ways.length === 0) return end
  const [only] = ways
  return ways.length === 1 && only ? only() : alternatives(run, scope, ways)
}
