import type { FunctionReport, Report } from '../model/index.ts'
import { breadthLine, breadthOf, declaredBreadth, derivedBreadth, sumOf } from './breadth.ts'
import { finish, pad, paint } from './palette.ts'
import { printDifferences } from './pretty-differences.ts'
import { findingLines } from './pretty-findings.ts'
import { functionLines } from './pretty-function.ts'
import { printMigration } from './pretty-migration.ts'
import type { PrintOptions, Reporter } from './reporter.ts'
import { leftOutText, listOf, plural } from './words.ts'

/** What a person reads in a terminal: every function, every action with its reason, then findings and totals. */
export const pretty: Reporter = {
  name: 'pretty',
  describe: 'for people',
  print: (report, options) => {
    if (report.migration) return printMigration(report, report.migration, options)
    if (report.command === 'diff') return printDifferences(report, options)
    const functions = options.quiet ? [] : report.functions.filter(isAnalysed).flatMap((each) => [...functionLines(each, options), ''])
    const others = options.quiet ? [] : unanalysedLines(report)
    const findings = findingLines(options.quiet ? report.findings.filter(({ severity }) => severity === 'error') : report.findings)
    return finish(`${[...functions, ...others, ...findings, ...totalLines(report, options)].join('\n')}\n`, options.colour)
  },
}

const isAnalysed = ({ analysis }: FunctionReport): boolean => analysis === 'complete' || analysis === 'incomplete'

const whyNot: { readonly [state: string]: string } = { 'no-handler': 'its handler was not found', 'other-runtime': 'its runtime is not Node.js' }

function unanalysedLines(report: Report): string[] {
  const others = report.functions.filter((each) => !isAnalysed(each))
  if (others.length === 0) return []
  const width = Math.min(40, Math.max(...others.map(({ name }) => name.length)))
  return [
    paint('bold', 'Not analysed'),
    ...others.map(
      (each) =>
        `  ${pad(each.name, width)}  ${whyNot[each.analysis] ?? each.analysis}${each.handler === '' ? '' : paint('dim', `  ${each.handler}`)}`,
    ),
    '',
  ]
}

function totalLines(report: Report, { render, written }: PrintOptions): string[] {
  const analysed = report.functions.filter(isAnalysed)
  const incomplete = analysed.filter(({ analysis }) => analysis === 'incomplete').length
  const skipped = report.functions.length - analysed.length
  const counted = [
    `${plural(analysed.length, 'function')} analysed${incomplete > 0 ? ` (${incomplete} incomplete)` : ''}`,
    ...(skipped > 0 ? [`${skipped} not analysed`] : []),
  ]
  const found = severities(report)
  const before = sumOf(analysed.map((each) => breadthOf(declaredBreadth(each, render))))
  const after = sumOf(analysed.map((each) => breadthOf(derivedBreadth(each))))
  return [
    paint('bold', [counted.join(', '), found.join(', '), leftOutText(report)].filter((part) => part !== '').join('; ')),
    ...(analysed.length > 0 ? [`  ${paint('dim', 'before')}  ${breadthLine(before)}`, `  ${paint('dim', 'after')}   ${breadthLine(after)}`] : []),
    ...nextLines(report, analysed, written ?? false),
  ]
}

function severities({ findings }: Report): string[] {
  const count = (wanted: string): number => findings.filter(({ severity }) => severity === wanted).length
  const [errors, warnings, notes] = [count('error'), count('warning'), count('note')]
  return [
    ...(errors > 0 ? [plural(errors, 'error')] : []),
    ...(warnings > 0 ? [plural(warnings, 'warning')] : []),
    ...(notes > 0 ? [plural(notes, 'note')] : []),
  ]
}

function nextLines(report: Report, analysed: readonly FunctionReport[], written: boolean): string[] {
  const files = [...new Set(report.edits.map(({ file }) => file))].sort()
  if (files.length > 0 && written) return [`Written to ${listOf(files)}.`]
  if (analysed.length === 0) return []
  // The checks that say why something could not be written.
  if (written && report.findings.some(({ check }) => /^(not-writ|write-)/.test(check))) return ['Nothing was written; the findings say why.']
  if (written) return [`${report.service.file} says this already; nothing was written.`]
  return ['', `Nothing was written. To put these statements into ${report.service.file}: ${paint('bold', 'keycard generate --write')}`]
}
