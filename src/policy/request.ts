import type { Policy, Statement } from '../model/index.ts'
import { all, any, not } from './answer.ts'
import type { Answer } from './atoms.ts'
import { type ConditionTest, testsOf } from './condition.ts'
import type { Context } from './context.ts'
import { actionPattern, type Pattern, patternOf } from './tokens.ts'

/** A statement made ready to be asked about requests. */
export interface Prepared {
  readonly effect: Statement['effect']
  readonly actions: readonly Pattern[]
  readonly actionsNegated: boolean
  readonly resources: readonly Pattern[]
  readonly resourcesNegated: boolean
  readonly tests: readonly ConditionTest[]
}

/** Makes the statements of a policy ready. */
export const prepare = ({ statements }: Policy): readonly Prepared[] =>
  statements.map(({ effect, actions, notActions, resources, notResources, condition }) => ({
    effect,
    actions: (notActions ?? actions).map(actionPattern),
    actionsNegated: notActions !== undefined,
    resources: (notResources ?? resources).map((resource) => patternOf(resource)),
    resourcesNegated: notResources !== undefined,
    tests: testsOf(condition),
  }))

/** A class of requests: what holds for each of the requests in it. Its action has been looked at already. */
export interface RequestClass {
  readonly resource: ReadonlyMap<string, Answer>
  readonly context: Context
  /** Answers that are taken for granted for now, by doubt. */
  readonly supposed: ReadonlyMap<string, Answer>
}

/** Something that a class of requests leaves open; the pattern, where it is about one. */
export interface Doubt {
  readonly id: string
  readonly group: string
  readonly pattern: Pattern | undefined
}

/** Whether statements that match the action allow the request: one has to allow it, none may deny it. */
export function allows(statements: readonly Prepared[], request: RequestClass): Answer {
  const matching = (effect: Statement['effect']): Iterable<Answer> =>
    statements.filter((statement) => statement.effect === effect).map((statement) => matches(statement, request))
  return all([any(matching('Allow')), not(any(matching('Deny')))])
}

function matches({ resources, resourcesNegated, tests }: Prepared, request: RequestClass): Answer {
  const onResource = any(resources.map(({ key }) => request.supposed.get(resourceDoubt(key)) ?? request.resource.get(key) ?? 'no'))
  return all([resourcesNegated ? not(onResource) : onResource, ...tests.map((test) => holds(test, request))])
}

function holds(test: ConditionTest, { context, supposed }: RequestClass): Answer {
  const brought = context.keys.get(test.key)
  if (!brought?.present) return test.whenAbsent === 'unknown' ? (supposed.get(absentDoubt(test)) ?? 'unknown') : test.whenAbsent
  const found = any(test.facts.map((fact) => supposed.get(factDoubt(test.key, fact)) ?? brought.facts.get(fact) ?? 'no'))
  return test.negated ? not(found) : found
}

const resourceDoubt = (key: string): string => `resource ${key}`
const factDoubt = (key: string, fact: string): string => `fact ${key} ${fact}`
const absentDoubt = ({ key, facts }: ConditionTest): string => `absent ${key} ${facts.join()}`

/** What has to be supposed before every answer about the request is clear. */
export function doubtsOf(statements: readonly Prepared[], { resource, context }: RequestClass): readonly Doubt[] {
  const doubts = new Map<string, Doubt>()
  const add = (id: string, group: string, pattern: Pattern | undefined): void => {
    doubts.set(id, { id, group, pattern })
  }
  for (const { resources, tests } of statements) {
    for (const pattern of resources) if (resource.get(pattern.key) === 'unknown') add(resourceDoubt(pattern.key), 'resource', pattern)
    for (const test of tests) {
      const brought = context.keys.get(test.key)
      if (!brought?.present && test.whenAbsent === 'unknown') add(absentDoubt(test), 'absent', undefined)
      for (const fact of test.facts) {
        if (brought?.facts.get(fact) === 'unknown') add(factDoubt(test.key, fact), `fact ${test.key}`, test.patterns.get(fact))
      }
    }
  }
  return [...doubts.values()]
}
