import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { UserError } from '../src/model/index.ts'
import { largestFile, openReader } from '../src/reader/index.ts'

let base: string
beforeEach(() => {
  base = realpathSync(mkdtempSync(join(tmpdir(), 'keycard-reader-')))
})
afterEach(() => rmSync(base, { recursive: true, force: true }))

function put(path: string, content: string | Uint8Array = ''): string {
  const full = join(base, path)
  mkdirSync(dirname(full), { recursive: true })
  writeFileSync(full, content)
  return full
}

function refusal(run: () => unknown): UserError {
  try {
    run()
  } catch (error) {
    if (error instanceof UserError) return error
    throw error
  }
  throw new Error('nothing was refused')
}

describe('what a reader sees', () => {
  it('tells files, directories and nothing apart', () => {
    put('service/src/orders.ts', 'export {}')
    const reader = openReader(join(base, 'service'))
    expect(reader.kind('.')).toBe('directory')
    expect(reader.kind('src')).toBe('directory')
    expect(reader.kind('./src/../src/orders.ts')).toBe('file')
    expect(reader.kind('src/orders.ts/deeper')).toBeUndefined()
    expect(reader.kind('src/missing.ts')).toBeUndefined()
    expect(reader.read('src/orders.ts')).toBe('export {}')
    expect(reader.read('src')).toBeUndefined()
    expect(reader.read('missing/file.ts')).toBeUndefined()
  })

  it('lists names sorted by code unit, and nothing where there is no directory', () => {
    for (const name of ['b.ts', 'A.ts', 'a.ts', 'Z/x.ts']) put(`service/${name}`)
    const reader = openReader(join(base, 'service'))
    expect(reader.list('.')).toEqual(['A.ts', 'Z', 'a.ts', 'b.ts'])
    expect(reader.list('missing')).toEqual([])
    expect(reader.list('a.ts')).toEqual([])
  })

  it('matches names to the letter', () => {
    put('service/Handler.ts')
    expect(openReader(join(base, 'service')).kind('handler.ts')).toBeUndefined()
  })

  it('keeps a byte order mark and line endings', () => {
    put('service/a.ts', '\uFEFFconst a = 1\r\n')
    expect(openReader(join(base, 'service')).read('a.ts')).toBe('\uFEFFconst a = 1\r\n')
  })

  it('lists a directory once in a run', () => {
    put('service/a.ts')
    const reader = openReader(join(base, 'service'))
    expect(reader.kind('a.ts')).toBe('file')
    put('service/b.ts')
    expect(reader.kind('b.ts'), 'directories are listed once in a run').toBeUndefined()
  })
})

