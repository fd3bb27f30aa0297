import type { Location } from './location.ts'

/** A finding that a team has accepted for now: what it is about, without any line. */
export interface BaselineEntry {
  readonly check: string
  /** Left out for what several functions share, or the service as a whole. */
  readonly function?: string
  readonly actions?: readonly string[]
  /** As people read them: `!GetAtt Orders.Arn`. */
  readonly resources?: readonly string[]
  /** The file and the message of a finding that is not about actions. */
  readonly file?: string
  readonly about?: string
  /** Where the entry stands. */
  readonly at?: Location
}
