import type { Annotation, Finding, Location, Value } from '../../model/index.ts'

/** An SDK call as it was met in one evaluation of a function. */
export interface SdkSite {
  readonly client: string
  readonly command: string
  readonly input: Value
  readonly clientOptions: Value
  readonly at: Location
  readonly via?: string
  readonly annotations?: readonly Annotation[]
}

/** What one evaluation of a function (or of a module's top level) does; evaluations that are reused are shared, so this is a graph. */
export interface CallNode {
  readonly sites: Map<string, SdkSite>
  readonly notes: Set<Annotation>
  readonly findings: Map<string, Finding>
  readonly children: Map<CallNode, Location>
  /** The file that the code stands in. */
  readonly file: string
  /** It is the top level of that file, so that whoever leads here loads it. */
  readonly loads: boolean
}

/** Makes an empty node. */
export const createNode = (file: string, loads = false): CallNode => ({
  sites: new Map(),
  notes: new Set(),
  findings: new Map(),
  children: new Map(),
  file,
  loads,
})

/**
 * All that nodes lead to, each evaluation once, by the shortest path of call sites. Code of a file that is not loaded on the way is
 * left out: another entry point has loaded it and put its functions where this one looks.
 */
export function flatten(roots: readonly CallNode[], leadsTo: (file: string) => ReadonlySet<string>): Flat {
  const loaded = new Set(roots.flatMap((node) => [...leadsTo(node.file)]))
  for (;;) {
    const before = loaded.size
    const found = flattenLoaded(roots, loaded, leadsTo)
    if (loaded.size === before) return found
  }
}

interface Flat {
  readonly sites: readonly (SdkSite & { path: readonly Location[] })[]
  readonly notes: readonly Annotation[]
  readonly findings: readonly Finding[]
}

function flattenLoaded(roots: readonly CallNode[], loaded: Set<string>, leadsTo: (file: string) => ReadonlySet<string>): Flat {
  const sites = new Map<string, SdkSite & { path: readonly Location[] }>()
  const notes = new Set<Annotation>()
  const findings = new Map<string, Finding>()
  const seen = new Set<CallNode>(roots)
  let level: { node: CallNode; path: readonly Location[] }[] = roots.map((node) => ({ node, path: [] }))
  while (level.length > 0) {
    const next: typeof level = []
    for (const { node, path } of level) {
      for (const [key, site] of node.sites) if (!sites.has(key)) sites.set(key, { ...site, path })
      for (const note of node.notes) notes.add(note)
      for (const [key, finding] of node.findings) findings.set(key, finding)
      for (const [child, at] of node.children) {
        if (child.loads && !loaded.has(child.file)) for (const file of leadsTo(child.file)) loaded.add(file)
        if (seen.has(child) || !loaded.has(child.file)) continue
        seen.add(child)
        next.push({ node: child, path: [...path, at] })
      }
    }
    level = next
  }
  return { sites: [...sites.values()], notes: [...notes], findings: [...findings.values()] }
}
