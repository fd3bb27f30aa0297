import type { Expression } from '../summary/index.ts'
import { choose, logical, oneOf, withFallback } from './alternatives.ts'
import { argumentsOf, elementOf, foreignCall, makeList } from './arguments.ts'
import { asPrimitive } from './as-primitive.ts'
import { handedIn, returnedBy } from './generators.ts'
import { joinValues, missingOf, truthOf } from './join.ts'
import { assignName, captureScopes, lookup } from './names.ts'
import { narrow } from './narrow.ts'
import { objectLiteral } from './object-literal.ts'
import { binary, isPrimitive, unary } from './operands.ts'
import type { ForeignCall, Run } from './run.ts'
import type { Scope } from './scope.ts'
import { readSuper } from './super.ts'
import { awaited } from './thenable.ts'
import { caught, isCaught, sideBySide } from './together.ts'
import { type Abstract, concat, foreign, literal, noChoice, notFound, nothing, optionsOf, pointer, textOf, unknownValue } from './values.ts'
import { isLoose, noteWait } from './waiting.ts'
import { withType } from './with-type.ts'

/** Evaluates an expression: what it may be, with all that it does on the way. */
export function evaluate(run: Run, node: Expression, scope: Scope): Abstract {
  const value = evaluateOne(run, node, scope)
  if (!harmless.has(node.kind) && !(node.kind === 'unary' && node.operator !== 'delete' && !/[-+~]/.test(node.operator))) run.heap.mayThrow()
  return value
}

/** What never throws by itself; what it is made of may. Templates, operators and members look at what they are given. */
const harmless: ReadonlySet<Expression['kind']> = new Set([
  ...(['literal', 'regexp', 'name', 'this', 'function', 'object', 'logical', 'conditional', 'assign', 'cast', 'sequence'] as const),
  ...(['template', 'binary', 'member', 'array'] as const),
])

/** Whether reading a member of a value runs no code but our own getters, and never fails. */
const isThere = (value: Abstract): boolean =>
  optionsOf(value).every(
    (option) =>
      option.kind === 'pointer' ||
      option.kind === 'foreign' ||
      option.kind === 'joined' ||
      (option.kind === 'literal' && missingOf(option) === false),
  )

