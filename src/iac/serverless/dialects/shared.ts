import type { Configuration } from '../configuration.ts'
import type { Framework } from '../framework.ts'
import { sharedRoleSetting } from '../roles.ts'
import type { Spot } from '../spot.ts'
import type { Dialect, FunctionFacts } from './dialect.ts'

const settingsName = 'serverless-iam-roles-per-function'

/** What a boolean setting says now; undefined where it is not there. */
export function flag(configuration: Configuration, spot: Spot | undefined): boolean | undefined {
  const value = configuration.textNow(spot)
  return value === undefined ? undefined : value === 'true'
}

/** A setting of the plugin under `custom`, by its own name or, for a fork, by the fork's; version 4 reads it as well. */
function setting({ configuration, framework }: FunctionFacts, key: string): Spot | undefined {
  const names = [settingsName, ...(framework.rolesPlugin === undefined ? [] : [framework.rolesPlugin])]
  for (const name of names) {
    const found = configuration.get(configuration.root, 'custom', name, key)
    if (found) return found
  }
  return undefined
}

/** `custom.serverless-iam-roles-per-function.defaultInherit`. */
export const defaultInherit = (facts: FunctionFacts): boolean | undefined => flag(facts.configuration, setting(facts, 'defaultInherit'))

/** `custom.serverless-iam-roles-per-function.iamGlobalPermissionsBoundary`. */
export const globalBoundary = (facts: FunctionFacts): Spot | undefined => setting(facts, 'iamGlobalPermissionsBoundary')

/** Why a plugin's dialect would not be heeded where the plugin is not listed. */
export function noPlugin({ rolesPluginNotListed }: Framework, plugin: string): string {
  return rolesPluginNotListed === undefined
    ? `no plugin under plugins: reads statements of a function: install ${plugin} and list it under plugins:`
    : `${rolesPluginNotListed} is in package.json but not under plugins:, so nothing reads statements of a function: list it under plugins:`
}

/** Whether a function gets a role of its own as it stands; `role:` goes before all that a dialect reads, and so does the shared role named there. */
export const takesOwnRole = (facts: FunctionFacts, { hasOwnRole }: Pick<Dialect, 'hasOwnRole'>): boolean =>
  !sharedRoleSetting(facts.configuration, facts.spot) && hasOwnRole(facts)

/** A role that somebody else made, which stands in the way of every dialect that does not edit that very role. */
export function foreignRole({ configuration, name, spot, providerRole }: FunctionFacts): string | undefined {
  if (sharedRoleSetting(configuration, spot)) {
    return `the function ${name} names the role that functions share (role:), which the framework refuses beside statements: remove role:`
  }
  if (configuration.get(spot, 'role')) {
    return `the function ${name} names a role of its own (role:), which the framework refuses beside statements: remove role:, or edit that role by hand`
  }
  if (providerRole === 'external') {
    return 'the provider names an existing role, so the framework makes none and heeds no statements: remove the role from the provider, or edit that role by hand'
  }
  return undefined
}

/** A plugin that gives every function without one an `iamRoleStatementsName`; https://github.com/adriencaccia/serverless-custom-iam-roles-per-function */
const namingPlugin = 'serverless-custom-iam-roles-per-function'

/** Whether something else names the roles of functions. */
export const namesRoles = ({ plugins }: Framework): boolean => plugins.includes(namingPlugin)

/** Where `provider.iam` is there, the plugin and version 4 look below it and nowhere else for what a function inherits; the shared role still has the old list. */
export function findsProviderStatements({ configuration }: FunctionFacts): boolean {
  const iam = configuration.get(configuration.root, 'provider', 'iam')
  return configuration.entries(iam) === undefined || configuration.get(configuration.root, 'provider', 'iam', 'role', 'statements') !== undefined
}
