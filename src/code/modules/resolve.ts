import type { Reader } from '../../model/index.ts'
import { compiledFrom } from './compiled.ts'
import { mappedTargets } from './exports-map.ts'
import { createPackageLookup, type LocalPackage } from './packages.ts'
import { directoryOf, joinPaths } from './paths.ts'
import { createAliasLookup } from './tsconfig.ts'

/** Where an import leads: a file of the workspace, a package outside it, a file that is no code (a style, a picture, a template), or nowhere. */
export type Target =
  | { readonly kind: 'file'; readonly file: string }
  | { readonly kind: 'package'; readonly name: string }
  | { readonly kind: 'data'; readonly specifier: string }
  | Missing

/** An import that leads nowhere: `./x` or `/opt/x` without such a file. */
export interface Missing {
  readonly kind: 'missing'
  readonly specifier: string
  readonly why: string
  readonly fix: string
}

const endings = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs', '.json']
const sources: Readonly<Record<string, readonly string[]>> = { '.js': ['.ts', '.tsx'], '.jsx': ['.tsx'], '.mjs': ['.mts'], '.cjs': ['.cts'] }
const data = /\.(?:css|s[ac]ss|less|svg|png|jpe?g|gif|html?|txt|md|graphql|gql|sql|wasm|node|ya?ml|hbs|mjml|ejs|pug)(?:\?.*)?$/
/** Languages that become code: a file of one is no data, though it is not read. */
const languages = /\.(?:[cm]?[jt]sx?|json|coffee|litcoffee|civet|vue|svelte|astro|mdx|res|elm|es6?|jsm)$/
/** Where Lambda puts what layers hold: https://docs.aws.amazon.com/lambda/latest/dg/packaging-layers.html */
const layerRoot = '/opt/'
/** The same place by more steps up than there are directories: from `/var/task` they all end at the root. */
const climbsToLayers = /^(?:\.\.\/){2,}opt\/(.+)/
/** How people begin names of their own, which no package can have: `~/lib`, `@/lib`, `$lib`. */
const noPackage = /^(?:[~$]|@\/)/
/** Versions that name a directory; an archive is a package like any other. */
const directory = /^(?:link|portal|file):(?!.*\.(?:tgz|tar\.gz|tar)$)/
const builds = new Set(['dist', 'build', 'lib', 'out', 'cjs', 'esm'])

/**
 * Resolves import specifiers as Node and TypeScript do, over the sources of the workspace only; answers are kept. `layers` are the
 * directories of the service's Lambda layers.
 */
