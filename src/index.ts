import * as analysis from './analyze.ts'
import * as service from './iac/index.ts'
import type { DiffOptions, Edit, GenerateOptions, ModuleOptions, Reader, Report } from './model/index.ts'
import type { ReporterName } from './report/index.ts'

export { audit } from './audit/index.ts'
export {
  type AnalysisState,
  type AnalyzeOptions,
  type Audit,
  type Audited,
  type Cache,
  type CheckName,
  type Condition,
  type Confidence,
  type DiffOptions,
  type Edit,
  type Finding,
  type FunctionReport,
  type GenerateOptions,
  type Json,
  type Location,
  type ModuleOptions,
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

// Their types are spelled out: who compiles against the package needs no types of what reads the code and the service file.

/** Reads a service and its handlers, and derives the statements of each function. */
export const analyze: (reader: Reader, options?: GenerateOptions) => Promise<Report> = analysis.analyze

/** Compares what the service file declares with what the code of each function needs. */
export const diff: (reader: Reader, options?: DiffOptions) => Promise<Report> = analysis.diff

/** Derives the statements of one module without a service file. */
export const analyzeModule: (reader: Reader, options: ModuleOptions) => Promise<Report> = analysis.analyzeModule

/** The text with its edits made; edits of one text must not overlap, and those at one place are made in the order given. */
export const applyEdits: (text: string, edits: readonly Edit[]) => string = service.applyEdits

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
