import { createRequire } from 'node:module'
import type { ts } from 'ts-morph'

/**
 * The compiler that ts-morph brings, loaded when this is called. Required and not imported: an import of a CommonJS file of nine megabytes is first
 * searched for its exports. What is shipped has a file in this one's place that loads the parser alone: build.js.
 */
export const openCompiler = (): typeof ts => (createRequire(import.meta.url)('ts-morph') as typeof import('ts-morph')).ts
