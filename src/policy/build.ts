import { optionsOf, type Permission, type Policy } from '../model/index.ts'
import { grant, statementsOf } from './grants.ts'
import { alternativesOf } from './tokens.ts'

/**
 * Merges permissions into few statements: what needs the same resources under the same condition stands together, and what another
 * permission covers is left out. A resource that is one of several needs them all. The same permissions in any order give the same policy.
 */
export function buildPolicy(permissions: readonly Permission[]): Policy {
  const grants = permissions.flatMap(({ action, resource, condition, because }) =>
    (alternativesOf(resource) ?? optionsOf(resource)).map((one) =>
      grant({ effect: 'Allow', action, resource: one, condition, because: because ? [because] : [] }),
    ),
  )
  return { statements: statementsOf(grants) }
}
