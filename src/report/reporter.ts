import type { Explanation, Json, Lookup, Report, Value } from '../model/index.ts'

/** How a report is to be printed. */
export interface PrintOptions {
  readonly colour: boolean
  /** Only errors and totals. */
  readonly quiet: boolean
  /** Writes a value as it would stand in a CloudFormation document, in long form. */
  readonly render: (value: Value) => Json
  /** The way from the working directory to the service's, for formats whose readers stand there: `services/orders/`; empty where it is the same. */
  readonly base?: string
  /** Whether the report's edits have been written by now. */
  readonly written?: boolean
}

/** Contract of an output format: a pure function from a report to the text for stdout, with its last line break. */
export interface Reporter {
  readonly name: string
  readonly describe: string
  print(report: Report, options: PrintOptions): string
}

/** Contract of an output format for what was looked up in the action map: a pure function as well. */
export interface LookupReporter {
  readonly name: string
  readonly describe: string
  print(lookup: Lookup, options: { readonly colour: boolean }): string
}

/** Contract of an output format for an explanation: a pure function as well. */
export interface ExplainReporter {
  readonly name: string
  readonly describe: string
  print(explanation: Explanation, options: Pick<PrintOptions, 'colour' | 'render'>): string
}
