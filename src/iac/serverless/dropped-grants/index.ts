import type { Permission } from '../../../model/index.ts'
import { eventGrants } from './events.ts'
import type { Grant, GrantFacts } from './grant.ts'
import { layerGrants } from './layers.ts'
import { mappingGrants } from './mappings.ts'
import { queueGrants, runtimeGrants } from './runtime.ts'
import { type DeadLettersGiven, deadLetterGrants, settingGrants } from './settings.ts'

/**
 * What the framework adds to the shared role for a function's own settings and triggers, and the plugin serverless-iam-roles-per-function
 * (3.2.0, `createRoleForFunction`) leaves out of the role that it makes: without it tracing, destinations and the like stop working.
 * The framework's side is its `plugins/aws/package/compile/functions.js` and `compile/events/`.
 */
export const droppedGrants = (facts: GrantFacts): readonly Permission[] =>
  permissionsOf([...settingGrants(facts), ...deadLetterGrants(facts, 'all'), ...eventGrants(facts), ...mappingGrants(facts)])

/** The same for serverless-plugin-custom-roles (3.1.1), which knows of logs, networks and streams alone. */
export const droppedByCustomRoles = (facts: GrantFacts): readonly Permission[] =>
  permissionsOf([
    ...settingGrants(facts),
    ...deadLetterGrants(facts, 'nothing'),
    ...eventGrants(facts),
    ...queueGrants(facts),
    ...mappingGrants(facts),
  ])

/**
 * What the framework leaves out of every role that it makes: it takes each dead-letter target that is a text for a topic, and knows
 * neither layers nor triggers that the template declares as resources.
 */
export const droppedByFramework = (facts: GrantFacts, given: DeadLettersGiven): readonly Permission[] =>
  permissionsOf([...deadLetterGrants(facts, given), ...layerGrants(facts), ...mappingGrants(facts)])

/** Everything beside its code that a function needs of a role that somebody wrote out. */
export const grantsOfWrittenRole = (facts: GrantFacts): readonly Permission[] =>
  permissionsOf([...settingGrants(facts), ...eventGrants(facts), ...runtimeGrants(facts), ...mappingGrants(facts)])

function permissionsOf(grants: readonly Grant[]): readonly Permission[] {
  return grants.flatMap(({ actions, resource, at }) => actions.map((action): Permission => ({ action, resource, basis: 'framework', at })))
}
