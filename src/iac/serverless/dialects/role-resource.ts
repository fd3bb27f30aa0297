import { grantsOfWrittenRole } from '../dropped-grants/index.ts'
import { namedRole, resourceSpot, roleSpot } from '../roles.ts'
import type { Dialect, FunctionFacts } from './dialect.ts'
import { foreignRole } from './shared.ts'

/** A role that the service's own template declares, named by `role:` of a function or of the provider. */
export const roleResource: Dialect = {
  name: 'role-resource',
  describe: 'inline policies of roles that resources: declares and functions name',
  applies: () => false,
  // Functions that name such a role are found one by one; the others say what is in the way.
  ignored: () => undefined,
  claims: (facts) => roleOf(facts) !== undefined,
  onlyWrites: true,
  placeFor: (facts) => ({ kind: 'role', name: roleOf(facts) ?? '' }),
  ways: [],
  wayFor: () => [],
  hasOwnRole: () => false,
  inherits: () => false,
  keepsManagedPolicies: () => false,
  boundaryOf: () => undefined,
  dropped: ({ configuration, name, spot }, resources) => grantsOfWrittenRole({ configuration, name, spot, resources }),
  notWritable: (facts) => {
    if (roleOf(facts) !== undefined) return undefined
    return (
      foreignRole(facts) ??
      `the function ${facts.name} names no role that resources: declares: put the logical id of one under role:, or choose another dialect`
    )
  },
}

/** The logical id of the declared role that a function takes. */
function roleOf({ configuration, spot, providerRole }: FunctionFacts): string | undefined {
  const named = namedRole(configuration, spot, providerRole)
  const role = named && roleSpot(configuration, named)
  const type = role && configuration.textNow(configuration.get(resourceSpot(configuration, role.id) ?? role.spot, 'Type'))
  return type === 'AWS::IAM::Role' ? role?.id : undefined
}
