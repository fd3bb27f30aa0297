import type { Permission } from '../../../model/index.ts'
import { eventGrants } from './events.ts'
import type { GrantFacts } from './grant.ts'
import { settingGrants } from './settings.ts'

/**
 * What the framework adds to the shared role for a function's own settings and triggers, and the plugin serverless-iam-roles-per-function
 * (3.2.0, `createRoleForFunction`) leaves out of the role that it makes: without it tracing, destinations and the like stop working.
 * The framework's side is its `plugins/aws/package/compile/functions.js` and `compile/events/`.
 */
export function droppedGrants(facts: GrantFacts): readonly Permission[] {
  return [...settingGrants(facts), ...eventGrants(facts)].flatMap(({ actions, resource, at }) =>
    actions.map((action): Permission => ({ action, resource, basis: 'framework', at })),
  )
}
