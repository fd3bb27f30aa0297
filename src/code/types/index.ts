export { type Implementer, implementersOf } from './implementers.ts'
export { memberTargets, type PlacedType, type TypeTarget, targetsOf } from './targets.ts'
