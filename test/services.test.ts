import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createProgram } from '../src/cli/program.ts'
import type { Result } from '../src/commands/index.ts'
import { directoriesWith } from '../src/reader/index.ts'
import { runLine } from './case.ts'
import { root } from './files.ts'

// Runs over several services; what they print in each format stands under fixtures/workspace.

let home: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'keycard-services-'))
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

function put(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(home, path)), { recursive: true })
    writeFileSync(join(home, path), text)
  }
}

const service = (name: string, functions: string): string =>
  `service: ${name}\nframeworkVersion: '3'\nplugins: [serverless-iam-roles-per-function]\nprovider:\n  name: aws\n  runtime: nodejs20.x\nfunctions: ${functions}\n`

const handler = `const { PutItemCommand, DynamoDBClient } = require('@aws-sdk/client-dynamodb')
exports.save = async () => new DynamoDBClient({}).send(new PutItemCommand({ TableName: process.env.TABLE, Item: {} }))
`

describe('a run over several services', () => {
  it('writes one document for all where a file is asked for', async () => {
    cpSync(join(root, 'fixtures/workspace/found'), home, { recursive: true })
    let result: Result | undefined
    const program = createProgram('0.0.0', async (command, request) => {
      result = await command.run(request, { directory: home, colour: false, progress: () => undefined })
    })
    await program.parseAsync(['node', 'keycard', 'diff', '--all', '--format', 'sarif=all.sarif', '--format', 'pretty'])
    expect(result?.output).toContain('3 services')
    expect(result?.reports.map(({ file }) => file)).toEqual(['all.sarif'])
    const log = JSON.parse(result?.reports[0]?.text ?? '') as {
      runs: { tool: { driver: { rules: { id: string }[] } }; results: { ruleId: string; ruleIndex: number }[] }[]
    }
    expect(log.runs).toHaveLength(1)
    for (const { ruleId, ruleIndex } of log.runs[0]?.results ?? []) expect(log.runs[0]?.tool.driver.rules[ruleIndex]?.id).toBe(ruleId)
  })

  it('takes a parameter by hand before that of the compose file', async () => {
    cpSync(join(root, 'fixtures/workspace/composed'), home, { recursive: true })
    const { stdout } = await runLine(home, ['diff', '--param', 'table=orders-test', '--format', 'json'])
    const { services } = JSON.parse(stdout) as { services: { findings: { check: string }[] }[] }
    expect(services[1]?.findings.map(({ check }) => check)).toContain('permission-missing')
  })

  it('refuses to edit a file for a second service', async () => {
    const functions = 'save:\n  handler: src/save.save\n  environment:\n    TABLE: things\n'
    put({
      'a/b/functions.yml': functions,
      'a/serverless.yml': service('a', '${file(./b/functions.yml)}'),
      'a/src/save.js': handler,
      'a/b/serverless.yml': service('b', '${file(./functions.yml)}'),
      'a/b/src/save.js': handler,
    })
    const { exitCode, changes, stderr } = await runLine(home, ['generate', '--all', '--write'])
    expect(changes.map(({ file }) => file)).toEqual(['a/b/functions.yml'])
    expect(stderr).toContain('a/b: a/b/functions.yml is written for a in this run')
    expect(exitCode).toBe(2)
  })

  it('plans a migration of each', async () => {
    cpSync(join(root, 'fixtures/workspace/written'), home, { recursive: true })
    const { stdout } = await runLine(home, ['migrate', '--all', '--format', 'json'])
    const { services } = JSON.parse(stdout) as { services: { command: string }[] }
    expect(services.map(({ command }) => command)).toEqual(['migrate', 'migrate'])
  })

  it.each([
    ['--function', 'save'],
    ['--config', 'serverless.prod.yml'],
  ])('refuses %s, which speaks of one service', async (...words) => {
    cpSync(join(root, 'fixtures/workspace/written'), home, { recursive: true })
    const { exitCode, stderr } = await runLine(home, ['generate', '--all', ...words])
    expect([exitCode, stderr]).toEqual([2, `error: ${words[0]} speaks of one service, and here are 2\n  fix: name the directory of one of them\n`])
  })

  it('says once what is wrong with the command line', async () => {
    cpSync(join(root, 'fixtures/workspace/written'), home, { recursive: true })
    const { stderr } = await runLine(home, ['diff', '--all', '--fail-on', 'nothing'])
    expect(stderr.match(/--fail-on nothing/g)).toHaveLength(1)
    expect(stderr).toMatch(/^error: /)
  })

  it('does not follow links, nor look into what is hidden, installed or built', () => {
    put({ 'a/serverless.yml': '', 'node_modules/b/serverless.yml': '', 'dist/serverless.yml': '', '.git/serverless.yml': '', 'serverless.yml': '' })
    symlinkSync(home, join(home, 'a/again'), 'dir')
    expect(directoriesWith(home, ['serverless.yml'])).toEqual(['.', 'a'])
  })
})
