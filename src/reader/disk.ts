import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { sep } from 'node:path'
import { UserError } from '../model/index.ts'
import { decode } from './decode.ts'
import type { Entry, Files } from './files.ts'

/** Files beyond this many bytes are refused: no source or configuration is that large, and a bundle is not worth parsing. */
export const largestFile = 5 * 1024 * 1024

interface Directory {
  readonly names: readonly string[]
  readonly entries: ReadonlyMap<string, Entry | undefined>
}

/** The files as they lie on disk; each directory is listed once. */
export function openDisk(root: string): Files {
  const listed = new Map<string, Directory>()
  const open = (real: string, path: string): Directory => {
    const known = listed.get(real)
    if (known) return known
    const made = listDirectory(real, path, root)
    listed.set(real, made)
    return made
  }
  return {
    root,
    entry: (real, name, path) => open(real, path).entries.get(name),
    names: (real, path) => open(real, path).names,
    text: readText,
  }
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
  return { entries, names: [...entries.keys()].sort() }
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

/** The text of a regular file. */
export function readText(real: string, path: string): string {
  const at = { file: path, line: 1 }
  let bytes: Buffer
  try {
    const { size } = statSync(real)
    if (size > largestFile) throw tooLarge(size, path)
    bytes = readFileSync(real)
  } catch (error) {
    if (error instanceof UserError) throw error
    throw new UserError(`${path} cannot be read`, { at, mend: 'check its permissions' })
  }
  return decode(bytes, path)
}

/** Says that a file is larger than any that is read. */
export const tooLarge = (size: number, path: string): UserError =>
  new UserError(`${path} has ${(size / 1024 / 1024).toFixed(1)} MB; Keycard reads files of up to ${largestFile / 1024 / 1024} MB`, {
    at: { file: path, line: 1 },
    mend: 'point to the source instead of a bundle',
  })

/** Whether an absolute path is a directory or lies in it. */
export const isInside = (path: string, root: string): boolean => path === root || path.startsWith(root.endsWith(sep) ? root : root + sep)
