import type { Statement } from '../summary/index.ts'
import { alternatives, apply } from './branches.ts'
import { anyItem, joinValues, truthOf } from './join.ts'
import { captureScopes } from './names.ts'
import { narrow, narrowEqual } from './narrow.ts'
import type { Run } from './run.ts'
import type { Completion, Scope } from './scope.ts'
import { type Abstract, type Items, literal, noChoice, nothing, optionsOf, pointer, textOf, type Thing, unknownValue } from './values.ts'

/** How many times a loop body is evaluated before what still changes is given up as not known. */
const mostPasses = 3
/** Lists up to this length are looped over element by element. */
const mostUnrolled = 12

/** Runs statements in a scope of their own where they declare names. */
export function execute(run: Run, body: readonly Statement[], outer: Scope): Completion {
  const scope = body.some(declares) ? innerScope(run, outer) : outer
  return executeHere(run, body, scope)
}

const declares = (statement: Statement): boolean =>
  (statement.kind === 'let' && !statement.outer) || statement.kind === 'function' || statement.kind === 'class'

/** A scope inside another one. */
export function innerScope(run: Run, outer: Scope): Scope {
  return { names: run.heap.scope(), parent: outer, activation: outer.activation, file: outer.file }
}

/** Makes the functions that statements declare, where that has not been done. */
export function hoist(run: Run, body: readonly Statement[], scope: Scope): void {
  for (const statement of body) {
    if (statement.kind !== 'function') continue
    const before = scope.names.map.get(statement.name)
    if (before?.kind === 'pointer' && before.thing.closure?.code === statement.code && before.thing.closure.scope === scope) continue
    captureScopes(scope)
    const made = run.heap.thing('function', `${scope.file}:${statement.code.at}`, { closure: { code: statement.code, scope } })
    run.heap.set(scope.names, statement.name, pointer(made))
  }
}

/** Runs statements in the given scope itself; functions are there before anything else. */
export function executeHere(run: Run, body: readonly Statement[], scope: Scope): Completion {
  hoist(run, body, scope)
  for (let index = 0; index < body.length; index++) {
    const statement = body[index] as Statement
    // What follows an `if` that may have left the function is only reached where it has not; its state says so already.
    const end = step(run, statement, scope)
    if (end !== 'next') return end
  }
  return 'next'
}

function step(run: Run, node: Statement, scope: Scope): Completion {
  switch (node.kind) {
    case 'expression':
      run.evaluate(node.value, scope)
      return 'next'
    case 'let':
      if (node.value || !node.outer) run.bind(node.target, node.value ? run.evaluate(node.value, scope) : nothing, scope, node.outer ? 'hoist' : 'declare')
      return 'next'
    case 'function':
      return 'next'
    case 'class':
      run.heap.set(scope.names, node.name, run.defineClass(node.code, scope))
      return 'next'
    case 'return':
      scope.activation.returns.push(node.value ? run.evaluate(node.value, scope) : nothing)
      return 'return'
    case 'throw':
      run.evaluate(node.value, scope)
      return scope.activation.open > 0 ? 'jump' : 'return'
    case 'block':
      return run.execute(node.body, scope)
    case 'jump':
      return 'jump'
    case 'if':
      return branch(run, node, scope)
    case 'switch':
      return select(run, node, scope)
    case 'try':
      return attempt(run, node, scope)
    case 'loop':
      return loop(run, node, scope)
    case 'each':
      return each(run, node, scope)
  }
}

function branch(run: Run, node: Extract<Statement, { kind: 'if' }>, scope: Scope): Completion {
  const truth = truthOf(run.evaluate(node.test, scope))
  if (truth !== undefined) return run.execute(truth ? node.yes : node.no, scope)
  return alternatives(run, scope, [
    () => {
      narrow(run, node.test, true, scope)
      return run.execute(node.yes, scope)
    },
    () => {
      narrow(run, node.test, false, scope)
      return run.execute(node.no, scope)
    },
  ])
}

/** Each case is a way of its own and runs on into the next ones as far as they fall through. */
function select(run: Run, node: Extract<Statement, { kind: 'switch' }>, scope: Scope): Completion {
  const subject = run.evaluate(node.value, scope)
  const tests = node.cases.map(({ test }) => test && run.evaluate(test, scope))
  const known = optionsOf(subject).map(textOf)
  const certain = known.every((text) => text !== undefined)
  const possible = (test: Abstract | null): boolean => {
    if (!test || !certain) return true
    const text = textOf(test)
    return text === undefined || known.includes(text)
  }
  const fixed = tests.map((test) => (test ? textOf(test) : undefined))
  // The default is taken only where no case fits.
  const coversAll = certain && known.every((text) => fixed.includes(text))
  const ways: (() => Completion)[] = []
  node.cases.forEach(({ test }, index) => {
    const value = tests[index] ?? null
    if (!test ? coversAll : !possible(value)) return
    ways.push(() => {
      if (value) {
        // `case 'a': case 'b': body` takes the body for either.
        const group = [value]
        narrowEqual(run, node.value, group, true, scope)
      }
      const inner = innerScope(run, scope)
      for (const { body } of node.cases.slice(index)) {
        const end = executeHere(run, body, inner)
        if (end !== 'next') return end === 'return' ? 'return' : 'next'
      }
      return 'next'
    })
  })
  if (!node.cases.some(({ test }) => !test) && !coversAll) ways.push(() => 'next')
  return alternatives(run, scope, ways)
}

