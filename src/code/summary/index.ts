export { summarise } from './summarise.ts'
export * from './summary.ts'
export { compiler } from './syntax.ts'
export { usesValuesOf } from './value-uses.ts'
