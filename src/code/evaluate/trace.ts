import type { Pending } from './pending.ts'
import type { Store } from './store.ts'
import type { Abstract } from './values.ts'

export type { History } from './words.ts'

/** What was written while an error would be caught: of each key the values that held at some place where one may have been thrown. */
export interface Guard {
  readonly start: number
  readonly points: number
  readonly values: Map<Store, Map<string, Set<Abstract | undefined>>>
  /** Up to which of these places the value that a key had is among its values already. */
  readonly seen: Map<Store, Map<string, number>>
}

/** What one call read of, and did to, things that are older than itself. */
export interface Trace {
  readonly start: number
  /** The loading of a module that it is a part of, 0 where it is part of none. */
  readonly era: number
  readonly reads: Map<Store, number>
  oldestWrite: number
  /** What it began that may go on when it has ended. */
  readonly begun: Set<Pending>
}
