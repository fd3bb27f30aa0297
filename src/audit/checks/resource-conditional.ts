import { toCloudFormation } from '../../iac/index.ts'
import { type Finding, type FunctionReport, type Json, type Value, valueKey } from '../../model/index.ts'
import type { AuditCheck } from '../check.ts'
import { readings, refersTo } from '../principals.ts'

const names = (resource: Value, id: string): boolean => readings(resource).some((one) => refersTo(one, id))

/** The resources of statements that refer to a resource of the template, as they would be written. */
function resourcesNaming(reports: readonly FunctionReport[], id: string): readonly Json[] {
  const found = reports.flatMap(({ policy }) => policy.statements.flatMap(({ resources }) => resources.filter((resource) => names(resource, id))))
  return [...new Map(found.map((resource) => [valueKey(resource), toCloudFormation(resource)])).values()]
}

/** Items for the list of resources; JSON is YAML, too. */
const underCondition = (condition: string, resources: readonly Json[]): string =>
  resources.map((resource) => `- ${JSON.stringify({ 'Fn::If': [condition, resource, { Ref: 'AWS::NoValue' }] })}`).join('\n')

/** A statement that refers to a resource under a condition: where that is false, nothing of the stack is deployed. */
export const resourceConditional: AuditCheck = {
  name: 'resource-conditional',
  find: ({ service, reports, writing }) =>
    [...service.resources.values()].flatMap(({ id, condition, at }): Finding[] => {
      if (condition === undefined) return []
      const naming = reports.filter(({ policy }) => policy.statements.some(({ resources }) => resources.some((resource) => names(resource, id))))
      if (naming.length === 0) return []
      const functions = naming.map(({ name }) => name)
      return [
        {
          check: 'resource-conditional',
          severity: writing ? 'warning' : 'note',
          confidence: 'likely',
          message: `statements of ${functions.join(', ')} refer to ${id}, which is there under the condition ${condition} only: where that is false the stack fails`,
          at,
          functions,
          fix: `say it under the condition in the statement, as below, with an ARN by name in place of AWS::NoValue where it is the only resource there; or keep ${id} without a condition`,
          patch: underCondition(condition, resourcesNaming(naming, id)),
        },
      ]
    }),
}
