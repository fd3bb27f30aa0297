import type { FileSummary } from './summary.ts'

/**
 * Whether a file uses anything of an import as a value, or only as types, in which case compilers leave the import out
 * (https://www.typescriptlang.org/docs/handbook/2/modules.html#importing-types). Names are compared without regard to scope, so a doubt counts as use.
 */
export function usesValuesOf(summary: FileSummary, specifier: string): boolean {
  if (!/\.[cm]?tsx?$/.test(summary.file)) return true
  const bound = summary.imports.filter(({ from }) => from === specifier)
  if (bound.length === 0 || summary.exports.some(({ from }) => from === specifier)) return true
  const names = new Set(bound.map(({ local }) => local))
  if (summary.exports.some(({ from, local }) => from === undefined && names.has(local))) return true
  return mentions(summary.body, names)
}

/** Whether a name stands anywhere in a part of a summary; an explicit stack, since summaries may be deep. */
function mentions(part: unknown, names: ReadonlySet<string>): boolean {
  const open: unknown[] = [part]
  while (open.length > 0) {
    const next = open.pop()
    if (typeof next !== 'object' || next === null) continue
    if ('kind' in next && next.kind === 'name' && 'name' in next && typeof next.name === 'string' && names.has(next.name)) return true
    open.push(...Object.values(next))
  }
  return false
}
