import type { Reader } from '../../model/index.ts'
import { isObject, type JsonObject, readJson } from './json.ts'
import { directoryOf, joinPaths } from './paths.ts'

/** The `compilerOptions` of one config file, and the directory that its paths start at. */
export interface ConfigPart {
  readonly directory: string
  readonly options: JsonObject
}

/** A config file with those that it extends, what counts most last; `whole` where all of them can be read. */
export function configParts(
  reader: Reader,
  path: string,
  seen = new Set<string>(),
): { readonly parts: readonly ConfigPart[]; readonly whole: boolean } {
  if (seen.has(path)) return { parts: [], whole: true }
  seen.add(path)
  const config = readConfig(reader, path)
  if (!config) return { parts: [], whole: false }
  const directory = directoryOf(path)
  const bases = [config.extends ?? []].flat().map((name) => {
    // A package's preset is not at hand; it holds no paths of this project.
    if (typeof name !== 'string' || !(name.startsWith('.') || name.startsWith('/'))) return undefined
    const target = joinPaths(directory, name)
    const found = [target, `${target}.json`, joinPaths(target, 'tsconfig.json')].find((candidate) => reader.kind(candidate) === 'file')
    return found === undefined ? undefined : configParts(reader, found, seen)
  })
  const options = isObject(config.compilerOptions) ? config.compilerOptions : {}
  return { parts: [...bases.flatMap((base) => base?.parts ?? []), { directory, options }], whole: bases.every((base) => base?.whole) }
}

/** The config files that one refers to, as far as they are in the workspace. */
export function referencesOf(reader: Reader, path: string): readonly string[] {
  const references = readConfig(reader, path)?.references
  return (Array.isArray(references) ? references : []).flatMap((reference) => {
    if (!isObject(reference) || typeof reference.path !== 'string') return []
    const target = joinPaths(directoryOf(path), reference.path)
    const file = target.endsWith('.json') ? target : joinPaths(target, 'tsconfig.json')
    return reader.kind(file) === 'file' ? [file] : []
  })
}

const readConfig = (reader: Reader, path: string): JsonObject | undefined => (reader.kind(path) === 'file' ? readJson(reader, path) : undefined)
