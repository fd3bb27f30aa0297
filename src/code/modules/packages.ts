import type { Reader } from '../../model/index.ts'
import { isObject, type JsonObject, readJson } from './json.ts'
import { directoriesAbove, joinPaths } from './paths.ts'

/** A package of the workspace itself (not of node_modules). */
export interface LocalPackage {
  readonly name: string
  readonly directory: string
  readonly manifest: JsonObject
}

const skipped = new Set(['node_modules', 'dist', 'build', 'out', 'coverage', 'cdk.out'])
const deepest = 4
const sections = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies']

/** Finds the workspace's own packages by name: npm and yarn `workspaces`, pnpm-workspace.yaml, lerna.json, rush.json, and `file:` or `link:` dependencies. */
export function createPackageLookup(reader: Reader): {
  named(name: string): LocalPackage | undefined
  /** The directory that a package.json above the file gives for a package: `file:../shared`. */
  linked(file: string, name: string): LocalPackage | undefined
  around(file: string): LocalPackage | undefined
  /** The versions of a package that the nearest package.json above the file asks for which names it. */
  range(file: string, name: string): string | undefined
} {
  let all: Map<string, LocalPackage> | undefined
  const around = new Map<string, LocalPackage | undefined>()
  const manifestIn = (directory: string): LocalPackage | undefined => {
    const path = joinPaths(directory, 'package.json')
    if (reader.kind(path) !== 'file') return undefined
    const manifest = readJson(reader, path) ?? {}
    return { name: typeof manifest.name === 'string' ? manifest.name : '', directory, manifest }
  }
  const listAll = (): Map<string, LocalPackage> => {
    const found = new Map<string, LocalPackage>()
    const add = (directory: string): void => {
      const one = manifestIn(directory)
      if (one?.name && !found.has(one.name)) found.set(one.name, one)
    }
    const root = reader.workspace
    for (const pattern of workspacePatterns(reader, root)) for (const directory of expand(reader, root, pattern)) add(directory)
    for (const [name, target] of linkedDependencies(manifestIn('.')?.manifest)) {
      const one = manifestIn(joinPaths('.', target))
      if (one && !found.has(name)) found.set(name, { ...one, name })
    }
    return found
  }
  return {
    named: (name) => {
      all ??= listAll()
      return all.get(name)
    },
    linked: (file, name) => {
      for (const directory of directoriesAbove(file, reader.workspace)) {
        const target = linkedDependencies(manifestIn(directory)?.manifest).find(([one]) => one === name)?.[1]
        const one = target === undefined ? undefined : manifestIn(joinPaths(directory, target))
        if (one) return { ...one, name }
      }
      return undefined
    },
    range: (file, name) => {
      for (const directory of directoriesAbove(file, reader.workspace)) {
        const manifest = manifestIn(directory)?.manifest
        for (const section of manifest ? sections : []) {
          const asked = manifest?.[section]
          if (isObject(asked) && Object.hasOwn(asked, name)) return String(asked[name])
        }
      }
      return undefined
    },
    around: (file) => {
      const [start = '.'] = directoriesAbove(file, reader.workspace)
      if (!around.has(start)) {
        around.set(
          start,
          directoriesAbove(file, reader.workspace)
            .map(manifestIn)
            .find((one) => one !== undefined),
        )
      }
      return around.get(start)
    },
  }
}

function workspacePatterns(reader: Reader, root: string): readonly string[] {
  const texts = (value: unknown): string[] => (Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [])
  const manifest = readJson(reader, joinPaths(root, 'package.json')) ?? {}
  const { workspaces } = manifest
  const listed = [...texts(workspaces), ...texts(isObject(workspaces) ? workspaces.packages : undefined)]
  const lerna = readJson(reader, joinPaths(root, 'lerna.json'))
  const rush = readJson(reader, joinPaths(root, 'rush.json'))?.projects
  const folders = Array.isArray(rush) ? rush.map((project) => (isObject(project) ? project.projectFolder : undefined)) : []
  const pnpm = reader.read(joinPaths(root, 'pnpm-workspace.yaml')) ?? ''
  return [...listed, ...texts(lerna?.packages), ...texts(folders), ...pnpmPatterns(pnpm)].filter((pattern) => !pattern.startsWith('!'))
}

/** The items of `packages:` in pnpm-workspace.yaml; the list is flat by definition, so lines are enough. */
function pnpmPatterns(content: string): string[] {
  const found: string[] = []
  let inside = false
  for (const line of content.split(/\r?\n/)) {
    if (/^packages\s*:/.test(line)) inside = true
    else if (/^\S/.test(line) && !/^[-#]/.test(line)) inside = false
    const item = inside && /^\s*-\s*(['"]?)([^'"#]+)\1/.exec(line)
    if (item) found.push((item[2] ?? '').trim())
  }
  return found
}

/** The directories that a workspace pattern with `*` and `**` stands for. */
function expand(reader: Reader, root: string, pattern: string): readonly string[] {
  let directories = [root]
  for (const part of pattern.split('/')) {
    if (part === '' || part === '.') continue
    if (part === '**') directories = directories.flatMap((directory) => below(reader, directory, deepest))
    else if (part.includes('*')) {
      const shape = new RegExp(
        `^${part
          .split('*')
          .map((piece) => piece.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
          .join('[^/]*')}$`,
      )
      directories = directories.flatMap((directory) =>
        children(reader, directory).filter((child) => shape.test(child.slice(child.lastIndexOf('/') + 1))),
      )
    } else directories = directories.map((directory) => joinPaths(directory, part))
  }
  return directories
}

const children = (reader: Reader, directory: string): readonly string[] =>
  reader
    .list(directory)
    .filter((name) => !name.startsWith('.') && !skipped.has(name))
    .map((name) => joinPaths(directory, name))
    .filter((path) => reader.kind(path) === 'directory')

const below = (reader: Reader, directory: string, depth: number): readonly string[] =>
  depth === 0 ? [directory] : [directory, ...children(reader, directory).flatMap((child) => below(reader, child, depth - 1))]

function linkedDependencies(manifest: JsonObject | undefined): readonly (readonly [string, string])[] {
  if (!manifest) return []
  return [manifest.dependencies, manifest.devDependencies].flatMap((section) =>
    Object.entries(isObject(section) ? section : {}).flatMap(([name, range]) => {
      const target = typeof range === 'string' ? /^(?:file|link|portal):(.+)$/.exec(range)?.[1] : undefined
      return target === undefined ? [] : [[name, target] as const]
    }),
  )
}
