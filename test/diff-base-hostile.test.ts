import { chmodSync, existsSync, mkdirSync, realpathSync, rmSync, utimesSync } from 'node:fs'
import { delimiter, join, relative } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openGit } from '../src/cli/git.ts'
import { openRepository, type Repository, runGit, runWithGit } from './git-repository.ts'

// A repository comes with its .git folder when it comes as an archive or from a shared disk: what its configuration names must not run.

let repository: Repository
let marker: string
let script: string
beforeEach(() => {
  repository = openRepository()
  marker = join(repository.around, 'marker')
  script = join(repository.around, 'script')
  repository.copy('fixtures/diff/library/serverless.yml', 'serverless.yml')
  repository.copy('fixtures/diff/library/src', 'src')
  repository.put('../script', `#!/bin/sh\necho "$0 $*" >> '${marker}'\n`)
  chmodSync(script, 0o755)
  repository.commit()
  repository.git('switch', '--quiet', '--create', 'change')
  repository.put('src/more.ts', 'export const more = 1\n')
  repository.commit()
})
afterEach(() => repository.close())

/** Makes every file look changed to git, so that it would look at its content. */
const touch = (): void => {
  const later = new Date(Date.now() + 60_000)
  for (const path of ['serverless.yml', 'src/books.ts', 'src/more.ts']) utimesSync(join(repository.directory, path), later, later)
}
const compare = (): ReturnType<typeof runWithGit> => runWithGit(repository.directory, ['diff', '--base', 'main'])

const settings: readonly [string, readonly string[], string][] = [
  ['a monitor of files', ['core.fsmonitor'], ''],
  ['an external diff', ['diff.external', 'diff.evil.command', 'diff.evil.textconv'], '* diff=evil\n'],
  ['filters', ['filter.evil.smudge', 'filter.evil.clean'], '* filter=evil\n'],
  ['a filter that is a process', ['filter.evil.process'], '* filter=evil\n'],
  ['a pager and an editor', ['core.pager', 'pager.diff', 'pager.ls-tree', 'core.editor'], ''],
  ['ways to other machines', ['core.sshCommand', 'core.gitProxy', 'credential.helper', 'core.askPass'], ''],
  ['an alias', ['alias.ls-tree', 'alias.cat-file'], ''],
]

describe('a hostile repository', () => {
  it.each(settings)('starts nothing with %s', async (_what, names, attributes) => {
    if (attributes !== '') repository.put('.git/info/attributes', attributes)
    for (const name of names) repository.git('config', name, `${name.startsWith('alias') ? '!' : ''}${script}`)
    touch()
    const { exitCode, stderr } = await compare()
    expect([exitCode, stderr]).toEqual([0, ''])
    expect(existsSync(marker)).toBe(false)
  })

  it('would start something if git were asked in another way', () => {
    repository.put('.git/info/attributes', '* filter=evil\n')
    repository.git('config', 'filter.evil.clean', script)
    touch()
    repository.git('diff', '--stat')
    expect(existsSync(marker)).toBe(true)
  })

  it('starts no hook', async () => {
    for (const hook of ['post-index-change', 'post-checkout', 'reference-transaction', 'query-watchman']) {
      repository.put(`.git/hooks/${hook}`, `#!/bin/sh\n'${script}' < /dev/null\n`)
      chmodSync(join(repository.directory, '.git/hooks', hook), 0o755)
    }
    touch()
    expect((await compare()).exitCode).toBe(0)
    expect(existsSync(marker)).toBe(false)
  })

  it('fetches nothing that is missing', async () => {
    const blob = repository.git('rev-parse', 'main:src/books.ts').trim()
    repository.put('src/books.ts', 'export const hello = async () => 1\n')
    repository.commit()
    rmSync(join(repository.directory, '.git/objects', blob.slice(0, 2), blob.slice(2)))
    for (const [name, value] of [
      ['core.repositoryFormatVersion', '1'],
      ['extensions.partialClone', 'origin'],
      ['remote.origin.promisor', 'true'],
      ['remote.origin.url', repository.directory],
      ['remote.origin.uploadpack', script],
      ['protocol.file.allow', 'always'],
      ['protocol.allow', 'always'],
    ] as const)
      repository.git('config', name, value)
    const { exitCode, stdout, stderr } = await compare()
    expect(existsSync(marker)).toBe(false)
    expect([exitCode, stderr + stdout]).not.toEqual([0, ''])
    expect(stderr + stdout).toContain('git does not have all that')
    expect(() => runGit(repository.directory, ['cat-file', 'blob', blob])).toThrow()
    expect(existsSync(marker), 'asked in the plain way it would').toBe(true)
  })

  it('is not believed when it says that its files lie elsewhere', async () => {
    const elsewhere = join(repository.around, 'elsewhere')
    mkdirSync(elsewhere)
    repository.git('config', 'core.worktree', elsewhere)
    const { exitCode, stderr } = await compare()
    expect(exitCode).toBe(2)
    expect(stderr).toMatch(/--base needs a git work tree|lies elsewhere/)
  })

  it('brings no git of its own', () => {
    const [inside, project, above, plain] = ['bin', 'node_modules/.bin', '../node_modules/.bin', '../plain'].map((name) => {
      repository.put(`${name}/git`, `#!/bin/sh\n'${script}' < /dev/null\n`)
      chmodSync(join(repository.directory, name, 'git'), 0o755)
      return join(repository.directory, name)
    }) as [string, string, string, string]
    const path = ['.', '', inside, project, above, relative(process.cwd(), plain), join(repository.directory, 'missing')].join(delimiter)
    expect(openGit({ PATH: path })(['--version'], repository.directory)).toBeUndefined()
    const real = openGit({ ...process.env, PATH: `${path}${delimiter}${process.env.PATH}` })
    expect(real(['rev-parse', 'HEAD'], repository.directory)?.status).toBe(0)
    expect(existsSync(marker)).toBe(false)
  })

  it('is written to by nobody', async () => {
    const state = (): string =>
      repository.git('for-each-ref') + repository.git('count-objects') + realpathSync(join(repository.directory, '.git/index'))
    touch()
    const before = state()
    await compare()
    expect(state()).toBe(before)
    expect(existsSync(join(repository.directory, '.git/index.lock'))).toBe(false)
  })
})
