import type { Audit } from '../model/index.ts'
import type { AuditCheck } from './check.ts'
import { policySizes } from './checks/policy-size.ts'
import { principalChanges } from './checks/principal-changes.ts'
import { resourceConditional } from './checks/resource-conditional.ts'
import { roleName } from './checks/role-name.ts'
import { sharedRoleUsed } from './checks/shared-role-used.ts'

/** Every check of the audit. */
export const auditChecks: readonly AuditCheck[] = [policySizes, principalChanges, resourceConditional, roleName, sharedRoleUsed]

/** Looks for every danger that there is a check for. */
export const audit: Audit = (audited) => auditChecks.flatMap(({ find }) => find(audited))
