import { hash } from 'node:crypto'
import { lstatSync, readdirSync, readFileSync, readlinkSync, realpathSync, statSync } from 'node:fs'
import { join, posix, relative, resolve, sep } from 'node:path'
import { decode } from './decode.ts'
import { isInside, largestFile, readText, tooLarge } from './disk.ts'
import type { Entry, Files } from './files.ts'

/** A workspace as a commit had it. Paths are POSIX and relative to its root. */
export interface Past {
  /** What git kept, by its path; the content of a link is the path that it leads to. */
  readonly entries: ReadonlyMap<string, { readonly id: string; readonly link: boolean }>
  /** What git keeps no track of on purpose, such as node_modules: it is taken as it lies there now. */
  readonly aside: readonly string[]
  /** The bytes that git kept under an id. */
  readonly content: (id: string) => Uint8Array
}

type Item = 'file' | 'link' | 'directory' | 'aside'

// As many as Linux follows: https://man7.org/linux/man-pages/man7/path_resolution.7.html
const MOST_LINKS = 40

/** The files as a commit had them. Links lead where they led then, and out of the workspace as little as they do on disk. */
export function openPast(root: string, past: Past): Files {
  const folders = foldersOf(past)
  const onDisk = new Map<string, ReadonlyMap<string, Item>>()

  /** What no folder of the commit holds lies in something that is taken from the disk. */
  function itemsIn(directory: string): ReadonlyMap<string, Item> {
    const known = folders.get(directory) ?? onDisk.get(directory)
    if (known) return known
    const made = listDisk(join(root, directory))
    onDisk.set(directory, made)
    return made
  }

  function entryAt(path: string, links: { left: number }): Entry | undefined {
    const cut = path.lastIndexOf('/')
    const item = itemsIn(path.slice(0, Math.max(cut, 0))).get(path.slice(cut + 1))
    const kind = item === 'aside' ? kindOnDisk(join(root, path)) : item
    if (kind === 'file' || kind === 'directory') return { kind, real: path }
    return kind === 'link' && links.left-- > 0 ? follow(path, links) : undefined
  }

  function follow(link: string, links: { left: number }): Entry | undefined {
    const kept = past.entries.get(link)
    const leadsTo = kept ? decode(past.content(kept.id), link) : readlinkSync(join(root, link))
    const target = leadsTo.includes('\0') ? undefined : resolve(root, posix.dirname(link), leadsTo)
    if (target === undefined) return undefined
    if (!isInside(target, root)) return outside(target)
    let here: Entry | undefined = { kind: 'directory', real: '' }
    for (const part of relative(root, target).split(sep)) {
      if (part === '') continue
      if (here?.kind !== 'directory') return here?.kind === 'outside' ? here : undefined
      here = entryAt(posix.join(here.real, part), links)
    }
    return here
  }

  return {
    root: '',
    entry: (directory, name) => entryAt(posix.join(directory, name), { left: MOST_LINKS }),
    names: (directory) => [...itemsIn(directory).keys()].sort(),
    text(file, path) {
      const kept = past.entries.get(file)
      if (!kept) return readText(join(root, file), path)
      const bytes = unchanged(root, file, kept.id) ?? past.content(kept.id)
      if (bytes.length > largestFile) throw tooLarge(bytes.length, path)
      return decode(bytes, path)
    },
  }
}

/** Every folder that the commit had, or that holds what is taken from the disk, with what is in it. */
function foldersOf({ entries, aside }: Past): ReadonlyMap<string, ReadonlyMap<string, Item>> {
  const folders = new Map<string, Map<string, Item>>([['', new Map()]])
  const open = (directory: string): Map<string, Item> => {
    const known = folders.get(directory)
    if (known) return known
    const made = new Map<string, Item>()
    folders.set(directory, made)
    const cut = directory.lastIndexOf('/')
    open(directory.slice(0, Math.max(cut, 0))).set(directory.slice(cut + 1), 'directory')
    return made
  }
  const put = (path: string, item: Item): void => {
    const cut = path.lastIndexOf('/')
    const folder = open(path.slice(0, Math.max(cut, 0)))
    // What git kept comes first, and counts.
    if (!folder.has(path.slice(cut + 1))) folder.set(path.slice(cut + 1), item)
  }
  for (const [path, { link }] of entries) put(path, link ? 'link' : 'file')
  for (const path of aside) put(path, 'aside')
  return folders
}

function listDisk(directory: string): ReadonlyMap<string, Item> {
  try {
    return new Map(
      readdirSync(directory, { withFileTypes: true }).flatMap((item): [string, Item][] => {
        const kind = item.isSymbolicLink() ? 'link' : item.isDirectory() ? 'directory' : item.isFile() ? 'file' : undefined
        return kind ? [[item.name, kind]] : []
      }),
    )
  } catch {
    return new Map()
  }
}

function kindOnDisk(path: string): Item | undefined {
  try {
    const found = lstatSync(path)
    return found.isSymbolicLink() ? 'link' : found.isDirectory() ? 'directory' : found.isFile() ? 'file' : undefined
  } catch {
    return undefined
  }
}

function outside(target: string): Entry | undefined {
  try {
    const found = statSync(target)
    return found.isFile() ? { kind: 'outside', leadsTo: 'file' } : found.isDirectory() ? { kind: 'outside', leadsTo: 'directory' } : undefined
  } catch {
    return undefined
  }
}

/** The bytes that lie on disk, where they are those that git kept; most files are, and git need not be asked for them. */
function unchanged(root: string, file: string, id: string): Uint8Array | undefined {
  const full = join(root, file)
  try {
    // A folder of then may be a link now, and lead anywhere.
    if (realpathSync(full) !== full) return undefined
    const found = statSync(full)
    if (!found.isFile() || found.size > largestFile) return undefined
    const bytes = readFileSync(full)
    if (gitId(bytes, id) === id) return bytes
    // git may have made the line ends of the system out of its own.
    const plain = bytes.includes('\r\n') ? Buffer.from(bytes.toString('latin1').replaceAll('\r\n', '\n'), 'latin1') : bytes
    return plain !== bytes && gitId(plain, id) === id ? plain : undefined
  } catch {
    return undefined
  }
}

/** https://git-scm.com/book/en/v2/Git-Internals-Git-Objects */
const gitId = (bytes: Uint8Array, like: string): string =>
  hash(like.length === 64 ? 'sha256' : 'sha1', Buffer.concat([Buffer.from(`blob ${bytes.length}\0`), bytes]), 'hex')
