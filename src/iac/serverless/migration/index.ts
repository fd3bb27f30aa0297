export { advance, dropProviderPolicies, inheritingFunctions, keepProviderStatements, type Step, stopInheriting, unnameSharedRole } from './edit.ts'
export { frameworkGrants } from './framework-grants.ts'
export { type Draft, type Prepared, prepareMigration } from './prepare.ts'
export { readSharedRole, type SharedItem, type SharedPolicy, type SharedRole } from './shared-role.ts'
