import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openGit } from '../src/cli/git.ts'
import { readMergeBase } from '../src/commands/git.ts'
import { type Reader, UserError } from '../src/model/index.ts'
import { openReader } from '../src/reader/index.ts'
import { openRepository, type Repository, runGit } from './git-repository.ts'

// A reader of the past answers as the reader of a checkout of that commit does.

let repository: Repository
beforeEach(() => {
  repository = openRepository()
})
afterEach(() => repository.close())

const past = (): Reader => openReader(repository.directory, { past: readMergeBase(openGit(process.env), repository.directory, 'main').past })

function answers(reader: Reader, paths: readonly string[]): unknown[] {
  const ask = <Answer>(question: () => Answer): Answer | string => {
    try {
      return question()
    } catch (error) {
      if (error instanceof UserError) return error.message
      throw error
    }
  }
  return paths.map((path) => [
    path,
    ask(() => reader.kind(path)),
    ask(() => reader.read(path)),
    ask(() => reader.list(path).filter((name) => name !== '.git')),
  ])
}

function fill(): void {
  repository.put('package.json', '{}\n')
  repository.put('src/orders.ts', 'export const orders = 1\n')
  repository.put('src/deep/down/end.ts', 'export const end = 1\n')
  repository.put('src/kept.ts', 'export const kept = 1\n')
  repository.put('packages/shared/index.ts', 'export const shared = 1\n')
  repository.put('broken.ts', new Uint8Array([0x61, 0x0a, 0xff]))
  repository.link('to-file.ts', 'src/orders.ts')
  repository.link('to-folder', 'packages/shared')
  repository.link('through/there.ts', '../to-folder/index.ts')
  repository.link('up-and-in', '../repository/src')
  repository.link('nowhere', 'missing.ts')
  repository.link('round', 'again')
  repository.link('again', 'round')
  repository.link('self', 'self/self/self')
  repository.link('outside.ts', '../secret.ts')
  repository.link('outside-folder', '..')
  repository.link('absolute', join(repository.around, 'secret.ts'))
  writeFileSync(join(repository.around, 'secret.ts'), 'secret\n')
}

/** Every path of the commit, what the links lead to, and some that are not there. */
const paths = (): readonly string[] => [
  ...runGit(repository.directory, ['ls-tree', '-r', '-t', '--name-only', 'main']).trim().split('\n'),
  ...['.', '..', '../secret.ts', 'missing', 'src/orders.ts/deeper', 'to-folder/index.ts', 'to-folder/missing', 'up-and-in/orders.ts'],
  ...['up-and-in/deep/down', 'outside-folder/secret.ts', 'nowhere/deeper', 'round/deeper', 'late.ts', 'late/new.ts', 'late', 'src/deep/new.ts'],
]

function checkout(): Reader {
  // Beside the repository and under its name in a folder of its own, so that links out of it lead to the same kind of thing.
  mkdirSync(join(repository.around, 'copy'))
  writeFileSync(join(repository.around, 'copy/secret.ts'), 'secret\n')
  runGit(repository.around, ['clone', '--quiet', '--branch', 'main', repository.directory, 'copy/repository'])
  return openReader(join(repository.around, 'copy/repository'))
}

describe('the files of a commit', () => {
  beforeEach(() => {
    fill()
    repository.commit()
  })

  it('are those of a checkout where nothing changed', () => {
    expect(answers(past(), paths())).toEqual(answers(checkout(), paths()))
  })

  it('are those of a checkout whatever lies on disk now', () => {
    const then = answers(checkout(), paths())
    repository.git('switch', '--quiet', '--create', 'change')
    repository.git('rm', '-r', '--quiet', 'src/deep', 'to-folder', 'to-file.ts', 'nowhere', 'packages')
    repository.put('src/orders.ts', 'export const orders = 2\n')
    repository.put('to-file.ts', 'export {}\n')
    repository.put('missing.ts', 'export {}\n')
    repository.put('late/new.ts', 'export {}\n')
    repository.commit()
    repository.git('rm', '--quiet', 'again')
    repository.put('again', 'export {}\n')
    repository.put('late.ts', 'export {}\n')
    repository.put('src/kept.ts', 'export const kept = 2\n')
    repository.link('src/deep', '../..')
    repository.link('packages', '..')
    expect(answers(past(), paths())).toEqual(then)
  })

  it('are read with the line ends that git kept', () => {
    writeFileSync(join(repository.directory, 'src/orders.ts'), 'export const orders = 1\r\n')
    expect(past().read('src/orders.ts')).toBe('export const orders = 1\n')
  })
})

describe('what git keeps no track of', () => {
  it('is as it lies there: ignored folders, and links in them into what git keeps', () => {
    repository.put('.gitignore', 'node_modules/\n*.generated.ts\n')
    repository.put('packages/shared/index.ts', 'export const shared = 1\n')
    repository.commit()
    repository.git('switch', '--quiet', '--create', 'change')
    repository.put('packages/shared/index.ts', 'export const shared = 2\n')
    repository.put('packages/shared/late.ts', 'export const late = 1\n')
    repository.put('src/client.generated.ts', 'export const client = 1\n')
    repository.put('node_modules/library/index.js', 'exports.library = 1\n')
    repository.link('node_modules/shared', '../packages/shared')
    repository.link('node_modules/outside', '../..')
    const reader = past()
    expect(reader.read('src/client.generated.ts')).toBe('export const client = 1\n')
    expect(reader.read('node_modules/library/index.js')).toBe('exports.library = 1\n')
    expect(reader.read('node_modules/shared/index.ts')).toBe('export const shared = 1\n')
    expect(reader.kind('node_modules/shared/late.ts')).toBeUndefined()
    expect(reader.list('node_modules')).toEqual(['library', 'outside', 'shared'])
    expect(() => reader.read('node_modules/outside')).toThrow('leads out of the workspace')
  })

  it('is nothing where it is only new', () => {
    repository.put('src/orders.ts', '')
    repository.commit()
    repository.put('src/late.ts', '')
    expect(past().list('src')).toEqual(['orders.ts'])
  })
})
