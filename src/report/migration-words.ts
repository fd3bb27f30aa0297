import {
  type Allowed,
  accessLevels,
  type CheckName,
  type Finding,
  type Grant,
  type LevelCounts,
  type MigratedFunction,
  type Migration,
  type ProviderPart,
  type Report,
} from '../model/index.ts'
import { listOf, plural, readable } from './words.ts'

/** The findings that the plan does not say by itself. */
export const beyondPlan = (findings: readonly Finding[]): readonly Finding[] =>
  findings.filter(({ check, function: name }) => !toldByPlan.has(check) && (check !== 'statement-kept' || name !== undefined))

const toldByPlan: ReadonlySet<CheckName> = new Set(['permission-missing', 'managed-policy-kept', 'function-kept'])

/** Whether something keeps the whole plan from being written. */
export const isStopped = ({ findings, migration }: Report): boolean =>
  findings.some(({ check }) => check === 'not-written' || (check === 'write-unsafe' && migration?.files.length === 0))

/** `3 actions: 1 read, 2 write`; the levels from harmless to grave. */
export function countsText({ levels, unknown, total }: LevelCounts): string {
  const parts = [
    ...accessLevels.flatMap((level) => (levels[level] ? [`${thousands(levels[level])} ${level.toLowerCase()}`] : [])),
    ...(unknown > 0 ? [`${unknown} that the reference does not have`] : []),
  ]
  if (total === 0) return 'nothing'
  return `${thousands(total)} ${total === 1 ? 'action' : 'actions'}: ${parts.join(', ')}`
}

/** What a grant says: `dynamodb:* on !GetAtt Orders.Arn`. */
export function grantText({ actions, butActions, resources, butResources, conditional }: Grant): string {
  const what = `${butActions ? 'all but ' : ''}${few(actions)}`
  const where = `${butResources ? 'all but ' : ''}${few(resources.map(readable))}`
  return `${what} on ${where}${conditional ? ', under a condition' : ''}`
}

const few = (items: readonly string[]): string =>
  items.length > 6 ? `${items.slice(0, 5).join(', ')} and ${items.length - 5} more` : items.join(', ')

/** What a part of the provider is: `the managed policy X`, or its actions and resources. */
export const partText = ({ actions, butActions, resources, butResources, managedPolicy }: ProviderPart): string =>
  managedPolicy === undefined
    ? `${butActions ? 'all but ' : ''}${few(actions) || 'a statement'}${resources.length > 0 ? ` on ${butResources ? 'all but ' : ''}${few(resources.map(readable))}` : ''}`
    : `the managed policy ${managedPolicy}`

/** What becomes of a function, in words. */
export function outcomeText({ outcome, why }: MigratedFunction): string {
  if (outcome === 'moved') return 'gets a role of its own'
  if (outcome === 'narrowed') return 'has a role of its own, which is narrowed'
  if (outcome === 'same') return 'stays as it is: it has what it needs and nothing more'
  const cut = (why ?? '').lastIndexOf(': ')
  return `keeps what it has: ${cut < 0 ? why : why?.slice(0, cut)}`
}

/** How many of its actions are allowed on every resource. */
export const everywhereText = ({ everywhere }: Allowed): string => (everywhere > 0 ? `; ${thousands(everywhere)} of them on every resource` : '')

/** `549 actions before, 21 after: 96 % less`, over all functions. */
export function totalText({ total }: Migration): string {
  const [before, after] = [total.before.total, total.after.total]
  const change = before === 0 ? '' : after <= before ? `: ${percent(before - after, before)} less` : `: ${percent(after - before, before)} more`
  return `${thousands(before)} ${before === 1 ? 'action' : 'actions'} before, ${thousands(after)} after${change}`
}

/** The outcomes counted: `2 functions get roles of their own, 1 keeps what it has`. */
export function outcomesText({ functions }: Migration): string {
  const count = (wanted: MigratedFunction['outcome']): number => functions.filter(({ outcome }) => outcome === wanted).length
  const [moved, narrowed, same, kept] = [count('moved'), count('narrowed'), count('same'), count('kept')]
  const parts = [
    ...(moved > 0 ? [`${plural(moved, 'function')} ${moved === 1 ? 'gets a role of its own' : 'get roles of their own'}`] : []),
    ...(narrowed > 0 ? [`${plural(narrowed, 'role')} ${narrowed === 1 ? 'is' : 'are'} narrowed`] : []),
    ...(same > 0 ? [`${plural(same, 'function')} ${same === 1 ? 'stays as it is' : 'stay as they are'}`] : []),
    ...(kept > 0 ? [`${plural(kept, 'function')} ${kept === 1 ? 'keeps what it has' : 'keep what they have'}`] : []),
  ]
  return listOf(parts)
}

/** Digits in groups of three, whatever the locale. */
export const thousands = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, ',')

const percent = (part: number, whole: number): string => `${part === whole ? 100 : Math.min(99, Math.round((100 * part) / whole))} %`
