export { summarise } from './summarise.ts'
export * from './summary.ts'
export { ts } from './syntax.ts'
export { usesValuesOf } from './value-uses.ts'
