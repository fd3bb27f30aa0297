import type { Changes, History } from './heap.ts'
import { joinValues } from './join.ts'
import type { Run } from './run.ts'
import type { Completion, Scope } from './scope.ts'
import type { Store } from './store.ts'
import { type Abstract, itemsField, nothing, orderField } from './values.ts'

/** Runs alternatives, each from the same state, and leaves the state that any of them may lead on with. */
export function alternatives(run: Run, _scope: Scope, ways: readonly (() => Completion)[]): Completion {
  const results = ways.map((way) => run.heap.apart(way))
  // Who jumped, returned or threw has left its state with what it went to.
  const staying = results.filter(({ result }) => result === 'next')
  merge(
    run,
    staying.map(({ changes }) => changes),
  )
  return staying.length > 0 || ways.length === 0 ? 'next' : 'left'
}

/** Goes on in any of several states; there may be none. */
export function proceed(run: Run, scope: Scope, states: readonly Changes[]): Completion {
  const [only] = states
  if (states.length > 1) {
    return alternatives(
      run,
      scope,
      states.map((state) => () => {
        apply(run, state, false)
        return 'next'
      }),
    )
  }
  if (!only) return 'left'
  apply(run, only, false)
  return 'next'
}

/** Writes what was written apart; with `maybe`, what was there before stays possible. */
export function apply(run: Run, changes: Changes, maybe: boolean): void {
  for (const [store, written] of changes) {
    for (const [key, value] of written) {
      const before = store.map.get(key)
      const options = maybe ? [before ?? (key === itemsField ? undefined : nothing), value ?? nothing] : [value]
      const here = options.filter((option) => option !== undefined)
      run.heap.set(store, key, here.length > 0 ? joinValues(here) : undefined, true)
    }
  }
}

/** Makes values possible, beside what is there. */
export function applyValues(run: Run, values: ReadonlyMap<Store, ReadonlyMap<string, Abstract>>): void {
  for (const [store, written] of values) for (const [key, value] of written) applyBeside(run, store, key, [value])
}

/** Makes every value that was written for a time possible, beside what is there. */
export function applyHistory(run: Run, history: History): void {
  for (const [store, written] of history)
    for (const [key, values] of written)
      applyBeside(
        run,
        store,
        key,
        [...values].map((value) => value ?? nothing),
      )
}

function applyBeside(run: Run, store: Store, key: string, values: readonly Abstract[]): void {
  const before = store.map.get(key) ?? (key === itemsField ? undefined : nothing)
  run.heap.set(store, key, joinValues([...(before ? [before] : []), ...values]), true)
}

/** Goes on where an error was caught: with what held at any place at which it may have been thrown. */
export function applyThrown(run: Run, thrown: History): void {
  for (const [store, written] of thrown) {
    for (const [key, values] of written) {
      const here = [...values].map((value) => value ?? (key === itemsField ? undefined : nothing)).filter((value) => value !== undefined)
      if (here.length > 0) run.heap.set(store, key, joinValues(here), true)
    }
  }
}

/** Whether alternatives wrote new keys in different orders. */
function ordersDiffer(store: Store, ways: readonly Changes[]): boolean {
  const orders = ways.map((changes) =>
    [...(changes.get(store)?.keys() ?? [])].filter((key) => !store.map.has(key) && !key.startsWith('\0')).join('\0'),
  )
  return new Set(orders.filter((order) => order !== '')).size > 1
}

/** Joins what alternatives wrote. */
function merge(run: Run, ways: readonly Changes[]): void {
  for (const store of new Set(ways.flatMap((changes) => [...changes.keys()]))) {
    const keys = new Set(ways.flatMap((changes) => [...(changes.get(store)?.keys() ?? [])]))
    if (!store.local && keys.size > 1 && ordersDiffer(store, ways)) run.heap.set(store, orderField, nothing, true)
    for (const key of keys) {
      const current = store.map.get(key)
      const values = ways.map((changes) => {
        const written = changes.get(store)
        return written?.has(key) ? written.get(key) : current
      })
      const here = values.filter((value) => value !== undefined)
      if (here.length === 0) run.heap.set(store, key, undefined, true)
      else if (here.length === values.length || key === itemsField) run.heap.set(store, key, joinValues(here), true)
      // INVARIANT: "may be absent" is said by an undefined among the options, never by leaving the key out.
      else run.heap.set(store, key, joinValues([...here, nothing]), true)
    }
  }
}
