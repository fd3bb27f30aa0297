import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { posix, resolve, sep } from 'node:path'
import { type Reader, UserError } from '../model/index.ts'
import { decode } from './decode.ts'
import { findWorkspace, relativePath } from './workspace.ts'

export { stillHolds, type Trace, traceReader } from './trace.ts'

/** Files beyond this many bytes are refused: no source or configuration is that large, and a bundle is not worth parsing. */
export const largestFile = 5 * 1024 * 1024

type Entry = { kind: 'file' | 'directory'; real: string } | { kind: 'outside'; leadsTo: 'file' | 'directory' }
interface Directory {
  readonly real: string
  readonly names: readonly string[]
  readonly entries: ReadonlyMap<string, Entry | undefined>
}

/** Where a reader looks. */
export interface ReaderOptions {
  /** The root by hand; without it, its markers are looked for. */
  readonly workspace?: string
  /** What relative directories are relative to; the working directory when left out. */
  readonly base?: string
}

/** Opens the one reader through which a run sees the files of a service. */
export function openReader(directory: string, options: ReaderOptions = {}): Reader {
  const home = realDirectory(directory, options.base)
  const root = options.workspace === undefined ? findWorkspace(home) : realDirectory(options.workspace, options.base)
  if (!isInside(home, root)) {
    throw new UserError(`the workspace ${options.workspace} does not contain the service's directory ${directory}`, {
      mend: 'give --workspace a directory above the service',
    })
  }
  const way = relativePath(home, root)
  const prefix = relativePath(root, home)
  const listed = new Map<string, Directory>()

  /** The segments of a path as seen from the root; undefined where it climbs out of it. */
  function segments(path: string): string[] | undefined {
    if (path.includes('\0')) throw new UserError(`a path holds a NUL byte: ${JSON.stringify(path)}`, { mend: 'correct the path' })
    if (posix.isAbsolute(path) || /^[A-Za-z]:[\\/]/.test(path)) {
      throw new UserError(`${path} is an absolute path`, { mend: 'write it relative to the service: an absolute path holds on one machine only' })
    }
    const fromRoot = posix.normalize(posix.join(prefix, sep === '\\' ? path.replaceAll('\\', '/') : path))
    if (fromRoot === '..' || fromRoot.startsWith('../')) return undefined
    return fromRoot.split('/').filter((part) => part !== '' && part !== '.')
  }

  function open(real: string, path: string): Directory {
    const known = listed.get(real)
    if (known) return known
    const made = listDirectory(real, path, root)
    listed.set(real, made)
    return made
  }

  /** Walks down from the root, so that every link on the way is seen, and names match to the letter on any file system. */
  function find(path: string): Entry | undefined {
    const parts = segments(path)
    if (!parts) return undefined
    let here: Entry | undefined = { kind: 'directory', real: root }
    for (const part of parts) {
      if (here?.kind === 'outside') throw leavesWorkspace(path, way)
      if (here?.kind !== 'directory') return undefined
      here = open(here.real, path).entries.get(part)
    }
    return here
  }

  function refuseOutside(path: string): void {
    if (!segments(path)) {
      throw new UserError(`${path} is outside of the workspace (${way})`, { mend: 'move it inside, or name a wider root with --workspace' })
    }
  }

  return {
    directory: home,
    workspace: way,
    kind(path) {
      const entry = find(path)
      return entry?.kind === 'outside' ? entry.leadsTo : entry?.kind
    },
    read(path) {
      refuseOutside(path)
      const entry = find(path)
      if (entry?.kind === 'outside') throw leavesWorkspace(path, way)
      return entry?.kind === 'file' ? readText(entry.real, path) : undefined
    },
    list(path) {
      refuseOutside(path)
      const entry = find(path)
      if (entry?.kind === 'outside') throw leavesWorkspace(path, way)
      return entry?.kind === 'directory' ? open(entry.real, path).names : []
    },
  }
}

/** The real path of a directory that the user named. */
function realDirectory(directory: string, base = '.'): string {
  const mend = 'name an existing directory'
  if (directory.includes('\0')) throw new UserError(`a path holds a NUL byte: ${JSON.stringify(directory)}`, { mend })
  try {
    const real = realpathSync(resolve(base, directory))
    if (statSync(real).isDirectory()) return real
  } catch {
    throw new UserError(`there is no directory ${directory}`, { mend })
  }
  throw new UserError(`${directory} is not a directory`, { mend })
}

/** Lists a directory once. Only a link can lead elsewhere, so only links cost a look-up. */
function listDirectory(real: string, path: string, root: string): Directory {
  const entries = new Map<string, Entry | undefined>()
  let found: import('node:fs').Dirent[]
  try {
    found = readdirSync(real, { withFileTypes: true })
  } catch {
    throw new UserError(`a directory on the way to ${path} cannot be listed`, { at: { file: path, line: 1 }, mend: 'check its permissions' })
  }
  for (const item of found) {
    const target = real.endsWith(sep) ? real + item.name : real + sep + item.name
    if (item.isSymbolicLink()) entries.set(item.name, followLink(target, root))
    else if (item.isDirectory()) entries.set(item.name, { kind: 'directory', real: target })
    else if (item.isFile()) entries.set(item.name, { kind: 'file', real: target })
  }
  return { real, entries, names: [...entries.keys()].sort() }
}

/** A broken or circular link, and a link to anything but a file or a directory, counts as nothing. */
function followLink(link: string, root: string): Entry | undefined {
  try {
    const real = realpathSync(link)
    const target = statSync(real)
    const kind = target.isFile() ? 'file' : target.isDirectory() ? 'directory' : undefined
    if (!kind) return undefined
    return isInside(real, root) ? { kind, real } : { kind: 'outside', leadsTo: kind }
  } catch {
    return undefined
  }
}

function readText(real: string, path: string): string {
  const at = { file: path, line: 1 }
  let bytes: Buffer
  try {
    const { size } = statSync(real)
    if (size > largestFile) {
      throw new UserError(`${path} has ${(size / 1024 / 1024).toFixed(1)} MB; Keycard reads files of up to ${largestFile / 1024 / 1024} MB`, {
        at,
        mend: 'point to the source instead of a bundle',
      })
    }
    bytes = readFileSync(real)
  } catch (error) {
    if (error instanceof UserError) throw error
    throw new UserError(`${path} cannot be read`, { at, mend: 'check its permissions' })
  }
  return decode(bytes, path)
}

function leavesWorkspace(path: string, way: string): UserError {
  return new UserError(`${path} leads out of the workspace (${way}) through a symbolic link`, {
    at: { file: path, line: 1 },
    mend: 'replace the link by the file, or name a wider root with --workspace',
  })
}

const isInside = (path: string, root: string): boolean => path === root || path.startsWith(root.endsWith(sep) ? root : root + sep)
