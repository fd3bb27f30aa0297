import type { Finding } from '../../model/index.ts'
import type { AuditCheck } from '../check.ts'
import { readings } from '../principals.ts'

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const longestName = 64

/** Roles that the framework or a plugin can make no name for: the deployment fails, unless the file has one. */
export const roleName: AuditCheck = {
  name: 'role-name',
  find: ({ service, leaving, writing }) =>
    service.functions.flatMap(({ name, role, at, ownRole }): Finding[] => {
      const needed = ownRole?.needed
      if (role !== 'own' && !leaving.has(name)) return []
      const given = ownRole?.name ? readings(ownRole.name).find((one) => one.kind === 'text' && one.text.length > longestName) : undefined
      if (!needed && given?.kind === 'text')
        return [
          {
            check: 'role-name',
            severity: 'error',
            confidence: 'certain',
            message: `the name of the role of ${name} has ${given.text.length} characters, and IAM takes ${longestName}`,
            at,
            function: name,
            fix: 'give it a shorter one',
          },
        ]
      if (!needed) return []
      const why =
        needed.why === 'too long'
          ? `the one that is made up would have ${needed.length} characters, and IAM takes ${longestName}`
          : 'none can be made up where provider.iam.role.name is set'
      return [
        {
          check: 'role-name',
          severity: role === 'own' && !writing ? 'error' : 'note',
          confidence: 'certain',
          message: `the role of ${name} needs a name of its own: ${why}`,
          at,
          function: name,
          fix: `--write puts it beside the statements: ${needed.name}`,
        },
      ]
    }),
}
