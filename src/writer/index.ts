export { type CachePlace, type KeptCache, openCache } from './cache.ts'

import { accessSync, chmodSync, constants, lstatSync, mkdirSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import { UserError } from '../model/index.ts'

/** A file as it should become; the path is relative to the service's directory. */
export interface Change {
  readonly file: string
  readonly text: string
}

/**
 * Writes files so that each is either as before or complete: into a temporary file beside it, which then takes its name. The mode
 * stays, and a link keeps leading where it led, as long as that lies in the workspace.
 */
export function writeFiles(directory: string, workspace: string, changes: readonly Change[]): void {
  const root = realpathSync(resolve(directory, workspace))
  // All places are found before the first is written: a refusal leaves nothing half done.
  const targets = changes.map(({ file, text }) => ({ file, text, target: targetOf(directory, root, file) }))
  for (const { file, text, target } of targets) replaceFile(file, target, text)
}

function targetOf(directory: string, root: string, file: string): string {
  const named = resolve(directory, file)
  let target: string
  try {
    target = realpathSync(named)
  } catch {
    throw new UserError(`${file} is no longer there`, { at: { file, line: 1 }, mend: 'run again' })
  }
  const way = relative(root, target)
  if (way === '..' || way.startsWith(`..${sep}`) || resolve(root, way) !== target) {
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

function replaceFile(file: string, target: string, text: string): void {
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
    chmodSync(temporary, statSync(target).mode)
    renameSync(temporary, target)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw new UserError(`${file} could not be replaced (${error instanceof Error ? error.message.split(':')[0] : 'unknown'})`, {
      at: { file, line: 1 },
      mend: 'check the permissions of the file and its directory',
    })
  }
}

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
