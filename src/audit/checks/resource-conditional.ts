import type { Finding } from '../../model/index.ts'
import type { AuditCheck } from '../check.ts'
import { readings, refersTo } from '../principals.ts'

/** A statement that refers to a resource under a condition: where that is false, nothing of the stack is deployed. */
export const resourceConditional: AuditCheck = {
  name: 'resource-conditional',
  find: ({ service, reports, writing }) =>
    [...service.resources.values()].flatMap(({ id, condition, at }): Finding[] => {
      if (condition === undefined) return []
      const naming = reports.filter(({ policy }) =>
        policy.statements.some(({ resources }) => resources.some((resource) => readings(resource).some((one) => refersTo(one, id)))),
      )
      if (naming.length === 0) return []
      const names = naming.map(({ name }) => name)
      return [
        {
          check: 'resource-conditional',
          severity: writing ? 'warning' : 'note',
          confidence: 'likely',
          message: `statements of ${names.join(', ')} refer to ${id}, which is there under the condition ${condition} only: where that is false the stack fails`,
          at,
          functions: names,
          fix: `say Fn::If in the statement: [${condition}, the reference to ${id}, an ARN by name], or keep the resource without a condition`,
        },
      ]
    }),
}
