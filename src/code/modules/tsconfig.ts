import type { Reader } from '../../model/index.ts'
import { type ConfigPart, configParts, referencesOf } from './config-parts.ts'
import { isObject } from './json.ts'
import { directoriesAbove, directoryOf, joinPaths } from './paths.ts'

/** Where a project's own names for modules lead. */
export interface PathAliases {
  /** Directory that bare names are looked up in (`baseUrl`). */
  readonly base?: string
  /** `@lib/*` -> candidate paths, each relative to the service's directory, in the order of tsconfig. */
  readonly paths: readonly { readonly prefix: string; readonly suffix: string; readonly exact: boolean; readonly targets: readonly string[] }[]
}

const none: PathAliases = { paths: [] }
const names = ['tsconfig.json', 'jsconfig.json']

/** Finds the aliases in force for a file: the nearest tsconfig or jsconfig above it (or `tsconfig.base.json` at the root), with `extends` followed. */
export function createAliasLookup(reader: Reader): (file: string) => PathAliases {
  const perDirectory = new Map<string, PathAliases>()
  return (file) => {
    const start = directoryOf(file)
    const known = perDirectory.get(start)
    if (known) return known
    let found = none
    for (const directory of directoriesAbove(file, reader.workspace)) {
      const name = names.find((candidate) => reader.kind(joinPaths(directory, candidate)) === 'file')
      if (name === undefined) continue
      const own = readAliases(reader, joinPaths(directory, name), new Set())
      if (own) {
        found = own
        break
      }
    }
    if (found === none) found = readAliases(reader, joinPaths(reader.workspace, 'tsconfig.base.json'), new Set()) ?? none
    perDirectory.set(start, found)
    return found
  }
}

/** What a config file and those that it extends say of names and folders; what stands nearer counts. */
interface Options {
  readonly base?: string
  /** Where the compiler writes to, and what it reads from. */
  readonly outDir?: string
  readonly rootDir?: string
  readonly paths?: { readonly [pattern: string]: unknown }
  /** The directory of the config that lists `paths`: they start there where nothing says `baseUrl`. */
  readonly from?: string
}

/** The aliases of one config file; undefined where neither it nor what it extends or refers to has any. */
function readAliases(reader: Reader, path: string, seen: Set<string>): PathAliases | undefined {
  const { base, paths, from = '.' } = readOptions(reader, path)
  if (paths || base !== undefined) {
    // `paths` of another config start at this one's `baseUrl`: https://www.typescriptlang.org/tsconfig/#paths
    const own = Object.entries(paths ?? {}).flatMap(([pattern, targets]) => {
      const star = pattern.indexOf('*')
      const texts = Array.isArray(targets) ? targets.filter((target): target is string => typeof target === 'string') : []
      const prefix = star < 0 ? pattern : pattern.slice(0, star)
      const candidates = texts.map((target) => joinPaths(base ?? from, target))
      return [{ prefix, suffix: star < 0 ? '' : pattern.slice(star + 1), exact: star < 0, targets: candidates }]
    })
    // TypeScript prefers the longest matching prefix, exact names first.
    own.sort((a, b) => Number(b.exact) - Number(a.exact) || b.prefix.length - a.prefix.length)
    return { ...(base === undefined ? {} : { base }), paths: own }
  }
  if (seen.has(path)) return undefined
  seen.add(path)
  // A "solution" config only lists the configs that hold the options.
  for (const target of referencesOf(reader, path)) {
    const found = readAliases(reader, target, seen)
    if (found) return found
  }
  return undefined
}

/** What a config file says, with what it extends; paths are relative to the service's directory. */
export function readOptions(reader: Reader, path: string): Options {
  return Object.assign({}, ...configParts(reader, path).parts.map(optionsIn)) as Options
}

function optionsIn({ directory, options }: ConfigPart): Options {
  const folder = (name: string): string | undefined => {
    const value = options[name]
    return typeof value === 'string' && !value.startsWith('/') && !value.includes('${') ? joinPaths(directory, value) : undefined
  }
  const [outDir, rootDir] = [folder('outDir'), folder('rootDir')]
  return {
    ...(typeof options.baseUrl === 'string' ? { base: joinPaths(directory, options.baseUrl) } : {}),
    ...(outDir === undefined ? {} : { outDir }),
    ...(rootDir === undefined ? {} : { rootDir }),
    ...(isObject(options.paths) ? { paths: options.paths, from: directory } : {}),
  }
}
