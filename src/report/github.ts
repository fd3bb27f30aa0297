import type { Finding, Report, Severity } from '../model/index.ts'
import type { Reporter } from './reporter.ts'
import { ruleOf, rules } from './rules.ts'
import { plural } from './words.ts'

/** GitHub shows ten annotations of a step and of each level: https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions */
const MOST = 10

/** Workflow commands that GitHub Actions turns into annotations, the worst first, and a last line that counts the rest. */
export const github: Reporter = {
  name: 'github',
  describe: 'annotations for GitHub Actions',
  print: (report, { base = '' }) => {
    const sorted = [...report.findings].sort((a, b) => rank(a) - rank(b))
    const shown = sorted.slice(0, sorted.length > MOST ? MOST - 1 : MOST)
    const rest = sorted.length - shown.length
    const more = rest > 0 ? [moreLine(rest, sorted.length)] : []
    return [...shown.map((finding) => commandFor(finding, report, base)), ...more].map((line) => `${line}\n`).join('')
  },
}

const moreLine = (rest: number, all: number): string =>
  `::notice title=Keycard::${plural(rest, 'more finding')} of ${all}: run keycard diff to see all`

/** The annotations of several services as those of one, and what was in the way: the worst first, and the rest counted. */
export function annotationsTogether(texts: readonly string[], failures: readonly string[]): string {
  const lines = [...failures.map((text) => `::error title=Keycard::${data(text)}`), ...texts.flatMap((text) => text.split('\n'))].filter(
    (line) => line !== '',
  )
  const left = lines.map((line) => Number(/^::notice title=Keycard::(\d+) more finding/.exec(line)?.[1] ?? 0))
  const found = lines.filter((_, index) => left[index] === 0)
  const levels = severities.map((severity) => `::${commands[severity]} `)
  const sorted = levels.flatMap((level) => found.filter((line) => line.startsWith(level)))
  const all = sorted.length + left.reduce((sum, count) => sum + count, 0)
  const shown = sorted.slice(0, all > MOST ? MOST - 1 : MOST)
  return [...shown, ...(all > shown.length ? [moreLine(all - shown.length, all)] : [])].map((line) => `${line}\n`).join('')
}

const commands: { readonly [severity in Severity]: string } = { error: 'error', warning: 'warning', note: 'notice' }
const severities: readonly Severity[] = ['error', 'warning', 'note']

function rank({ severity, check }: Finding): number {
  const kind = rules.findIndex((rule) => rule.check === check)
  return severities.indexOf(severity) * (rules.length + 1) + (kind < 0 ? rules.length : kind)
}

function commandFor(finding: Finding, report: Report, base: string): string {
  const { severity, message, fix, at, check, function: name } = finding
  const place = [`file=${property(base + (at?.file ?? report.service.file))}`, ...(at ? [`line=${at.line}`] : [])]
  const title = property(`Keycard: ${ruleOf(check)?.word ?? check}${name === undefined ? '' : ` (${name})`}`)
  const text = [message, ...(fix === undefined ? [] : [`Fix: ${fix}`])].join('\n')
  return `::${commands[severity]} ${[...place, `title=${title}`].join(',')}::${data(text)}`
}

// A text must not end the command or start another: https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts
const data = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
