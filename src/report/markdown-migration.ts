import {
  type Allowed,
  accessLevels,
  type Finding,
  type MigratedFunction,
  type Migration,
  type ProviderPart,
  placeText,
  type Report,
} from '../model/index.ts'
import { code, fenced, fitted, plain } from './markdown-text.ts'
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
import { listOf } from './words.ts'

/** The plan of a migration for a pull request: what is missing today, the numbers, each function, what goes and stays, the diff folded. */
export function migrationMarkdown(report: Report, migration: Migration): string {
  const missing = report.findings.filter(({ check }) => check === 'permission-missing')
  const others = beyondPlan(report.findings).filter(({ severity }) => severity !== 'note')
  return fitted([
    heading(report, migration),
    ...(missing.length > 0 ? [findingsSection('Missing today: the code needs it, and nothing allows it', missing)] : []),
    numbers(migration.functions),
    ...parts('Goes from the provider', migration.removed),
    ...parts('Stays with the provider', migration.kept),
    ...(others.length > 0 ? [findingsSection('Further findings', others)] : []),
    ...migration.functions.map(functionSection),
    ...migration.files.map(({ file, diff }) => `<details><summary>${plain(file)}</summary>\n\n${fenced(diff, 'diff')}\n</details>\n`),
  ])
}

function heading(report: Report, migration: Migration): string {
  const plugin = migration.plugin === undefined ? '' : ` ${code(migration.plugin)} is added.`
  const files = migration.files.map(({ file }) => code(file))
  const what =
    files.length > 0
      ? `**${totalText(migration)}.** ${plain(outcomesText(migration))}.${plugin} Changed: ${listOf(files)}.`
      : isStopped(report)
        ? ''
        : 'There is nothing to do.'
  const stop = isStopped(report) ? ' **Nothing is written; the findings say why.**' : ''
  return `### Keycard: a role for each function of ${code(report.service.name)}\n\n${`${what}${stop}`.trim()}\n`
}

function numbers(functions: readonly MigratedFunction[]): string {
  const levels = accessLevels.map((level) => level.toLowerCase())
  const cells = (each: MigratedFunction): string[] =>
    accessLevels.map((level) => `${thousands(each.before.counts.levels[level] ?? 0)} → ${thousands(each.after.counts.levels[level] ?? 0)}`)
  const rows = functions.map(
    (each) =>
      `| ${code(each.name)} | ${each.outcome} | ${thousands(each.before.counts.total)} → ${thousands(each.after.counts.total)} | ${cells(each).join(' | ')} | ${thousands(each.before.everywhere)} → ${thousands(each.after.everywhere)} |`,
  )
  return `| function | | actions | ${levels.join(' | ')} | on every resource |\n|---|---|---|${levels.map(() => '---|').join('')}---|\n${rows.join('\n')}\n`
}

function functionSection(each: MigratedFunction): string {
  const side = (word: string, allowed: Allowed): string[] => [
    `- ${word}: ${plain(countsText(allowed.counts) + everywhereText(allowed))}`,
    ...allowed.grants.map((grant) => `  - ${code(grantText(grant))}${grant.managedPolicy === undefined ? '' : ` (${plain(grant.managedPolicy)})`}`),
  ]
  const lines = [...side('before', each.before), ...(each.outcome === 'kept' || each.outcome === 'same' ? [] : side('after', each.after))]
  return `<details><summary><b>${plain(each.name)}</b> ${plain(outcomeText(each))}</summary>\n\n${lines.join('\n')}\n</details>\n`
}

function parts(title: string, all: readonly ProviderPart[]): string[] {
  if (all.length === 0) return []
  const rows = all.map((part) => `| ${code(partText(part))} | ${plain(part.why)} | ${part.at ? code(placeText(part.at)) : ''} |`)
  return [`#### ${title}\n\n| what | why | declared at |\n|---|---|---|\n${rows.join('\n')}\n`]
}

function findingsSection(title: string, findings: readonly Finding[]): string {
  const lines = findings.map(
    ({ message, at, severity, function: name, fix }) =>
      `- ${severity}${name === undefined ? '' : ` in ${code(name)}`}: ${plain(message)}${at ? ` (${code(placeText(at))})` : ''}${fix === undefined ? '' : `; ${plain(fix)}`}`,
  )
  return `#### ${title}\n\n${lines.join('\n')}\n`
}
