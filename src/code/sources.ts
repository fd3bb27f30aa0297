import type { Cache, Reader, StandIns } from '../model/index.ts'
import { createGraph, createResolver, createUnusedLookup, type ModuleGraph, type Target, type UnusedImports } from './modules/index.ts'
import { type FileSummary, recallSummary } from './summary/index.ts'

/** The code of a service as every evaluation sees it: what imports lead to, which files matter, and each file boiled down once. */
export interface Sources {
  readonly reader: Reader
  readonly graph: ModuleGraph
  /** The directory, made up, in which code runs at the time of deployment; undefined for code that runs in Lambda. */
  readonly directory?: string
  resolve(specifier: string, from: string): Target
  /** What becomes of imports of which a file uses no value. */
  unusedImports(file: string): UnusedImports
  /** Whether a file is none of the service, and stands in for a library. */
  isStandIn(file: string): boolean
  /** The summary of a file; undefined where there is no such file. */
  summary(file: string): FileSummary | undefined
}

/** How code is opened. */
interface Opening {
  readonly directory?: string
  readonly standIns?: StandIns | undefined
  /** What earlier runs made of files. */
  readonly cache?: Cache | undefined
}

/** Opens the code behind a reader. */
export function openSources(
  reader: Reader,
  layers: readonly string[],
  isSource: (name: string) => boolean,
  { directory, standIns, cache }: Opening = {},
): Sources {
  const resolve = createResolver(reader, layers)
  const unused = createUnusedLookup(reader)
  const graph = createGraph(reader, resolve, isSource)
  const summaries = new Map<string, FileSummary>()
  return {
    reader,
    graph,
    ...(directory === undefined ? {} : { directory }),
    resolve,
    unusedImports: (file) => (standIns?.text(file) === undefined ? unused(file) : 'loaded'),
    isStandIn: (file) => standIns?.text(file) !== undefined,
    summary: (file) => {
      const known = summaries.get(file)
      if (known) return known
      const standIn = standIns?.text(file)
      const text = standIn ?? graph.take(file)
      if (text === undefined) return undefined
      const made = recallSummary(file, text, cache)
      summaries.set(file, made)
      if (standIn === undefined) graph.link(file, specifiersOf(made))
      return made
    },
  }
}

function* specifiersOf({ imports, loads, exports }: FileSummary): Iterable<string> {
  yield* loads
  for (const { from } of imports) yield from
  for (const { from } of exports) if (from !== undefined) yield from
}
