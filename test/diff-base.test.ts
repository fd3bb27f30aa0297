import { readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openRepository, type Repository, runGit, runWithGit } from './git-repository.ts'

let repository: Repository
beforeEach(() => {
  repository = openRepository()
  repository.copy('fixtures/diff/library/serverless.yml', 'service/serverless.yml')
  repository.copy('fixtures/diff/library/src', 'service/src')
  repository.commit()
  repository.git('switch', '--quiet', '--create', 'change')
})
afterEach(() => repository.close())

const service = (): string => join(repository.directory, 'service')
const textOf = (path: string): string => readFileSync(join(service(), path), 'utf8')
const edit = (path: string, from: string, to: string): void => {
  const text = textOf(path)
  if (!text.includes(from)) throw new Error(`${path} has no ${from}`)
  repository.put(`service/${path}`, text.replace(from, to))
}

interface Told {
  readonly exitCode: number
  readonly known: number
  /** Check, whom it is about, and the actions. */
  readonly findings: readonly string[]
}
async function diff(...words: string[]): Promise<Told> {
  const { exitCode, stdout, stderr } = await runWithGit(service(), ['diff', '--base', 'main', '--format', 'json', ...words])
  if (exitCode === 2) throw new Error(stderr)
  const report = JSON.parse(stdout) as {
    base: { known: number }
    findings: { check: string; function?: string; functions?: string[]; actions?: string[] }[]
  }
  return {
    exitCode,
    known: report.base.known,
    findings: report.findings.map((one) => [one.check, one.function ?? one.functions?.join('+') ?? '', ...(one.actions ?? [])].join(' ')),
  }
}

describe('what a change brought', () => {
  it('is nothing where nothing changed, and what was there before is counted', async () => {
    expect(await diff()).toEqual({ exitCode: 0, known: 8, findings: [] })
    const { stdout } = await runWithGit(service(), ['diff', '--base', 'main'])
    expect(stdout).toMatch(/nothing new\n8 findings were there before \([0-9a-f]{10}, the merge base with main\)\.\n$/)
  })

  it('is nothing where lines only moved', async () => {
    repository.put('service/serverless.yml', `# moved\n# down\n${textOf('serverless.yml')}`)
    repository.put('service/src/books.ts', `\n\n\n${textOf('src/books.ts')}`)
    repository.commit()
    expect(await diff()).toEqual({ exitCode: 0, known: 8, findings: [] })
  })

  it('is nothing where the file of a handler got another name', async () => {
    renameSync(join(service(), 'src/books.ts'), join(service(), 'src/shelf.ts'))
    repository.put('service/serverless.yml', textOf('serverless.yml').replaceAll('src/books.', 'src/shelf.'))
    repository.commit()
    expect(await diff()).toEqual({ exitCode: 0, known: 8, findings: [] })
  })

  it('is what the code calls now and did not call then', async () => {
    edit(
      'src/books.ts',
      'export const hello',
      "export const also = () => books.send(new DeleteItemCommand({ TableName, Key: keyOf('1') }))\nexport const hello",
    )
    edit('serverless.yml', 'handler: src/books.lend', 'handler: src/books.also')
    repository.commit()
    const told = await diff()
    expect(told.exitCode).toBe(1)
    expect(told.findings).toEqual(['permission-missing lend dynamodb:DeleteItem', 'permission-excess lend dynamodb:updateitem'])
  })

  it('is what is allowed now and was not allowed then, with one more action as well as with a wider one', async () => {
    edit('serverless.yml', '- dynamodb:PutItem', '- dynamodb:PutItem\n          - dynamodb:Scan')
    edit('serverless.yml', 'Action: s3:*', "Action: '*'")
    repository.commit()
    const told = await diff()
    expect(told.findings).toEqual(['permission-excess search dynamodb:Query dynamodb:PutItem dynamodb:Scan', 'permission-wide cover *'])
    expect(told.known).toBe(6)
  })

  it('is all that there is to say about a function that is new', async () => {
    edit(
      'serverless.yml',
      '  hello:',
      "  copy:\n    handler: src/books.cover\n    iamRoleStatements:\n      - Effect: Allow\n        Action: s3:*\n        Resource: '*'\n  hello:",
    )
    repository.commit()
    expect(await diff()).toEqual({ exitCode: 1, known: 8, findings: ['permission-wide copy s3:*'] })
    expect((await diff('--function', 'copy')).findings).toEqual(['permission-wide copy s3:*'])
  })

  it('counts what is not committed, and files that git does not know yet', async () => {
    repository.put('service/src/late.ts', textOf('src/books.ts').replaceAll('library-covers', 'other'))
    edit('serverless.yml', 'handler: src/books.hello', 'handler: src/late.cover')
    expect((await diff()).findings.some((one) => one.startsWith('permission-missing hello s3:PutObject'))).toBe(true)
  })

  it('is compared with the merge base, whatever came to the other branch since', async () => {
    repository.git('switch', '--quiet', 'main')
    edit('serverless.yml', 'Action: s3:*', 'Action: s3:PutObject')
    repository.commit()
    repository.git('switch', '--quiet', 'change')
    expect((await diff()).findings).toEqual([])
  })

  it('is everything where the service was not there yet', async () => {
    repository.copy('fixtures/diff/library/serverless.yml', 'second/serverless.yml')
    repository.copy('fixtures/diff/library/src', 'second/src')
    repository.commit()
    const { stdout } = await runWithGit(join(repository.directory, 'second'), ['diff', '--base', 'main', '--format', 'json'])
    const report = JSON.parse(stdout) as { base: object; findings: { check: string }[] }
    expect(report.base).toMatchObject({ known: 0 })
    expect(report.findings).toHaveLength(8)
    expect(report.findings.map(({ check }) => check)).not.toContain('base-not-analysed')
  })

  it('is everything, with a note, where the service was broken then', async () => {
    const whole = textOf('serverless.yml')
    repository.git('switch', '--quiet', 'main')
    repository.put('service/serverless.yml', 'service: library\n  provider: aws\n')
    repository.commit()
    repository.git('switch', '--quiet', '--create', 'mended')
    repository.put('service/serverless.yml', whole)
    repository.commit()
    const told = await diff()
    expect(told.known).toBe(0)
    expect(told.findings).toHaveLength(9)
    expect(told.findings).toContain('base-not-analysed ')
  })

  it('is told in Markdown as well', async () => {
    edit('serverless.yml', 'Action: s3:*', "Action: '*'")
    const { stdout } = await runWithGit(service(), ['diff', '--base', 'main', '--format', 'markdown'])
    expect(stdout).toMatch(/7 functions compared (.*): \*\*1 too wide\*\*\. 7 findings were there before/)
  })

  it('is kept by no cache and taken from none; only what comes of single files and handlers is', async () => {
    const touched = new Set<string>()
    const note = (key: string): void => void touched.add(key.split(' ')[0] ?? '')
    const cache = { get: (key: string) => note(key) as undefined, has: () => false, put: note }
    const openCache = () => cache
    await runWithGit(service(), ['diff', '--base', 'main'], { openCache })
    expect([...touched].sort()).toEqual(['entry', 'summary'])
    await runWithGit(service(), ['diff'], { openCache })
    expect([...touched].sort()).toEqual(['entry', 'result', 'summary'])
  })
})

