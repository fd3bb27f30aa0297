import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { CommanderError } from 'commander'
import { failureText } from '../src/cli/failure.ts'
import { createProgram } from '../src/cli/program.ts'
import type { FileChange, Result } from '../src/commands/index.ts'
import { UserError } from '../src/model/index.ts'
import { filesUnder, root } from './files.ts'

/** A case of fixtures/: a mini service, a command line and what comes of it. */
export interface Case {
  /** `fixtures/errors/invalid-yaml`. */
  readonly folder: string
  readonly arguments: readonly string[]
  readonly exitCode: number
}

/** What a command line printed, asked to write, and ended with. */
export interface Outcome {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
  readonly changes: readonly FileChange[]
  /** Where the changes belong, absolute. */
  readonly directory: string
}

/** Every case of fixtures/ in which a command line runs: each folder with a case.json. */
export const cases: readonly Case[] = filesUnder('fixtures')
  .filter((path) => path.endsWith('/case.json'))
  .map((path) => {
    const { arguments: words, exitCode } = JSON.parse(readFileSync(join(root, path), 'utf8')) as { arguments: string[]; exitCode: number }
    return { folder: path.slice(0, -'/case.json'.length), arguments: words, exitCode }
  })

/** Runs a command line in this process, from the words to the output, and writes nothing. */
export async function runLine(directory: string, words: readonly string[]): Promise<Outcome> {
  let result: Result | undefined
  const program = createProgram('0.0.0', async (command, request) => {
    result = await command.run(request, { directory, colour: false, progress: () => undefined })
  })
  try {
    await program.parseAsync(['node', 'keycard', ...words])
  } catch (error) {
    if (error instanceof UserError) return { exitCode: 2, stdout: '', stderr: failureText(error), changes: [], directory }
    if (error instanceof CommanderError) throw new Error(`the case's command line is wrong: ${error.message}`)
    throw error
  }
  if (!result) throw new Error(`no command ran: ${words.join(' ')}`)
  return { exitCode: result.exitCode, stdout: result.output, stderr: result.notes, changes: result.changes, directory: result.directory }
}

/** The text of an expectation, undefined where there is none. */
export function expectation(of: Case, name: string): string | undefined {
  const path = join(root, of.folder, 'expected', name)
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined
}
