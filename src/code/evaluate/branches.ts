import type { Changes, History } from './heap.ts'
import { joinValues } from './join.ts'
import type { Run } from './run.ts'
import type { Completion, Scope } from './scope.ts'
import { itemsField, nothing } from './values.ts'

/** Runs alternatives, each from the same state, and leaves the state that any of them may have led to. */
export function alternatives(run: Run, _scope: Scope, ways: readonly (() => Completion)[]): Completion {
  const results = ways.map((way) => run.heap.apart(way))
  merge(
    run,
    // Who jumped has left its state with the loop or `switch` that it jumped out of.
    results.some(({ result }) => result === 'jump') && results.some(({ result }) => result !== 'jump')
      ? results.filter(({ result }) => result !== 'jump').map(({ result, changes }) => ({ changes, left: result === 'return' }))
      : results.map(({ result, changes }) => ({ changes, left: result === 'return' })),
  )
  const ends = results.map(({ result }) => result)
  if (ends.includes('next')) return 'next'
  return ends.includes('jump') ? 'jump' : ends.length > 0 ? 'return' : 'next'
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

/** Makes every value that was written for a time possible, beside what is there. */
export function applyHistory(run: Run, history: History): void {
  for (const [store, written] of history) {
    for (const [key, values] of written) {
      const before = store.map.get(key) ?? (key === itemsField ? undefined : nothing)
      run.heap.set(store, key, joinValues([...(before ? [before] : []), ...[...values].map((value) => value ?? nothing)]), true)
    }
  }
}

/**
 * Joins what alternatives wrote. Where one left the function, its writes to variables that nobody else can see are gone with it;
 * its writes to objects stay possible, since the objects may have left with the return value.
 */
function merge(run: Run, ways: readonly { readonly changes: Changes; readonly left: boolean }[]): void {
  const stores = new Set(ways.flatMap(({ changes }) => [...changes.keys()]))
  const someStay = ways.some(({ left }) => !left)
  for (const store of stores) {
    const relevant = someStay ? ways.filter(({ left, changes }) => !left || (changes.has(store) && (!store.local || store.captured))) : ways
    const keys = new Set(relevant.flatMap(({ changes }) => [...(changes.get(store)?.keys() ?? [])]))
    for (const key of keys) {
      const current = store.map.get(key)
      const values = relevant.map(({ changes }) => {
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
