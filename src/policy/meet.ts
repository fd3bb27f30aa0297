import { join, text, type Value } from '../model/index.ts'
import { covers, coversAction, disjoint, patternCovers } from './pattern.ts'
import { actionPattern, merged, type Pattern, patternOf, type Token } from './tokens.ts'

/** What two patterns both match, as patterns. */
export interface Meeting<Item> {
  readonly items: readonly Item[]
  /** False where the patterns match less than both do. */
  readonly exact: boolean
}

/** The actions that two patterns both match. */
export function meetActions(a: string, b: string): Meeting<string> {
  if (coversAction(a, b)) return { items: [b], exact: true }
  if (coversAction(b, a)) return { items: [a], exact: true }
  const met = meetPatterns(actionPattern(a), actionPattern(b))
  return { items: met.items.map((value) => (value.kind === 'text' ? value.text : '')).filter((one) => one !== ''), exact: met.exact }
}

/** The resources that two patterns both match. */
export function meetResources(a: Value, b: Value): Meeting<Value> {
  if (covers(a, b) === 'yes') return { items: [b], exact: true }
  if (covers(b, a) === 'yes') return { items: [a], exact: true }
  return meetPatterns(patternOf(a), patternOf(b))
}

/** More patterns than this are not written out. */
const MOST_PATTERNS = 32

function meetPatterns(a: Pattern, b: Pattern): Meeting<Value> {
  const apart = disjoint(a, b)
  if (apart === 'yes') return { items: [], exact: true }
  const [left, right] = [a.alternatives[0], b.alternatives[0]]
  if (apart === 'unknown' || !left || !right || a.alternatives.length > 1 || b.alternatives.length > 1) return { items: [], exact: false }
  const found = meetTokens(left, right)
  if (!found) return { items: [], exact: false }
  // Opaque parts are put together only where they are the same, so with them the result may be less than both match.
  const opaque = [...left, ...right].some(({ kind }) => kind === 'opaque')
  // A wildcard that reaches over the fields of an ARN loses that when something follows it: then the text says less than it should.
  const exact = !opaque && found.every((tokens) => sameTokens(merged(tokens), tokensOf(writtenOut(tokens), a)))
  const values = found.map(writtenOut)
  const kept = values.filter((one, index) =>
    values.every((other, at) => at === index || covers(other, one) !== 'yes' || (at > index && covers(one, other) === 'yes')),
  )
  // INVARIANT: what is returned lies in both, whatever became of the wildcards.
  const inBoth = kept.filter((one) => liesIn(one, a) && liesIn(one, b))
  return { items: inBoth, exact: exact && inBoth.length === kept.length }
}

const readAs = (value: Value, model: Pattern): Pattern => (model.action && value.kind === 'text' ? actionPattern(value.text) : patternOf(value))
const liesIn = (value: Value, pattern: Pattern): boolean => patternCovers(pattern, readAs(value, pattern)) === 'yes'
const tokensOf = (value: Value, model: Pattern): readonly Token[] => readAs(value, model).alternatives[0] ?? []
const sameTokens = (a: readonly Token[], b: readonly Token[]): boolean => JSON.stringify(a) === JSON.stringify(b)

/** All ways in which two token lists can be read as one; undefined where they are too many. */
function meetTokens(a: readonly Token[], b: readonly Token[]): readonly (readonly Token[])[] | undefined {
  const memo = new Map<number, readonly (readonly Token[])[]>()
  let tooMany = false
  const meet = (i: number, j: number): readonly (readonly Token[])[] => {
    const key = i * (b.length + 1) + j
    const known = memo.get(key)
    if (known) return known
    const found = [...new Map(waysFrom(i, j).map((way) => [JSON.stringify(way), way])).values()]
    if (found.length > MOST_PATTERNS) tooMany = true
    const kept = found.slice(0, MOST_PATTERNS)
    memo.set(key, kept)
    return kept
  }
  const waysFrom = (i: number, j: number): readonly (readonly Token[])[] => {
    const [left, right] = [a[i], b[j]]
    if (!left && !right) return [[]]
    if (left?.kind === 'star' && right?.kind === 'star')
      return [...meet(i + 1, j), ...meet(i, j + 1)].map((rest) => [left.field ? left : right, ...rest])
    if (left?.kind === 'star') return [...meet(i + 1, j), ...(right && absorbs(left, right) ? meet(i, j + 1).map((rest) => [right, ...rest]) : [])]
    if (right?.kind === 'star') return [...meet(i, j + 1), ...(left && absorbs(right, left) ? meet(i + 1, j).map((rest) => [left, ...rest]) : [])]
    const one = left && right ? sameStep(left, right) : undefined
    return one ? meet(i + 1, j + 1).map((rest) => [one, ...rest]) : []
  }
  const result = meet(0, 0)
  return tooMany ? undefined : result
}

const absorbs = (star: Token, token: Token): boolean => !(star.kind === 'star' && star.field) || !(token.kind === 'char' && token.char === ':')

function sameStep(a: Token, b: Token): Token | undefined {
  if (a.kind === 'any') return b.kind === 'opaque' ? undefined : b
  if (b.kind === 'any') return a.kind === 'opaque' ? undefined : a
  if (a.kind === 'char' && b.kind === 'char') return a.char === b.char ? a : undefined
  return a.kind === 'opaque' && b.kind === 'opaque' && a.key === b.key ? a : undefined
}

/** Writes tokens as a value again. */
function writtenOut(tokens: readonly Token[]): Value {
  return join(
    tokens.map((token, index) => {
      if (token.kind === 'star') return text('*')
      if (token.kind === 'any') return text('?')
      if (token.kind === 'opaque') return token.value
      const next = tokens[index + 1]
      const escaped = token.char === '*' || token.char === '?' || (token.char === '$' && next?.kind === 'char' && next.char === '{')
      return text(escaped ? `\${${token.char}}` : token.char)
    }),
  )
}
