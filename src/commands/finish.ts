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
  const { reporters } = await import('../report/index.ts')
  const reporter = await reporters[printing.format]()
  return {
    output: reporter.print(report, { colour: printing.colour, quiet: printing.quiet }),
    exitCode: report.findings.some(({ severity }) => severity === 'error') ? 1 : 0,
    directory: reader.directory,
    workspace: reader.workspace,
    changes: report.edits.length === 0 ? [] : await changesOf(reader, report.edits),
  }
}

async function changesOf(reader: Reader, edits: readonly Edit[]): Promise<readonly FileChange[]> {
  const { applyEdits } = await import('../iac/index.ts')
  const files = [...new Set(edits.map(({ file }) => file))].sort()
  return files.flatMap((file) => {
    const before = reader.read(file) ?? ''
    const after = applyEdits(
      before,
      edits.filter((edit) => edit.file === file),
    )
    return after === before ? [] : [{ file, text: after }]
  })
}
