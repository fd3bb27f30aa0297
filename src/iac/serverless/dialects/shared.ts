import type { Configuration } from '../configuration.ts'
import type { Spot } from '../spot.ts'
import type { FunctionFacts } from './dialect.ts'

const settingsName = 'serverless-iam-roles-per-function'

/** What a boolean setting says now; undefined where it is not there. */
export function flag(configuration: Configuration, spot: Spot | undefined): boolean | undefined {
  const value = configuration.textNow(spot)
  return value === undefined ? undefined : value === 'true'
}

/** `custom.serverless-iam-roles-per-function.defaultInherit`; version 4 reads it as well. */
export function defaultInherit({ configuration }: FunctionFacts): boolean | undefined {
  return flag(configuration, configuration.get(configuration.root, 'custom', settingsName, 'defaultInherit'))
}

/** What stands in the way of a role for this function under every dialect. */
export function obstacle({ configuration, name, spot, providerRole }: FunctionFacts): string | undefined {
  if (configuration.get(spot, 'role')) {
    return `the function ${name} names a role of its own (role:), which the framework refuses beside statements: remove role:, or edit that role by hand`
  }
  if (providerRole === 'external') {
    return 'the provider names an existing role, so the framework makes none and heeds no statements: remove the role from the provider, or edit that role by hand'
  }
  return nameObstacle({ configuration, name, spot })
}

/** Both the plugin and version 4 splice the function into the name the framework makes, and fail where a name is given instead. */
function nameObstacle({ configuration, name, spot }: Pick<FunctionFacts, 'configuration' | 'name' | 'spot'>): string | undefined {
  if (!configuration.get(configuration.root, 'provider', 'iam', 'role', 'name')) return undefined
  if (configuration.get(spot, 'iamRoleStatementsName') || configuration.get(spot, 'iam', 'role', 'name')) return undefined
  return `the function ${name} has no name for its role, which the framework cannot make up where provider.iam.role.name is set: give the function an iamRoleStatementsName`
}
