import type { Condition, Policy, Value } from '../src/model/index.ts'
import { arnExpression, conditionHolds, filledIn, globMatches, literally, type Meaning, type Universe } from './policy-twin.ts'

// The texts and requests on which the twin tries policies.

/** Every text over some letters up to a length. */
const textsOver = (letters: string, most: number): string[] => {
  let last = ['']
  const all = ['']
  for (let length = 0; length < most; length++) {
    last = last.flatMap((start) => [...letters].map((letter) => start + letter))
    all.push(...last)
  }
  return all
}
export const words = textsOver('xyz', 4)
const short = textsOver('xyz', 2)
export const actionWords = ['a:', 'b:', 'c:'].flatMap((service) => short.map((name) => service + name))
export const arnWords = [
  ...['', 'z', 'arn:', 'arn:aws:s', 'arn:aws:sz', 'arn:aws:s:x', 'arn:aws:s:zz:x', 'arn:z:s:x', 'arn:aws:szz:x:z', 'arn:zws:s:x:z:z', 'arn:aws:z:x'],
  ...['', 'x', 'z', 'xz', 'zx', 'zzx'].flatMap((region) =>
    ['', 'x', 'z', 'xz', 'zx', 'zz'].flatMap((account) =>
      [...short, 'x:', 'x:x', 'z:x', 'z:z', ':', ':z', 'zz:x', 'xyz', 'zzz', 'x:xz', 'zz:zz', 'z:z:x', 'x:zz', 'x:zzz'].map(
        (name) => `arn:aws:s:${region}:${account}:${name}`,
      ),
    ),
  ),
]

/** Texts that a pattern matches, for much that its wildcards may stand for. */
export function samplesOf(pattern: string, more: Iterable<string> = []): string[] {
  const many = [...pattern].filter((one) => one === '*' || one === '?').length > 2
  let texts = ['']
  for (const one of pattern) {
    const star = many ? ['', 'x', 'y', 'yy', 'zzzzz'] : ['', 'x', 'y', 'z', 'xx', 'yy', 'zzzzz', 'z:z']
    const next = one === '*' ? [...new Set([...star, ...more])] : one === '?' ? ['x', 'y', 'z'] : [one]
    texts = texts.flatMap((start) => next.map((end) => start + end))
  }
  return texts
}
const resourcesIn = (policies: readonly Policy[]): Value[] =>
  policies.flatMap(({ statements }) => statements.flatMap(({ resources, notResources }) => [...resources, ...(notResources ?? [])]))

/** What requests bring for the keys that conditions ask for: some texts, and those that the conditions themselves name. */
const contextsWith = (named: readonly string[]): Universe['contexts'] =>
  [...new Set([undefined, 'x', 'X', 'y', 'z', 'xz', 'zz', ...named])].flatMap((team) =>
    [undefined, '3', '7', '6', '12'].map(
      (number) => new Map([...(team === undefined ? [] : [['aws:t', team] as const]), ...(number === undefined ? [] : [['aws:n', number] as const])]),
    ),
  )
const everywhere: Universe['contexts'] = [new Map()]

/** What conditions name, with the opaque parts filled in: as it stands, and with all that its wildcards may stand for. */
const namedIn = (conditions: readonly (Condition | undefined)[], meaning: Meaning): string[] =>
  conditions
    .flatMap((condition) => [...(condition ?? [])].flatMap(([operator, keys]) => (operator.startsWith('String') ? [...keys.values()].flat() : [])))
    .map((value) => filledIn(value, meaning))
    .flatMap((one) => [literally(one), ...samplesOf(one)])

const actionsIn = (policies: readonly Policy[]): string[] =>
  policies.flatMap(({ statements }) => statements.flatMap(({ actions, notActions }) => [...actions, ...(notActions ?? [])]))

/** What stands between the wildcards of a pattern: another pattern's star may stand for it. */
const piecesOf = (pattern: string): string[] => pattern.split(/[*?]+/).filter((piece) => piece.length > 1 && !piece.includes(':'))

/** Of items that no pattern and no condition tells apart, one is enough. */
function telling<Item>(items: readonly Item[], tests: readonly ((item: Item) => boolean)[]): Item[] {
  const found = new Map(items.map((item) => [tests.reduce((key, test) => key + (test(item) ? '1' : '0'), ''), item]))
  return [...found.values()]
}

/** Requests that show every difference between policies: their patterns with all that wildcards may stand for, and some words more. */
export const universeOf =
  (policies: readonly Policy[], contexts: 'with contexts' | 'without' = 'without') =>
  (meaning: Meaning): Universe => {
    const onActions = [...new Set(actionsIn(policies).map((one) => one.toLowerCase()))]
    const onResources = [...new Set(resourcesIn(policies).map((one) => filledIn(one, meaning)))]
    const conditions = policies.flatMap(({ statements }) => statements.map(({ condition }) => condition))
    const said = JSON.stringify(policies, (_, one) => (one instanceof Map ? [...one] : one)).toLowerCase()
    const meant = [...meaning].flatMap(([name, value]) => (said.includes(name.toLowerCase()) ? [value] : []))
    const oneColon = (action: string): boolean => action.split(':').length === 2
    const each = <Item>(items: Iterable<Item>): Item[] => [...new Set(items)]
    return {
      actions: telling(
        each([...actionWords, ...onActions.flatMap((one) => samplesOf(one))]).filter(oneColon),
        onActions.map((pattern) => (one: string) => globMatches(pattern, one)),
      ),
      resources: telling(
        each([...short, ...onResources.flatMap((one) => samplesOf(one, [...meant, ...onResources.flatMap(piecesOf)]))]),
        onResources.map(arnExpression).map((expression) => (one: string) => expression.test(one)),
      ),
      contexts: telling(
        contexts === 'without' ? everywhere : contextsWith(namedIn(conditions, meaning)),
        conditions.map((condition) => (one) => conditionHolds(condition, one, meaning)),
      ),
    }
  }