function evaluateOne(run: Run, node: Expression, scope: Scope): Abstract {
  switch (node.kind) {
    case 'literal':
      return literal(node.value)
    case 'regexp':
      return foreign('global', ['RegExp', node.source, node.flags])
    case 'template': {
      const parts: Abstract[] = []
      node.texts.forEach((text, index) => {
        parts.push(literal(text))
        const inner = node.parts[index]
        if (inner) parts.push(asPrimitive(run, run.evaluate(inner, scope), 'text', scope))
      })
      if (!parts.every(isPrimitive)) run.heap.mayThrow()
      return concat(parts)
    }
    case 'tagged': {
      // The tag stands first, and what it does comes before what is handed to it.
      const method = node.tag.kind === 'member' && typeof node.tag.key === 'string' ? { of: node.tag.object, name: node.tag.key } : undefined
      const owner = run.evaluate(method ? method.of : node.tag, scope)
      const parts = node.parts.map((part) => run.evaluate(part, scope))
      const texts = makeList(run, node.texts.map(literal), `${scope.file}:${node.at}`)
      const given = { arguments: { items: [texts, ...parts] }, at: run.place(scope, node.at), scope }
      return method ? run.method(owner, method.name, given) : run.call(owner, nothing, given)
    }
    case 'name':
      return lookup(run, node.name, scope)
    case 'this':
      return scope.activation.self
    case 'super':
      return scope.activation.self
    case 'member': {
      if (node.object.kind === 'super') return readSuper(run, run.key(node.key, scope), scope, node.at)
      const object = run.evaluate(node.object, scope)
      const key = run.key(node.key, scope)
      if (!isThere(object)) run.heap.mayThrow()
      return orMissing(node.optional, object, run.read(object, key, scope, node.at))
    }
    case 'call':
      return call(run, node, scope)
    case 'new':
      return run.construct(run.evaluate(node.callee, scope), foreignCall(run, node, scope))
    case 'function':
      return functionMade(run, node, scope)
    case 'class':
      return run.defineClass(node.code, scope)
    case 'object':
      return objectLiteral(run, node.members, scope, `${scope.file}:${node.at}`)
    case 'array': {
      const { items, rest } = argumentsOf(run, node.items, scope)
      if (node.items.some(({ spread }) => spread)) run.heap.mayThrow()
      return makeList(run, items, `${scope.file}:${node.at}`, rest)
    }
    case 'binary':
      return binary(run, node.operator, run.evaluate(node.left, scope), run.evaluate(node.right, scope), scope)
    case 'unary':
      if (node.operator === 'delete') {
        if (node.value.kind === 'member') run.remove(run.evaluate(node.value.object, scope), run.key(node.value.key, scope))
        return literal(true)
      }
      return unary(run, node.operator, run.evaluate(node.value, scope), scope)
    case 'logical':
      return logical(run, node, scope)
    case 'conditional': {
      const test = run.evaluate(node.test, scope)
      const truth = truthOf(test)
      if (truth !== undefined) return run.evaluate(truth ? node.yes : node.no, scope)
      const [yes, no] = [node.yes, node.no]
      // `X ? X : fallback` is `X || fallback`.
      if (test.kind === 'environment' && sameExpression(node.test, yes))
        return withFallback(test, choose(run, scope, [() => run.evaluate(no, scope), () => noChoice]), '||')
      return choose(run, scope, [
        () => {
          narrow(run, node.test, true, scope)
          return run.evaluate(node.yes, scope)
        },
        () => {
          narrow(run, node.test, false, scope)
          return run.evaluate(node.no, scope)
        },
      ])
    }
    case 'assign':
      return assign(run, node, scope)
    case 'update':
      if (node.target.kind === 'member') asPrimitive(run, run.evaluate(node.target, scope), 'number', scope)
      run.bind(node.target, unknownValue('counts up or down'), scope, 'assign')
      return unknownValue('counts up or down')
    case 'cast':
      return withType(run, run.evaluate(node.value, scope), node.type, scope.file)
    case 'await':
      noteWait(node.value, 'awaited')
      return awaited(run, run.evaluate(node.value, scope), scope)
    case 'yield': {
      const value = node.value ? run.evaluate(node.value, scope) : nothing
      scope.activation.yields.push(node.many ? elementOf(run, value, scope) : value)
      return node.many ? returnedBy(run, value, scope) : handedIn(run)
    }
    case 'import': {
      const specifier = run.evaluate(node.specifier, scope)
      return run.importValue(specifier, scope, node.at)
    }
    case 'sequence':
      return node.items.reduce<Abstract>((_, item) => run.evaluate(item, scope), nothing)
    case 'parts':
      for (const part of node.parts) run.escape([run.evaluate(part, scope)], 'JSX', { arguments: { items: [] }, at: run.place(scope, 4096), scope })
      return unknownValue('is made by syntax that is not followed')
  }
}

function functionMade(run: Run, { code, itself }: Extract<Expression, { kind: 'function' }>, scope: Scope): Abstract {
  const inner =
    itself === undefined ? scope : { names: run.heap.scope(scope.names, code), parent: scope, activation: scope.activation, file: scope.file }
  captureScopes(inner)
  const { self, home } = scope.activation
  const closure = { code, scope: inner, ...(code.arrow ? { self, ...(home ? { home } : {}) } : {}) }
  const made = pointer(run.heap.thing('function', `${scope.file}:${code.at}`, { closure }))
  if (itself !== undefined) run.heap.fill(inner.names, itself, made)
  return made
}

/** Whether two expressions read the same name or member. */
function sameExpression(a: Expression, b: Expression): boolean {
  if (a.kind === 'name' && b.kind === 'name') return a.name === b.name
  return a.kind === 'member' && b.kind === 'member' && typeof a.key === 'string' && a.key === b.key && sameExpression(a.object, b.object)
}

function call(run: Run, node: Extract<Expression, { kind: 'call' }>, scope: Scope): Abstract {
  const { rough } = run.heap
  const result = rough ? rough.at(node, () => callIt(run, node, scope)) : callIt(run, node, scope)
  return node.type ? withType(run, result, node.type, scope.file) : result
}

