import type { Finding } from '../../model/index.ts'
import type { AuditCheck } from '../check.ts'
import { isAhead, namesInWords, withOwnRole } from '../own-roles.ts'

/** What takes the shared role for the role of the functions no longer reaches those that have one of their own. */
export const sharedRoleUsed: AuditCheck = {
  name: 'shared-role-used',
  find: (audited) => {
    const functions = withOwnRole(audited)
    if (functions.length === 0) return []
    const ahead = isAhead(audited, functions)
    const [have, reaches] = functions.length === 1 ? ['a role of its own', 'it'] : ['roles of their own', 'them']
    const who = `${namesInWords(functions)} ${ahead ? 'would have' : functions.length === 1 ? 'has' : 'have'} ${have}`
    return (audited.service.sharedRole?.uses ?? []).map(
      ({ by, exported, changes, at }): Finding => ({
        check: 'shared-role-used',
        severity: ahead ? 'note' : 'warning',
        confidence: 'likely',
        message: changes
          ? `${by} changes the role that functions share (${changes.join(', ')}), and ${who}: it does not reach ${reaches}`
          : exported
            ? `${by} exports the role that functions share, and ${who}: what other stacks allow that role or attach to it does not reach ${reaches}`
            : `${by} takes the role that functions share, and ${who}: what is attached to that role or done with it does not reach ${reaches}`,
        at,
        functions: functions.map(({ name }) => name),
        fix: changes
          ? 'say it for these functions: statements and boundaries beside them, tags under provider.iam.role.tags'
          : exported
            ? 'look where the export is imported, and allow the roles of these functions there as well'
            : 'attach it to the roles of these functions as well, or keep them on the shared role',
      }),
    )
  },
}