describe('a base that cannot be had', () => {
  const refused = async (words: readonly string[], directory = service()): Promise<string> => {
    const { exitCode, stderr } = await runWithGit(directory, ['diff', ...words])
    expect(exitCode).toBe(2)
    return stderr
  }

  it.each(['--upload-pack=x', '-x', '', 'main\u0000x', 'ma\nin'])('is no option and no riddle: %j', async (ref) => {
    expect(await refused([`--base=${ref}`])).toContain('is not the name of a commit')
  })

  it('is another name than git knows, and the nearest is told', async () => {
    expect(await refused(['--base', 'chanqe'])).toContain('fix: did you mean change?')
    repository.git('update-ref', 'refs/remotes/origin/release', 'main')
    expect(await refused(['--base', 'release'])).toContain('fix: did you mean origin/release?')
    expect(await refused(['--base', 'nowhere'])).toContain('it knows change, main, origin/release')
  })

  it('is a tree or several commits', async () => {
    expect(await refused(['--base', 'main^{tree}'])).toContain('is no commit that git knows here')
    expect(await refused(['--base', 'main..change'])).toContain('is no commit that git knows here')
  })

  it('is out of reach for a directory that is no git work tree', async () => {
    rmSync(join(repository.directory, '.git'), { recursive: true })
    expect(await refused(['--base', 'main'])).toMatch(/--base needs a git work tree, and git says: not a git repository/)
  })

  it('is out of reach without git', async () => {
    const { exitCode, stderr } = await runWithGit(service(), ['diff', '--base', 'main'], { git: () => undefined })
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('there is none on the PATH')])
  })

  it('is out of reach before the first commit', async () => {
    repository.git('switch', '--quiet', '--orphan', 'fresh')
    repository.copy('fixtures/diff/library/serverless.yml', 'service/serverless.yml')
    expect(await refused(['--base', 'main'])).toContain('there is no commit yet')
  })

  it('has nothing in common with HEAD', async () => {
    repository.git('switch', '--quiet', '--orphan', 'fresh')
    repository.copy('fixtures/diff/library/serverless.yml', 'service/serverless.yml')
    repository.commit()
    expect(await refused(['--base', 'main'])).toContain('main and HEAD have no commit in common\n')
  })

  it('is cut off in a shallow clone, and how to fetch more is told', async () => {
    repository.commit('on change')
    repository.git('switch', '--quiet', 'main')
    repository.commit('on main')
    const clone = join(repository.around, 'clone')
    runGit(repository.around, ['clone', '--quiet', '--depth', '1', '--no-single-branch', `file://${repository.directory}`, 'clone'])
    expect(await refused(['--base', 'origin/change'], join(clone, 'service'))).toMatch(/that this shallow clone knows\n {2}fix: .*fetch-depth: 0/)
  })

  it('cannot be mended', async () => {
    expect(await refused(['--base', 'main', '--fix'])).toContain('--base and --fix do not go together')
  })
})
