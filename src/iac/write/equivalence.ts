import { type Condition, type Statement, valueKey } from '../../model/index.ts'

/** A text that two statements share exactly when they mean the same; the name (Sid) and the order do not count. */
export function statementKey(statement: Statement): string {
  const { effect, actions, notActions = [], resources, notResources = [], condition } = statement
  return JSON.stringify([effect, actionKeys(actions), actionKeys(notActions), valueKeys(resources), valueKeys(notResources), conditionKey(condition)])
}

/** What a statement allows, one text per action and resource, so that lists of statements can be compared however they are cut. */
export function grantsOf(statement: Statement): readonly string[] {
  const { effect, actions, notActions = [], resources, notResources = [], condition } = statement
  if (notActions.length > 0 || notResources.length > 0) return [statementKey(statement)]
  const condition_ = conditionKey(condition)
  return actionKeys(actions).flatMap((action) => valueKeys(resources).map((resource) => JSON.stringify([effect, action, resource, condition_])))
}

/** Actions do not tell upper from lower case. */
const actionKeys = (actions: readonly string[]): string[] => [...new Set(actions.map((action) => action.toLowerCase()))].sort()
const valueKeys = (values: Statement['resources']): string[] => [...new Set(values.map(valueKey))].sort()

function conditionKey(condition: Condition | undefined): string {
  if (!condition || condition.size === 0) return ''
  return JSON.stringify(
    [...condition].map(([operator, keys]) => [operator, [...keys].map(([key, values]) => [key.toLowerCase(), valueKeys(values)]).sort()]).sort(),
  )
}
