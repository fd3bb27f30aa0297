import type { Expression } from '../summary/index.ts'
import { keepOptions, missingOf, truthOf } from './join.ts'
import { assignName, peek } from './names.ts'
import { sameness } from './operators.ts'
import type { Run } from './run.ts'
import type { Scope } from './scope.ts'
import { type Abstract, optionsOf, textOf } from './values.ts'

/** Inside a branch, what the test says about the names and fields that it looks at. */
export function narrow(run: Run, test: Expression, outcome: boolean, scope: Scope): void {
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
  if (test.kind === 'binary' && /^[!=]==?$/.test(test.operator)) {
    const equal = test.operator.startsWith('!') ? !outcome : outcome
    compare(run, test.left, test.right, equal, scope)
    compare(run, test.right, test.left, equal, scope)
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

/** Changes what a name, or a field of `this` or of a named object, is held to be; only for the branch that is being evaluated. */
function replace(run: Run, subject: Expression, scope: Scope, change: (value: Abstract) => Abstract): void {
  if (subject.kind === 'name') {
    const value = peek(run, subject.name, scope)
    if (!value) return
    const changed = change(value)
    if (changed !== value) assignName(run, subject.name, changed, scope, true)
    return
  }
  if (subject.kind !== 'member' || typeof subject.key !== 'string') return
  const owner =
    subject.object.kind === 'this' ? scope.activation.self : subject.object.kind === 'name' ? peek(run, subject.object.name, scope) : undefined
  const [only, ...more] = owner ? optionsOf(owner) : []
  if (only?.kind !== 'pointer' || more.length > 0 || only.thing.many) return
  const value = run.heap.get(only.thing.fields, subject.key)
  if (!value) return
  const changed = change(value)
  if (changed !== value) run.heap.set(only.thing.fields, subject.key, changed, true)
}
