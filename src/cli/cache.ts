import { hash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { homedir, hostname } from 'node:os'
import type { Cache } from '../model/index.ts'

/** The caches that a run has opened. */
export interface Caches {
  readonly open: (directory: string, workspace: string) => Cache | undefined
  /** Keeps on disk what the run has put into them. */
  readonly save: () => void
}

/** Opens caches for a run; undefined where the user wants none. */
export async function openCaches(version: string, wanted: boolean): Promise<Caches | undefined> {
  const refused = process.env.KEYCARD_NO_CACHE
  if (!wanted || (refused !== undefined && refused !== '' && refused !== '0')) return undefined
  const { openCache } = await import('../writer/index.ts')
  const opened: { save(): void }[] = []
  const place = { identity: identity(), version: `${version} ${process.version} ${parser()} ${build()}`, process: String(process.pid) }
  return {
    open: (directory, workspace) => {
      const cache = openCache({ directory, workspace, ...place })
      if (cache) opened.push(cache)
      return cache
    },
    save: () => {
      for (const cache of opened) cache.save()
    },
  }
}

/** What whoever prepares a repository for somebody else cannot know. */
function identity(): string {
  let machine = ''
  try {
    machine = readFileSync('/etc/machine-id', 'utf8').trim()
  } catch {
    // Not every system has one; the rest is told apart all the same.
  }
  return [hostname(), homedir(), process.getuid?.() ?? '', machine].join('\0')
}

/** What comes of a file follows from what parses it too, which may be another release beside the same Keycard; the parser of code is part of it. */
function parser(): string {
  const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.resolve('yaml')), 'utf8')) as { version: string }
  return manifest.version
}

/** In a checkout of Keycard itself the version stays while the code changes, so the files count. */
function build(): string {
  const root = new URL('../../', import.meta.url)
  if (!existsSync(new URL('src', root))) return ''
  const files = ['dist', 'action-map/services', 'action-map/libraries', 'action-map/stand-ins'].flatMap((folder) =>
    readdirSync(new URL(folder, root), { recursive: true, encoding: 'utf8' }).map((name) => new URL(`${folder}/${name}`, root)),
  )
  return hash('sha256', files.map((file) => `${file.pathname} ${statSync(file).mtimeMs} ${statSync(file).size}`).join('\n'), 'base64url')
}
