import type { Reader } from '../../model/index.ts'
import { configParts, referencesOf } from './config-parts.ts'
import type { JsonObject } from './json.ts'
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
      if (reader.kind(path) === 'file') return together(new Set(allThatIsSaid(reader, path, new Set())))
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

/** What a config says, and each of those that it refers to: any of them may be the one of a file. */
function allThatIsSaid(reader: Reader, path: string, seen: Set<string>): readonly UnusedImports[] {
  if (seen.has(path)) return []
  seen.add(path)
  return [whatIsSaid(reader, path), ...referencesOf(reader, path).flatMap((other) => allThatIsSaid(reader, other, seen))]
}

function whatIsSaid(reader: Reader, path: string): UnusedImports {
  const { parts, whole } = configParts(reader, path)
  const options: JsonObject = Object.assign({}, ...parts.map((part) => part.options))
  if (Object.entries(keeping).some(([name, values]) => values.includes(options[name]))) return 'loaded'
  return !whole || doubtful.some((name) => options[name] === true) ? 'perhaps' : 'left out'
}
