import type { Dialect } from './dialect.ts'
import { nativeRolesPerFunction } from './native-roles-per-function.ts'
import { pluginCustomRoles } from './plugin-custom-roles.ts'
import { pluginRolesPerFunction } from './plugin-roles-per-function.ts'
import { providerStatements } from './provider-statements.ts'
import { roleResource } from './role-resource.ts'

/** Every dialect; the first that applies is in force. */
export const dialects: readonly Dialect[] = [roleResource, pluginRolesPerFunction, pluginCustomRoles, nativeRolesPerFunction, providerStatements]
export type { Dialect, FunctionFacts, Habits } from './dialect.ts'
export { namesRoles, takesOwnRole } from './shared.ts'
