import type { Reader } from '../../model/index.ts'
import { joinPath } from './paths.ts'
import { type CompilerFolders, readCompilerFolders } from './tsconfig.ts'

/** The source behind a handler, or in words what was looked for. */
export type FoundHandler = { readonly file: string; readonly exportName: string; readonly note?: string } | { readonly missing: string }

const sourceEndings = ['.ts', '.tsx', '.mts', '.cts', '.js', '.mjs', '.cjs', '.jsx'] as const
const typedEndings: ReadonlySet<string> = new Set(['.ts', '.tsx', '.mts', '.cts'])
/** Folders that hold what a build made; sources may be kept in `lib` as well. */
const buildFolders: ReadonlySet<string> = new Set(['dist', 'build', '.build', 'lib', 'out', '.esbuild', '.webpack', '.serverless', '_build'])
const sourceFolders = ['src', '', 'source', 'lib', 'app'] as const

/**
 * Finds the source of a handler. Lambda cuts `src/users.list` at the first dot after the last slash: the file `src/users`, its export
 * `list`, which may have dots of its own. Bundlers cut at the last dot; the cut for which there is a file is taken.
 * https://github.com/aws/aws-lambda-nodejs-runtime-interface-client
 */
export function findHandler(reader: Reader, handler: string): FoundHandler {
  const clean = joinPath(handler.trim().replaceAll('\\', '/'))
  const cuts = cutsOf(clean)
  if (handler.trim() === '' || cuts.length === 0)
    return { missing: `${JSON.stringify(handler)} is no handler: it should look like src/orders.create` }
  const tried: string[] = []
  for (const { module, exportName } of cuts) {
    const found = findSource(reader, module, tried)
    if (found) return { file: found.file, exportName, ...(found.note === undefined ? {} : { note: found.note }) }
  }
  const where = [...new Set(tried)].slice(0, 6)
  return { missing: `no file ${where.join(' or ')} with one of the endings ${sourceEndings.join(' ')}` }
}

function cutsOf(handler: string): { module: string; exportName: string }[] {
  const folder = handler.slice(0, handler.lastIndexOf('/') + 1)
  const name = handler.slice(folder.length)
  const cuts: { module: string; exportName: string }[] = []
  for (let dot = name.indexOf('.', 1); dot > 0; dot = name.indexOf('.', dot + 1)) {
    if (dot < name.length - 1) cuts.push({ module: folder + name.slice(0, dot), exportName: name.slice(dot + 1) })
  }
  return cuts
}

function findSource(reader: Reader, module: string, tried: string[]): { file: string; note?: string } | undefined {
  const direct = fileOf(reader, module)
  tried.push(module)
  if (direct !== undefined && isTyped(direct)) return { file: direct }
  for (const candidate of sourcesOf(reader, module)) {
    if (candidate.path === module) continue
    tried.push(candidate.path)
    const file = fileOf(reader, candidate.path)
    if (file === undefined || (direct !== undefined && !candidate.surely && !isTyped(file))) continue
    return { file, note: `the handler ${module} is the output of a build; ${file} is read in its place (${candidate.why})` }
  }
  if (direct === undefined) return bundled(reader, module, tried)
  const built = module.split('/').some((part) => buildFolders.has(part) && part !== 'lib')
  return built ? { file: direct, note: `no source was found for ${direct}, so the built file itself is read` } : { file: direct }
}

/** A bundler puts what it makes of `src/handler` at the top of the package, where the handler is named by it. */
function bundled(reader: Reader, module: string, tried: string[]): { file: string; note: string } | undefined {
  const folders = sourceFolders.filter((folder) => folder !== '')
  if (module.startsWith('..') || folders.some((folder) => module.startsWith(`${folder}/`))) return undefined
  for (const folder of folders) {
    const path = joinPath(folder, module)
    tried.push(path)
    const file = fileOf(reader, path)
    if (file !== undefined) return { file, note: `there is no file ${module}; ${file} is read in its place (the same path under ${folder})` }
  }
  return undefined
}

/** A file with one of the endings, TypeScript first: a `.js` beside a `.ts` is its output. A folder stands for its index. */
function fileOf(reader: Reader, module: string): string | undefined {
  for (const path of [module, `${module}/index`]) {
    if (reader.kind(joinPath(path, '..')) !== 'directory') continue
    const ending = sourceEndings.find((candidate) => reader.kind(path + candidate) === 'file')
    if (ending !== undefined) return path + ending
  }
  return undefined
}

const isTyped = (file: string): boolean => typedEndings.has(/\.[a-z]+$/.exec(file)?.[0] ?? '')

interface Candidate {
  readonly path: string
  readonly why: string
  /** Whether this is known and not guessed, so that it stands even against a plain JavaScript file in the build folder. */
  readonly surely: boolean
}

function sourcesOf(reader: Reader, module: string): readonly Candidate[] {
  const parts = module.split('/')
  return parts.slice(0, -1).flatMap((part, index) => {
    if (!buildFolders.has(part)) return []
    const home = joinPath('.', ...parts.slice(0, index))
    const rest = parts.slice(index + 1)
    return [...byCompiler(reader, module, home), ...byFolder(home, part, rest)]
  })
}

function byCompiler(reader: Reader, module: string, home: string): Candidate[] {
  const configs = [...new Set([home, '.'])].flatMap((folder) => ['tsconfig.json', 'tsconfig.build.json'].map((name) => joinPath(folder, name)))
  return configs.flatMap((name) => {
    const folders = readCompilerFolders(reader, name)
    if (folders?.outDir === undefined || !module.startsWith(`${folders.outDir}/`)) return []
    const rest = module.slice(folders.outDir.length + 1)
    return rootsOf(folders).map((root) => ({ path: joinPath(root, rest), why: `${folders.file} says so with outDir`, surely: true }))
  })
}

/** Without `rootDir` the compiler takes the folder that all sources share. */
function rootsOf(folders: CompilerFolders): readonly string[] {
  if (folders.rootDir !== undefined) return [folders.rootDir]
  const home = joinPath(folders.file, '..')
  return [home, joinPath(home, 'src')]
}

/** The same path under a folder of sources; bundlers put a folder of their own (`.webpack/service`) in between. */
function byFolder(home: string, folder: string, rest: readonly string[]): Candidate[] {
  const inner = folder.startsWith('.') && rest[0] === 'service' ? [rest.slice(1), rest] : [rest]
  return inner.flatMap((path) =>
    sourceFolders
      .filter((name) => name !== folder)
      .map((name) => ({
        path: joinPath(home, name, ...path),
        why: `the same path ${name === '' ? 'outside of' : `under ${name} instead of`} ${folder}`,
        surely: folder !== 'lib',
      })),
  )
}
