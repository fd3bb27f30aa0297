import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type Case, cases, expectation } from './case.ts'
import { root } from './files.ts'

// The walker runs the sources; what is shipped is built of them, with another parser. A few cases of each command say that it prints the same.

/** How many cases of each command are run, spread over all of them. */
const most = 4

const commands = [...new Set(cases.map(({ arguments: [command] }) => command))]
const chosen = commands.flatMap((command) => {
  const all = cases.filter(
    (one) =>
      one.arguments[0] === command &&
      one.exitCode !== 2 &&
      !one.arguments.some((word) => /^--(?:write|fix)/.test(word)) &&
      expectation(one, nameOf(one)) !== undefined,
  )
  return all.filter((_, index) => index % Math.max(1, Math.ceil(all.length / most)) === 0)
})

function nameOf({ arguments: [command] }: Case): string {
  return command === 'policy' ? 'expected.policy.json' : 'expected.pretty.txt'
}

describe('the command line that is shipped', () => {
  it('is run with every command', () => {
    expect(new Set(chosen.map(({ arguments: [command] }) => command))).toEqual(
      new Set(['generate', 'diff', 'migrate', 'policy', 'explain', 'lookup']),
    )
  })

  it.each(chosen.map((one) => [one.folder, one] as const))('prints what the sources print: %s', (folder, one) => {
    const { FORCE_COLOR: _force, ...environment } = process.env
    const run = (): string =>
      execFileSync(process.execPath, [join(root, 'dist/cli.js'), ...one.arguments, '--format', one.arguments[0] === 'policy' ? 'json' : 'pretty'], {
        cwd: join(root, folder),
        env: { ...environment, NO_COLOR: '1', KEYCARD_NO_CACHE: '1' },
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      })
    expect(printed(run)).toBe(expectation(one, nameOf(one)))
  })
})

/** What a command prints, whatever it ends with. */
function printed(run: () => string): string {
  try {
    return run()
  } catch (error) {
    return (error as { stdout?: string }).stdout ?? String(error)
  }
}
