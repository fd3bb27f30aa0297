import type { CheckName } from './check.ts'
import type { Location } from './location.ts'

/** Lines of a file, both counted from 1 and both included. */
export interface Lines {
  readonly file: string
  readonly from: number
  readonly to: number
}

/** A comment `keycard-ignore checks -- reason`, as it was found. */
export interface IgnoreComment {
  /** The names of checks, as written. */
  readonly about: string
  readonly reason: string
  readonly at: Location
  /** What it speaks of. */
  readonly lines: Lines
}

/** A decision that findings are to be left out, with its reason. */
export interface Ignore {
  readonly checks: readonly CheckName[]
  /** Never empty. */
  readonly reason: string
  /** Where the decision is written. */
  readonly at: Location
  /** The lines that a finding has to be about; anywhere where left out. */
  readonly lines?: Lines
  /** The functions that it holds for; all where left out. */
  readonly functions?: readonly string[]
  /** Patterns of which each action of a finding has to meet one; any action where left out. */
  readonly actions?: readonly string[]
}