function callIt(run: Run, node: Extract<Expression, { kind: 'call' }>, scope: Scope): Abstract {
  const callee = node.callee.kind === 'cast' ? node.callee.value : node.callee
  if (callee.kind === 'super') return run.callSuper(foreignCall(run, node, scope))
  const loose = isLoose(node, scope.activation.loose === true) ? { loose: true as const } : {}
  if (callee.kind !== 'member') {
    const target = run.evaluate(callee, scope)
    return whereThere(run, node, target, scope, () => {
      const given = { ...foreignCall(run, node, scope), ...loose }
      return withNotes(scope, given, () => run.call(target, nothing, given))
    })
  }
  const isSuper = callee.object.kind === 'super'
  const receiver = isCaught(node) ? caught(run, scope, () => run.evaluate(callee.object, scope)) : run.evaluate(callee.object, scope)
  return whereThere(run, node, receiver, scope, () => {
    const key = run.key(callee.key, scope)
    const given = { ...sideBySide(run, node, { at: run.place(scope, node.at), scope }, () => foreignCall(run, node, scope)), ...loose }
    const result = withNotes(scope, given, () =>
      oneOf(run, scope, optionsOf(key), (one) => {
        const name = textOf(one)
        if (isSuper) return run.superMethod(one, given)
        // An element of a list is no method of it.
        if (name !== undefined && !/^\d+$/.test(name)) return run.method(receiver, name, given)
        return run.call(run.read(receiver, one, scope, node.at), receiver, given)
      }),
    )
    // `a.b?.()` where there is no `b` at all.
    return optionsOf(result).length === 0 && node.optional ? nothing : result
  })
}

/** Makes a call; what a person wrote beside it is the caller's need where no request of the call takes it up. */
function withNotes(scope: Scope, given: ForeignCall, work: () => Abstract): Abstract {
  const { node } = scope.activation
  const before = node.noted
  const result = work()
  if (given.notes && node.noted === before) for (const note of given.notes) node.notes.add(note)
  return result
}

/** The promise of nothing is something. */
const isOfPromise = (callee: Expression): boolean =>
  callee.kind === 'member' && (callee.key === 'then' || callee.key === 'catch' || callee.key === 'finally')

/** `a?.b()`: where there is no `a`, nothing of the call happens, its arguments included. */
function whereThere(run: Run, node: Extract<Expression, { kind: 'call' }>, before: Abstract, scope: Scope, work: () => Abstract): Abstract {
  const missing = node.optional && !isOfPromise(node.callee) ? missingOf(before) : false
  if (missing === true) return nothing
  if (missing === false) return work()
  const value = choose(run, scope, [work, () => noChoice])
  return optionsOf(before).some((option) => missingOf(option) === true) ? joinValues([value, nothing]) : value
}

/** `a?.b` is undefined where `a` is missing. */
function orMissing(optional: true | undefined, before: Abstract, value: Abstract): Abstract {
  const missing = optional ? optionsOf(before).filter((option) => option.kind !== 'environment' && missingOf(option) === true) : []
  if (missing.length === 0) return value
  // What a search did not find is not found either.
  return joinValues([value, missing.every((option) => option.kind === 'literal' && option.lookup) ? notFound : nothing])
}

function assign(run: Run, node: Extract<Expression, { kind: 'assign' }>, scope: Scope): Abstract {
  const { target, operator } = node
  if (operator === '=') {
    const value = run.evaluate(node.value, scope)
    run.bind(target, value, scope, 'assign')
    return value
  }
  const current: Expression =
    target.kind === 'name'
      ? { kind: 'name', name: target.name }
      : target.kind === 'member'
        ? { kind: 'member', object: target.object, key: target.key, at: target.at }
        : { kind: 'literal', value: null }
  if (operator === 'other') {
    for (const operand of [current, node.value]) asPrimitive(run, run.evaluate(operand, scope), 'number', scope)
    run.heap.mayThrow()
    const value = unknownValue('is computed')
    run.bind(target, value, scope, 'assign')
    return value
  }
  if (operator === '+=') {
    const value = binary(run, '+', run.evaluate(current, scope), run.evaluate(node.value, scope), scope)
    run.bind(target, value, scope, 'assign')
    return value
  }
  const value = run.evaluate({ kind: 'logical', operator: operator.slice(0, -1) as '??' | '||' | '&&', left: current, right: node.value }, scope)
  if (target.kind === 'name') assignName(run, target.name, value, scope)
  else run.bind(target, value, scope, 'assign')
  return value
}
