import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, expect } from 'vitest'
import { readCode } from '../src/code/index.ts'
import { applyEdits, type ReadService, readService, type ServiceOptions, writeStatements } from '../src/iac/index.ts'
import { type Finding, type LambdaFunction, type Reader, type StatementDocument, UserError, type Value } from '../src/model/index.ts'
import { openReader } from '../src/reader/index.ts'

const made: string[] = []
afterAll(() => {
  for (const directory of made) rmSync(directory, { recursive: true, force: true })
}, 300_000)

/** Puts files into a directory of their own and opens it as a service. */
export function openFiles(files: Readonly<Record<string, string>>, service = '.'): Reader {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), 'keycard-iac-')))
  made.push(directory)
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true })
    writeFileSync(join(directory, path), text)
  }
  return openReader(join(directory, service), { workspace: directory })
}

/** Reads a service from texts; a single text is its serverless.yml. */
export function readFiles(files: string | Readonly<Record<string, string>>, options: ServiceOptions = {}): ReadService {
  return readService(openFiles(typeof files === 'string' ? { 'serverless.yml': files } : files), options)
}

/** The function with this name. */
export function functionOf(read: ReadService, name: string): LambdaFunction {
  const found = read.service.functions.find((candidate) => candidate.name === name)
  if (!found) throw new Error(`no function ${name}`)
  return found
}

/** What a service without anything special makes of `custom.x`, as the environment of a function sees it. */
export function environmentValue(expression: string, rest = '', options: ServiceOptions = {}, files: Readonly<Record<string, string>> = {}): Value {
  const text = `service: orders
provider:
  name: aws
  stage: \${opt:stage, 'dev'}
  region: eu-west-1
functions:
  one:
    handler: a.b
    environment:
      X: ${expression}
${rest}`
  const value = functionOf(readFiles({ 'serverless.yml': text, ...files }, options), 'one').environment.get('X')
  if (!value) throw new Error('no value')
  return value
}

/** The mistake that reading these files is. */
export function mistakeOf(run: () => unknown): UserError {
  try {
    run()
  } catch (error) {
    if (error instanceof UserError) return error
    throw error
  }
  throw new Error('nothing was refused')
}

/** What writing makes of the files; checks on the way that every byte outside of the edits stays and that a second run changes nothing. */
export function write(
  files: string | Readonly<Record<string, string>>,
  wanted: Readonly<Record<string, readonly StatementDocument[]>>,
  { service = '.', ...options }: ServiceOptions & { readonly service?: string } = {},
): { files: Record<string, string>; findings: readonly Finding[]; text: string } {
  const before = typeof files === 'string' ? { 'serverless.yml': files } : files
  const reader = openFiles(before, service)
  const map = new Map(Object.entries(wanted))
  const written = writeStatements(reader, readService(reader, { readCode, ...options }), map)
  const after: Record<string, string> = { ...before }
  for (const file of new Set(written.edits.map((edit) => edit.file.replace(/^\.\//, '')))) {
    const edits = written.edits.filter((edit) => edit.file.replace(/^\.\//, '') === file)
    after[file] = applyEdits(before[file] ?? '', edits)
    expectUntouched(before[file] ?? '', after[file] ?? '', edits)
  }
  const again = openFiles(after, service)
  const second = writeStatements(again, readService(again, { readCode, ...options }), map)
  expect(second.edits, 'a second run changes nothing').toEqual([])
  return { files: after, findings: written.findings, text: after['serverless.yml'] ?? '' }
}

/** Walks both texts side by side, jumping over the edits: everything else has to be the same. */
function expectUntouched(before: string, after: string, edits: readonly { start: number; end: number; text: string }[]): void {
  let [old, now] = [0, 0]
  for (const edit of [...edits].sort((a, b) => a.start - b.start || a.end - b.end)) {
    const same = before.slice(old, edit.start)
    expect(after.slice(now, now + same.length)).toBe(same)
    expect(after.slice(now + same.length, now + same.length + edit.text.length)).toBe(edit.text)
    ;[old, now] = [edit.end, now + same.length + edit.text.length]
  }
  expect(after.slice(now)).toBe(before.slice(old))
}

/** An allow statement. */
export const allow = (actions: readonly string[], resources: StatementDocument['Resource']): StatementDocument => ({
  Effect: 'Allow',
  Action: actions,
  Resource: resources,
})
