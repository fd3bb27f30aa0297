import type { Report } from './model/index.ts'
import type { ReporterName } from './report/index.ts'

export { type AnalyzeOptions, analyze, analyzeModule, type DiffOptions, diff, type GenerateOptions, type ModuleOptions } from './analyze.ts'
export { audit } from './audit/index.ts'
export { applyEdits } from './iac/index.ts'
export {
  type AnalysisState,
  type Audit,
  type Audited,
  type Cache,
  type CheckName,
  type Condition,
  type Confidence,
  type Edit,
  type Finding,
  type FunctionReport,
  type Json,
  type Location,
  type ObjectKeys,
  type Permission,
  type Policy,
  type Reader,
  type Report,
  type SdkCall,
  type Settings,
  type Severity,
  type Statement,
  type StatementDocument,
  UserError,
  type Value,
} from './model/index.ts'
export { openReader, type ReaderOptions } from './reader/index.ts'
export type { ReporterName } from './report/index.ts'

/** How a report is to be rendered. */
export interface RenderOptions {
  /** Whether a report for people has colours. */
  readonly colour?: boolean
  /** Whether a report for people holds errors and totals only. */
  readonly quiet?: boolean
  /** What stands before each path in formats whose readers stand elsewhere: `services/orders/`. */
  readonly base?: string
}

/** Renders a report in one of the formats of the command line. */
export async function render(report: Report, format: ReporterName, options: RenderOptions = {}): Promise<string> {
  const [{ openReporter }, { toCloudFormation }] = await Promise.all([import('./report/index.ts'), import('./iac/index.ts')])
  const { colour = false, quiet = false, base } = options
  const reporter = await openReporter(format)
  return reporter.print(report, { colour, quiet, ...(base === undefined ? {} : { base }), render: toCloudFormation })
}
