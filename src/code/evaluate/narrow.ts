import type { Expression } from '../summary/index.ts'
import { joinValues, keepOptions, missingOf, truthOf } from './join.ts'
import { assignName, peek } from './names.ts'
import { evaluateBinary, evaluateUnary, isIn, isPrimitive, sameness } from './operators.ts'
import type { Run } from './run.ts'
import type { Scope } from './scope.ts'
import { type Abstract, optionsOf, textOf } from './values.ts'
import { withType } from './with-type.ts'

/** Inside a branch, what the test says about the names and fields that it looks at. */
export function narrow(run: Run, test: Expression, outcome: boolean, scope: Scope): void {
  if (run.heap.rough) return
  if (test.kind === 'unary' && test.operator === '!') {
    narrow(run, test.value, !outcome, scope)
    return
  }
  if (test.kind === 'logical') {
    if ((test.operator === '&&' && outcome) || (test.operator === '||' && !outcome)) {
      narrow(run, test.left, outcome, scope)
      narrow(run, test.right, outcome, scope)
    }
    return
  }
  if (test.kind === 'binary' && test.operator === 'instanceof') {
    const { right } = test
    const kind = held(run, right, scope)
    const isOne = (option: Abstract): boolean | undefined =>
      isPrimitive(option) ? false : kind && truthOf(evaluateBinary(run, 'instanceof', option, kind))
    // What is not known is at least of this class: its methods are those of ours.
    replace(run, test.left, scope, (value) => {
      const objects = keepOptions(value, isOne, outcome)
      if (!outcome) return objects
      return right.kind === 'name' ? withType(run, objects, { kind: 'type', name: right.name }, scope.file) : objects
    })
    return
  }
  if (test.kind === 'binary' && /^[!=]==?$/.test(test.operator)) {
    const equal = test.operator.startsWith('!') ? !outcome : outcome
    compare(run, test.left, test.right, equal, scope)
    compare(run, test.right, test.left, equal, scope)
    return
  }
  if (test.kind === 'binary' && test.operator === 'in' && test.left.kind === 'literal') {
    const name = { kind: 'literal' as const, value: test.left.value }
    replace(run, test.right, scope, (value) => keepOptions(value, (option) => isIn(run, name, option), outcome))
    return
  }
  if (test.kind === 'assign' && test.target.kind === 'name') {
    const value = peek(run, test.target.name, scope)
    if (value) assignName(run, test.target.name, keepOptions(value, truthOf, outcome), scope, true)
    return
  }
  replace(run, test, scope, (value) => keepOptions(value, truthOf, outcome))
}

/** Narrows a name by a comparison with something that is known. */
export function narrowEqual(run: Run, subject: Expression, values: readonly Abstract[], equal: boolean, scope: Scope): void {
  if (run.heap.rough) return
  replace(run, subject, scope, (current) => {
    if (!equal) return values.reduce<Abstract>((left, value) => keepOptions(left, (option) => sameness(option, value, false), false), current)
    const kept = keepOptions(current, (option) => (values.some((value) => sameness(option, value, false) !== false) ? undefined : false), true)
    const [only] = values
    // What is not known is known here: the branch is only taken for this text.
    if (kept.kind === 'unknown' && values.length === 1 && only && textOf(only) !== undefined) return only
    return kept
  })
}

function compare(run: Run, subject: Expression, other: Expression, equal: boolean, scope: Scope): void {
  if (subject.kind === 'unary' && subject.operator === 'typeof' && other.kind === 'literal') {
    const wanted: Abstract = { kind: 'literal', value: other.value }
    replace(run, subject.value, scope, (value) => keepOptions(value, (option) => sameness(evaluateUnary('typeof', option), wanted, false), equal))
    return
  }
  if (subject.kind !== 'name' && subject.kind !== 'member') return
  if (other.kind === 'literal' && other.value === null) {
    replace(run, subject, scope, (value) => keepOptions(value, missingOf, equal))
    return
  }
  if (other.kind === 'name' && other.name === 'undefined') {
    replace(run, subject, scope, (value) => keepOptions(value, missingOf, equal))
    return
  }
  if (other.kind === 'literal') narrowEqual(run, subject, [{ kind: 'literal', value: other.value }], equal, scope)
}

/**
 * Changes what a name, or a field of `this` or of something named, is held to be; only for the branch that is being evaluated. Of several
 * objects those stay whose field can be as the test says, which is how `result.isError` tells a result from a failure.
 */
function replace(run: Run, subject: Expression, scope: Scope, change: (value: Abstract) => Abstract): void {
  if (subject.kind === 'name') {
    const value = peek(run, subject.name, scope)
    if (!value) return
    const changed = change(value)
    if (changed !== value) assignName(run, subject.name, changed, scope, true)
    return
  }
  if (subject.kind !== 'member' || typeof subject.key !== 'string') return
  const { key } = subject
  const owner = held(run, subject.object, scope)
  const [only, ...more] = owner ? optionsOf(owner) : []
  if (more.length > 0) {
    replace(run, subject.object, scope, (value) => {
      const left = optionsOf(value).filter((option) => mayHold(run, option, key, change))
      return left.length === optionsOf(value).length ? value : joinValues(left)
    })
    return
  }
  if (only?.kind !== 'pointer' || only.thing.many) return
  const value = run.heap.get(only.thing.fields, key)
  if (!value) return
  const changed = change(value)
  if (changed !== value) run.heap.set(only.thing.fields, key, changed, true)
}

/** What a name, or a chain of fields that begins with one, is held to be. */
function held(run: Run, node: Expression, scope: Scope): Abstract | undefined {
  if (node.kind === 'this') return scope.activation.self
  if (node.kind === 'name') return peek(run, node.name, scope)
  if (node.kind !== 'member' || typeof node.key !== 'string') return undefined
  const owner = held(run, node.object, scope)
  return owner?.kind === 'pointer' ? run.heap.get(owner.thing.fields, node.key) : undefined
}

/**
 * Whether a field of one of several objects can be what a change leaves. What is not known can, and so can a field that is not there: an
 * object that came out of a check of a library may have more fields than are known.
 */
function mayHold(run: Run, option: Abstract, key: string, change: (value: Abstract) => Abstract): boolean {
  if (option.kind !== 'pointer' || option.thing.kind !== 'record') return true
  const field = run.heap.get(option.thing.fields, key)
  return !field || optionsOf(change({ kind: 'choice', options: optionsOf(field) })).length > 0
}
