import type { Condition } from '../model/index.ts'
import type { Answer } from './atoms.ts'
import { type Pattern, patternOf, type Reading } from './tokens.ts'
import { constantText } from './value-text.ts'

/** One question of a condition block to the request: `StringLike aws:PrincipalTag/team [a*, b]`. */
export interface ConditionTest {
  /** Lower case: condition keys know no case. */
  readonly key: string
  /** What holds where the request does not bring the key. */
  readonly whenAbsent: Answer
  /** Whether it asks for none of the facts instead of any. */
  readonly negated: boolean
  /** Ids of facts about a present key, any of which is enough. */
  readonly facts: readonly string[]
  /** What the request's value has to match, by fact; facts that are not here can only be true or false as a whole. */
  readonly patterns: ReadonlyMap<string, Pattern>
}

interface Operator {
  readonly negated: boolean
  /** The operator without Not: two operators with the same one ask for the same facts. */
  readonly positive: string
  readonly reading: Reading | undefined
}
const equals: Reading = { wildcards: false, fold: false, fields: false }
const ignoringCase: Reading = { ...equals, fold: true }
const like: Reading = { ...equals, wildcards: true }
const arnLike: Reading = { ...like, fields: true }

// Operators that Keycard understands; the values of all others are opaque facts.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
const known: readonly (readonly [positive: string, negative: string | undefined, reading: Reading | undefined])[] = [
  ['StringEquals', 'StringNotEquals', equals],
  ['StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase', ignoringCase],
  ['StringLike', 'StringNotLike', like],
  ['ArnLike', 'ArnNotLike', arnLike],
  ['ArnEquals', 'ArnNotEquals', arnLike],
  ['Bool', undefined, ignoringCase],
  ['BinaryEquals', undefined, equals],
  ['NumericEquals', 'NumericNotEquals', undefined],
  ['DateEquals', 'DateNotEquals', undefined],
  ['IpAddress', 'NotIpAddress', undefined],
]
const operators = new Map(
  known.flatMap(([positive, negative, reading]): [string, Operator][] => [
    [positive.toLowerCase(), { negated: false, positive, reading }],
    ...(negative ? [[negative.toLowerCase(), { negated: true, positive, reading }] satisfies [string, Operator]] : []),
  ]),
)

/** Takes a condition block apart; all its tests have to hold. */
export function testsOf(condition: Condition | undefined): readonly ConditionTest[] {
  return [...(condition ?? [])].flatMap(([operator, keys]) => [...keys].map(([key, values]) => testOf(operator, key.toLowerCase(), values)))
}

function testOf(name: string, key: string, values: readonly Parameters<typeof patternOf>[0][]): ConditionTest {
  const lower = name.toLowerCase()
  if (lower === 'null')
    return nullTest(
      key,
      values.map((value) => constantText(value)?.toLowerCase()),
    )
  const quantified = /^(forallvalues|foranyvalue):/.exec(lower)?.[1]
  const optional = lower.endsWith('ifexists')
  const bare = lower.slice(quantified === undefined ? 0 : quantified.length + 1, optional ? -'ifexists'.length : undefined)
  const operator = operators.get(bare)
  const patterns = new Map(values.map((value) => patternOf(value, operator?.reading ?? like)).map((pattern) => [pattern.key, pattern]))
  const none = new Map<string, Pattern>()
  if (quantified === 'forallvalues' || (quantified !== undefined && operator?.negated)) {
    // What holds for all values of a list says nothing about single ones: the whole test is one fact. No list satisfies every `for all`.
    const fact = `${quantified}:${bare} ${JSON.stringify([...patterns.keys()].sort())}`
    return { key, whenAbsent: quantified === 'forallvalues' ? 'yes' : 'no', negated: false, facts: [fact], patterns: none }
  }
  const negated = operator?.negated ?? false
  const whenAbsent = quantified === undefined && (optional || negated) ? 'yes' : 'no'
  if (quantified === undefined && operator?.reading) return { key, whenAbsent, negated, facts: [...patterns.keys()], patterns }
  const asked = `${quantified ?? ''}:${operator?.positive ?? bare}`
  return { key, whenAbsent, negated, facts: [...patterns.keys()].map((fact) => `${asked} ${fact}`), patterns: none }
}

/** `Null: { key: "true" }` asks for the key to be absent. */
function nullTest(key: string, wanted: readonly (string | undefined)[]): ConditionTest {
  const present = wanted.includes('false')
  if (wanted.every((one) => one === 'true' || one === 'false')) {
    // "None of no facts" always holds, "any of no facts" never does.
    return { key, whenAbsent: wanted.includes('true') ? 'yes' : 'no', negated: present, facts: [], patterns: new Map() }
  }
  return { key, whenAbsent: 'unknown', negated: false, facts: [`null ${JSON.stringify(wanted)}`], patterns: new Map() }
}
