import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { CommanderError } from 'commander'
import { failureText } from '../src/cli/failure.ts'
import { openGit } from '../src/cli/git.ts'
import { createProgram } from '../src/cli/program.ts'
import type { Host, Result } from '../src/commands/index.ts'
import { UserError } from '../src/model/index.ts'
import { root } from './files.ts'

/** A git repository of a test's own, below a folder that is taken away with it. */
export interface Repository {
  /** The folder around it, for what must lie outside. */
  readonly around: string
  readonly directory: string
  git(...words: string[]): string
  put(path: string, text: string | Uint8Array): void
  link(path: string, target: string): void
  /** Copies a folder of fixtures/ to a path. */
  copy(fixture: string, path: string): void
  /** Commits all that is there. */
  commit(message?: string): void
  close(): void
}

// Nothing of the machine's own configuration may decide a test.
const environment = {
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'))),
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_SYSTEM: '/dev/null',
  GIT_AUTHOR_NAME: 'Author',
  GIT_AUTHOR_EMAIL: 'author@example.com',
  GIT_COMMITTER_NAME: 'Author',
  GIT_COMMITTER_EMAIL: 'author@example.com',
}

/** Runs git in a directory. */
export const runGit = (directory: string, words: readonly string[]): string =>
  execFileSync('git', words, { cwd: directory, env: environment, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })

/** Makes an empty repository whose branch is called main. */
export function openRepository(): Repository {
  const around = realpathSync(mkdtempSync(join(tmpdir(), 'keycard-git-')))
  const directory = join(around, 'repository')
  mkdirSync(directory)
  const git = (...words: string[]): string => runGit(directory, words)
  const place = (path: string): string => {
    mkdirSync(dirname(join(directory, path)), { recursive: true })
    return join(directory, path)
  }
  git('init', '--quiet', '--initial-branch=main')
  return {
    around,
    directory,
    git,
    put: (path, text) => writeFileSync(place(path), text),
    link: (path, target) => symlinkSync(target, place(path)),
    copy: (fixture, path) => cpSync(join(root, fixture), join(directory, path), { recursive: true, verbatimSymlinks: true }),
    commit(message = 'change') {
      git('add', '--all')
      git('commit', '--quiet', '--allow-empty', '--message', message)
    },
    close: () => rmSync(around, { recursive: true, force: true }),
  }
}

/** Runs a command line in this process with a git to ask; what the user has to mend is in `stderr`. */
export async function runWithGit(
  directory: string,
  words: readonly string[],
  more: Partial<Host> = {},
): Promise<{ readonly exitCode: number; readonly stdout: string; readonly stderr: string }> {
  let result: Result | undefined
  const program = createProgram('0.0.0', async (command, request) => {
    result = await command.run(request, { directory, colour: false, progress: () => undefined, git: openGit(environment), ...more })
  })
  try {
    await program.parseAsync(['node', 'keycard', ...words])
  } catch (error) {
    if (error instanceof UserError) return { exitCode: 2, stdout: '', stderr: failureText(error) }
    if (error instanceof CommanderError) throw new Error(`the command line is wrong: ${error.message}`)
    throw error
  }
  return { exitCode: result?.exitCode ?? 0, stdout: result?.output ?? '', stderr: result?.notes ?? '' }
}
