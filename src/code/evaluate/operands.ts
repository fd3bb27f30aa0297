import { oneOf } from './alternatives.ts'
import { asPrimitive } from './as-primitive.ts'
import { missingOf } from './join.ts'
import { findField } from './members.ts'
import { evaluateBinary, evaluateUnary } from './operators.ts'
import type { Run } from './run.ts'
import type { Scope } from './scope.ts'
import { type Abstract, optionsOf, symbolPrefix, unknownValue } from './values.ts'

/** Whether a value can be made a text without running code. */
export const isPrimitive = (value: Abstract): boolean =>
  optionsOf(value).every(({ kind }) => kind === 'literal' || kind === 'joined' || kind === 'environment' || kind === 'made')

/** What an operator gives; where it is handed an object or something that is not known, it may fail. */
export function binary(run: Run, operator: string, left: Abstract, right: Abstract, scope: Scope): Abstract {
  if (operator === 'instanceof') return askWhetherInstance(run, left, right, scope) ?? binaryOf(run, operator, left, right)
  const wanted = operator === 'in' ? 'text' : 'number'
  const one = converts(operator, left, right) ? asPrimitive(run, left, wanted, scope) : left
  const other = operator !== 'in' && converts(operator, right, left) ? asPrimitive(run, right, wanted, scope) : right
  return binaryOf(run, operator, one, other)
}

/** `value instanceof Kind`, where what stands on the right answers for itself. */
function askWhetherInstance(run: Run, value: Abstract, right: Abstract, scope: Scope): Abstract | undefined {
  const asked = optionsOf(right).flatMap((option) => {
    const method = option.kind === 'pointer' && findField(run, option, option.thing, `${symbolPrefix}hasInstance`, scope, 4096)
    return method ? [{ option, method }] : []
  })
  if (asked.length === 0) return undefined
  const call = { arguments: { items: [value] }, at: run.place(scope, 4096), scope }
  oneOf(run, scope, asked, ({ option, method }) => run.call(method, option, call))
  return unknownValue('is the outcome of a comparison')
}

/** Whether an operator makes a text or a number of an object: two objects are compared as they are, and so is one with nothing. */
function converts(operator: string, value: Abstract, other: Abstract): boolean {
  if (operator.endsWith('===') || operator === '!==') return false
  const isObject = optionsOf(value).some(({ kind }) => kind === 'pointer')
  return isObject && (!/^[!=]=$/.test(operator) || optionsOf(other).some((option) => option.kind !== 'pointer' && missingOf(option) !== true))
}

function binaryOf(run: Run, operator: string, left: Abstract, right: Abstract): Abstract {
  if (!operator.endsWith('===') && operator !== '!==' && !(isPrimitive(left) && isPrimitive(right))) run.heap.mayThrow()
  return evaluateBinary(run, operator, left, right)
}

/** What an operator with one operand gives. */
export function unary(run: Run, operator: string, value: Abstract, scope: Scope): Abstract {
  return evaluateUnary(operator, /[-+~]/.test(operator) ? asPrimitive(run, value, 'number', scope) : value)
}
