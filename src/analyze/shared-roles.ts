import { statementDocument, type Unite } from '../iac/index.ts'
import type { FunctionReport, LambdaFunction, Permission, Service } from '../model/index.ts'
import type { ActionMap } from '../permissions/index.ts'
import { buildPolicy, policyCovers } from '../policy/index.ts'

/** Of what a function's settings and triggers need, the part that no managed policy of its role gives already. */
export function grantsHeld(map: ActionMap, { droppedGrants, grantsFor, allowed }: LambdaFunction): readonly Permission[] {
  if (grantsFor !== 'external') return droppedGrants
  const attached = allowed
    .filter(({ source }) => source === 'managed-policy')
    .flatMap(({ policy, managedPolicy }) => (managedPolicy === undefined ? policy.statements : (map.managedPolicies().get(managedPolicy) ?? [])))
  return droppedGrants.filter((grant) => policyCovers({ statements: attached }, buildPolicy([grant])) !== 'yes')
}

/** Puts together what several functions need of one role, without what they would need of a role of another kind. */
export function uniting(service: Service, reports: readonly FunctionReport[]): Unite {
  const needed = needing(service, reports)
  return (names, place) => buildPolicy(needed(names, place)).statements.map(statementDocument)
}

/** The same as permissions. */
export function needing({ functions }: Service, reports: readonly FunctionReport[]): (...of: Parameters<Unite>) => readonly Permission[] {
  const known = new Map(reports.map((report) => [report.name, report]))
  return (names, place) => {
    const kind = place.kind === 'role' ? 'external' : 'shared'
    return functions
      .filter(({ name }) => names.includes(name))
      .flatMap(({ name, grantsFor }) => (known.get(name)?.permissions ?? []).filter(({ basis }) => basis !== 'framework' || grantsFor === kind))
  }
}
