import { comparePlaces, type Finding, placeText, type Report } from '../model/index.ts'
import { migrationMarkdown } from './markdown-migration.ts'
import { code, fenced, fitted, plain } from './markdown-text.ts'
import type { Reporter } from './reporter.ts'
import { type Rule, ruleOf, rules } from './rules.ts'
import { comparedText, groupBy, knownBefore, leftOutText, noDifferenceText, plural, readable } from './words.ts'

/** Markdown for a comment on a pull request: the count, a table for each function, the details folded. GitHub takes 65,536 characters. */
export const markdown: Reporter = {
  name: 'markdown',
  describe: 'Markdown for a comment on a pull request',
  print: (report) => {
    if (report.migration) return migrationMarkdown(report, report.migration)
    const differences = report.findings.filter(({ check }) => ruleOf(check) !== undefined)
    const others = report.findings.filter((finding) => !differences.includes(finding) && finding.severity !== 'note')
    const sections = [...groupBy(differences, holderOf)].map(([holder, group]) => sectionFor(holder, [...group].sort(byRule)))
    return fitted([heading(report, differences), ...sections, ...(others.length > 0 ? [otherFindings(others)] : [])])
  },
}

function heading(report: Report, differences: readonly Finding[]): string {
  const counts = rules.flatMap(({ check, word }) => {
    const count = differences.filter((finding) => finding.check === check).length
    return count > 0 ? [`**${count} ${word}**`] : []
  })
  const leftOut = leftOutText(report)
  const outcome = counts.length > 0 ? counts.join(', ') : noDifferenceText(report)
  return `### Keycard: ${code(report.service.name)}\n\n${comparedText(report)}: ${outcome}${leftOut === '' ? '' : `; ${leftOut}`}.${report.base ? ` ${plain(knownBefore(report.base))}` : ''}\n`
}

const holderOf = ({ function: name, functions = [] }: Finding): string =>
  name === undefined ? (functions.length > 0 ? `${plural(functions.length, 'function')} that share a statement` : 'the service') : code(name)

const rank = ({ check }: Finding): number => rules.findIndex((rule) => rule.check === check)
const byRule = (a: Finding, b: Finding): number => rank(a) - rank(b) || (a.at && b.at ? comparePlaces(a.at, b.at) : 0)

const signs: ReadonlyMap<string, string> = new Map([
  ['permission-missing', '+'],
  ['permission-excess', '−'],
  ['permission-wide', '↓'],
  ['permission-possible', '?'],
])

function sectionFor(holder: string, group: readonly Finding[]): string {
  const rows = group.map((finding) => {
    const rule = ruleOf(finding.check)
    const actions = (finding.grants?.actions ?? []).map(code).join('<br>')
    const resources = (finding.grants?.resources ?? []).map((resource) => code(readable(resource))).join('<br>')
    return `| ${signs.get(finding.check) ?? ''} ${rule?.word ?? finding.check} | ${actions} | ${resources} | ${finding.at ? code(placeText(finding.at)) : ''} |`
  })
  return `#### ${holder}\n\n| | actions | resources | declared at |\n|---|---|---|---|\n${rows.join('\n')}\n\n<details><summary>Why, and what to do</summary>\n\n${group.map(detailFor).join('\n')}\n</details>\n`
}

function detailFor(finding: Finding): string {
  const rule: Rule | undefined = ruleOf(finding.check)
  const places = (finding.related ?? []).map(({ at, message }) => `  - ${code(placeText(at))} ${plain(message)}`)
  const fix = finding.fix === undefined ? [] : [`  - fix: ${plain(finding.fix)}`]
  return [`- **${rule?.word ?? finding.check}**: ${plain(finding.message)}`, ...places, ...fix].join('\n')
}

function otherFindings(findings: readonly Finding[]): string {
  const lines = findings.map(
    ({ message, at, severity, patch }) =>
      `- ${severity}: ${plain(message)}${at ? ` (${code(placeText(at))})` : ''}${patch === undefined ? '' : `\n\n${fenced(patch)}`}`,
  )
  return `#### Further findings\n\n${lines.join('\n')}\n`
}
