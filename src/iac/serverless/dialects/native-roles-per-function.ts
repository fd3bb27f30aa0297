import type { Dialect, FunctionFacts } from './dialect.ts'
import { defaultInherit, flag, obstacle } from './shared.ts'

const structured = ['iam', 'role', 'statements'] as const
const flatForm = ['iamRoleStatements'] as const

/** Version 4, which does by itself what the plugin did; https://www.serverless.com/framework/docs/providers/aws/guide/iam */
export const nativeRolesPerFunction: Dialect = {
  name: 'native-roles-per-function',
  describe: 'iam.role.statements or iamRoleStatements of each function, built into version 4',
  // Where nothing says a version, functions that already have statements of their own say that something reads them.
  applies: ({ major }, habits) => (major === undefined ? habits.iamRoleStatements + habits.iam > 0 : major >= 4),
  ways: [structured, flatForm],
  wayFor: ({ configuration, spot }, habits) => {
    if (configuration.get(spot, ...structured)) return structured
    if (configuration.get(spot, ...flatForm)) return flatForm
    return configuration.get(spot, 'iam') || habits.iam > 0 ? structured : flatForm
  },
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
    return own ?? defaultInherit(facts) ?? isPerFunction(facts)
  },
  keepsManagedPolicies: isPerFunction,
  dropped: () => [],
  notWritable: obstacle,
}

function isPerFunction({ configuration }: FunctionFacts): boolean {
  return configuration.textNow(configuration.get(configuration.root, 'provider', 'iam', 'role', 'mode')) === 'perFunction'
}
