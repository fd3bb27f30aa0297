import { relative, sep } from 'node:path'
import { type Edit, type Finding, type Output, placeText, type Reader, type Report } from '../model/index.ts'
import type { FileChange, Result } from './command.ts'

/** How a report is printed. */
export interface Printing {
  /** The names of reporters, and the file that each prints to; the one without a file goes to stdout. */
  readonly outputs: readonly Output[]
  /** Whether the configuration of Keycard names them. */
  readonly fromConfiguration?: boolean
  readonly quiet: boolean
  readonly colour: boolean
  /** The working directory, for formats that tell paths from there. */
  readonly from?: string
  /** Whether writing was asked for. */
  readonly write?: boolean
  /** What makes the exit code 1; findings of severity error where nothing is said. */
  readonly fails?: (finding: Finding) => boolean
  /** Whether findings have to be told beside a report that cannot hold them. */
  readonly tellFindings?: boolean
}

/** Prints a report and turns its edits into whole files: the last step of every command that analyses. */
export async function finish(reader: Reader, report: Report, printing: Printing): Promise<Result> {
  const [{ openReporter }, { applyEdits, toCloudFormation }] = await Promise.all([import('../report/index.ts'), import('../iac/index.ts')])
  const changes = changesOf(reader, report.edits, applyEdits)
  const way = printing.from === undefined ? '' : relative(printing.from, reader.directory).split(sep).join('/')
  const printed = await Promise.all(
    printing.outputs.map(async ({ format, file }) => {
      const reporter = await openReporter(format)
      const colour = printing.colour && file === undefined
      return {
        file,
        text: reporter.print(report, {
          ...printing,
          colour,
          ...(way === '' ? {} : { base: `${way}/` }),
          render: toCloudFormation,
          written: printing.write === true,
        }),
      }
    }),
  )
  const fails = printing.fails ?? (({ severity }) => severity === 'error')
  return {
    output: printed.find(({ file }) => file === undefined)?.text ?? '',
    reports: printed.flatMap(({ file, text }) =>
      file === undefined ? [] : [{ file, text, ...(printing.fromConfiguration ? { fromConfiguration: true } : {}) }],
    ),
    notes: printing.tellFindings ? findingsText(report.findings, printing.quiet) : '',
    exitCode: report.findings.some(fails) ? 1 : 0,
    directory: reader.directory,
    workspace: reader.workspace,
    changes,
  }
}

const findingsText = (findings: readonly Finding[], quiet: boolean): string =>
  findings
    .filter(({ severity }) => !quiet || severity === 'error')
    .map(({ severity, message, at, fix }) =>
      [`${severity}: ${message}`, ...(at ? [`  at ${placeText(at)}`] : []), ...(fix ? [`  fix: ${fix}`] : [])].join('\n'),
    )
    .map((text) => `${text}\n`)
    .join('')

function changesOf(reader: Reader, edits: readonly Edit[], apply: (text: string, edits: readonly Edit[]) => string): readonly FileChange[] {
  const files = [...new Set(edits.map(({ file }) => file))].sort()
  return files.flatMap((file) => {
    const found = reader.read(file)
    const before = found ?? ''
    const after = apply(
      before,
      edits.filter((edit) => edit.file === file),
    )
    return after === before ? [] : [{ file, text: after, ...(found === undefined ? { isNew: true } : {}) }]
  })
}