function attempt(run: Run, node: Extract<Statement, { kind: 'try' }>, scope: Scope): Completion {
  const { activation } = scope
  activation.open += 1
  let end: Completion
  if (!node.handler) {
    end = run.execute(node.body, scope)
    activation.open -= 1
  } else {
    const { handler } = node
    const { result, changes } = run.heap.apart(() => run.execute(node.body, scope))
    activation.open -= 1
    end = alternatives(run, scope, [
      () => {
        apply(run, changes, false)
        return result
      },
      () => {
        // The body may have stopped anywhere before the handler runs.
        apply(run, changes, true)
        const inner = innerScope(run, scope)
        if (node.caught) run.bind(node.caught, unknownValue('is an error that was caught'), inner, 'declare')
        return executeHere(run, handler, inner)
      },
    ])
  }
  if (node.last.length > 0) {
    const last = run.execute(node.last, scope)
    if (last !== 'next') return last
  }
  return end
}

function loop(run: Run, node: Extract<Statement, { kind: 'loop' }>, outer: Scope): Completion {
  const scope = innerScope(run, outer)
  executeHere(run, node.first, scope)
  let end: Completion = 'next'
  repeat(run, (pass) => {
    const truth = node.test && !(node.once && pass === 0) ? truthOf(run.evaluate(node.test, scope)) : undefined
    if (truth === false && pass === 0) return false
    if (node.test && truth === undefined) narrow(run, node.test, true, scope)
    const result = run.execute(node.body, scope)
    if (result === 'return' && node.once && pass === 0) end = 'return'
    if (node.next) run.evaluate(node.next, scope)
    return true
  })
  return end
}

/** Runs a body as often as it takes until the state no longer changes; what still changes then is given up as not known. */
function repeat(run: Run, pass: (index: number) => boolean): void {
  for (let index = 0; index < mostPasses; index++) {
    let went = true
    const { changes } = run.heap.apart(() => {
      went = pass(index)
      return 'next'
    })
    if (!went) return
    let changed = false
    for (const [store, written] of changes) {
      for (const [key, value] of written) {
        const current = store.map.get(key)
        const before = current ?? (key.startsWith('\0') ? undefined : nothing)
        const joined = joinValues([...(before ? [before] : []), ...(value ? [value] : [])])
        const version = store.version
        run.heap.set(store, key, index === mostPasses - 1 ? widen(current, joined) : joined, true)
        changed ||= store.version !== version
      }
    }
    if (!changed) return
  }
}

/** What still differs after the last pass: texts are given up, things stay. */
function widen(before: Abstract | undefined, after: Abstract): Abstract {
  const known = new Set(before ? optionsOf(before) : [])
  const stays = optionsOf(after).filter((option) => known.has(option) || option.kind === 'pointer' || option.kind === 'method' || option.kind === 'items' || option.kind === 'foreign')
  return stays.length === optionsOf(after).length ? after : joinValues([...stays, unknownValue('changes while a loop runs')])
}

function each(run: Run, node: Extract<Statement, { kind: 'each' }>, scope: Scope): Completion {
  const over = run.evaluate(node.of, scope)
  const how = node.fresh ? 'declare' : 'assign'
  const body = (value: Abstract): Completion => {
    const inner = innerScope(run, scope)
    run.bind(node.target, value, inner, how)
    return run.execute(node.body, inner)
  }
  const options = optionsOf(over)
  const [only] = options
  const items = node.keys ? keysOf(run, over) : options.length === 1 && only ? run.elements(only, scope) : undefined
  if (items && !items.rest && items.items.length <= mostUnrolled) {
    for (const item of items.items) if (body(item) === 'return') return 'return'
    return 'next'
  }
  const element = items ? anyItem(items) : joinValues(options.map((option) => anyItem(run.elements(option, scope))))
  if (element === noChoice || (element.kind === 'choice' && element.options.length === 0)) return 'next'
  repeat(run, () => {
    body(element)
    return true
  })
  return 'next'
}

function keysOf(run: Run, over: Abstract): Items | undefined {
  const options = optionsOf(over)
  const [only] = options
  if (options.length !== 1 || only?.kind !== 'pointer' || !isPlain(only.thing)) return undefined
  run.heap.touch(only.thing.fields)
  const names = [...only.thing.fields.map.keys()]
  if (names.some((name) => name.startsWith('\0'))) return undefined
  return { kind: 'items', items: names.map(literal) }
}

const isPlain = (thing: Thing): boolean => (thing.kind === 'record' || thing.kind === 'instance') && !thing.client && !thing.command
