import type { FileSummary } from './summary.ts'

/** One import of a module, and whether it may be left out. */
export interface Load {
  readonly specifier: string
  readonly perhaps: boolean
}

/**
 * The modules that a file loads, in order. Those of which it uses only types compilers leave out, or not, which `unused` says
 * (https://www.typescriptlang.org/docs/handbook/2/modules.html#importing-types). Names are compared without regard to scope, so a doubt counts as use.
 */
export function loadsOf(summary: FileSummary, unused: 'left out' | 'loaded' | 'perhaps'): readonly Load[] {
  const all: readonly Load[] = summary.loads.map((specifier) => ({ specifier, perhaps: false }))
  if (unused === 'loaded' || !/\.[cm]?tsx?$/.test(summary.file)) return all
  const used = usedImports(summary)
  const needed = all.map(({ specifier }) => ({ specifier, perhaps: !used.has(specifier) }))
  return unused === 'perhaps' ? needed : needed.filter(({ perhaps }) => !perhaps)
}

const known = new WeakMap<FileSummary, ReadonlySet<string>>()

/** The specifiers of the imports of which a file uses a value, or that it imports for what they do, or exports again. */
function usedImports(summary: FileSummary): ReadonlySet<string> {
  const found = known.get(summary)
  if (found) return found
  const bound = new Set(summary.imports.map(({ from }) => from))
  // One that is imported twice may be so for what it does.
  const used = new Set(summary.loads.filter((specifier, place) => !bound.has(specifier) || summary.loads.indexOf(specifier) !== place))
  const named = new Set<string>()
  for (const { from, local } of summary.exports) {
    if (from === undefined) named.add(local)
    else used.add(from)
  }
  const waiting = summary.imports.filter(({ from, typeOnly }) => !used.has(from) && !typeOnly)
  if (waiting.length > 0) for (const name of mentioned(summary.body)) named.add(name)
  for (const { local, from } of waiting) if (named.has(local)) used.add(from)
  known.set(summary, used)
  return used
}

/** The names that stand in a part of a summary; an explicit stack, since summaries may be deep. */
function mentioned(part: unknown): ReadonlySet<string> {
  const names = new Set<string>()
  const open: unknown[] = [part]
  while (open.length > 0) {
    const next = open.pop()
    if (typeof next !== 'object' || next === null) continue
    if ('kind' in next && next.kind === 'name' && 'name' in next && typeof next.name === 'string') names.add(next.name)
    for (const inner of Object.values(next)) if (typeof inner === 'object') open.push(inner)
  }
  return names
}
