import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { applyEdits, composeEdits, unifiedDiff } from '../src/iac/index.ts'
import type { Edit } from '../src/model/index.ts'
import { openActionReference } from '../src/permissions/index.ts'
import { writeFiles } from '../src/writer/index.ts'
import { cases, runLine } from './case.ts'
import { root } from './files.ts'

/** Cases in which something stays declared that nobody needs, which `keycard diff` is right to report, or in which a function stays incomplete. */
const openEnded = [
  'denial-under-a-condition',
  'denials-and-conditions',
  'graphql-client-stays',
  'incomplete-stays',
  'inherit-settings',
  'not-to-be-written',
  'one-function',
  'policies-beside-code',
  'unexplained-of-functions',
]

/** A case in which a denial of the provider keeps a function from what it needs, before and after. */
const denied = 'denied-today'

/** A case whose plan says what would be written, and why it is not. */
const stopped = 'danger-stops'

const written = cases.filter(
  ({ folder, arguments: words }) => folder.startsWith('fixtures/migrate/') && words.includes('--write') && !folder.endsWith(stopped),
)

describe.each(written)('$folder', ({ folder, arguments: words }) => {
  it('is clean for `keycard diff` once it is written, and its diff is what git makes of it', async () => {
    const copy = mkdtempSync(join(tmpdir(), 'keycard-migrate-'))
    const patched = mkdtempSync(join(tmpdir(), 'keycard-migrate-'))
    try {
      for (const to of [copy, patched]) cpSync(join(root, folder), to, { recursive: true })
      const outcome = await runLine(copy, [...words, '--format', 'json'])
      writeFiles(outcome.directory, '.', outcome.changes)
      const { migration } = JSON.parse(outcome.stdout) as { migration: { files: { file: string; diff: string }[] } }
      expect(migration.files.map(({ file }) => file).sort()).toEqual(outcome.changes.map(({ file }) => file).sort())
      const patch = migration.files.map(({ diff }) => diff).join('')
      execFileSync('git', ['apply', '--whitespace=nowarn', '-'], {
        cwd: patched,
        input: patch,
        env: { ...process.env, GIT_CEILING_DIRECTORIES: tmpdir() },
      })
      for (const { file, text } of outcome.changes) expect(readFileSync(join(patched, file), 'utf8')).toBe(text)
      const after = await runLine(copy, ['diff', '--format', 'json'])
      if (folder.endsWith(denied)) expect(after.stdout).toContain('is denied, and the code calls for it')
      else if (openEnded.some((name) => folder.endsWith(name))) expect(after.stdout).not.toContain('"permission-missing"')
      else expect(after.exitCode, after.stdout).toBe(0)
    } finally {
      for (const folder of [copy, patched]) rmSync(folder, { recursive: true, force: true })
    }
  })
})

/** Numbers that are the same in every run. */
function numbers(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    return (state >>> 8) % below
  }
}

function someEdits(text: string, next: (below: number) => number): readonly Edit[] {
  const edits: Edit[] = []
  let from = 0
  while (from <= text.length && edits.length < 6) {
    const start = from + next(12)
    const end = Math.min(text.length, start + next(8))
    if (start > text.length) break
    edits.push({ file: 'a', start, end: Math.max(start, end), text: ['', 'x', 'one\ntwo\n', '\n'][next(4)] ?? '' })
    from = Math.max(start, end) + 1
  }
  return edits
}

describe('edits of edited files', () => {
  it('come to the same when they are made at once', () => {
    for (let seed = 1; seed <= 500; seed++) {
      const next = numbers(seed)
      const text = Array.from({ length: next(60) }, (_, index) => 'abcdefghij\n'[(index * 7 + seed) % 11]).join('')
      const first = someEdits(text, next)
      const middle = applyEdits(text, first)
      const second = someEdits(middle, next)
      expect(applyEdits(text, composeEdits(first, second)), `seed ${seed}`).toBe(applyEdits(middle, second))
    }
  })

  it('are shown as git would apply them', () => {
    for (let seed = 1; seed <= 40; seed++) {
      const folder = mkdtempSync(join(tmpdir(), 'keycard-diff-'))
      try {
        const next = numbers(seed)
        const text = Array.from({ length: 5 + next(200) }, (_, index) => 'abcdefghij\n\n\n'[(index * index + seed) % 13]).join('')
        const edits = someEdits(text, next)
        const diff = unifiedDiff('a', text, edits)
        expect(diff === '').toBe(applyEdits(text, edits) === text)
        if (diff === '') continue
        writeFileSync(join(folder, 'a'), text)
        execFileSync('git', ['apply', '--whitespace=nowarn', '--unidiff-zero', '-'], {
          cwd: folder,
          input: diff,
          env: { ...process.env, GIT_CEILING_DIRECTORIES: tmpdir() },
        })
        expect(readFileSync(join(folder, 'a'), 'utf8'), `seed ${seed}`).toBe(applyEdits(text, edits))
      } finally {
        rmSync(folder, { recursive: true, force: true })
      }
    }
  })
})

describe('the actions of AWS', () => {
  const reference = openActionReference()

  it('say what a wildcard stands for, with access levels and without regard to case', () => {
    expect(reference.matching('s3:*').length).toBeGreaterThan(150)
    expect(reference.matching('S3:getobject')).toEqual([{ action: 's3:GetObject', level: 'Read' }])
    expect(reference.matching('dynamodb:BatchGet?tem')).toEqual([{ action: 'dynamodb:BatchGetItem', level: 'Read' }])
    expect(reference.matching('iam:PutRolePolicy')).toEqual([{ action: 'iam:PutRolePolicy', level: 'Permissions management' }])
    expect(reference.matching('sqs:TagQueue')).toEqual([{ action: 'sqs:TagQueue', level: 'Tagging' }])
    expect(reference.matching('*').length).toBeGreaterThan(20_000)
  })

  it('know nothing of what is not there, and read no other file', () => {
    expect(reference.matching('s3:NoSuchAction')).toEqual([])
    expect(reference.matching('../services/s3:*')).toEqual([])
    expect(reference.matching('nosuchservice:*')).toEqual([])
  })
})
