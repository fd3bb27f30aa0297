import type { Finding, Severity } from '../model/index.ts'
import { comparePlaces, placeText } from '../model/index.ts'
import { paint, type Style } from './palette.ts'
import { PAGE } from './pretty-function.ts'
import { distinct, folded, groupBy, wrap } from './words.ts'

const order: readonly Severity[] = ['error', 'warning', 'note']
const colours: { readonly [severity in Severity]: Style } = { error: 'red', warning: 'yellow', note: 'blue' }

/** The findings, worst first; what is said of several functions or places is said once. */
export function findingLines(findings: readonly Finding[]): string[] {
  if (findings.length === 0) return []
  const groups = [...groupBy(findings, (each) => JSON.stringify([each.severity, each.check, each.message, each.fix ?? null])).values()]
  const sorted = groups.map((group) => [...group].sort(byPlace)).sort((a, b) => rank(a) - rank(b) || (a[0] && b[0] ? byPlace(a[0], b[0]) : 0))
  return [paint('bold', 'Findings'), '', ...sorted.flatMap(groupLines)]
}

const rank = ([first]: readonly Finding[]): number => order.indexOf(first?.severity ?? 'note')

function byPlace(a: Finding, b: Finding): number {
  if (!a.at || !b.at) return a.at ? 1 : b.at ? -1 : 0
  return comparePlaces(a.at, b.at)
}

function groupLines(group: readonly Finding[]): string[] {
  const [first] = group
  if (!first) return []
  const places = distinct(group.flatMap(({ at }) => (at ? [placeText(at)] : [])))
  const functions = distinct(group.flatMap(({ function: name }) => (name === undefined ? [] : [name])))
  const where = [folded(places, 2, 'place'), functions.length > 0 ? paint('dim', `in ${folded(functions, 3, 'function')}`) : '']
  const head = `  ${paint(colours[first.severity], first.severity.padEnd(7))}  ${where.filter((one) => one !== '').join('  ')}`
  const sure = first.confidence === 'certain' ? '' : `, ${first.confidence}`
  return [
    `${head}  ${paint('dim', `${first.check}${sure}`)}`,
    ...wrap(first.message, PAGE - 11).map((line) => `           ${line}`),
    ...(first.fix === undefined ? [] : wrap(`fix: ${first.fix}`, PAGE - 11).map((line, index) => `           ${index === 0 ? '' : '     '}${line}`)),
    ...(first.patch === undefined ? [] : ['', ...first.patch.split(/\r?\n/).map((line) => `           ${line}`)]),
    '',
  ]
}
