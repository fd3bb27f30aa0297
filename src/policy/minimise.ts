import type { Policy, Statement } from '../model/index.ts'
import { equivalent } from './compare.ts'
import { compareStatements, grantsOf, statementsOf } from './grants.ts'
import { compareTexts, compareValues, conditionKey, groupBy } from './order.ts'
import { patternOf } from './tokens.ts'

/**
 * The same policy in fewer words: statements merged, what another one says left out. It proves that the result allows exactly what the
 * given policy allows, and throws where it cannot. Minimising twice changes nothing.
 */
export function minimise(policy: Policy): Policy {
  const isPlain = ({ notActions, notResources }: Statement): boolean => !notActions && !notResources
  const plain = statementsOf(policy.statements.filter(isPlain).flatMap(grantsOf))
  const others = policy.statements.filter((statement) => !isPlain(statement) && saysSomething(statement)).map(sorted)
  const distinct = groupBy(others, wordingOf).flatMap(([first]) => (first ? [first] : []))
  const result = { statements: [...plain, ...distinct].sort(compareStatements) }
  const answer = equivalent(policy, result)
  if (answer !== 'yes') throw new Error(`cannot prove that the smaller policy allows the same: ${answer}`)
  return result
}

const saysSomething = ({ actions, notActions, resources, notResources }: Statement): boolean =>
  (notActions !== undefined || actions.length > 0) && (notResources !== undefined || resources.length > 0)

/** A statement with Not... keeps its meaning only as a whole, so it is put in order and no more. */
function sorted(statement: Statement): Statement {
  const { effect, actions, notActions, resources, notResources, condition, because } = statement
  const actionSet = (all: readonly string[]): readonly string[] => [...new Set(all)].sort(compareTexts)
  const resourceSet = (all: Statement['resources']): Statement['resources'] =>
    groupBy(all, (one) => patternOf(one).key)
      .flatMap(([first]) => (first ? [first] : []))
      .sort(compareValues)
  return {
    effect,
    actions: actionSet(actions),
    ...(notActions ? { notActions: actionSet(notActions) } : {}),
    resources: resourceSet(resources),
    ...(notResources ? { notResources: resourceSet(notResources) } : {}),
    ...(condition && condition.size > 0 ? { condition } : {}),
    because,
  }
}

function wordingOf({ effect, actions, notActions, resources, notResources, condition }: Statement): string {
  const keys = (all: Statement['resources'] | undefined): readonly string[] | null => all?.map((one) => patternOf(one).key) ?? null
  const lower = (all: readonly string[] | undefined): readonly string[] | null => all?.map((one) => one.toLowerCase()).sort(compareTexts) ?? null
  return JSON.stringify([effect, lower(actions), lower(notActions), keys(resources), keys(notResources), conditionKey(condition)])
}
