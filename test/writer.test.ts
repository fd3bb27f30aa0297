import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { writeFiles, writeReportInside } from '../src/writer/index.ts'

let base: string
let service: string
beforeEach(() => {
  base = realpathSync(mkdtempSync(join(tmpdir(), 'keycard-writer-')))
  service = join(base, 'workspace/service')
  mkdirSync(join(base, 'workspace/shared'), { recursive: true })
  mkdirSync(service)
  for (const file of ['service/a.yml', 'service/b.yml', 'shared/c.yml']) writeFileSync(join(base, 'workspace', file), 'before\n')
  writeFileSync(join(base, 'outside.yml'), 'before\n')
})
afterEach(() => rmSync(base, { recursive: true, force: true }))

const textOf = (path: string): string => readFileSync(join(base, path), 'utf8')

describe('writing files', () => {
  it('replaces the whole text and keeps the mode', () => {
    chmodSync(join(service, 'a.yml'), 0o600)
    writeFiles(service, '..', [{ file: 'a.yml', text: 'after\r\n' }])
    expect(textOf('workspace/service/a.yml')).toBe('after\r\n')
    expect(statSync(join(service, 'a.yml')).mode & 0o777).toBe(0o600)
    expect(readdirSync(service).sort()).toEqual(['a.yml', 'b.yml'])
  })

  it('reaches as far as the workspace', () => {
    writeFiles(service, '..', [{ file: '../shared/c.yml', text: 'after\n' }])
    expect(textOf('workspace/shared/c.yml')).toBe('after\n')
  })

  it.each(['../../outside.yml', 'linked.yml'])('refuses %s outside of it, and then writes nothing at all', (file) => {
    symlinkSync('../../outside.yml', join(service, 'linked.yml'))
    const changes = [
      { file: 'a.yml', text: 'after\n' },
      { file, text: 'after\n' },
    ]
    expect(() => writeFiles(service, '..', changes)).toThrow(/out of the workspace/)
    expect(textOf('outside.yml')).toBe('before\n')
    expect(textOf('workspace/service/a.yml')).toBe('before\n')
  })

  it('refuses a file that is gone', () => {
    expect(() => writeFiles(service, '..', [{ file: 'gone.yml', text: 'after\n' }])).toThrow(/no longer there/)
    expect(readdirSync(service)).not.toContain('gone.yml')
  })

  it('never writes through a link in the place of its temporary file', () => {
    symlinkSync('../../outside.yml', join(service, '.a.yml.keycard'))
    expect(() => writeFiles(service, '..', [{ file: 'a.yml', text: 'after\n' }])).toThrow(/in the way/)
    expect(textOf('outside.yml')).toBe('before\n')
    expect(textOf('workspace/service/a.yml')).toBe('before\n')
  })

  const several = (file: string) => [
    { file: 'a.yml', text: 'after\n' },
    { file: 'new.json', text: 'made\n', isNew: true },
    { file, text: 'after\n' },
  ]
  const isUntouched = (): void => {
    for (const file of ['service/a.yml', 'service/b.yml', 'shared/c.yml']) expect(textOf(`workspace/${file}`)).toBe('before\n')
    expect(readdirSync(service).filter((name) => name === 'new.json' || name.endsWith('.keycard'))).toEqual([])
  }

  it('leaves all files as they are where the last cannot even be prepared', () => {
    mkdirSync(join(service, '../shared/.c.yml.keycard'))
    expect(() => writeFiles(service, '..', several('../shared/c.yml'))).toThrow(/in the way/)
    isUntouched()
  })

  it.skipIf(process.getuid?.() === 0)('leaves all files as they are where the folder of the last may not be written', () => {
    chmodSync(join(base, 'workspace/shared'), 0o500)
    try {
      expect(() => writeFiles(service, '..', several('../shared/c.yml'))).toThrow(/no writing beside/)
      isUntouched()
    } finally {
      chmodSync(join(base, 'workspace/shared'), 0o700)
    }
  })

  it('puts back what was replaced already where the last cannot take its name', () => {
    chmodSync(join(service, 'a.yml'), 0o600)
    mkdirSync(join(service, 'folder/inside'), { recursive: true })
    // A folder has come to stand where the file was: preparing goes well, replacing does not.
    expect(() => writeFiles(service, '..', several('folder'))).toThrow(/could not be replaced/)
    isUntouched()
    expect(statSync(join(service, 'a.yml')).mode & 0o777).toBe(0o600)
  })
})

describe('a file that is new', () => {
  it('is made where there is none', () => {
    writeFiles(service, '..', [{ file: 'new.json', text: 'made\n', isNew: true }])
    expect(textOf('workspace/service/new.json')).toBe('made\n')
    expect(readdirSync(service).sort()).toEqual(['a.yml', 'b.yml', 'new.json'])
  })

  it.each(['../../new.json', 'out/new.json', 'dangling.json', 'a.yml', 'missing/new.json'])('is refused as %s', (file) => {
    symlinkSync('../..', join(service, 'out'))
    symlinkSync('../../elsewhere.json', join(service, 'dangling.json'))
    expect(() => writeFiles(service, '..', [{ file, text: 'made\n', isNew: true }])).toThrow(file)
    expect(readdirSync(base).sort()).toEqual(['outside.yml', 'workspace'])
    expect(textOf('workspace/service/a.yml')).toBe('before\n')
  })
})

describe('a report that a repository asks for', () => {
  it('is written below the service, and again over itself', () => {
    writeReportInside(service, 'reports/keycard.md', '### Keycard: one\n')
    writeReportInside(service, 'reports/keycard.md', '### Keycard: two\n')
    expect(textOf('workspace/service/reports/keycard.md')).toBe('### Keycard: two\n')
  })

  it.each(['a.yml', 'out/keycard.md', 'linked.md'])('never goes through %s', (file) => {
    symlinkSync('../..', join(service, 'out'))
    symlinkSync('../../outside.yml', join(service, 'linked.md'))
    expect(() => writeReportInside(service, file, '### Keycard\n')).toThrow('is in the way of the report')
    expect(textOf('outside.yml')).toBe('before\n')
    expect(textOf('workspace/service/a.yml')).toBe('before\n')
    expect(readdirSync(base).sort()).toEqual(['outside.yml', 'workspace'])
  })
})
