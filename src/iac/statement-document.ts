import type { Json, Statement, StatementDocument } from '../model/index.ts'
import { toCloudFormation } from './cloudformation.ts'

/** Writes a statement with IAM's keys and CloudFormation's long form. */
export function statementDocument(statement: Statement): StatementDocument {
  const { sid, effect, actions, notActions, resources, notResources, condition } = statement
  const negated = {
    ...(notActions && notActions.length > 0 ? { NotAction: notActions } : {}),
    ...(notResources && notResources.length > 0 ? { NotResource: notResources.map(toCloudFormation) } : {}),
  }
  const conditions = condition && [...condition].map(([operator, keys]) => [operator, conditionKeys(keys)] as const)
  return {
    ...(sid === undefined ? {} : { Sid: sid }),
    Effect: effect,
    Action: actions,
    ...negated,
    Resource: resources.map(toCloudFormation),
    ...(conditions && conditions.length > 0 ? { Condition: Object.fromEntries(conditions) } : {}),
  }
}

type Keys = NonNullable<Statement['condition']> extends ReadonlyMap<string, infer K> ? K : never

function conditionKeys(keys: Keys): { [key: string]: Json } {
  return Object.fromEntries(
    [...keys].map(([key, accepted]) => {
      const written = accepted.map(toCloudFormation)
      return [key, written.length === 1 ? (written[0] ?? '') : written]
    }),
  )
}
