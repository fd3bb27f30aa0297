import type { Location } from './location.ts'

/** How bad it is; `error` makes the exit code 1. */
export type Severity = 'error' | 'warning' | 'note'
/** How sure Keycard is of it. */
export type Confidence = 'certain' | 'likely' | 'possible'

/** Something a person should know, with its place and, where there is one, its mend. */
export interface Finding {
  /** Stable name in kebab case: `resource-widened`. */
  readonly check: string
  readonly severity: Severity
  readonly confidence: Confidence
  /** One sentence without a full stop's worth of jargon. */
  readonly message: string
  readonly at?: Location
  /** The Lambda function it is about. */
  readonly function?: string
  /** What to do about it. */
  readonly fix?: string
}

/** A replacement of the bytes [start, end) of a file; offsets count UTF-16 code units of the decoded text. */
export interface Edit {
  readonly file: string
  readonly start: number
  readonly end: number
  readonly text: string
}
