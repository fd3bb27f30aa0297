export { type CachePlace, type KeptCache, openCache } from './cache.ts'

import {
  accessSync,
  chmodSync,
  constants,
  lstatSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import { UserError } from '../model/index.ts'

/** A file as it should become; the path is relative to the service's directory. */
export interface Change {
  readonly file: string
  readonly text: string
  /** Whether there is no such file yet. */
  readonly isNew?: boolean
}

/**
 * Writes files so that each is either as before or complete: into a temporary file beside it, which then takes its name. The mode
 * stays, and a link keeps leading where it led, as long as that lies in the workspace.
 */
export function writeFiles(directory: string, workspace: string, changes: readonly Change[]): void {
  const root = realpathSync(resolve(directory, workspace))
  // All places are found before the first is written: a refusal leaves nothing half done.
  const targets = changes.map(({ file, text, isNew }) => ({
    file,
    text,
    isNew,
    target: isNew ? newTargetOf(directory, root, file) : targetOf(directory, root, file),
  }))
  for (const { file, text, target, isNew } of targets) replaceFile(file, target, text, isNew === true)
}

function targetOf(directory: string, root: string, file: string): string {
  const named = resolve(directory, file)
  let target: string
  try {
    target = realpathSync(named)
  } catch {
    throw new UserError(`${file} is no longer there`, { at: { file, line: 1 }, mend: 'run again' })
  }
  if (!isInside(root, target)) {
    throw new UserError(`${file} leads out of the workspace${lstatSync(named).isSymbolicLink() ? ' through a symbolic link' : ''}`, {
      at: { file, line: 1 },
      mend: 'write to a file inside, or name a wider root with --workspace',
    })
  }
  try {
    accessSync(target, constants.W_OK)
  } catch {
    // A rename would succeed all the same, against what the mode says.
    throw new UserError(`${file} may not be written`, { at: { file, line: 1 }, mend: 'check its permissions' })
  }
  return target
}

/** INVARIANT: neither a link nor another file is ever written through: what is new has no name yet, and its folder lies inside. */
function newTargetOf(directory: string, root: string, file: string): string {
  const named = resolve(directory, file)
  const mend = 'name a new file in a folder of the workspace'
  let folder: string
  try {
    folder = realpathSync(dirname(named))
  } catch {
    throw new UserError(`there is no folder for ${file}`, { at: { file, line: 1 }, mend })
  }
  const target = join(folder, basename(named))
  if (!isInside(root, target)) throw new UserError(`${file} leads out of the workspace`, { at: { file, line: 1 }, mend })
  if (lstatSync(target, { throwIfNoEntry: false })) throw new UserError(`${file} is in the way`, { at: { file, line: 1 }, mend })
  return target
}

function isInside(root: string, target: string): boolean {
  const way = relative(root, target)
  return way !== '..' && !way.startsWith(`..${sep}`) && resolve(root, way) === target
}

function replaceFile(file: string, target: string, text: string, isNew: boolean): void {
  const temporary = join(dirname(target), `.${basename(target)}.keycard`)
  try {
    // INVARIANT: `wx` refuses a name that exists, so neither a link laid there nor another run's file is ever written through.
    writeFileSync(temporary, text, { flag: 'wx', flush: true })
  } catch (error) {
    const taken = error instanceof Error && 'code' in error && error.code === 'EEXIST'
    throw new UserError(taken ? `${basename(temporary)} is in the way beside ${file}` : `there is no writing beside ${file}`, {
      at: { file, line: 1 },
      mend: taken ? 'another run may be under way; if there is none, remove that file' : 'check the permissions of its directory',
    })
  }
  try {
    if (!isNew) chmodSync(temporary, statSync(target).mode)
    renameSync(temporary, target)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw new UserError(`${file} could not be replaced (${error instanceof Error ? error.message.split(':')[0] : 'unknown'})`, {
      at: { file, line: 1 },
      mend: 'check the permissions of the file and its directory',
    })
  }
}

/**
 * Writes a report to the file that the configuration of an analysed service names for it. INVARIANT: somebody else may have written that
 * configuration, so nothing but a report of Keycard is replaced, and no link is followed.
 */
export function writeReportInside(directory: string, file: string, text: string): void {
  const mend = 'name another file in the configuration of Keycard'
  const parts = file.split('/')
  let here = realpathSync(directory)
  for (const [index, part] of parts.entries()) {
    here = join(here, part)
    const found = lstatSync(here, { throwIfNoEntry: false })
    const isLast = index === parts.length - 1
    if (!found && !isLast) mkdirSync(here)
    else if (found && !(isLast ? found.isFile() && isReport(here) : found.isDirectory()))
      throw new UserError(`${parts.slice(0, index + 1).join('/')} is in the way of the report ${file}`, { mend })
  }
  writeReport(here, text)
}

const isReport = (path: string): boolean => /keycard/i.test(readFileSync(path, 'utf8').slice(0, 500))

/** Writes a report to the file that the user named for it, making its directory where there is none. */
export function writeReport(file: string, text: string): void {
  try {
    mkdirSync(dirname(resolve(file)), { recursive: true })
    writeFileSync(file, text)
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
    throw new UserError(`the report could not be written to ${file} (${reason})`, { mend: 'name a file in a directory that can be written to' })
  }
}
