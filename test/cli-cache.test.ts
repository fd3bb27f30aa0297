import { execFile } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { root } from './files.ts'

const cli = join(root, 'dist/cli.js')
let base: string
let service: string
let folder: string

interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
  /** Whether the compiler was needed. */
  readonly parsed: boolean
}

/** Runs the built command line, and notes whether it loaded the compiler. */
function keycard(words: readonly string[], environment: Record<string, string> = {}, cwd = service): Promise<Ended> {
  const probe = join(base, 'probe.mjs')
  const told = join(base, `told-${Math.random()}`)
  writeFileSync(
    probe,
    `import { Module } from 'node:module'
import { writeFileSync } from 'node:fs'
process.on('exit', () => writeFileSync(process.env.TOLD, String(Object.keys(Module._cache).some((path) => path.endsWith('parser.cjs')))))
`,
  )
  const { NO_COLOR: _no, FORCE_COLOR: _force, KEYCARD_NO_CACHE: _cache, ...inherited } = process.env
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      ['--import', pathToFileURL(probe).href, cli, ...words],
      { cwd, env: { ...inherited, TOLD: told, ...environment } },
      (_error, stdout, stderr) => resolve({ code: child.exitCode, stdout, stderr, parsed: readFileSync(told, 'utf8') === 'true' }),
    )
  })
}

const withoutProbe = ({ code, stdout, stderr }: Ended): Omit<Ended, 'parsed'> => ({ code, stdout, stderr })
const change = (file: string, to: (text: string) => string): void => writeFileSync(join(service, file), to(readFileSync(join(service, file), 'utf8')))
const packs = (): string[] => (existsSync(folder) ? readdirSync(folder) : [])
const pack = (): string => join(folder, packs()[0] ?? '')

/** As small as a service can be that has all that is kept: each run of the command line is a process. */
const orders = {
  'serverless.yml': `service: orders
frameworkVersion: '3'
provider: { name: aws, runtime: nodejs20.x, region: eu-west-1 }
plugins: [serverless-iam-roles-per-function]
functions:
  getOrder:
    handler: src/handlers/get-order.handler
`,
  'tsconfig.json': '{}',
  'src/handlers/get-order.ts': `import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb'
const client = new DynamoDBClient({})
export const handler = (event: { id: string }) => client.send(new GetItemCommand({ TableName: 'orders', Key: { id: { S: event.id } } }))
`,
}

beforeEach(() => {
  base = realpathSync(mkdtempSync(join(tmpdir(), 'keycard-cache-')))
  service = join(base, 'service')
  mkdirSync(join(service, 'src/handlers'), { recursive: true })
  for (const [file, text] of Object.entries(orders)) writeFileSync(join(service, file), text)
  mkdirSync(join(service, 'node_modules'))
  folder = join(service, 'node_modules/.cache/keycard')
})
afterEach(() => rmSync(base, { recursive: true, force: true }))

describe('a second run', () => {
  it.each([['pretty'], ['json'], ['yaml']])('prints %s as the first did to the byte, without the compiler', async (format) => {
    const first = await keycard(['generate', '--format', format])
    const second = await keycard(['generate', '--format', format])
    const uncached = await keycard(['generate', '--format', format, '--no-cache'])
    expect(withoutProbe(second)).toEqual(withoutProbe(first))
    expect(withoutProbe(uncached)).toEqual(withoutProbe(first))
    expect([first, second, uncached].map(({ parsed }) => parsed)).toEqual([true, false, true])
  })

  it.each<[string, () => void]>([
    ['the code changed', () => change('src/handlers/get-order.ts', (text) => `\n${text}`)],
    ['the configuration changed', () => change('serverless.yml', (text) => text.replace('getOrder:', 'readOrder:'))],
    ['imports lead elsewhere', () => change('tsconfig.json', () => '{ "compilerOptions": { "paths": { "soon": ["src/soon.ts"] } } }')],
    ['a module that was missing is there', () => writeFileSync(join(service, 'src/late.ts'), 'export const late = 1\n')],
  ])('sees that %s', async (_what, happens) => {
    const command = "await new SNSClient({}).send(new PublishCommand({ TopicArn: 'arn:aws:sns:eu-west-1:111122223333:soon', Message: '' }))"
    writeFileSync(join(service, 'src/soon.ts'), `import { PublishCommand, SNSClient } from '@aws-sdk/client-sns'\n${command}\n`)
    change('src/handlers/get-order.ts', (text) => `import 'soon'\nimport { late } from '../late'\nconsole.log(late)\n${text}`)
    const first = await keycard(['generate', '--format', 'json'])
    happens()
    const second = await keycard(['generate', '--format', 'json'])
    expect(second.stdout).not.toBe(first.stdout)
    expect(withoutProbe(second)).toEqual(withoutProbe(await keycard(['generate', '--format', 'json', '--no-cache'])))
  })

  it('parses what changed alone, and nothing where only the question did', async () => {
    const first = await keycard(['generate'])
    const compared = await keycard(['diff'])
    change('serverless.yml', (text) => `${text}\n`)
    const again = await keycard(['generate'])
    expect([first, compared, again].map(({ parsed }) => parsed)).toEqual([true, false, false])
    change('src/handlers/get-order.ts', (text) => `${text}\n// One more line.\n`)
    expect(withoutProbe(await keycard(['generate']))).toEqual(withoutProbe(again))
  })

  it('gives another answer to another question', async () => {
    const plain = await keycard(['generate'])
    const json = await keycard(['generate', '--format', 'json'])
    const coloured = await keycard(['generate'], { FORCE_COLOR: '1' })
    expect(new Set([plain.stdout, json.stdout, coloured.stdout]).size).toBe(3)
    expect((await keycard(['generate'])).stdout).toBe(plain.stdout)
  })

  it('tells of a mistake again', async () => {
    writeFileSync(join(service, 'serverless.yml'), 'service: notes\n  provider: aws\n')
    const first = await keycard(['generate'])
    const second = await keycard(['generate'])
    expect(first.code).toBe(2)
    expect(withoutProbe(second)).toEqual(withoutProbe(first))
  })

  it('writes what a first run would write', async () => {
    await keycard(['generate'])
    const copy = join(base, 'copy')
    cpSync(service, copy, { recursive: true })
    await keycard(['generate', '--write'])
    await keycard(['generate', '--write', '--no-cache'], {}, copy)
    expect(readFileSync(join(service, 'serverless.yml'), 'utf8')).toBe(readFileSync(join(copy, 'serverless.yml'), 'utf8'))
    expect((await keycard(['generate', '--write'])).stderr).not.toContain('wrote')
  })
})

