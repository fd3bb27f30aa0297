import { droppedByCustomRoles } from '../dropped-grants/index.ts'
import type { Dialect } from './dialect.ts'
import { foreignRole, noPlugin } from './shared.ts'

const plugin = 'serverless-plugin-custom-roles'

/** The plugin serverless-plugin-custom-roles: every function gets a role of its own; https://github.com/AntonBazhal/serverless-plugin-custom-roles */
export const pluginCustomRoles: Dialect = {
  name: 'plugin-custom-roles',
  describe: 'iamRoleStatements of each function, read by serverless-plugin-custom-roles',
  applies: ({ plugins }) => plugins.includes(plugin),
  ignored: (framework) => (framework.plugins.includes(plugin) ? undefined : noPlugin(framework, plugin)),
  placeFor: ({ name }) => ({ kind: 'function', name }),
  ways: [['iamRoleStatements']],
  wayFor: () => ['iamRoleStatements'],
  hasOwnRole: () => true,
  // It adds the provider's statements to every role, and nothing turns that off.
  inherits: () => true,
  notWritable: foreignRole,
  keepsManagedPolicies: () => false,
  boundaryOf: () => undefined,
  dropped: ({ configuration, name, spot }, resources) => droppedByCustomRoles({ configuration, name, spot, resources }),
}
