import type { Expression } from '../summary/index.ts'
import { alternatives } from './branches.ts'
import { joinValues, missingOf, truthOf } from './join.ts'
import { narrow } from './narrow.ts'
import type { Run } from './run.ts'
import type { Scope } from './scope.ts'
import { type Abstract, type Environment, keyOf, type Made, mostInside, nothing, optionsOf, sizeOf, unknownValue } from './values.ts'

/** Evaluates alternatives from the same state and joins both values and state. */
export function choose(run: Run, scope: Scope, ways: readonly (() => Abstract)[]): Abstract {
  const values: Abstract[] = []
  alternatives(
    run,
    scope,
    ways.map((way) => () => {
      values.push(way())
      return 'next' as const
    }),
  )
  return joinValues(values)
}

/** Does something with one of several values, whichever it is: what is changed for one stays as it was where it is another. */
export function oneOf<T>(run: Run, scope: Scope, options: readonly T[], one: (option: T) => Abstract): Abstract {
  const [only] = options
  if (options.length === 1 && only !== undefined) return one(only)
  return choose(
    run,
    scope,
    options.map((option) => () => one(option)),
  )
}

/** `&&`, `||` and `??`: the right side is evaluated only where the left one leaves it open. */
export function logical(run: Run, node: Extract<Expression, { kind: 'logical' }>, scope: Scope): Abstract {
  const left = run.evaluate(node.left, scope)
  // What stands in for a variable that is not set is kept beside it, so nothing has to be decided unless more happens on the way.
  const kept = node.operator !== '&&' && left.kind === 'environment' && isPlain(node.right)
  const stays = kept ? undefined : node.operator === '??' ? invert(missingOf(left)) : node.operator === '||' ? truthOf(left) : invert(truthOf(left))
  if (stays === true) return left
  if (stays === false) return run.evaluate(node.right, scope)
  let right: Abstract = nothing
  choose(run, scope, [
    () => {
      if (node.operator !== '??') narrow(run, node.left, node.operator === '&&', scope)
      right = run.evaluate(node.right, scope)
      return right
    },
    () => nothing,
  ])
  // Of what stands before `&&`, only what counts as false comes out.
  if (node.operator === '&&') return joinValues([...optionsOf(left).flatMap(falseOf), right])
  return withFallback(left, right, node.operator)
}

/** Whether evaluating an expression does nothing beside giving a value. */
function isPlain(node: Expression): boolean {
  switch (node.kind) {
    case 'literal':
    case 'name':
      return true
    case 'template':
      return node.parts.every(isPlain)
    case 'member':
      return typeof node.key === 'string' && isPlain(node.object)
    case 'logical':
    case 'binary':
      return isPlain(node.left) && isPlain(node.right)
    default:
      return false
  }
}

/** What an option is where it counts as false. */
function falseOf(option: Abstract): readonly Abstract[] {
  const truth = truthOf(option)
  if (truth === undefined) return [option.kind === 'unknown' ? { ...option, falsy: true } : unknownValue('counts as false', { falsy: true })]
  return truth ? [] : [option]
}

/** `left ?? right`, `left || right` where it is open whether left is there. */
export function withFallback(left: Abstract, right: Abstract, operator: '??' | '||'): Abstract {
  const stays = operator === '??' ? (option: Abstract) => invert(missingOf(option)) : truthOf
  return joinValues(
    optionsOf(left).flatMap((option): Abstract[] => {
      if (option.kind === 'environment' || option.kind === 'made') return [standIn(option, right, operator)]
      const state = stays(option)
      if (state === true) return [option]
      if (state === false) return [right]
      return [option, right]
    }),
  )
}

/** A variable with what takes its place where it is not set. */
function standIn(option: Environment | Made, right: Abstract, operator: '??' | '||'): Abstract {
  const other = without(right, bareKey(option))
  if (optionsOf(other).length === 0) return option
  const fallback = option.fallback ? withFallback(option.fallback, other, operator) : other
  // INVARIANT: what stands in for itself, again and again, does not grow.
  return { ...option, fallback: sizeOf(fallback) > mostInside ? unknownValue('can be too many different texts') : fallback }
}

/** A value without a variable: where that is not set either, what takes its place. */
function without(value: Abstract, key: string): Abstract {
  const options = optionsOf(value)
  if (!options.some((option) => (option.kind === 'environment' || option.kind === 'made') && (option.fallback || bareKey(option) === key)))
    return value
  return joinValues(
    options.flatMap((option): readonly Abstract[] => {
      if (option.kind !== 'environment' && option.kind !== 'made') return [option]
      const fallback = option.fallback && without(option.fallback, key)
      if (bareKey(option) === key) return fallback ? [fallback] : []
      return [fallback && optionsOf(fallback).length > 0 ? { ...option, fallback } : option]
    }),
  )
}

const bareKey = (option: Environment | Made): string =>
  option.kind === 'environment'
    ? keyOf({ kind: 'environment', name: option.name, known: option.known })
    : keyOf({ kind: 'made', of: option.of, steps: option.steps })

const invert = (state: boolean | undefined): boolean | undefined => (state === undefined ? undefined : !state)
