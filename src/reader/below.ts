import { readdirSync } from 'node:fs'
import { UserError } from '../model/index.ts'

/** Folders of what was installed, built or measured: nobody writes a service there. */
const notOfPeople: ReadonlySet<string> = new Set(['node_modules', 'bower_components', 'dist', 'build', 'out', 'coverage', 'cdk.out', 'vendor'])

/**
 * The directories at and below one that hold a file of one of these names, as sorted paths from there. Hidden folders, installed and built ones
 * are left out, and links are not followed, so that nothing is found twice.
 */
export function directoriesWith(directory: string, names: readonly string[]): readonly string[] {
  const found: string[] = []
  const open = ['.']
  for (let here = open.pop(); here !== undefined; here = open.pop()) {
    const entries = list(directory, here)
    if (entries.some((entry) => !entry.isDirectory() && names.includes(entry.name))) found.push(here)
    for (const entry of entries)
      if (entry.isDirectory() && !entry.name.startsWith('.') && !notOfPeople.has(entry.name))
        open.push(here === '.' ? entry.name : `${here}/${entry.name}`)
  }
  return found.sort()
}

function list(directory: string, path: string): import('node:fs').Dirent[] {
  try {
    return readdirSync(`${directory}/${path}`, { withFileTypes: true })
  } catch {
    throw new UserError(`the directory ${path} cannot be listed`, { mend: 'check its permissions' })
  }
}
