import { createHmac, hash } from 'node:crypto'
import { mkdirSync, readdirSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename, join, relative, resolve, sep } from 'node:path'
import type { Cache } from '../model/index.ts'
import { openPack, type Pack } from './pack.ts'

/** Where a cache is kept, and who may have written it. */
export interface CachePlace {
  /** The service's directory, absolute, and the workspace root seen from it. */
  readonly directory: string
  readonly workspace: string
  /** What tells this machine and user from others. */
  readonly identity: string
  /** What tells this Keycard from others: nothing of another one is used. */
  readonly version: string
  /** A name that no other process has. */
  readonly process: string
}

/** A cache that lives on disk. */
export interface KeptCache extends Cache {
  /** Writes what was put since it was opened; says nothing where that cannot be done. */
  save(): void
}

// In runs that put something: what none of so many needed is dropped, and beyond the size what was needed longest ago.
const oldest = 20
const largest = 192 * 1024 * 1024
const mostPacks = 40

/**
 * Opens the cache of a service under the `node_modules` of its workspace, or else its own; undefined where there is neither, since no
 * folder is made that the project would not ignore. Nothing about it ever fails a run: what cannot be read is not there.
 */
export function openCache(place: CachePlace): KeptCache | undefined {
  try {
    const folder = folderOf(place)
    return folder === undefined ? undefined : openIn(folder, place)
  } catch {
    return undefined
  }
}

/** INVARIANT: a folder that leads elsewhere through a link is left alone: Keycard writes inside the workspace only. */
function folderOf({ directory, workspace }: CachePlace): string | undefined {
  const root = realpathSync(resolve(directory, workspace))
  for (const home of new Set([root, realpathSync(directory)])) {
    const modules = join(home, 'node_modules')
    if (!isOwnFolder(modules)) continue
    const folder = join(modules, '.cache', 'keycard')
    return [join(modules, '.cache'), folder].every((path) => isFree(path) || isOwnFolder(path)) ? folder : undefined
  }
  return undefined
}

function isOwnFolder(path: string): boolean {
  try {
    return realpathSync(path) === path && statSync(path).isDirectory()
  } catch {
    return false
  }
}

function isFree(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) === undefined
}

function openIn(folder: string, place: CachePlace): KeptCache {
  const way = relative(resolve(place.directory, place.workspace), place.directory).split(sep).join('/')
  const name = `${basename(place.directory).replace(/[^A-Za-z0-9_-]+/g, '-')}-${hash('sha256', way, 'hex').slice(0, 12)}.cache`
  const file = join(folder, name)
  // A cache holds what Keycard would print and write, so one that came with a repository, or from another machine, is not believed.
  const modules = statSync(resolve(folder, '..', '..'), { bigint: true })
  const key = `${place.identity} ${folder} ${modules.dev} ${modules.ino} ${place.version}`
  const seal = (text: string): string => createHmac('sha256', key).update(text).digest('base64url')
  const pack: Pack = openPack(file, seal)
  const added = new Map<string, string>()
  const used = new Set<string>()
  return {
    has: (entry) => added.has(entry) || pack.entries.has(entry),
    get: (entry) => {
      used.add(entry)
      return added.get(entry) ?? pack.read(entry)
    },
    put: (entry, text) => added.set(entry, text),
    save: () => {
      if (added.size === 0) return
      try {
        mkdirSync(folder, { recursive: true })
        const temporary = join(folder, `${name}.${place.process}.tmp`)
        const bytes = pack.withMore(added, used, { oldest, largest })
        pack.close()
        try {
          writeFileSync(temporary, bytes, { flag: 'wx' })
          renameSync(temporary, file)
        } catch {
          rmSync(temporary, { force: true })
        }
        sweep(folder, name)
      } catch {
        // Without a cache the next run takes longer, and that is all.
      }
    },
  }
}

/** Removes what broken runs left behind, and the caches of services that have not been looked at for longest. */
function sweep(folder: string, own: string): void {
  const names = readdirSync(folder)
  for (const name of names) if (name.endsWith('.tmp')) rmSync(join(folder, name), { force: true })
  const packs = names
    .filter((name) => name.endsWith('.cache') && name !== own)
    .map((name) => ({ name, changed: statSync(join(folder, name)).mtimeMs }))
    .sort((a, b) => b.changed - a.changed)
  for (const { name } of packs.slice(mostPacks - 1)) rmSync(join(folder, name), { force: true })
}
