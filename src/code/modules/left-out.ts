import type { Reader } from '../../model/index.ts'
import { isObject, type JsonObject, readJson } from './json.ts'
import { directoriesAbove, directoryOf, joinPaths } from './paths.ts'

/** What becomes of an import of which nothing is used but types, where it does not say `type` itself. */
export type UnusedImports = 'left out' | 'loaded' | 'perhaps'

/** What keeps them: https://www.typescriptlang.org/tsconfig/#verbatimModuleSyntax and the options that it replaced. */
const keeping: Readonly<Record<string, readonly unknown[]>> = {
  verbatimModuleSyntax: [true],
  preserveValueImports: [true],
  importsNotUsedAsValues: ['preserve', 'error'],
}
/** Under these a doubt stays: types of decorated classes become values, and whoever only strips types leaves imports as they are. */
const doubtful = ['emitDecoratorMetadata', 'erasableSyntaxOnly']

/**
 * Finds what compilers do about the unused imports of a file, as the nearest tsconfig says. TypeScript, esbuild, swc and Babel leave them out where
 * nothing else is said (https://www.typescriptlang.org/docs/handbook/modules/reference.html#type-only-imports-and-exports).
 */
export function createUnusedLookup(reader: Reader): (file: string) => UnusedImports {
  const perDirectory = new Map<string, UnusedImports>()
  const find = (file: string): UnusedImports => {
    for (const directory of directoriesAbove(file, reader.workspace)) {
      const path = joinPaths(directory, 'tsconfig.json')
      if (reader.kind(path) === 'file') return together(new Set(configsFrom(reader, path, new Set()).map(whatIsSaid)))
    }
    return 'left out'
  }
  return (file) => {
    const directory = directoryOf(file)
    const known = perDirectory.get(directory) ?? find(file)
    perDirectory.set(directory, known)
    return known
  }
}

const together = (all: ReadonlySet<UnusedImports>): UnusedImports => (all.size > 1 ? 'perhaps' : ([...all][0] ?? 'left out'))

/** The options of a config and of those that it refers to, any of which may be the one of a file; undefined where a part cannot be read. */
function configsFrom(reader: Reader, path: string, seen: Set<string>): readonly (JsonObject | undefined)[] {
  if (seen.has(path)) return []
  seen.add(path)
  const references = readJson(reader, path)?.references
  const others = (Array.isArray(references) ? references : []).flatMap((reference) => {
    if (!isObject(reference) || typeof reference.path !== 'string') return []
    const target = joinPaths(directoryOf(path), reference.path)
    return configsFrom(reader, target.endsWith('.json') ? target : joinPaths(target, 'tsconfig.json'), seen)
  })
  return [optionsOf(reader, path, new Set()), ...others]
}

function optionsOf(reader: Reader, path: string, seen: Set<string>): JsonObject | undefined {
  const config = seen.has(path) ? undefined : readJson(reader, path)
  seen.add(path)
  if (!config) return undefined
  const bases = typeof config.extends === 'string' ? [config.extends] : Array.isArray(config.extends) ? config.extends : []
  let options: JsonObject = {}
  for (const base of bases) {
    // A package's preset is not at hand.
    if (typeof base !== 'string' || !base.startsWith('.')) return undefined
    const target = joinPaths(directoryOf(path), base)
    const found = [target, `${target}.json`, joinPaths(target, 'tsconfig.json')].find((candidate) => reader.kind(candidate) === 'file')
    const inner = found === undefined ? undefined : optionsOf(reader, found, seen)
    if (!inner) return undefined
    options = { ...options, ...inner }
  }
  return { ...options, ...(isObject(config.compilerOptions) ? config.compilerOptions : {}) }
}

function whatIsSaid(options: JsonObject | undefined): UnusedImports {
  if (!options) return 'perhaps'
  if (Object.entries(keeping).some(([name, values]) => values.includes(options[name]))) return 'loaded'
  return doubtful.some((name) => options[name] === true) ? 'perhaps' : 'left out'
}
