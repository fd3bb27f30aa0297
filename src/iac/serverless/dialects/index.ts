import type { Dialect } from './dialect.ts'
import { nativeRolesPerFunction } from './native-roles-per-function.ts'
import { pluginRolesPerFunction } from './plugin-roles-per-function.ts'
import { providerStatements } from './provider-statements.ts'

/** Every dialect; the first that applies is in force. */
export const dialects: readonly Dialect[] = [pluginRolesPerFunction, nativeRolesPerFunction, providerStatements]
export type { Dialect, FunctionFacts, Habits } from './dialect.ts'
