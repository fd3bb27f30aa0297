import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'

/** One action that a function needs, and on what, as its code says. */
export interface Need {
  readonly action: string
  /** `GetAtt X.Arn`, `Ref X`, an ARN, `*`; or `unresolvable: why`, which no analysis can narrow. */
  readonly resources: readonly string[]
  /** Other ways to say the same, or slightly wider, that are right as well. */
  readonly alt_resources?: readonly string[]
  readonly evidence: string
  /** Only what is sure is missed where it is not derived; the rest may be there or not. */
  readonly certainty: 'sure' | 'likely' | 'unsure'
}

/** What one function needs. */
export interface FunctionTruth {
  readonly handler: string
  readonly needs: readonly Need[]
  /** Actions that who goes by modules or names would add. */
  readonly traps?: readonly string[]
  /** Why this was mended after Keycard had run. */
  readonly corrected?: string
}

/** What reading a project's code came to. */
export interface Truth {
  readonly name: string
  readonly repo: string
  readonly commit: string
  readonly service_dir: string
  readonly shim?: boolean
  readonly functions: Readonly<Record<string, FunctionTruth>>
}

/** The projects that were read, by name. */
export function readTruths(folder: string, only: string): readonly Truth[] {
  return readdirSync(folder)
    .filter((file) => file.includes('__') && file.endsWith('.json') && file.includes(only))
    .sort()
    .map((file) => ({ ...JSON.parse(readFileSync(join(folder, file), 'utf8')), name: basename(file, '.json') }))
}
