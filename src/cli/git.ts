import { spawnSync } from 'node:child_process'
import { accessSync, constants, realpathSync, statSync } from 'node:fs'
import { delimiter, isAbsolute, join, sep } from 'node:path'
import type { Git } from '../commands/index.ts'
import { UserError } from '../model/index.ts'

// The configuration of an analysed repository must not start anything: no hooks, no monitor of files, no fetching of what is missing.
const settings = ['core.fsmonitor=false', 'core.hooksPath=/dev/null', 'core.untrackedCache=false', 'protocol.allow=never']
const environment = {
  // Older versions of git do not know the first; no transport is allowed to them either.
  GIT_NO_LAZY_FETCH: '1',
  GIT_ALLOW_PROTOCOL: '',
  GIT_NO_REPLACE_OBJECTS: '1',
  GIT_TERMINAL_PROMPT: '0',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_PAGER: '',
  LC_ALL: 'C',
  LANGUAGE: '',
}
const LARGEST_ANSWER = 1024 * 1024 * 1024

/** Makes the way to ask git; it is looked for when the first question comes. */
export function openGit(variables: NodeJS.ProcessEnv): Git {
  // Where git runs Keycard as a hook it names its own repository in the environment, and that need not be the one that is asked for.
  const kept = Object.entries(variables).filter(([name]) => !/^GIT_(?!CONFIG_|EXEC_PATH$|CEILING_|DISCOVERY_)/i.test(name))
  const env = { ...Object.fromEntries(kept), ...environment }
  let program: string | undefined
  return (words, cwd, input) => {
    program ??= findGit(variables, cwd)
    if (program === undefined) return undefined
    const line = ['--no-pager', ...settings.flatMap((setting) => ['-c', setting]), ...words]
    const { status, stdout, stderr, error } = spawnSync(program, line, {
      cwd,
      env,
      maxBuffer: LARGEST_ANSWER,
      windowsHide: true,
      ...(input === undefined ? { stdio: ['ignore', 'pipe', 'pipe'] } : { input }),
    })
    if (error) throw new UserError(`git ${words[0]} could not be run: ${error.message}`, { mend: 'leave --base out' })
    return { status: status ?? 1, output: stdout, errors: stderr.toString('utf8') }
  }
}

/**
 * Looks where the user's PATH says, but nowhere in the analysed workspace and not where packages put programs: npx puts the project's own
 * folder of them first.
 */
function findGit(variables: NodeJS.ProcessEnv, workspace: string): string | undefined {
  const path = Object.entries(variables).find(([name]) => name.toUpperCase() === 'PATH')?.[1] ?? ''
  const name = process.platform === 'win32' ? 'git.exe' : 'git'
  for (const folder of path.split(delimiter)) {
    if (!isAbsolute(folder)) continue
    try {
      const real = realpathSync(folder)
      if (real === workspace || real.startsWith(workspace + sep) || real.split(sep).includes('node_modules')) continue
      const program = join(real, name)
      accessSync(program, constants.X_OK)
      if (statSync(program).isFile()) return program
    } catch {
      // Not here.
    }
  }
  return undefined
}
