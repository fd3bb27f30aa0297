import type { Audit } from './audited.ts'
import type { Cache } from './cache.ts'
import type { ObjectKeys } from './settings.ts'

/** What a run over a service may be told. */
export interface AnalyzeOptions {
  /** The configuration file, where it has a name of its own. */
  readonly config?: string
  readonly stage?: string
  readonly region?: string
  /** `--param` of the framework. */
  readonly parameters?: ReadonlyMap<string, string>
  /** The functions to look at; all of them when left out. */
  readonly functions?: readonly string[]
  readonly objectKeys?: ObjectKeys
  /** Whether conditions are written where the code says enough for them: a prefix of a listing, the sender of a mail. */
  readonly conditions?: boolean
  /** The IAM dialect to write in, where it is not to be found out. */
  readonly dialect?: string
  /** Whether the report should hold the edits that write the statements. */
  readonly write?: boolean
  /** Looks for dangers beside the code, in what is declared and in what is written. */
  readonly audit?: Audit
  /** What earlier runs made of single files; it saves time and changes nothing else. */
  readonly cache?: Cache | undefined
  /** Told what is going on, for a line on a terminal. */
  readonly progress?: (stage: string) => void
}

/** What a run that derives statements may be told. */
export interface GenerateOptions extends AnalyzeOptions {
  /** Whether what stands where statements are written goes even where no analysed call explains it. */
  readonly dropUnexplained?: boolean
}

/** What a run that compares may be told. */
export interface DiffOptions extends Omit<AnalyzeOptions, 'write'> {
  /** Whether the report should hold the edits that add what is missing, or that bring declared statements to what is needed. */
  readonly fix?: 'missing' | 'all'
  /** The baseline, where it is not `keycard.baseline.json` beside the service file; false for none. */
  readonly baseline?: string | false
  /** Whether the report should hold the edit that makes the baseline accept whatever is found. */
  readonly updateBaseline?: boolean
}

/** What a run over a single module may be told. */
export interface ModuleOptions {
  /** The module, relative to the reader's directory. */
  readonly file: string
  /** The export to start from; without it the module as a whole: what its top-level code starts. */
  readonly exportName?: string
  readonly environment?: ReadonlyMap<string, string>
  readonly region?: string
  readonly account?: string
  readonly objectKeys?: ObjectKeys
  /** Whether conditions are written where the code says enough for them: a prefix of a listing, the sender of a mail. */
  readonly conditions?: boolean
  /** What earlier runs made of single files. */
  readonly cache?: Cache | undefined
  readonly progress?: (stage: string) => void
}
