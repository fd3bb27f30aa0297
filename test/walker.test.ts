import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, extname, join, relative } from 'node:path'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import { beforeAll, describe, expect, it } from 'vitest'
import { writeFiles } from '../src/writer/index.ts'
import { type Case, cases, expectation, type Outcome, runLine } from './case.ts'
import { read, root } from './files.ts'

// Every fixtures/<theme>/<case>/ with a case.json runs here and is compared with its expected/ folder. UPDATE=1 rewrites that folder:
// read the difference line by line before it is committed.

/** The formats of `keycard diff` beside pretty and json, and the file of each in expected/. */
const differenceFormats = [
  ['markdown', 'expected.md'],
  ['sarif', 'expected.sarif.json'],
  ['github', 'expected.github.txt'],
  ['junit', 'expected.junit.xml'],
] as const

const update = process.env.UPDATE === '1'
let schemas: {
  readonly report: ValidateFunction
  readonly workspace: ValidateFunction
  readonly lookup: ValidateFunction
  readonly explain: ValidateFunction
}

beforeAll(() => {
  const compile = (file: string, ...others: readonly string[]): ValidateFunction => {
    const ajv = new Ajv2020({ allErrors: true, strict: false })
    for (const other of others) ajv.addSchema(JSON.parse(read(other)))
    return ajv.compile(JSON.parse(read(file)))
  }
  schemas = {
    report: compile('schema/keycard-1.json'),
    workspace: compile('schema/keycard-workspace-1.json', 'schema/keycard-1.json'),
    lookup: compile('schema/keycard-lookup-1.json'),
    explain: compile('schema/keycard-explain-1.json'),
  }
})

describe.each(cases)('$folder', (one) => {
  const directory = join(root, one.folder)
  const format = (name: string): Promise<Outcome> => runLine(directory, [...one.arguments, '--format', name])
  const isPolicy = one.arguments[0] === 'policy'

  it('ends and prints as expected', async () => {
    const found = new Map<string, string>()
    const outcome = await format(isPolicy ? 'json' : 'pretty')
    expect(outcome.exitCode, outcome.stderr || outcome.stdout).toBe(one.exitCode)

    // Where some of several services cannot be read, the others are reported.
    const failed = outcome.exitCode === 2 && outcome.stdout === ''
    if (failed) found.set('stderr.txt', outcome.stderr)
    else {
      if (outcome.stderr !== '') found.set('stderr.txt', outcome.stderr)
      const json = await format(isPolicy ? 'keycard' : 'json')
      expect(json.exitCode, 'the format does not change the exit code').toBe(outcome.exitCode)
      const [command] = one.arguments
      const document = JSON.parse(json.stdout) as { readonly schema?: string }
      const of = document.schema === 'keycard-workspace/1' ? schemas.workspace : schemas.report
      const validate = command === 'lookup' || command === 'explain' ? schemas[command] : of
      expect(validate(document) ? [] : validate.errors).toEqual([])
      found.set('expected.json', json.stdout)
      found.set(isPolicy ? 'expected.policy.json' : 'expected.pretty.txt', outcome.stdout)
    }
    if (one.arguments[0] === 'diff' && !failed) {
      for (const [name, file] of differenceFormats) found.set(file, (await format(name)).stdout)
    }
    if (one.arguments[0] === 'migrate' && !failed) found.set('expected.md', (await format('markdown')).stdout)
    for (const { file, text } of outcome.changes) found.set(writtenName(one, file), text)
    for (const [name, text] of found) {
      expect(text, `${name} names a path of this machine`).not.toContain(root)
      expect(text, `${name} names a place in what stands in for a library`).not.toMatch(/(?:\\u0000|\0)stand-in/)
    }
    compare(one, found)
  })

  if (one.arguments.includes('--write')) {
    it('writes files that a second run leaves alone', async () => {
      const copy = mkdtempSync(join(tmpdir(), 'keycard-case-'))
      try {
        cpSync(directory, copy, { recursive: true, verbatimSymlinks: true })
        const first = await runLine(copy, one.arguments)
        writeFiles(first.directory, '.', first.changes)
        for (const { file, text } of first.changes) expect(readFileSync(join(first.directory, file), 'utf8')).toBe(text)
        const second = await runLine(copy, one.arguments)
        expect(second.changes).toEqual([])
        expect(second.exitCode).toBe(first.exitCode)
      } finally {
        rmSync(copy, { recursive: true, force: true })
      }
    })
  }
})

describe('the cases', () => {
  it('are found', () => {
    expect(cases.length).toBeGreaterThan(20)
  })

  it('give the same output when they run again in the same process', async () => {
    const one = cases.find(({ folder }) => folder === 'fixtures/whole/orders')
    const run = (): Promise<Outcome> => runLine(join(root, one?.folder ?? ''), [...(one?.arguments ?? []), '--format', 'json'])
    expect(await run()).toEqual(await run())
  })
})

/** `functions/orders.yml` is kept as `orders.written.yml`, with the way to it where the case holds several services. */
function writtenName({ folder }: Case, file: string): string {
  const name = folder.startsWith('fixtures/workspace/') ? file.replaceAll('/', '-') : basename(file)
  return `${basename(name, extname(file))}.written${extname(file)}`
}

function compare(one: Case, found: ReadonlyMap<string, string>): void {
  const folder = join(root, one.folder, 'expected')
  if (update) {
    rmSync(folder, { recursive: true, force: true })
    for (const [name, text] of found) {
      mkdirSync(dirname(join(folder, name)), { recursive: true })
      writeFileSync(join(folder, name), text)
    }
    return
  }
  const expected = new Map(namesIn(folder).map((name) => [name, expectation(one, name) ?? '']))
  for (const [name, text] of expected) expect(found.get(name), `${relative(root, join(folder, name))} (UPDATE=1 rewrites it)`).toBe(text)
  expect([...found.keys()].sort(), 'the files that come of it').toEqual([...expected.keys()].sort())
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort()
  } catch {
    return []
  }
}
