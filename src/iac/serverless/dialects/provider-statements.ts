import { droppedByFramework } from '../dropped-grants/index.ts'
import type { Framework } from '../framework.ts'
import { sharedRoleSetting } from '../roles.ts'
import type { Dialect } from './dialect.ts'
import { foreignRole } from './shared.ts'

/** One role for all functions, with the provider's statements: all that versions 1 to 3 and osls have without a plugin. */
export const providerStatements: Dialect = {
  name: 'provider-statements',
  describe: 'one role for all functions with the statements of the provider',
  applies: () => true,
  ignored: () => undefined,
  onlyWrites: true,
  placeFor: () => ({ kind: 'provider' }),
  ways: [],
  wayFor: () => [],
  hasOwnRole: () => false,
  inherits: () => true,
  keepsManagedPolicies: () => true,
  boundaryOf: () => undefined,
  dropped: ({ configuration, name, spot }, resources) => droppedByFramework({ configuration, name, spot, resources }, 'texts'),
  // A role for all is what a role per function is to replace: it is written where that is asked for, and not otherwise.
  notWritable: (facts) =>
    (sharedRoleSetting(facts.configuration, facts.spot) ? undefined : foreignRole(facts)) ??
    (facts.asked ? undefined : missingPlugin(facts.framework)),
}

const shared = 'or write one role for all functions with --dialect provider-statements'

function missingPlugin(framework: Framework): string {
  const { tool, major, rolesPluginNotListed } = framework
  if (rolesPluginNotListed !== undefined) {
    return `${rolesPluginNotListed} is in package.json but not under plugins:, so statements of a function would be ignored: list it under plugins:`
  }
  if (major === undefined) {
    return `nothing says which version of the framework deploys this, and before version 4 statements of a function are ignored without a plugin: set frameworkVersion, list serverless-iam-roles-per-function under plugins:, ${shared}`
  }
  return `${tool === 'osls' ? 'osls' : `version ${major} of the framework`} ignores statements of a function without a plugin: install serverless-iam-roles-per-function and list it under plugins:, ${shared}`
}
