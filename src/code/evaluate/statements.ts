import type { Statement } from '../summary/index.ts'
import { alternatives, apply, applyThrown } from './branches.ts'
import { truthOf } from './join.ts'
import { afterwards, land, leap, leave } from './jumps.ts'
import { each, loop } from './loops.ts'
import { captureScopes, storeFor } from './names.ts'
import { narrow, narrowEqual } from './narrow.ts'
import { sameness } from './operators.ts'
import type { Run } from './run.ts'
import type { Completion, Scope } from './scope.ts'
import { caughtError, raise } from './thrown.ts'
import { type Abstract, nothing, optionsOf, pointer } from './values.ts'
import { noteWait } from './waiting.ts'

/** Runs statements in a scope of their own where they declare names. */
export function execute(run: Run, body: readonly Statement[], outer: Scope): Completion {
  const scope = body.some(declares) ? innerScope(run, outer, body) : outer
  return executeHere(run, body, scope)
}

const declares = (statement: Statement): boolean =>
  (statement.kind === 'let' && !statement.outer) || statement.kind === 'function' || statement.kind === 'class'

/** A scope inside another one. */
export function innerScope(run: Run, outer: Scope, of: unknown): Scope {
  return { names: run.heap.scope(outer.names, of), parent: outer, activation: outer.activation, file: outer.file }
}

/** Makes the functions that statements declare, where that has not been done. */
export function hoist(run: Run, body: readonly Statement[], scope: Scope): void {
  for (const statement of body) {
    if (statement.kind !== 'function') continue
    const before = storeFor(scope, statement.name).map.get(statement.name)
    if (before?.kind === 'pointer' && before.thing.closure?.code === statement.code && before.thing.closure.scope === scope) continue
    captureScopes(scope)
    const made = run.heap.thing('function', `${scope.file}:${statement.code.at}`, { closure: { code: statement.code, scope } })
    run.heap.fill(storeFor(scope, statement.name), statement.name, pointer(made))
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
      if (node.value || !node.outer)
        run.bind(node.target, node.value ? run.evaluate(node.value, scope) : nothing, scope, node.outer ? 'hoist' : 'declare')
      return 'next'
    case 'function':
      return 'next'
    case 'class':
      run.heap.fill(storeFor(scope, node.name), node.name, run.defineClass(node.code, scope))
      return 'next'
    case 'return':
      if (node.value) noteWait(node.value, 'returned')
      scope.activation.returns.push(node.value ? run.evaluate(node.value, scope) : nothing)
      leap(run, { to: 'return' }, scope)
      return 'left'
    case 'throw':
      // Whoever catches it finds every state in which the `try` may have been stopped.
      raise(run, run.evaluate(node.value, scope), { at: run.place(scope, 4096), scope })
      run.heap.mayThrow()
      return 'left'
    case 'labelled':
      return leave(run, scope, 'block', node.label, () => run.execute(node.body, scope))
    case 'block':
      return run.execute(node.body, scope)
    case 'jump':
      leap(run, node, scope)
      return 'left'
    case 'if':
      return branch(run, node, scope)
    case 'switch':
      return select(run, node, scope)
    case 'try':
      return attempt(run, node, scope)
    case 'loop':
      return enterLoop(run, node, scope)
    case 'each':
      return each(run, node, scope, (outer) => innerScope(run, outer, node))
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
  const options = optionsOf(subject)
  const answers = (test: Abstract): readonly (boolean | undefined)[] => options.map((option) => sameness(option, test, false))
  const possible = (test: Abstract): boolean => answers(test).some((answer) => answer !== false)
  // The default is taken only where no case fits.
  const coversAll = options.length > 0 && options.every((option) => tests.some((test) => test && sameness(option, test, false) === true))
  const ways: (() => Completion)[] = []
  node.cases.forEach((_, index) => {
    const value = tests[index] ?? null
    if (value ? !possible(value) : coversAll) return
    ways.push(() => {
      if (value) {
        // `case 'a': case 'b': body` takes the body for either.
        const group = [value]
        narrowEqual(run, node.value, group, true, scope)
      }
      return leave(run, scope, 'switch', undefined, () => {
        const inner = innerScope(run, scope, node)
        for (const { body } of node.cases.slice(index)) {
          const end = executeHere(run, body, inner)
          if (end !== 'next') return end
        }
        return 'next'
      })
    })
  })
  if (!node.cases.some(({ test }) => !test) && !coversAll) ways.push(() => 'next')
  return alternatives(run, scope, ways)
}

function attempt(run: Run, node: Extract<Statement, { kind: 'try' }>, scope: Scope): Completion {
  if (node.last.length === 0) return guarded(run, node, scope)
  const last = (): Completion => run.execute(node.last, scope)
  const { result: landing, thrown } = run.heap.guarded(() => land(run, scope, 'finally', undefined, () => guarded(run, node, scope)))
  return alternatives(run, scope, [
    ...afterwards(run, scope, landing, last),
    () => {
      // It runs as well where an error goes on to whoever catches it.
      applyThrown(run, thrown)
      last()
      return 'left'
    },
  ])
}

function guarded(run: Run, node: Extract<Statement, { kind: 'try' }>, scope: Scope): Completion {
  const { handler } = node
  if (!handler) return run.execute(node.body, scope)
  const body = run.heap.guarded(() => run.execute(node.body, scope))
  return alternatives(run, scope, [
    () => {
      apply(run, body.changes, false)
      return body.result
    },
    () => {
      // The body may have stopped wherever something may be thrown before the handler runs.
      applyThrown(run, body.thrown)
      const inner = innerScope(run, scope, node)
      if (node.caught) run.bind(node.caught, caughtError(run), inner, 'declare')
      return executeHere(run, handler, inner)
    },
  ])
}

/** A `for` loop's own variables are in a scope around it. */
function enterLoop(run: Run, node: Extract<Statement, { kind: 'loop' }>, outer: Scope): Completion {
  const scope = innerScope(run, outer, node)
  executeHere(run, node.first, scope)
  return loop(run, node, scope)
}
