import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runLine } from './case.ts'
import { root } from './files.ts'

let service: string
beforeEach(() => {
  service = mkdtempSync(join(tmpdir(), 'keycard-configuration-'))
  cpSync(join(root, 'fixtures/diff/baseline-first'), service, { recursive: true })
})
afterEach(() => rmSync(service, { recursive: true, force: true }))

const configure = (text: string): void => writeFileSync(join(service, 'keycard.config.yml'), text)
const edit = (file: string, to: (text: string) => string): void => writeFileSync(join(service, file), to(readFileSync(join(service, file), 'utf8')))
/** The built command line, for what is written. */
function keycard(...words: readonly string[]): { code: number; stdout: string } {
  try {
    return {
      code: 0,
      stdout: execFileSync(process.execPath, [join(root, 'dist/cli.js'), ...words], { cwd: service, encoding: 'utf8', stdio: 'pipe' }),
    }
  } catch (error) {
    const { status, stdout } = error as { status: number; stdout: string }
    return { code: status, stdout }
  }
}

describe('what the configuration says of the output', () => {
  it('is printed and written below the service, wherever the command is run', () => {
    configure('diff:\n  format: [json, markdown=reports/keycard.md]\n  failOn: none\n')
    const { code, stdout } = keycard('diff')
    expect(code).toBe(0)
    expect(JSON.parse(stdout).command).toBe('diff')
    expect(readFileSync(join(service, 'reports/keycard.md'), 'utf8')).toMatch(/^### Keycard: `archive`/)
  })

  it('gives way to the command line', () => {
    configure('diff:\n  format: [json, markdown=reports/keycard.md]\n  failOn: none\n')
    const { code, stdout } = keycard('diff', '--format', 'pretty', '--fail-on', 'missing')
    expect(code).toBe(1)
    expect(stdout).toContain('2 functions compared')
    expect(existsSync(join(service, 'reports'))).toBe(false)
  })

  it('holds for generate as well', async () => {
    configure('generate: { format: yaml }\nregion: eu-west-3\n')
    expect((await runLine(service, ['generate'])).stdout).toMatch(/^functions:\n/)
  })
})

describe('a deployment that the configuration names', () => {
  it('is the one that the service file is read for, unless the run names another', async () => {
    edit('serverless.yml', (text) => text.replace('FILES: archive-files', 'FILES: ${self:custom.files.${opt:stage}.${param:tenant}}'))
    edit('serverless.yml', (text) => `${text}custom:\n  files:\n    prod: { acme: files-acme }\n    test: { acme: files-test }\n`)
    configure('stage: prod\nparams: { tenant: acme }\n')
    // What depends on the stage is written so that it holds for every stage; whether it leads anywhere is seen for this one.
    expect((await runLine(service, ['diff'])).stdout).not.toContain('variable-not-found')
    configure('stage: none\nparams: { tenant: acme }\n')
    expect((await runLine(service, ['diff'])).stdout).toContain('variable-not-found')
    expect((await runLine(service, ['diff', '--stage', 'test'])).stdout).not.toContain('variable-not-found')
  })
})

describe('a baseline', () => {
  it('accepts what there is, whatever moves, and only that', () => {
    expect(keycard('diff').code).toBe(1)
    expect(keycard('diff', '--update-baseline').code).toBe(0)
    const written = readFileSync(join(service, 'keycard.baseline.json'), 'utf8')
    expect(keycard('diff').code).toBe(0)

    edit('serverless.yml', (text) => text.replace('functions:\n', '# moved down\n\n\nfunctions:\n'))
    edit('src/documents.ts', (text) => `// moved down\n${text}`)
    expect(keycard('diff').stdout).toContain('nothing new; 3 accepted by the baseline')
    expect(keycard('diff', '--update-baseline').stdout).not.toContain('Written')
    expect(readFileSync(join(service, 'keycard.baseline.json'), 'utf8')).toBe(written)

    edit('serverless.yml', (text) => text.replace('dynamodb:DeleteItem', 'dynamodb:UpdateItem'))
    const { code, stdout } = keycard('diff')
    expect(code).toBe(1)
    expect(stdout).toContain('1 excess; 2 accepted by the baseline')
    expect(stdout).toContain('baseline-stale')
  })

  it('accepts one finding with each entry', async () => {
    keycard('diff', '--update-baseline')
    const statement = /( +)- Effect: Allow\n +Action: dynamodb:\*\n +Resource: '\*'\n/
    edit('serverless.yml', (text) => text.replace(statement, (one) => one + one))
    expect((await runLine(service, ['diff'])).stdout).toContain('1 too wide; 3 accepted')
  })

  it('does not take everything but something for what it accepts', async () => {
    keycard('diff', '--update-baseline')
    edit('serverless.yml', (text) => text.replace("Action: dynamodb:*\n            Resource: '*'", "NotAction: iam:*\n            Resource: '*'"))
    const { stdout, exitCode } = await runLine(service, ['diff'])
    expect(exitCode).toBe(1)
    expect(stdout).toContain('all but iam:*')
  })

  it('is not read from the report of a fix', async () => {
    const { exitCode, stderr } = await runLine(service, ['diff', '--fix', '--update-baseline'])
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('do not go together')])
  })
})
