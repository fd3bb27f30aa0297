import { execFile, spawn } from 'node:child_process'
import { chmodSync, cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { read, root } from './files.ts'

const cli = join(root, 'dist/cli.js')
const version = (JSON.parse(read('package.json')) as { version: string }).version
let service: string

interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

function keycard(words: readonly string[], options: { cwd?: string; environment?: Record<string, string> } = {}): Promise<Ended> {
  const { NO_COLOR: _no, FORCE_COLOR: _force, ...environment } = process.env
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [cli, ...words],
      { cwd: options.cwd ?? service, env: { ...environment, ...options.environment } },
      (_error, stdout, stderr) => resolve({ code: child.exitCode, stdout, stderr }),
    )
  })
}

beforeEach(() => {
  service = mkdtempSync(join(tmpdir(), 'keycard-cli-'))
  cpSync(join(root, 'fixtures/whole/upload-processor'), service, { recursive: true })
})
afterEach(() => rmSync(service, { recursive: true, force: true }))

describe('what it says of itself', () => {
  it('prints its version', async () => {
    expect(await keycard(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' })
  })

  it.each([[['--help']], [['help', 'generate']], [['generate', '--help']], [['policy', '--help']]])(
    'prints help with examples: %j',
    async (words) => {
      const { code, stdout, stderr } = await keycard(words)
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
      expect(stdout).toMatch(/^Usage: keycard/)
      expect(stdout).toMatch(/Examples:\n {2}\$ keycard /)
      expect(stdout).toContain('Exit codes:')
    },
  )

  it('prints help on stderr when no command is named', async () => {
    const { code, stdout, stderr } = await keycard([])
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain('Usage: keycard')
  })
})

describe('command lines that cannot run', () => {
  it.each([
    [['genrate'], "unknown command 'genrate'\n(Did you mean generate?)"],
    [['generate', '--formt', 'json'], "unknown option '--formt'\n(Did you mean --format?)"],
    [['generate', '--format', 'xml'], 'Allowed choices are pretty, json, yaml.'],
    [['generate', '--object-keys', 'none'], 'Allowed choices are exact, prefix, bucket.'],
    [['generate', 'a', 'b'], 'too many arguments'],
    [['generate', '--stage'], 'argument missing'],
    [['policy'], "missing required argument 'file'"],
    [['generate', 'nowhere'], 'there is no directory'],
  ])('%j', async (words, says) => {
    const { code, stdout, stderr } = await keycard(words)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(/^error: /)
    expect(stderr).toContain(says)
  })

  it('says place and mend of a mistake in the service file', async () => {
    writeFileSync(join(service, 'serverless.yml'), 'service: notes\n  provider: aws\n')
    const { code, stdout, stderr } = await keycard(['generate', '--write'])
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(/^error: .*\n {2}at serverless\.yml:[12]/)
    expect(stderr).toContain('fix: ')
    expect(readFileSync(join(service, 'serverless.yml'), 'utf8')).toBe('service: notes\n  provider: aws\n')
  })
})

describe('the report', () => {
  it('goes to stdout, and nothing else does', async () => {
    const { code, stdout, stderr } = await keycard(['generate', '--format', 'json'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect((JSON.parse(stdout) as { schema: string }).schema).toBe('keycard/1')
  })

  it('ends with 1 on findings of severity error', async () => {
    rmSync(join(service, 'handler.ts'))
    const { code, stdout } = await keycard(['generate', '--format', 'json'])
    expect(code).toBe(1)
    const { findings } = JSON.parse(stdout) as { findings: { check: string; severity: string }[] }
    expect(findings).toContainEqual(expect.objectContaining({ check: 'handler-missing', severity: 'error' }))
  })

  it('is coloured only where that is wanted', async () => {
    const codes = '\u001b['
    expect((await keycard(['generate'])).stdout).not.toContain(codes)
    expect((await keycard(['generate'], { environment: { FORCE_COLOR: '1' } })).stdout).toContain(codes)
    expect((await keycard(['generate'], { environment: { FORCE_COLOR: '0' } })).stdout).not.toContain(codes)
    expect((await keycard(['generate'], { environment: { NO_COLOR: '1' } })).stdout).not.toContain(codes)
    expect((await keycard(['generate', '--no-color'], { environment: { FORCE_COLOR: '1' } })).stdout).not.toContain(codes)
    expect((await keycard(['generate', '--format', 'json'], { environment: { FORCE_COLOR: '1' } })).stdout).not.toContain(codes)
  })

  it('says less when told to be quiet', async () => {
    const { code, stdout, stderr } = await keycard(['generate', '--quiet'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout.length).toBeLessThan((await keycard(['generate'])).stdout.length)
  })

  it('is a document alone for keycard policy, with the findings on stderr', async () => {
    cpSync(join(root, 'fixtures/whole/backfill-script'), service, { recursive: true })
    const { code, stdout, stderr } = await keycard(['policy', 'backfill.ts'])
    expect(code).toBe(0)
    expect((JSON.parse(stdout) as { Version: string }).Version).toBe('2012-10-17')
    expect(stderr).toMatch(/^warning: the policy holds for resources of every region and every account/)
    expect(stderr).toMatch(/\nwarning: .*\n {2}at backfill\.ts:\d+\n/)
  })

  it('is the same from any working directory', async () => {
    const here = await keycard(['generate', '--format', 'json'])
    const there = await keycard(['generate', service, '--format', 'json'], { cwd: tmpdir() })
    expect(there).toEqual(here)
  })

  it('may be cut short by its reader', async () => {
    const child = spawn(process.execPath, [cli, 'generate', '--help'], { cwd: service, stdio: ['ignore', 'pipe', 'pipe'] })
    child.stdout.destroy()
    let stderr = ''
    child.stderr.on('data', (chunk) => {
      stderr += chunk
    })
    const code = await new Promise((resolve) => child.on('close', resolve))
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  })
})

describe('writing', () => {
  const file = (): string => join(service, 'serverless.yml')
  const text = (): string => readFileSync(file(), 'utf8')

  it('does nothing without --write', async () => {
    const before = text()
    await keycard(['generate'])
    expect(text()).toBe(before)
  })

  it('writes what the report says, keeps the mode, leaves nothing behind, and has nothing to do the second time', async () => {
    chmodSync(file(), 0o640)
    const before = text()
    const first = await keycard(['generate', '--write'])
    expect(first).toMatchObject({ code: 0, stderr: 'wrote serverless.yml\n' })
    const written = text()
    expect(written).not.toBe(before)
    expect(written).toContain('arn:aws:s3:::cross-account-storage-bucket/secure-report.json')
    expect(statSync(file()).mode & 0o777).toBe(0o640)
    expect(readdirSync(service).filter((name) => name.includes('keycard'))).toEqual([])

    const { mtimeMs } = statSync(file())
    const second = await keycard(['generate', '--write'])
    expect(second).toMatchObject({ code: 0, stderr: '' })
    expect(text()).toBe(written)
    expect(statSync(file()).mtimeMs).toBe(mtimeMs)
  })

  it('writes through a link inside the workspace and keeps the link', async () => {
    const real = join(service, 'real.yml')
    cpSync(file(), real)
    rmSync(file())
    symlinkSync('real.yml', file())
    expect((await keycard(['generate', '--write'])).code).toBe(0)
    expect(readFileSync(real, 'utf8')).toContain('secure-report.json')
    expect(
      readdirSync(service, { withFileTypes: true })
        .find(({ name }) => name === 'serverless.yml')
        ?.isSymbolicLink(),
    ).toBe(true)
  })

  it('stops before it writes when a temporary file is in the way', async () => {
    const before = text()
    writeFileSync(join(service, '.serverless.yml.keycard'), 'left by another run')
    const { code, stderr } = await keycard(['generate', '--write'])
    expect(code).toBe(2)
    expect(stderr).toContain('.serverless.yml.keycard is in the way')
    expect(text()).toBe(before)
  })
})
