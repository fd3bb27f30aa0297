import type { Edit, Finding } from './finding.ts'
import type { Migration } from './migration.ts'
import type { Permission, Policy, StatementDocument } from './policy.ts'
import type { Service } from './service.ts'
import type { Settings } from './settings.ts'

/** How far the analysis of a function got. */
export type AnalysisState = 'complete' | 'incomplete' | 'no-handler' | 'other-runtime'

/** What was derived for one function. */
export interface FunctionReport {
  readonly name: string
  readonly handler: string
  /** The source file behind the handler, where there is one. */
  readonly source?: string
  readonly analysis: AnalysisState
  readonly policy: Policy
  /** The policy as it would be written, statement by statement. */
  readonly statements: readonly StatementDocument[]
  /** Sorted by action, then resource, then place. */
  readonly permissions: readonly Permission[]
  /** What the function is allowed today by its own and inherited statements. */
  readonly declared: Policy
}

/** What a command found out; reporters print it. */
export interface Report {
  readonly command: string
  readonly service: Pick<Service, 'name' | 'file'>
  readonly functions: readonly FunctionReport[]
  readonly findings: readonly Finding[]
  readonly edits: readonly Edit[]
  /** The plan of `keycard migrate`. */
  readonly migration?: Migration
  /** What the findings were held against, where only those of a change are told: the ref as it was given, the commit, how many were there before. */
  readonly base?: { readonly ref: string; readonly commit: string; readonly known: number }
  /** How many findings were left out: by a decision to ignore them, and because a baseline accepts them. */
  readonly leftOut?: { readonly ignored: number; readonly baseline: number }
  /** What the configuration of Keycard says of such runs. */
  readonly settings?: Settings
}
