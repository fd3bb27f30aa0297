import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The top of this repository. */
export const root = fileURLToPath(new URL('..', import.meta.url))

/** The files below a folder of this repository, sorted, as POSIX paths. */
export function filesUnder(folder: string, skip: (path: string) => boolean = () => false): string[] {
  if (!existsSync(join(root, folder))) return []
  return readdirSync(join(root, folder), { withFileTypes: true })
    .map((entry) => ({ entry, path: posix.join(folder, entry.name) }))
    .filter(({ path }) => !skip(path))
    .flatMap(({ entry, path }) => (entry.isDirectory() ? filesUnder(path, skip) : entry.isFile() ? [path] : []))
    .sort()
}
/** The text of a file of this repository. */
export const read = (path: string): string => readFileSync(join(root, path), 'utf8')
