import type { FileSummary } from '../summary/index.ts'
import { joinValues } from './join.ts'
import type { Run } from './run.ts'
import type { Scope } from './scope.ts'
import type { Store } from './store.ts'
import { type Abstract, foreign, nothing } from './values.ts'

/** Prefix under which a module scope keeps an import that has not been looked at yet. */
export const importPrefix = '\0import:'

/** The value of a name; one that no scope declares belongs to the language. */
export function lookup(run: Run, name: string, scope: Scope): Abstract {
  if (name === 'undefined') return nothing
  const declared = find(run, name, scope)
  if (declared) return declared
  // A name that is not there yet, or not at all.
  if (!alwaysThere.has(name)) run.heap.mayThrow()
  const global = run.heap.get(run.globals.fields, name)
  if (!global) return foreign('global', [name])
  // What only code has put there is there, or an error is thrown.
  return Object.hasOwn(globalThis, name) ? joinValues([global, foreign('global', [name])]) : global
}

/** Names of the language that can be read without harm. */
const alwaysThere = new Set([
  'process',
  'console',
  'JSON',
  'Object',
  'Array',
  'String',
  'Number',
  'Boolean',
  'Math',
  'Date',
  'Promise',
  'Map',
  'Set',
  'Error',
])

/** The value of a declared name, without falling back to the language's own. */
export function peek(run: Run, name: string, scope: Scope): Abstract | undefined {
  return find(run, name, scope)
}

/** The store in which a scope has a variable. */
export const storeFor = ({ apart, names }: Scope, name: string): Store => apart?.get(name) ?? names

function find(run: Run, name: string, scope: Scope): Abstract | undefined {
  for (let at: Scope | undefined = scope; at; at = at.parent) {
    const names = storeFor(at, name)
    const value = names.map.get(name)
    if (value !== undefined) return run.heap.get(names, name)
    const waiting = at.parent ? undefined : at.names.map.get(importPrefix + name)
    if (waiting) run.heap.mayThrow()
    if (waiting) return run.importedBinding(name, at)
    run.heap.touch(names, name)
  }
  return undefined
}

/** Assigns to a name where it is declared; quietly where a branch only knows more about it. */
export function assignName(run: Run, name: string, value: Abstract, scope: Scope, quiet = false): void {
  let last = scope
  for (let at: Scope | undefined = scope; at; at = at.parent) {
    const names = storeFor(at, name)
    if (names.map.has(name)) {
      run.heap.set(names, name, value, quiet)
      return
    }
    last = at
  }
  // What is only known better is no variable of its own: an import stays what the other module has.
  if (quiet) return
  run.heap.set(storeFor(last, name), name, value)
  // A name that nobody declares is one of the global object; those of loops and the like are left to their module.
  if (run.heap.loading !== '' && last.names.map.get(importPrefix + name) === undefined) setGlobal(run, name, value)
}

/** Whoever reads it may come first or after others: what a global holds is always possible, never certain. */
function setGlobal(run: Run, name: string, value: Abstract): void {
  const { fields } = run.globals
  const before = run.heap.get(fields, name)
  run.heap.set(fields, name, before ? joinValues([before, value]) : value)
}

/** The stores of a module's variables. */
export function moduleStores({ heap }: Run, { changing }: FileSummary): Pick<Scope, 'names' | 'apart'> {
  const made = (): Store => Object.assign(heap.scope(), { captured: true })
  const apart = new Map(changing.map((name) => [name, made()]))
  return { names: made(), ...(apart.size > 0 ? { apart } : {}) }
}

/** Marks the scopes that a new function can see. */
export function captureScopes(scope: Scope): void {
  for (let at: Scope | undefined = scope; at && !at.names.captured; at = at.parent) at.names.captured = true
}
