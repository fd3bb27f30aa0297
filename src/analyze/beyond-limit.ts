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
  return { ...derived, findings: derived.findings.with(first, { ...finding, fix: fixFor(finding, leftOutOf(one, all, trails)) }) }
}

function fixFor({ severity, fix }: Finding, leftOut: readonly LeftOut[]): string {
  const known = 'write the permissions down with // keycard-allow'
  const isRough = severity !== 'error'
  if (isRough && leftOut.length === 0) return fix ?? known
  if (leftOut.length === 0) return `${known}, if any are missing: every command that its modules make by name was come to`
  const named = leftOut.slice(0, mostNamed).map(({ client, command, at }) => `${client} ${command} (${placeText(at)})`)
  const more = leftOut.length - named.length
  const start = isRough
    ? `${fix}; no way was found to this, which its modules make as well`
    : `${known} for what it comes to of this, which its modules make as well`
  return `${start}: ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}
