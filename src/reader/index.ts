import { realpathSync, statSync } from 'node:fs'
import { posix, resolve, sep } from 'node:path'
import { type Reader, UserError } from '../model/index.ts'
import { isInside, openDisk } from './disk.ts'
import type { Entry } from './files.ts'
import { openPast, type Past } from './past.ts'
import { findWorkspace, relativePath } from './workspace.ts'

export { directoriesWith } from './below.ts'
export { largestFile } from './disk.ts'
export type { Past } from './past.ts'
export { stillHolds, type Trace, traceReader } from './trace.ts'

/** Where a reader looks. */
export interface ReaderOptions {
  /** The root by hand; without it, its markers are looked for. */
  readonly workspace?: string
  /** What relative directories are relative to; the working directory when left out. */
  readonly base?: string
  /** Shows the workspace as a commit had it. */
  readonly past?: Past
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
  const files = options.past ? openPast(root, options.past) : openDisk(root)

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

  /** Walks down from the root, so that every link on the way is seen, and names match to the letter on any file system. */
  function find(path: string): Entry | undefined {
    const parts = segments(path)
    if (!parts) return undefined
    let here: Entry | undefined = { kind: 'directory', real: files.root }
    for (const part of parts) {
      if (here?.kind === 'outside') throw leavesWorkspace(path, way)
      if (here?.kind !== 'directory') return undefined
      here = files.entry(here.real, part, path)
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
      return entry?.kind === 'file' ? files.text(entry.real, path) : undefined
    },
    list(path) {
      refuseOutside(path)
      const entry = find(path)
      if (entry?.kind === 'outside') throw leavesWorkspace(path, way)
      return entry?.kind === 'directory' ? files.names(entry.real, path) : []
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

function leavesWorkspace(path: string, way: string): UserError {
  return new UserError(`${path} leads out of the workspace (${way}) through a symbolic link`, {
    at: { file: path, line: 1 },
    mend: 'replace the link by the file, or name a wider root with --workspace',
  })
}
