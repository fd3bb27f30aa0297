import { comparePlaces, type Finding, placeText, type Report } from '../model/index.ts'
import { finish, pad, paint, type Style } from './palette.ts'
import { findingLines } from './pretty-findings.ts'
import { PAGE } from './pretty-function.ts'
import type { PrintOptions } from './reporter.ts'
import { rules } from './rules.ts'
import { comparedText, folded, groupBy, knownBefore, leftOutText, listOf, noDifferenceText, plural, wrap } from './words.ts'

const styles: readonly Style[] = ['red', 'yellow', 'yellow', 'blue']

/** What a difference is called in a report, and its colour; in the order in which they matter. */
const kinds: ReadonlyMap<string, { readonly word: string; readonly style: Style }> = new Map(
  rules.map(({ check, word }, index) => [check, { word, style: styles[index] ?? 'blue' }]),
)

/** Differences function by function with their mends, then what else there is to say, then the count. */
export function printDifferences(report: Report, options: PrintOptions): string {
  const differences = report.findings.filter(({ check }) => kinds.has(check))
  const others = report.findings.filter(({ check }) => !kinds.has(check))
  const groups = [...groupBy(differences, holderOf)].sort(([, [a]], [, [b]]) => (a && b ? byPlace(a, b) : 0))
  const lines = options.quiet
    ? []
    : groups.flatMap(([holder, group]) => [paint('bold', holder), '', ...[...group].sort(byKind).flatMap(differenceLines), ''])
  const more = findingLines(options.quiet ? others.filter(({ severity }) => severity === 'error') : others)
  return finish(`${[...lines, ...more, ...totalLines(report, differences, options)].join('\n')}\n`, options.colour)
}

/** Whose difference it is: a function's, or that of several functions that share a statement. */
function holderOf({ function: name, functions }: Finding): string {
  if (name !== undefined) return name
  return functions && functions.length > 0 ? `shared by ${plural(functions.length, 'function')}: ${folded(functions, 4, 'function')}` : 'the service'
}

const rank = ({ check }: Finding): number => [...kinds.keys()].indexOf(check)
const byPlace = (a: Finding, b: Finding): number => (a.at && b.at ? comparePlaces(a.at, b.at) : 0)
const byKind = (a: Finding, b: Finding): number => rank(a) - rank(b) || byPlace(a, b)

function differenceLines(finding: Finding): string[] {
  const { word = finding.check, style = 'blue' } = kinds.get(finding.check) ?? {}
  const indent = ' '.repeat(12)
  const related = (finding.related ?? []).map(({ at, message }) => `${placeText(at)} ${message}`)
  return [
    `  ${pad(paint(style, word), 8)}  ${finding.at ? paint('dim', placeText(finding.at)) : ''}`,
    ...wrap(finding.message, PAGE - indent.length).map((line) => indent + line),
    ...(related.length > 0 ? wrap(folded(related, 2, 'place'), PAGE - indent.length).map((line) => paint('dim', indent + line)) : []),
    ...(finding.fix === undefined
      ? []
      : wrap(`fix: ${finding.fix}`, PAGE - indent.length).map((line, index) => `${indent}${index === 0 ? '' : '     '}${line}`)),
  ]
}

function totalLines(report: Report, differences: readonly Finding[], { written }: PrintOptions): string[] {
  const counts = [...kinds].flatMap(([check, { word }]) => {
    const count = differences.filter((finding) => finding.check === check).length
    return count > 0 ? [`${count} ${word}`] : []
  })
  const files = [...new Set(report.edits.map(({ file }) => file))].sort()
  const leftOut = leftOutText(report)
  return [
    paint(
      'bold',
      `${comparedText(report)}: ${counts.length > 0 ? counts.join(', ') : noDifferenceText(report)}${leftOut === '' ? '' : `; ${leftOut}`}`,
    ),
    ...(report.base ? [knownBefore(report.base)] : []),
    ...(written && files.length > 0 ? [`Written to ${listOf(files)}.`] : []),
  ]
}
