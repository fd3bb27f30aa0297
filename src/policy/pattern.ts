import type { Value } from '../model/index.ts'
import { type Answer, atomsOf } from './atoms.ts'
import { actionPattern, type Pattern, patternOf, type Token } from './tokens.ts'

export type { Answer } from './atoms.ts'

/** Whether every resource that `narrow` matches is matched by `wide`, whatever their opaque parts stand for. */
export function covers(wide: Value, narrow: Value): Answer {
  if (wide === narrow || (wide.kind === 'text' && wide.text === '*')) return 'yes'
  return patternCovers(patternOf(wide), patternOf(narrow))
}

/** The same of action patterns; upper and lower case are the same, and the answer is always known. */
export const coversAction = (wide: string, narrow: string): boolean =>
  wide === '*' ||
  wide.toLowerCase() === narrow.toLowerCase() ||
  (/[*?]/.test(wide) && patternCovers(actionPattern(wide), actionPattern(narrow)) === 'yes')

/** Whether some action is matched by both. */
export const actionsMeet = (a: string, b: string): boolean =>
  a.toLowerCase() === b.toLowerCase() || disjoint(actionPattern(a), actionPattern(b)) === 'no'

/** Whether two patterns match no text together. */
export function disjoint(a: Pattern, b: Pattern): Answer {
  if (differAtStart(a, b)) return 'yes'
  const atoms = a.key === b.key ? undefined : atomsOf([a, b], [0])
  if (!atoms) return a.key === b.key ? 'no' : 'unknown'
  if (atoms.some(([inA, inB]) => inA === 'yes' && inB === 'yes')) return 'no'
  return atoms.some(([, inB]) => inB !== 'no') ? 'unknown' : 'yes'
}

/** Whether one pattern covers another. */
export function patternCovers(wide: Pattern, narrow: Pattern): Answer {
  if (wide.key === narrow.key) return 'yes'
  if (differAtStart(wide, narrow)) return 'no'
  if (narrow.alternatives.every((one) => wide.alternatives.every((other) => holdsStepByStep(other, one)))) return 'yes'
  const atoms = atomsOf([wide, narrow], [1])
  if (!atoms) return 'unknown'
  if (atoms.every(([inWide]) => inWide === 'yes')) return 'yes'
  return atoms.some(([inWide, inNarrow]) => inWide === 'no' && inNarrow === 'yes') ? 'no' : 'unknown'
}

/** Whether one pattern plainly covers another, piece by piece; never wrong, and quick, but silent on what takes reasoning. */
export const plainlyCovers = (wide: Pattern, narrow: Pattern): boolean =>
  wide.key === narrow.key ||
  (!differAtStart(wide, narrow) && narrow.alternatives.every((one) => wide.alternatives.every((other) => holdsStepByStep(other, one))))

/**
 * Most pairs differ in a character before any wildcard, or in the names that their ARNs end with: a short cut, and more than that, since of names
 * with opaque parts nothing else can tell. What both begin with, known or opaque, decides nothing.
 */
function differAtStart(a: Pattern, b: Pattern): boolean {
  const [one, other] = [a.alternatives, b.alternatives].map((all) => (all.length === 1 ? all[0] : undefined))
  if (!one || !other) return false
  if (differFrom(one, 0, other, 0)) return true
  const [name, otherName] = [nameStart(one), nameStart(other)]
  return name !== undefined && otherName !== undefined && differFrom(one, name, other, otherName)
}

function differFrom(one: readonly Token[], from: number, other: readonly Token[], otherFrom: number): boolean {
  for (let step = 0; ; step++) {
    const [left, right] = [one[from + step], other[otherFrom + step]]
    // Where one is at its end, the other must be able to be empty.
    if (!left || !right) return [...one.slice(from + step), ...other.slice(otherFrom + step)].some(({ kind }) => kind === 'char' || kind === 'any')
    if (left.kind === 'char' && right.kind === 'char') {
      if (left.fold || right.fold) return false
      if (left.char !== right.char) return true
    } else if (left.kind !== 'opaque' || right.kind !== 'opaque' || left.key !== right.key) return false
  }
}

/** Where the name begins in an ARN whose first five fields each stay within theirs. */
function nameStart(tokens: readonly Token[]): number | undefined {
  let colons = 0
  for (const [index, token] of tokens.entries()) {
    if (token.kind === 'char' ? token.char === ':' && ++colons === 5 : !token.field) return token.kind === 'char' ? index + 1 : undefined
  }
  return undefined
}

/** Whether a pattern matches another read as a text, wildcards and all: a short cut to most of what is covered. */
function holdsStepByStep(wide: readonly Token[], narrow: readonly Token[]): boolean {
  let [at, from, star] = [0, 0, -1]
  for (let index = 0; index < narrow.length; ) {
    const [token, text] = [wide[at], narrow[index]]
    if (token?.kind === 'star') {
      star = at++
      from = index
    } else if (token && text && matchesStep(token, text)) {
      at++
      index++
    } else {
      // Back to the last star, which takes one more.
      const [open, next] = [wide[star], narrow[from]]
      if (!open || !next || !matchesStep(open, next)) return false
      at = star + 1
      index = ++from
    }
  }
  while (wide[at]?.kind === 'star') at++
  return at === wide.length
}

function matchesStep(wide: Token, narrow: Token): boolean {
  if (wide.kind === 'star') return !wide.field || (narrow.kind === 'char' ? narrow.char !== ':' : narrow.field)
  if (wide.kind === 'any') return narrow.kind === 'char' ? !wide.field || narrow.char !== ':' : narrow.kind === 'any' && (!wide.field || narrow.field)
  if (wide.kind === 'char') return narrow.kind === 'char' && wide.char === narrow.char && wide.fold === narrow.fold
  return narrow.kind === 'opaque' && wide.key === narrow.key
}
