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

/** A change with the file that it becomes, links followed, and the file beside it that it waits in. */
interface Prepared extends Change {
  readonly target: string
  readonly temporary: string
}

/**
 * Writes files so that all are complete or all are as before: each into a temporary file beside it first, and only where that went well for every one
 * of them the temporary files take their names. The mode stays, and a link keeps leading where it led, as long as that lies in the workspace.
 */
export function writeFiles(directory: string, workspace: string, changes: readonly Change[]): void {
  const root = realpathSync(resolve(directory, workspace))
  const prepared = changes.map((change): Prepared => {
    const target = change.isNew ? newTargetOf(directory, root, change.file) : targetOf(directory, root, change.file)
    return { ...change, target, temporary: join(dirname(target), `.${basename(target)}.keycard`) }
  })
  const waiting: Prepared[] = []
  const replaced: { readonly one: Prepared; readonly before: Uint8Array | undefined }[] = []
  try {
    for (const one of prepared) {
      writeBeside(one)
      waiting.push(one)
    }
    for (const one of prepared) replaced.push({ one, before: takeName(one) })
  } catch (error) {
    for (const { temporary } of waiting) rmSync(temporary, { force: true })
    for (const { one, before } of replaced.reverse()) putBack(one, before)
    throw error
  }
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

function writeBeside({ file, target, temporary, text, isNew }: Prepared): void {
  try {
    // INVARIANT: `wx` refuses a name that exists, so neither a link laid there nor another run's file is ever written through.
    writeFileSync(temporary, text, { flag: 'wx', flush: true, ...(isNew ? {} : { mode: statSync(target).mode }) })
    // The mask of the process takes from the mode of a file that is made.
    if (!isNew) chmodSync(temporary, statSync(target).mode)
  } catch (error) {
    const taken = error instanceof Error && 'code' in error && error.code === 'EEXIST'
    throw new UserError(taken ? `${basename(temporary)} is in the way beside ${file}` : `there is no writing beside ${file}`, {
      at: { file, line: 1 },
      mend: taken ? 'another run may be under way; if there is none, remove that file' : 'check the permissions of its directory',
    })
  }
}

/** What was there before. */
function takeName({ file, target, temporary, isNew }: Prepared): Uint8Array | undefined {
  try {
    const before = isNew ? undefined : readFileSync(target)
    renameSync(temporary, target)
    return before
  } catch (error) {
    throw new UserError(`${file} could not be replaced (${error instanceof Error ? error.message.split(':')[0] : 'unknown'})`, {
      at: { file, line: 1 },
      mend: 'check the permissions of the file and its directory',
    })
  }
}

function putBack({ target, temporary }: Prepared, before: Uint8Array | undefined): void {
  if (before === undefined) rmSync(target)
  else {
    const { mode } = statSync(target)
    writeFileSync(temporary, before, { flag: 'wx', mode })
    chmodSync(temporary, mode)
    renameSync(temporary, target)
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
