import { type Allowed, type MigratedFunction, type Migration, type ProviderPart, placeText, type Report } from '../model/index.ts'
import {
  beyondPlan,
  countsText,
  everywhereText,
  grantText,
  isStopped,
  outcomesText,
  outcomeText,
  partText,
  thousands,
  totalText,
} from './migration-words.ts'
import { finish, paint } from './palette.ts'
import { findingLines } from './pretty-findings.ts'
import { PAGE } from './pretty-function.ts'
import type { PrintOptions } from './reporter.ts'
import { listOf, wrap } from './words.ts'

/** The plan of a migration: what is missing today, function by function, what goes and what stays, the rest to know, the diff, the numbers. */
export function printMigration(report: Report, migration: Migration, options: PrintOptions): string {
  const missing = report.findings.filter(({ check }) => check === 'permission-missing')
  const others = beyondPlan(report.findings)
  const errors = report.findings.filter(({ severity }) => severity === 'error')
  const lines = options.quiet
    ? findingLines(errors)
    : [
        ...(missing.length > 0
          ? [paint('bold', 'Missing today: the code needs it, and nothing allows it'), '', ...findingLines(missing).slice(2)]
          : []),
        ...migration.functions.flatMap((each) => [...functionLines(each), '']),
        ...partLines('Goes from the provider', migration.removed),
        ...partLines('Stays with the provider', migration.kept),
        ...findingLines(others),
        ...migration.files.flatMap(({ diff }) => [...diffLines(diff), '']),
      ]
  return finish(`${[...lines, ...totalLines(report, migration, options)].join('\n')}\n`, options.colour)
}

function functionLines(each: MigratedFunction): string[] {
  const head = wrap(`${each.name}  ${outcomeText(each)}`, PAGE)
  return [
    ...head.map((line, index) => (index === 0 ? paint('bold', each.name) + line.slice(each.name.length) : `  ${line}`)),
    ...sideLines('before', each.before),
    ...(each.outcome === 'kept' || each.outcome === 'same' ? [] : sideLines('after', each.after)),
  ]
}

function sideLines(word: string, allowed: Allowed): string[] {
  const indent = ' '.repeat(10)
  return [
    `  ${paint('dim', word.padEnd(6))}  ${countsText(allowed.counts)}${everywhereText(allowed)}`,
    ...allowed.grants.flatMap((grant) => {
      const wide = grant.butActions || grant.actions.some((action) => /[*?]/.test(action))
      const from = grant.managedPolicy === undefined ? '' : ` (${grant.managedPolicy})`
      const counted = wide ? ` = ${countsText(grant.counts)}` : ''
      return wrap(`${grantText(grant)}${from}${counted}`, PAGE - indent.length - 2).map((line, index) => `${indent}${index === 0 ? '' : '  '}${line}`)
    }),
  ]
}

function partLines(title: string, parts: readonly ProviderPart[]): string[] {
  if (parts.length === 0) return []
  return [
    paint('bold', title),
    '',
    ...parts.flatMap((part) => [
      ...wrap(`${partText(part)}`, PAGE - 4).map((line, index) => `${index === 0 ? '  ' : '    '}${line}`),
      ...wrap(`${part.at ? `${placeText(part.at)}  ` : ''}${part.why}`, PAGE - 6).map((line) => paint('dim', `      ${line}`)),
    ]),
    '',
  ]
}

function diffLines(diff: string): string[] {
  return (
    diff
      .replace(/\n$/, '')
      .split('\n')
      // As it looks in an editor; the JSON has the diff to the letter.
      .map((line) => line.replace(/\r$/, '').replace('\ufeff', '').replaceAll('\t', '    '))
      .map((line) => {
        if (line.startsWith('---') || line.startsWith('+++')) return paint('bold', line)
        if (line.startsWith('@@')) return paint('cyan', line)
        return line.startsWith('+') ? paint('green', line) : line.startsWith('-') ? paint('red', line) : line
      })
  )
}

function totalLines(report: Report, migration: Migration, { written }: PrintOptions): string[] {
  const stopped = isStopped(report)
  const files = migration.files.map(({ file }) => file)
  const changes = files.length > 0
  const grave = (which: 'before' | 'after'): string => thousands(migration.total[which].levels['Permissions management'] ?? 0)
  return [
    paint('bold', `${outcomesText(migration)}.`),
    ...(changes ? [`  ${totalText(migration)}`, `  permissions management: ${grave('before')} before, ${grave('after')} after`] : []),
    ...(changes && migration.plugin !== undefined ? [`  ${migration.plugin} is added; run npm install before you deploy`] : []),
    ...(stopped ? ['Nothing is written; the findings say why.'] : []),
    ...(!changes && !stopped ? [`There is nothing to do: ${report.service.file} says this already.`] : []),
    ...(changes && written && !stopped ? [`Written to ${listOf(files)}.`] : []),
    ...(changes && !written && !stopped ? ['', `Nothing was written. To do this: ${paint('bold', 'keycard migrate --write')}`] : []),
  ]
}
