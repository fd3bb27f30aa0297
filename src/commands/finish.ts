import type { Edit, Reader, Report } from '../model/index.ts'
import type { FileChange, Result } from './command.ts'

/** How a report is printed. */
export interface Printing {
  /** The name of a reporter. */
  readonly format: string
  readonly quiet: boolean
  readonly colour: boolean
}

/** Prints a report and turns its edits into whole files: the last step of every command that analyses. */
export async function finish(reader: Reader, report: Report, printing: Printing): Promise<Result> {
  const [{ openReporter }, { applyEdits, toCloudFormation }] = await Promise.all([import('../report/index.ts'), import('../iac/index.ts')])
  const reporter = await openReporter(printing.format)
  const changes = changesOf(reader, report.edits, applyEdits)
  return {
    output: reporter.print(report, { ...printing, render: toCloudFormation, written: changes.length > 0 }),
    exitCode: report.findings.some(({ severity }) => severity === 'error') ? 1 : 0,
    directory: reader.directory,
    workspace: reader.workspace,
    changes,
  }
}

function changesOf(reader: Reader, edits: readonly Edit[], apply: (text: string, edits: readonly Edit[]) => string): readonly FileChange[] {
  const files = [...new Set(edits.map(({ file }) => file))].sort()
  return files.flatMap((file) => {
    const before = reader.read(file) ?? ''
    const after = apply(
      before,
      edits.filter((edit) => edit.file === file),
    )
    return after === before ? [] : [{ file, text: after }]
  })
}
