import { unseenEffects } from './effects.ts'
import type { Heap } from './heap.ts'

/** Loads a module in the midst of code: what it does to the things of others may have happened or not, since not every way leads there. */
export function loadLate<T>(heap: Heap, load: () => T): T {
  if (heap.loading !== '') return load()
  const { across } = heap
  const { lateSince } = across
  const before = across.late.size
  across.lateSince = heap.latest + 1
  try {
    return load()
  } finally {
    across.lateSince = lateSince
    // Loading leaves no trace in the call under way, but the next invocation finds what it left.
    if (across.late.size > before) heap.adopt({ start: heap.latest, era: heap.loadingEra, reads: new Map(), effects: unseenEffects })
  }
}
