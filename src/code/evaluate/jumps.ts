import { apply, proceed } from './branches.ts'
import type { Changes } from './heap.ts'
import type { Run } from './run.ts'
import type { Completion, JumpTarget, Leap, Scope } from './scope.ts'

/** What came of a part of a function that can be left early; nothing of it has been written yet. */
export interface Landing {
  readonly end: Completion
  readonly changes: Changes
  readonly arrivals: JumpTarget['arrivals']
}

/** Runs a part of a function apart, and collects the states in which it was left early. */
export function land(run: Run, scope: Scope, kind: JumpTarget['kind'], label: string | undefined, work: (target: JumpTarget) => Completion): Landing {
  const { jumps } = scope.activation
  const arrivals: JumpTarget['arrivals'] = []
  const { result, changes } = run.heap.apart(() => {
    const target: JumpTarget = { kind, depth: run.heap.depth - 1, arrivals, ...(label === undefined ? {} : { label }) }
    jumps.push(target)
    try {
      return work(target)
    } finally {
      jumps.pop()
    }
  })
  return { end: result, changes, arrivals }
}

/** The state of this moment is one in which the target may be left. */
export function arrive(run: Run, target: JumpTarget, leap: Leap): void {
  target.arrivals.push({ leap, state: run.heap.since(target.depth) })
}

/** `break`, `continue` and `return` lead to the nearest target that takes them. */
export function leap(run: Run, how: Leap, scope: Scope): void {
  const target = scope.activation.jumps.findLast((one) => takes(one, how))
  if (target) arrive(run, target, how)
}

function takes({ kind, label }: JumpTarget, how: Leap): boolean {
  switch (kind) {
    case 'finally':
      return true
    case 'function':
      return how.to === 'return'
    case 'round':
      return how.to === 'continue' && (how.label === undefined || how.label === label)
    case 'block':
      return how.to === 'break' && how.label !== undefined && how.label === label
    case 'loop':
    case 'switch':
      return how.to === 'break' && how.label === undefined
  }
}

/** Runs a part that a `break` or `return` of its own leaves, and goes on in any state that leads on from there. */
export function leave(
  run: Run,
  scope: Scope,
  kind: JumpTarget['kind'],
  label: string | undefined,
  work: (target: JumpTarget) => Completion,
): Completion {
  const { end, changes, arrivals } = land(run, scope, kind, label, work)
  return proceed(run, scope, [...(end === 'next' ? [changes] : []), ...arrivals.map(({ state }) => state)])
}

/** Runs what stands after a `try` in every way that leads there: after its end, after each jump out of it, and after it was stopped anywhere. */
export function afterwards(run: Run, scope: Scope, landing: Landing, last: () => Completion): readonly (() => Completion)[] {
  const ways: (() => Completion)[] = []
  if (landing.end === 'next') {
    ways.push(() => {
      apply(run, landing.changes, false)
      return last()
    })
  }
  const kinds = new Map(landing.arrivals.map(({ leap: how }) => [`${how.to} ${how.label ?? ''}`, how]))
  for (const [key, how] of kinds) {
    const states = landing.arrivals.filter(({ leap: other }) => `${other.to} ${other.label ?? ''}` === key).map(({ state }) => state)
    ways.push(() => {
      proceed(run, scope, states)
      if (last() === 'next') leap(run, how, scope)
      return 'left'
    })
  }
  return ways
}
