import type { Finding } from './finding.ts'
import type { FunctionReport } from './report.ts'
import type { Service } from './service.ts'

/** What the checks of the audit look at. */
export interface Audited {
  readonly service: Service
  /** What was derived for the functions that were asked for. */
  readonly reports: readonly FunctionReport[]
  /** Functions that take the shared role, and leave it by what is written or would be. */
  readonly leaving: ReadonlySet<string>
  /** Whether it is written in this run. */
  readonly writing: boolean
  /** The service as it reads once that is written; undefined where nothing is. */
  readonly after?: Service
}

/** Looks for dangers that lie in what a service declares and in what is written to it. */
export type Audit = (audited: Audited) => readonly Finding[]