describe('what is kept', () => {
  it('is one file below node_modules, and nothing without one', async () => {
    await keycard(['generate'])
    expect(packs()).toEqual([expect.stringMatching(/^service-[0-9a-f]{12}\.cache$/)])
    rmSync(join(service, 'node_modules'), { recursive: true })
    const before = readdirSync(service, { recursive: true }).sort()
    await keycard(['generate'])
    expect(readdirSync(service, { recursive: true }).sort()).toEqual(before)
  })

  it.each([
    [['--no-cache'], {}],
    [[], { KEYCARD_NO_CACHE: '1' }],
  ])('is nothing with %j %j', async (words, environment) => {
    await keycard(['generate', ...words], environment)
    expect(readdirSync(join(service, 'node_modules'))).toEqual([])
    await keycard(['generate'])
    expect((await keycard(['generate', ...words], environment)).parsed).toBe(true)
  })

  it('is kept out of what a link leads to', async () => {
    const elsewhere = join(base, 'elsewhere')
    mkdirSync(elsewhere)
    rmSync(join(service, 'node_modules'), { recursive: true })
    symlinkSync(elsewhere, join(service, 'node_modules'))
    expect((await keycard(['generate'])).code).toBe(0)
    expect(readdirSync(elsewhere)).toEqual([])
    rmSync(join(service, 'node_modules'))
    mkdirSync(join(service, 'node_modules'))
    symlinkSync(elsewhere, join(service, 'node_modules/.cache'))
    expect((await keycard(['generate'])).code).toBe(0)
    expect(readdirSync(elsewhere)).toEqual([])
  })

  it('survives runs at the same time', async () => {
    const all = await Promise.all([1, 2, 3, 4].map(() => keycard(['generate'])))
    expect(new Set(all.map(({ stdout }) => stdout)).size).toBe(1)
    expect(packs()).toHaveLength(1)
    expect((await keycard(['generate'])).parsed).toBe(false)
  })
})

/** In this order: a folder stays in the way of every run after it. */
const spoils: readonly (readonly [string, () => void])[] = [
  ['cut short', () => writeFileSync(pack(), readFileSync(pack()).subarray(0, 200))],
  ['empty', () => writeFileSync(pack(), '')],
  ['of other bytes', () => writeFileSync(pack(), 'keycard-cache-1 99999999\n[]')],
  [
    'changed at its end',
    () => {
      const bytes = readFileSync(pack())
      bytes[bytes.length - 20] = (bytes[bytes.length - 20] ?? 0) ^ 1
      writeFileSync(pack(), bytes)
    },
  ],
  [
    'changed at its start',
    () => {
      const bytes = readFileSync(pack())
      bytes[80] = (bytes[80] ?? 0) ^ 1
      writeFileSync(pack(), bytes)
    },
  ],
  [
    'a link',
    () => {
      const name = pack()
      cpSync(name, join(base, 'moved'))
      rmSync(name)
      symlinkSync(join(base, 'moved'), name)
    },
  ],
  [
    'a folder',
    () => {
      const name = pack()
      rmSync(name)
      mkdirSync(name)
    },
  ],
]

describe('a cache that cannot be trusted', () => {
  it('is left aside, however it is spoilt', async () => {
    const first = await keycard(['generate'])
    for (const [what, spoil] of spoils) {
      spoil()
      const second = await keycard(['generate'])
      expect(withoutProbe(second), what).toEqual(withoutProbe(first))
      // Each entry stands by itself: what stands at the end may not have been needed.
      if (what !== 'changed at its end') expect(second.parsed, what).toBe(true)
    }
  })

  it('is left aside where it came with a copy of the folder', async () => {
    await keycard(['generate'])
    const copy = join(base, 'copied/service')
    cpSync(service, copy, { recursive: true })
    expect((await keycard(['generate'], {}, copy)).parsed).toBe(true)
    expect((await keycard(['generate'], {}, copy)).parsed).toBe(false)
  })
})
