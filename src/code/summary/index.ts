export { summarise } from './summarise.ts'
export * from './summary.ts'
export { compiler, K, parseFile, type ts } from './syntax.ts'
export { usesValuesOf } from './value-uses.ts'
