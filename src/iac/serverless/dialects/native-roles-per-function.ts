import { droppedByFramework } from '../dropped-grants/index.ts'
import { managedPoliciesOf } from '../place.ts'
import { providerRoleTags, tagsIn } from '../role-tags.ts'
import type { Dialect, FunctionFacts } from './dialect.ts'
import { defaultInherit, findsProviderStatements, flag, foreignRole, globalBoundary } from './shared.ts'

const structured = ['iam', 'role', 'statements'] as const
const flatForm = ['iamRoleStatements'] as const

/** Version 4, which does by itself what the plugin did; https://www.serverless.com/framework/docs/providers/aws/guide/iam */
export const nativeRolesPerFunction: Dialect = {
  name: 'native-roles-per-function',
  describe: 'iam.role.statements or iamRoleStatements of each function, built into version 4',
  // Where nothing says a version, functions that already have statements of their own say that something reads them.
  applies: ({ major }, habits) => (major === undefined ? habits.iamRoleStatements + habits.iam > 0 : major >= 4),
  ignored: ({ tool, major, because, rolesPlugin }) => {
    if (major !== undefined && major < 4) {
      return `${tool === 'osls' ? 'osls' : `version ${major} of the framework`} ignores statements of a function (${because ?? 'by its version'}): set frameworkVersion to 4, or choose another dialect`
    }
    return rolesPlugin === undefined
      ? undefined
      : `version 4 leaves statements of functions to the plugin ${rolesPlugin} while that is listed: take it out of plugins:, or choose plugin-roles-per-function`
  },
  placeFor: ({ name }) => ({ kind: 'function', name }),
  ways: [structured, flatForm],
  wayFor: ({ configuration, spot }, habits) => {
    if (configuration.get(spot, ...structured)) return structured
    if (configuration.get(spot, ...flatForm)) return flatForm
    // Where managed policies have to be listed beside the statements, both stand in one place.
    const policies = configuration.items(managedPoliciesOf(configuration)?.spot) ?? []
    return configuration.get(spot, 'iam') || habits.iam > 0 || policies.length > 0 ? structured : flatForm
  },
  nameKey: (way) => (way.length > 1 ? 'name' : 'iamRoleStatementsName'),
  hasOwnRole: (facts) => {
    const { configuration, spot } = facts
    if (configuration.get(spot, ...structured) || configuration.get(spot, ...flatForm)) return true
    return (configuration.items(configuration.get(spot, 'iam', 'role', 'managedPolicies'))?.length ?? 0) > 0 || isPerFunction(facts)
  },
  inherits: (facts) => {
    const { configuration, spot } = facts
    const own =
      flag(configuration, configuration.get(spot, 'iam', 'inheritStatements')) ??
      flag(configuration, configuration.get(spot, 'iamRoleStatementsInherit'))
    return findsProviderStatements(facts) && (own ?? defaultInherit(facts) ?? isPerFunction(facts))
  },
  inheritWay: ({ configuration, spot }) => (configuration.get(spot, 'iam') ? ['iam', 'inheritStatements'] : ['iamRoleStatementsInherit']),
  // The base of such roles is made of `provider.iam.role` alone.
  keepsManagedPolicies: (facts, way) => isPerFunction(facts) && way.length > 1,
  roleTags: ({ configuration, spot }) =>
    new Map([...providerRoleTags(configuration), ...tagsIn(configuration, configuration.get(spot, 'iam', 'role', 'tags'))]),
  policiesWay: ['iam', 'role', 'managedPolicies'],
  boundaryOf: (facts) =>
    facts.configuration.get(facts.spot, 'iam', 'role', 'permissionsBoundary') ??
    facts.configuration.get(facts.spot, 'iamPermissionsBoundary') ??
    globalBoundary(facts),
  dropped: ({ configuration, name, spot }, resources) => droppedByFramework({ configuration, name, spot, resources }, 'texts'),
  notWritable: foreignRole,
}

function isPerFunction({ configuration }: FunctionFacts): boolean {
  return configuration.textNow(configuration.get(configuration.root, 'provider', 'iam', 'role', 'mode')) === 'perFunction'
}