describe('what a reader refuses', () => {
  it('bytes that are not UTF-8, with the line', () => {
    put('service/a.ts', Buffer.from([0x61, 0x0a, 0xc3, 0xa9, 0x0a, 0xe9, 0x0a]))
    const error = refusal(() => openReader(join(base, 'service')).read('a.ts'))
    expect(error.message).toBe('a.ts is not UTF-8')
    expect(error.at).toEqual({ file: 'a.ts', line: 3 })
    expect(error.mend).toBe('save the file as UTF-8')
  })

  it('UTF-16, by its name', () => {
    put('service/a.ts', Buffer.from('\uFEFFexport {}', 'utf16le'))
    expect(refusal(() => openReader(join(base, 'service')).read('a.ts')).message).toBe('a.ts is not UTF-8 but UTF-16')
  })

  it('a sequence cut short at the end of the file', () => {
    put('service/a.ts', Buffer.from([0x61, 0x0a, 0xe2, 0x82]))
    expect(refusal(() => openReader(join(base, 'service')).read('a.ts')).at).toEqual({ file: 'a.ts', line: 2 })
  })

  it('files beyond the limit', () => {
    put('service/bundle.js', Buffer.alloc(largestFile + 1, 0x20))
    put('service/just.js', Buffer.alloc(largestFile, 0x20))
    const reader = openReader(join(base, 'service'))
    expect(refusal(() => reader.read('bundle.js')).message).toMatch(/^bundle\.js has 5\.0 MB/)
    expect(reader.read('just.js')).toHaveLength(largestFile)
  })

  it('paths out of the workspace, which look empty to kind', () => {
    put('secret.txt', 'secret')
    put('service/a.ts')
    const reader = openReader(join(base, 'service'))
    expect(reader.kind('../secret.txt')).toBeUndefined()
    expect(refusal(() => reader.read('../secret.txt')).message).toBe('../secret.txt is outside of the workspace (.)')
    expect(refusal(() => reader.read('src/../../secret.txt')).mend).toContain('--workspace')
    expect(() => reader.list('..')).toThrow(UserError)
  })

  it('absolute paths and NUL bytes', () => {
    put('service/a.ts')
    const reader = openReader(join(base, 'service'))
    for (const path of [join(base, 'service/a.ts'), 'C:\\service\\a.ts', 'a.ts\0.txt']) {
      expect(() => reader.read(path), path).toThrow(UserError)
      expect(() => reader.kind(path), path).toThrow(UserError)
      expect(() => reader.list(path), path).toThrow(UserError)
    }
  })

  it('links that leave the workspace, for files and directories, while links inside are followed', () => {
    put('outside/secret.ts', 'secret')
    put('service/real/a.ts', 'a')
    symlinkSync('../outside/secret.ts', join(base, 'service/linked.ts'))
    symlinkSync('../outside', join(base, 'service/folder'))
    symlinkSync('real', join(base, 'service/inner'))
    symlinkSync('nowhere', join(base, 'service/broken'))
    symlinkSync('loop', join(base, 'service/loop'))
    const reader = openReader(join(base, 'service'))
    expect(refusal(() => reader.read('linked.ts')).message).toBe('linked.ts leads out of the workspace (.) through a symbolic link')
    expect(reader.kind('linked.ts'), 'present, so that nobody calls it missing').toBe('file')
    expect(() => reader.read('folder/secret.ts')).toThrow(UserError)
    expect(() => reader.kind('folder/secret.ts')).toThrow(UserError)
    expect(() => reader.list('folder')).toThrow(UserError)
    expect(reader.read('inner/a.ts')).toBe('a')
    expect(reader.kind('broken')).toBeUndefined()
    expect(reader.kind('loop')).toBeUndefined()
  })

  it('a directory that does not exist, and a file in its place', () => {
    put('service/a.ts')
    expect(refusal(() => openReader(join(base, 'nowhere'))).mend).toBe('name an existing directory')
    expect(refusal(() => openReader(join(base, 'service/a.ts'))).message).toContain('is not a directory')
  })
})

describe('how far up a service reaches', () => {
  const workspaceOf = (path: string): string => openReader(join(base, path)).workspace

  it('stays in the service outside of git, whatever stands above', () => {
    put('package.json', '{ "workspaces": ["services/*"] }')
    put('services/orders/serverless.yml')
    expect(workspaceOf('services/orders')).toBe('.')
  })

  it('goes up to the top of the git work tree', () => {
    put('.git/HEAD')
    put('services/orders/serverless.yml')
    expect(workspaceOf('services/orders')).toBe('../..')
    expect(openReader(join(base, 'services/orders')).kind('../../services')).toBe('directory')
  })

  it.each([
    ['package.json', '{ "workspaces": ["*"] }'],
    ['pnpm-workspace.yaml', 'packages:\n  - "*"\n'],
    ['lerna.json', '{}'],
    ['nx.json', '{}'],
    ['rush.json', '{}'],
    ['turbo.json', '{ "tasks": {} }'],
  ])('stops at the nearest marker: %s', (name, content) => {
    put('.git/HEAD')
    put(`platform/${name}`, content)
    put('platform/orders/package.json', '{ "name": "orders" }')
    expect(workspaceOf('platform/orders')).toBe('..')
  })

  it.each([
    ['package.json', '{ "description": "\\"workspaces\\" are not used" }'],
    ['package.json', '{ "workspaces": '],
    ['pnpm-workspace.yaml', 'onlyBuiltDependencies:\n  - esbuild\n'],
    ['turbo.json', '{ "extends": ["//"] }'],
  ])('takes no marker for one that is none: %s', (name, content) => {
    put('.git/HEAD')
    put(`orders/${name}`, content)
    expect(workspaceOf('orders')).toBe('..')
  })

  it('obeys --workspace, which has to contain the service', () => {
    put('.git/HEAD')
    put('platform/orders/serverless.yml')
    expect(openReader(join(base, 'platform/orders'), { workspace: join(base, 'platform') }).workspace).toBe('..')
    expect(refusal(() => openReader(join(base, 'platform'), { workspace: join(base, 'platform/orders') })).mend).toContain('above the service')
  })
})
