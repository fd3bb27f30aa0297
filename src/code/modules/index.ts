export { createGraph, type ModuleGraph } from './graph.ts'
export { createUnusedLookup, type UnusedImports } from './left-out.ts'
export { directoryOf, joinPaths } from './paths.ts'
export { createResolver, type Missing, type Target } from './resolve.ts'
