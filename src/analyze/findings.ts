import type { Replaced } from '../iac/index.ts'
import { comparePlaces, type Finding, type FunctionReport } from '../model/index.ts'
import { policyCovers } from '../policy/index.ts'
import { commentMark, type Unexplained } from './unexplained.ts'

/** What is lost by what is written: declared statements that the derived ones do not make up for, and on what ground. */
export function lostStatements(
  reports: readonly FunctionReport[],
  replaced: readonly Replaced[],
  kept: readonly Unexplained[] = [],
): readonly Finding[] {
  return replaced.flatMap(({ functions, statements }) => {
    const derived = reports.filter(({ name }) => functions.includes(name)).flatMap(({ policy }) => policy.statements)
    const staying = kept.filter((one) => one.functions.every((name) => functions.includes(name))).flatMap((one) => one.statements)
    const needed = [...derived, ...staying]
    const who = functions.length === 1 ? functions.join() : `the ${functions.length} functions that share it`
    return statements
      .filter((statement) => policyCovers({ statements: needed }, { statements: [statement] }) !== 'yes')
      .map((statement): Finding => {
        const { actions, notActions, at } = statement
        const what = notActions ? `everything but ${notActions.join(', ')}` : actions.join(', ')
        return {
          check: 'permission-removed',
          severity: 'note',
          confidence: 'certain',
          message: `${what} gives way to what the code of ${who} needs`,
          ...(at ? { at } : {}),
          ...(functions.length === 1 ? { function: functions.join() } : { functions }),
          fix: `if something that no analysis sees needs more, mark the statement with ${commentMark(at)} keycard-keep -- and the reason before you write`,
        }
      })
  })
}

/** Functions whose statements are not written although that was asked for: half a policy breaks what runs today. */
export function unwrittenFunctions(functions: readonly FunctionReport[]): readonly Finding[] {
  return functions
    .filter(({ analysis }) => analysis === 'incomplete')
    .map(({ name }) => ({
      check: 'not-written',
      severity: 'error',
      confidence: 'certain',
      message: `nothing was written for ${name}: its analysis is incomplete, and statements that lack a permission would break it`,
      function: name,
      fix: 'mend what its other findings say, or add a keycard-allow comment for what cannot be seen',
    }))
}

/** What a policy allows in every region or account since nobody named one: said once for the whole policy. */
export function openScope(report: FunctionReport, given: { readonly region?: string; readonly account?: string }): readonly Finding[] {
  const heads = report.permissions.map(({ resource }) => (resource.kind === 'join' ? resource.parts[0] : resource))
  const arns = heads.flatMap((head) => (head?.kind === 'text' && head.text.startsWith('arn:') ? [head.text.split(':')] : []))
  const open = (['region', 'account'] as const).filter((name, index) => given[name] === undefined && arns.some((parts) => parts[index + 3] === '*'))
  if (open.length === 0) return []
  return [
    {
      check: 'scope-open',
      severity: 'warning',
      confidence: 'certain',
      message: `the policy holds for resources of every ${open.join(' and every ')}, since none was given`,
      function: report.name,
      fix: `give ${open.map((name) => (name === 'region' ? '--region NAME' : '--account ID')).join(' and ')}`,
    },
  ]
}

/** By place, then check, function and message, without regard to locale; what has no place comes first. */
export function compareFindings(a: Finding, b: Finding): number {
  if (a.at && b.at) {
    const places = comparePlaces(a.at, b.at)
    if (places !== 0) return places
  } else if (a.at || b.at) return a.at ? 1 : -1
  return compareTexts(a.check, b.check) || compareTexts(a.function ?? '', b.function ?? '') || compareTexts(a.message, b.message)
}

const compareTexts = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1)
