import type { Policy, Statement } from '../model/index.ts'
import { type Answer, atomsOf } from './atoms.ts'
import { type Context, contextsOf } from './context.ts'
import { groupBy } from './order.ts'
import { patternCovers } from './pattern.ts'
import { coversByPieces } from './pieces.ts'
import { allows, type Doubt, doubtsOf, type Prepared, prepare, type RequestClass } from './request.ts'
import { actionPattern, type Pattern } from './tokens.ts'

/**
 * Whether `wide` allows every request that `narrow` allows, with all their denials. `yes` and `no` hold whatever opaque parts stand for;
 * `unknown` where that decides, or where there is too much to look at.
 */
export const policyCovers = (wide: Policy, narrow: Policy): Answer => (coversByPieces(wide, narrow) ? 'yes' : coversByClasses(wide, narrow))

/** The same by looking at all requests that the two policies tell apart, class by class. */
export function coversByClasses(wide: Policy, narrow: Policy): Answer {
  const sides: Sides = { wide: prepare(wide), narrow: prepare(narrow) }
  const groups = byAction(sides)
  if (!groups) return 'unknown'
  let result: Answer = 'yes'
  for (const group of groups) {
    const answer = compareGroup(group)
    if (answer === 'no') return 'no'
    if (answer === 'unknown') result = 'unknown'
  }
  return result
}

/** Whether two policies allow the same requests. */
export function equivalent(a: Policy, b: Policy): Answer {
  const there = policyCovers(a, b)
  if (there === 'no') return 'no'
  const back = policyCovers(b, a)
  if (back === 'no') return 'no'
  return there === 'yes' && back === 'yes' ? 'yes' : 'unknown'
}

interface Sides {
  readonly wide: readonly Prepared[]
  readonly narrow: readonly Prepared[]
}

const distinctPatterns = (patterns: readonly Pattern[]): readonly Pattern[] =>
  groupBy(patterns, ({ key }) => key).flatMap(([first]) => (first ? [first] : []))
const allowing = (statements: readonly Prepared[]): readonly Prepared[] => statements.filter(({ effect }) => effect === 'Allow')

/** The patterns by index that a text has to match to be of interest; undefined where a negation makes every text interesting. */
function withinOf(patterns: readonly Pattern[], wanted: readonly (readonly Pattern[])[], negated: boolean): readonly number[] | undefined {
  if (negated) return undefined
  const keys = new Set(wanted.flat().map(({ key }) => key))
  return patterns.flatMap(({ key }, index) => (keys.has(key) ? [index] : []))
}

/** Every action has a colon. */
const ANY_ACTION = actionPattern('*')

/** The statements that apply, for every class of actions that `narrow` may allow; each combination once. */
function byAction({ wide, narrow }: Sides): readonly Sides[] | undefined {
  const patterns = distinctPatterns([ANY_ACTION, ...[...wide, ...narrow].flatMap(({ actions }) => actions)])
  const candidates = allowing(narrow)
  const within = withinOf(
    patterns,
    candidates.map(({ actions }) => actions),
    candidates.some(({ actionsNegated }) => actionsNegated),
  )
  const atoms = atomsOf(patterns, within)
  if (!atoms) return undefined
  const index = new Map(patterns.map(({ key }, at) => [key, at]))
  const groups = new Map<string, Sides>()
  for (const atom of atoms) {
    if (atom[0] !== 'yes') continue
    const applies = ({ actions, actionsNegated }: Prepared): boolean =>
      actions.some(({ key }) => atom[index.get(key) ?? -1] === 'yes') !== actionsNegated
    const group = { wide: wide.filter(applies), narrow: narrow.filter(applies) }
    if (allowing(group.narrow).length > 0) groups.set(`${wide.map(applies).join()} ${narrow.map(applies).join()}`, group)
  }
  return [...groups.values()]
}

function compareGroup({ wide, narrow }: Sides): Answer {
  const both = [...wide, ...narrow]
  const patterns = distinctPatterns(both.flatMap(({ resources }) => resources))
  const candidates = allowing(narrow)
  const within = withinOf(
    patterns,
    candidates.map(({ resources }) => resources),
    candidates.some(({ resourcesNegated }) => resourcesNegated),
  )
  const atoms = atomsOf(patterns, within)
  const contexts = contextsOf(both.flatMap(({ tests }) => tests))
  if (!atoms || !contexts) return 'unknown'
  let result: Answer = 'yes'
  for (const atom of atoms) {
    const resource = new Map(patterns.map(({ key }, index) => [key, atom[index] ?? 'no']))
    for (const context of contexts) {
      const answer = compareClass({ wide, narrow }, resource, context)
      if (answer === 'no') return 'no'
      if (answer === 'unknown') result = 'unknown'
    }
  }
  return result
}

/** More open questions than this about one class of requests are not gone through. */
const MOST_DOUBTS = 10

/** Whether `wide` allows this class of requests if `narrow` does. */
function compareClass({ wide, narrow }: Sides, resource: ReadonlyMap<string, Answer>, context: Context): Answer {
  const request: RequestClass = { resource, context, supposed: new Map() }
  const byNarrow = allows(narrow, request)
  const byWide = byNarrow === 'no' ? 'yes' : allows(wide, request)
  if (byWide === 'yes') return 'yes'
  const counterexample: Answer = context.real ? 'no' : 'unknown'
  if (byNarrow === 'yes' && byWide === 'no') return counterexample
  const doubts = doubtsOf([...wide, ...narrow], request)
  if (doubts.length > MOST_DOUBTS) return 'unknown'
  // An open question has the same answer on both sides, so all combinations of answers are gone through.
  const outcomes = suppositions(doubts).map((supposed) => {
    const certain = { ...request, supposed }
    return allows(narrow, certain) === 'no' || allows(wide, certain) === 'yes'
  })
  if (outcomes.every((covered) => covered)) return 'yes'
  return outcomes.some((covered) => covered) ? 'unknown' : counterexample
}

/** All combinations of answers that do not contradict each other: what a pattern matches, a wider one matches as well. */
function suppositions(doubts: readonly Doubt[]): readonly ReadonlyMap<string, Answer>[] {
  const implied = doubts.flatMap((narrow, from) =>
    doubts.flatMap((wide, to) =>
      from !== to && narrow.group === wide.group && narrow.pattern && wide.pattern && patternCovers(wide.pattern, narrow.pattern) === 'yes'
        ? [{ from, to }]
        : [],
    ),
  )
  return Array.from({ length: 2 ** doubts.length }, (_, bits) => bits)
    .filter((bits) => implied.every(({ from, to }) => !((bits >> from) & 1) || (bits >> to) & 1))
    .map((bits) => new Map(doubts.map(({ id }, index) => [id, (bits >> index) & 1 ? 'yes' : 'no'])))
}

/** The part of a policy that one statement makes, under the denials of the whole. */
export const onlyStatement = (statement: Statement, { statements }: Policy): Policy => ({
  statements: [statement, ...statements.filter(({ effect }) => effect === 'Deny')],
})
