import type { CheckName } from './check.ts'
import type { Location } from './location.ts'
import type { StatementDocument } from './policy.ts'
import type { Json } from './value.ts'

/** How bad it is; `error` makes the exit code 1. */
export type Severity = 'error' | 'warning' | 'note'
/** How sure Keycard is of it. */
export type Confidence = 'certain' | 'likely' | 'possible'

/** Something a person should know, with its place and, where there is one, its mend. */
export interface Finding {
  /** Stable name in kebab case: `resource-widened`. */
  readonly check: CheckName
  readonly severity: Severity
  readonly confidence: Confidence
  /** One sentence without a full stop's worth of jargon. */
  readonly message: string
  readonly at?: Location
  /** The Lambda function it is about. */
  readonly function?: string
  /** The functions that it is about, where it is about several alike. */
  readonly functions?: readonly string[]
  /** What to do about it. */
  readonly fix?: string
  /** The actions and resources that it is about, as they would be written. */
  readonly grants?: { readonly actions: readonly string[]; readonly resources: readonly Json[] }
  /** Further places that say why: the calls that need what is missing. */
  readonly related?: readonly { readonly at: Location; readonly message: string }[]
  /** The statements that would do instead. */
  readonly instead?: readonly StatementDocument[]
  /** Lines to put in by hand, as they would stand there. */
  readonly patch?: string
}

/** A replacement of the bytes [start, end) of a file; offsets count UTF-16 code units of the decoded text. */
export interface Edit {
  readonly file: string
  readonly start: number
  readonly end: number
  readonly text: string
}
