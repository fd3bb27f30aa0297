export { type ActionMap, openActionMap } from './action-map.ts'
export { derivePermissions, type Surroundings } from './derive.ts'
export { type ActionFact, actionsOf, type ClientFacts, type CommandFact, type ResourceTypeFact } from './format.ts'
export { type Asked, lookUp } from './lookup.ts'
