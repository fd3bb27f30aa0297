export { type AnalyzeOptions, analyze, analyzeModule, type ModuleOptions } from './analyze.ts'
export * from './model/index.ts'
export { openReader } from './reader/index.ts'
