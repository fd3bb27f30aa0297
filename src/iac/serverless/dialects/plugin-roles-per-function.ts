import { droppedGrants } from '../dropped-grants/index.ts'
import { providerRoleTags } from '../role-tags.ts'
import type { Dialect } from './dialect.ts'
import { defaultInherit, findsProviderStatements, flag, foreignRole, globalBoundary, noPlugin } from './shared.ts'

/** The plugin serverless-iam-roles-per-function and its forks; https://github.com/functionalone/serverless-iam-roles-per-function */
export const pluginRolesPerFunction: Dialect = {
  name: 'plugin-roles-per-function',
  describe: 'iamRoleStatements of each function, read by a plugin',
  applies: ({ rolesPlugin }) => rolesPlugin !== undefined,
  ignored: (framework) => (framework.rolesPlugin === undefined ? noPlugin(framework, 'serverless-iam-roles-per-function') : undefined),
  placeFor: ({ name }) => ({ kind: 'function', name }),
  ways: [['iamRoleStatements']],
  wayFor: () => ['iamRoleStatements'],
  nameKey: () => 'iamRoleStatementsName',
  // The plugin asks whether the property is there at all: an empty list makes a role with logs only.
  hasOwnRole: ({ configuration, spot }) => configuration.get(spot, 'iamRoleStatements') !== undefined,
  inherits: (facts) =>
    findsProviderStatements(facts) &&
    (flag(facts.configuration, facts.configuration.get(facts.spot, 'iamRoleStatementsInherit')) ?? defaultInherit(facts) ?? false),
  inheritWay: () => ['iamRoleStatementsInherit'],
  notWritable: (facts) => {
    const { configuration, framework, name, spot } = facts
    if ((framework.major ?? 0) >= 4 && configuration.get(spot, 'iam')) {
      return `the function ${name} has iam:, which version 4 refuses while the plugin ${framework.rolesPlugin} is listed: remove the plugin (its work is built in), or iam:`
    }
    return foreignRole(facts)
  },
  keepsManagedPolicies: () => false,
  roleTags: ({ configuration }) => providerRoleTags(configuration),
  boundaryOf: (facts) => facts.configuration.get(facts.spot, 'iamPermissionsBoundary') ?? globalBoundary(facts),
  dropped: ({ configuration, name, spot }, resources) => droppedGrants({ configuration, name, spot, resources }),
}