export function createResolver(reader: Reader, layers: readonly string[]): (specifier: string, from: string) => Target {
  const aliases = createAliasLookup(reader)
  const packages = createPackageLookup(reader)
  const known = new Map<string, Target>()
  // INVARIANT: a directory whose package.json points back at itself must not be opened while it is being opened.
  const opening = new Set<string>()

  const fileAt = (path: string): string | undefined => {
    const dot = /\.[cm]?jsx?$/.exec(path)?.[0]
    if (dot !== undefined) {
      const stem = path.slice(0, -dot.length)
      // `./x.js` in TypeScript means `./x.ts`, and where both exist the source is what people wrote.
      for (const ending of sources[dot] ?? []) if (reader.kind(stem + ending) === 'file') return stem + ending
    }
    if (/\.[a-z]+$/.test(path) && reader.kind(path) === 'file') return /\.(?:[cm]?[jt]sx?|json)$/.test(path) ? path : undefined
    for (const ending of endings) if (reader.kind(path + ending) === 'file') return path + ending
    if (reader.kind(path) !== 'directory') return undefined
    const manifest = joinPaths(path, 'package.json')
    if (reader.kind(manifest) === 'file' && !opening.has(path)) {
      opening.add(path)
      const inner = packages.around(manifest)
      const main = inner && entryOf(inner, '.')
      opening.delete(path)
      if (main) return main
    }
    for (const ending of endings) if (reader.kind(`${joinPaths(path, 'index')}${ending}`) === 'file') return `${joinPaths(path, 'index')}${ending}`
    return undefined
  }

  /** A package names its build; the analysis wants the source it was built from. */
  const sourceOf = (owner: LocalPackage, target: string): string | undefined => {
    const path = joinPaths(owner.directory, target)
    for (const source of compiledFrom(reader, owner.directory, path)) {
      const found = fileAt(source)
      if (found) return found
    }
    const parts = target.replace(/^\.\//, '').split('/')
    const [first = ''] = parts
    if (builds.has(first)) {
      const rest = parts
        .slice(1)
        .join('/')
        .replace(/\.d\.([cm]?)ts$/, '.$1js')
      const deeper =
        parts.length > 2
          ? parts
              .slice(2)
              .join('/')
              .replace(/\.d\.([cm]?)ts$/, '.$1js')
          : rest
      for (const place of [joinPaths('src', rest), rest, joinPaths('src', deeper)]) {
        const found = fileAt(joinPaths(owner.directory, place))
        if (found) return found
      }
    }
    return fileAt(path)
  }

  const entryOf = (owner: LocalPackage, subpath: string): string | undefined => {
    const { manifest } = owner
    const named = mappedTargets(manifest.exports, subpath)
    if (subpath === '.') {
      const plain = [manifest.source, manifest.module, manifest.main, manifest.types].filter((value): value is string => typeof value === 'string')
      for (const target of [...named, ...plain, 'src/index', 'index']) {
        const found = sourceOf(owner, target)
        if (found) return found
      }
      return undefined
    }
    for (const target of named) {
      const found = sourceOf(owner, target)
      if (found) return found
    }
    return fileAt(joinPaths(owner.directory, subpath)) ?? fileAt(joinPaths(owner.directory, 'src', subpath)) ?? sourceOf(owner, subpath)
  }

  /** What all layers hold lies in one directory. */
  const inLayers = (specifier: string): Target => {
    const files = new Set(layers.map((layer) => fileAt(joinPaths(layer, specifier.slice(layerRoot.length)))).filter((file) => file !== undefined))
    const [file, other] = files
    if (file !== undefined && other === undefined) return { kind: 'file', file }
    return {
      kind: 'missing',
      specifier,
      why: other === undefined ? 'is in no layer of this service' : `is in more than one layer of this service: ${file}, ${other}`,
      fix: `name its source under paths: in tsconfig.json or jsconfig.json${other === undefined ? ', or declare the layer under layers:' : ''}`,
    }
  }

  /** Whether a path is one of installed packages, or of types that say nothing of the code behind them. */
  const isElsewhere = (path: string): boolean =>
    path.split('/').includes('node_modules') || ['.d.ts', '/index.d.ts'].some((ending) => reader.kind(path + ending) === 'file')

  /** Whether a path is one of a file that is there and is not written in any language that becomes code. */
  const isOther = (path: string): boolean => {
    const [file = path] = path.split('?')
    return /\.\w+$/.test(file) && !languages.test(file) && reader.kind(file) === 'file'
  }

  const find = (specifier: string, from: string): Target => {
    const asFile = (file: string | undefined): Target | undefined => (file === undefined ? undefined : { kind: 'file', file })
    const missing = (mend = 'the paths in tsconfig.json'): Target =>
      data.test(specifier)
        ? { kind: 'data', specifier }
        : { kind: 'missing', specifier, why: 'does not exist', fix: `correct the import, or ${mend}` }
    /** A module, or a file of any other kind that is there: a font, a certificate, a table of prices. */
    const at = (path: string): Target | undefined => asFile(fileAt(path)) ?? (isOther(path) ? { kind: 'data', specifier } : undefined)
    if (/^(?:\.{1,2})(?:\/|$)/.test(specifier)) {
      const path = joinPaths(directoryOf(from), specifier)
      const inLayer = climbsToLayers.exec(path)?.[1]
      return at(path) ?? (inLayer === undefined ? missing() : inLayers(layerRoot + inLayer))
    }
    if (specifier.startsWith('node:')) return { kind: 'package', name: specifier.slice(5) }
    if (specifier.startsWith('#')) {
      const owner = packages.around(from)
      for (const target of owner ? mappedTargets(owner.manifest.imports, specifier) : []) {
        const found = owner && (target.startsWith('.') ? asFile(sourceOf(owner, target)) : find(target, from))
        if (found) return found
      }
    }
    const { base, paths } = aliases(from)
    let aliased = false
    for (const { prefix, suffix, exact, targets } of paths) {
      if (
        exact
          ? specifier !== prefix
          : !(specifier.startsWith(prefix) && specifier.endsWith(suffix) && specifier.length >= prefix.length + suffix.length)
      )
        continue
      const star = exact ? '' : specifier.slice(prefix.length, specifier.length - suffix.length)
      for (const target of targets) {
        const path = joinPaths(target.replace('*', () => star))
        const found = at(path)
        if (found) return found
        aliased ||= prefix !== '' && !isElsewhere(path)
      }
    }
    if (specifier.startsWith(layerRoot)) return inLayers(specifier)
    if (specifier.startsWith('/')) return missing()
    const inBase = base === undefined ? undefined : asFile(fileAt(joinPaths(base, specifier)))
    if (inBase) return inBase
    const name = specifier.startsWith('@') ? specifier.split('/').slice(0, 2).join('/') : (specifier.split('/')[0] ?? '')
    const self = packages.around(from)
    const local = self?.name === name ? self : (packages.linked(from, name) ?? packages.named(name))
    if (local) {
      const subpath = specifier === name ? '.' : `.${specifier.slice(name.length)}`
      const found = asFile(entryOf(local, subpath))
      if (found) return found
      // Nothing else can be meant; what its build would make is not there.
      const config = joinPaths(local.directory, 'tsconfig.json')
      if (!isElsewhere(joinPaths(local.directory, subpath))) return missing(`rootDir and outDir in ${config}, or run the build that makes it`)
    }
    // A name of the project's own that leads nowhere is no package, unless one of that name is asked for.
    const range = packages.range(from, name)
    const isDirectory = !local && range !== undefined && directory.test(range)
    if (noPackage.test(specifier) || (aliased && range === undefined) || range?.startsWith('workspace:') || isDirectory) return missing()
    return { kind: 'package', name: specifier }
  }

  return (specifier, from) => {
    const key = `${directoryOf(from)}\0${specifier}`
    const before = known.get(key)
    if (before) return before
    const target = find(specifier, from)
    known.set(key, target)
    return target
  }
}
