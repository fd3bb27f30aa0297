export { isOnlyData } from './data.ts'
export { type Implementer, implementersOf } from './implementers.ts'
export { isDataMember, memberTargets, type PlacedType, type TypeTarget, targetKey, targetsOf } from './targets.ts'
