import { isOpen, mayBeAbsent, missingOf, truthOf } from './join.ts'
import { fixedText, movePlace } from './made.ts'
import type { Run } from './run.ts'
import { type Abstract, concat, getterPrefix, jsonName, keyOf, literal, optionsOf, setterPrefix, type Thing, textOf, unknownValue } from './values.ts'

/** Evaluates a binary operator as far as its operands are known. */
export function evaluateBinary(run: Run, operator: string, left: Abstract, right: Abstract): Abstract {
  if (operator === '+') {
    const numbers = [left, right].every((side) => side.kind === 'literal' && typeof side.value === 'number')
    if (numbers && left.kind === 'literal' && right.kind === 'literal') return literal(Number(left.value) + Number(right.value))
    const moved = movePlace(left, right) ?? movePlace(right, left)
    if (moved) return moved
    if (isText(left) || isText(right)) return concat([left, right])
    // What is put together of something is no longer what it came from.
    const [from] = [left, right].filter((side) => side.kind === 'unknown')
    return from?.kind === 'unknown' ? unknownValue(from.why, from.at ? { at: from.at } : {}) : unknownValue('is computed')
  }
  if (operator === '===' || operator === '==' || operator === '!==' || operator === '!=') {
    const same = sameness(left, right, operator.length === 2)
    return same === undefined ? unknownValue('is the outcome of a comparison') : literal(operator.startsWith('!') ? !same : same)
  }
  if (operator === '-' && right.kind === 'literal' && typeof right.value === 'number') {
    const moved = movePlace(left, literal(-right.value))
    if (moved) return moved
  }
  if (left.kind === 'literal' && right.kind === 'literal' && typeof left.value === 'number' && typeof right.value === 'number')
    return arithmetic(operator, left.value, right.value)
  if (operator === 'instanceof') {
    const answers = new Set(optionsOf(left).flatMap((one) => optionsOf(right).map((of) => isInstance(one, of))))
    const [only] = answers
    return answers.size === 1 && only !== undefined ? literal(only) : unknownValue('is the outcome of a comparison')
  }
  if (operator === 'in') {
    const answers = new Set(optionsOf(left).flatMap((name) => optionsOf(right).map((owner) => isIn(run, name, owner))))
    const [only] = answers
    return answers.size === 1 && only !== undefined ? literal(only) : unknownValue('is the outcome of a comparison')
  }
  return unknownValue('is computed')
}

/** Whether an object has a member of a name; undefined where that is not known. */
export function isIn(run: Run, name: Abstract, owner: Abstract): boolean | undefined {
  const key = textOf(name)
  if (key === undefined || key in Object.prototype || owner.kind !== 'pointer' || owner.thing.kind !== 'record' || owner.thing.many) return undefined
  const { fields } = owner.thing
  const field = run.heap.get(fields, key)
  if (field) return mayBeAbsent(field) ? undefined : true
  if (fields.map.has(getterPrefix + key) || fields.map.has(setterPrefix + key)) return true
  const open = [...fields.map.keys()].some((one) => one.startsWith('\0') && !/^\0(?:order|get:|set:)/.test(one))
  return open ? undefined : false
}

/** Whether a value was made by a class of the analysed code, or by one that extends it; undefined where that is not known. */
function isInstance(value: Abstract, of: Abstract): boolean | undefined {
  if (isPrimitive(value)) return false
  if (value.kind !== 'pointer' || value.thing.kind !== 'instance' || value.thing.many || of.kind !== 'pointer') return undefined
  let level: Abstract | undefined = value.thing.made
  for (let steps = 0; steps < 32; steps++) {
    if (level?.kind !== 'pointer') return undefined
    if (level.thing === of.thing) return true
    const { body }: Thing = level.thing
    // A class without a base ends the chain; what a function is linked to by hand is not followed.
    if (!body) return undefined
    if (!body.base) return false
    level = body.base
  }
  return undefined
}

/** Whether a value is surely no object: a text, a number, or nothing. */
export const isPrimitive = (value: Abstract): boolean =>
  value.kind === 'literal' ||
  value.kind === 'joined' ||
  value.kind === 'environment' ||
  value.kind === 'made' ||
  (value.kind === 'method' && value.name === jsonName)

