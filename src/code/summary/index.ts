export { recallSummary } from './recall.ts'
export * from './summary.ts'
export { compiler, K, parseBrokenJson, parseFile, type ts } from './syntax.ts'
export { loadsOf } from './value-uses.ts'
