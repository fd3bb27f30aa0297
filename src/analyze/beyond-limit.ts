import type { Trails } from '../code/index.ts'
import { type Finding, type LeftOut, placeText } from '../model/index.ts'
import type { DerivedFunction } from './derive.ts'
import { type Analysed, leftOutOf } from './explain/index.ts'

/** How many calls are named. */
const mostNamed = 8

/** Whether the analysis of some function came to a limit. */
export const isLimited = ({ findings }: DerivedFunction): boolean => findings.some(isLimit)

const isLimit = ({ check }: Finding): boolean => check === 'analysis-limit'

/**
 * Where the analysis of a function came to a limit, the first finding that says so names what its modules make and was not come to: that is what may be
 * missing, and what is to be written down where it is.
 */
export function nameBeyond(derived: DerivedFunction, one: Analysed, all: readonly Analysed[], trails: Trails): DerivedFunction {
  const first = derived.findings.findIndex(isLimit)
  const finding = derived.findings[first]
  if (!finding) return derived
  const leftOut = leftOutOf(one, all, trails)
  if (finding.severity !== 'error') return leftOut.length === 0 ? derived : doubted(derived, finding, fixFor(leftOut))
  return { ...derived, findings: derived.findings.with(first, { ...finding, fix: fixFor(leftOut) }) }
}

/** The same where nobody looks for what the modules make. */
export function withDoubt(derived: DerivedFunction): DerivedFunction {
  const finding = derived.findings.find(isLimit)
  return finding && finding.severity !== 'error'
    ? doubted(derived, finding, 'write the permissions down with // keycard-allow, if any are missing')
    : derived
}

/** Where less was told apart and no way was found to all that the modules make, nobody knows whether there is none. */
function doubted({ report, findings }: DerivedFunction, finding: Finding, fix: string): DerivedFunction {
  const message =
    'this is too much work to follow in every detail, and with less told apart it is not known that a way was found to all that its modules make'
  const error: Finding = { ...finding, severity: 'error', message, fix }
  return { report: { ...report, analysis: 'incomplete' }, findings: findings.map((one) => (one === finding ? error : one)) }
}

function fixFor(leftOut: readonly LeftOut[]): string {
  const known = 'write the permissions down with // keycard-allow'
  if (leftOut.length === 0) return `${known}, if any are missing: every command that its modules make by name was come to`
  const named = leftOut.slice(0, mostNamed).map(({ client, command, at }) => `${client} ${command} (${placeText(at)})`)
  const more = leftOut.length - named.length
  return `${known} for what it comes to of this, which its modules make as well: ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}