function isText(value: Abstract): boolean {
  return optionsOf(value).some(
    (option) =>
      (option.kind === 'literal' && typeof option.value === 'string') ||
      option.kind === 'joined' ||
      option.kind === 'environment' ||
      option.kind === 'made',
  )
}

/** Whether two values are the same; undefined where that is not known. */
export function sameness(left: Abstract, right: Abstract, loose: boolean): boolean | undefined {
  const pairs = optionsOf(left).flatMap((a) => optionsOf(right).map((b) => sameOne(a, b, loose)))
  const answers = new Set(pairs)
  return answers.size === 1 ? [...answers][0] : undefined
}

function sameOne(left: Abstract, right: Abstract, loose: boolean): boolean | undefined {
  const [a, b] = [decided(left, right), decided(right, left)]
  if (a.kind === 'literal' && b.kind === 'literal') {
    if (a.value === b.value) return true
    if (!loose) return false
    const missing = (value: Abstract & { kind: 'literal' }): boolean => value.value === null || value.value === undefined
    if (missing(a) || missing(b)) return missing(a) && missing(b)
    // What differs in type is compared as numbers.
    return typeof a.value === typeof b.value ? false : Number(a.value) === Number(b.value)
  }
  if (a.kind === 'pointer' && b.kind === 'pointer') return a.thing === b.thing && !a.thing.many ? true : a.thing === b.thing ? undefined : false
  // A class of the analysed code is none of the language.
  if (
    [a, b].some((one) => one.kind === 'pointer' && one.thing.kind === 'class') &&
    [a, b].some((one) => one.kind === 'foreign' && one.package === 'global')
  )
    return false
  const open = (value: Abstract): boolean =>
    value.kind === 'unknown' ||
    value.kind === 'environment' ||
    value.kind === 'joined' ||
    value.kind === 'made' ||
    value.kind === 'method' ||
    value.kind === 'foreign' ||
    isOpen(value)
  if (open(a) || open(b)) {
    if (a.kind === 'foreign' && b.kind === 'foreign' && keyOf(a) === keyOf(b)) return true
    // An object is never a primitive, whatever the primitive turns out to be; anything else stays open.
    return undefined
  }
  return false
}

/** A text that the service file fixes is that text; whether it is missing is another question. */
function decided(value: Abstract, other: Abstract): Abstract {
  if (other.kind === 'literal' && (other.value === undefined || other.value === null)) return missingOf(value) === false ? literal('') : value
  if (other.kind === 'literal' && other.value === '' && value.kind === 'environment' && truthOf(value) === true) return literal('set')
  const text = value.kind === 'literal' ? undefined : fixedText(value)
  return text === undefined ? value : literal(text)
}

function arithmetic(operator: string, left: number, right: number): Abstract {
  switch (operator) {
    case '-':
      return literal(left - right)
    case '*':
      return literal(left * right)
    case '/':
      return literal(left / right)
    case '%':
      return literal(left % right)
    case '<':
      return literal(left < right)
    case '>':
      return literal(left > right)
    case '<=':
      return literal(left <= right)
    case '>=':
      return literal(left >= right)
    default:
      return unknownValue('is computed')
  }
}

/** Evaluates a unary operator as far as its operand is known. */
export function evaluateUnary(operator: string, value: Abstract): Abstract {
  if (operator === '!') {
    const truth = truthOf(value)
    return truth === undefined ? unknownValue('is the outcome of a comparison') : literal(!truth)
  }
  if (operator === 'void') return literal(undefined)
  if (operator === 'typeof') return typeofValue(value)
  if (value.kind === 'literal' && typeof value.value === 'number') {
    if (operator === '-') return literal(-value.value)
    if (operator === '+') return value
  }
  return unknownValue('is computed')
}

function typeofValue(value: Abstract): Abstract {
  if (value.kind === 'literal') return literal(value.value === null ? 'object' : typeof value.value)
  if (isOpen(value)) return unknownValue('is the type of something that is not known')
  if (value.kind === 'joined' || (value.kind === 'environment' && missingOf(value) === false)) return literal('string')
  if (value.kind === 'method') return literal(value.name === jsonName ? 'string' : 'function')
  if (value.kind === 'pointer') return literal(value.thing.kind === 'function' || value.thing.kind === 'class' ? 'function' : 'object')
  return unknownValue('is the type of something that is not known')
}
