import { existsSync } from 'node:fs'
import { join, posix, relative, sep } from 'node:path'
import { describe, expect, it } from 'vitest'
import { filesUnder, read, root } from './files.ts'

describe('the repository', () => {
  const skip = (path: string): boolean =>
    ['.git', 'node_modules', 'dist', 'coverage', 'bench/.generated', 'test/repository.test.ts'].includes(path) || path.endsWith('/node_modules')
  const manifest = JSON.parse(read('package.json')) as { scripts: Record<string, string>; dependencies: Record<string, string> }

  it("names no path of anybody's machine", () => {
    const found = filesUnder('.', skip).filter((path) =>
      /(\/home\/|\/Users\/|C:\\Users\\)[\w-]+[/\\]|\/root\/|\/work\/(main|shared)/i.test(read(path)),
    )
    expect(found).toEqual([])
  })

  it('locks packages to the public registry, whatever registry the machine uses', () => {
    const lock = JSON.parse(read('package-lock.json')) as { packages: Record<string, { resolved?: string }> }
    const strange = Object.values(lock.packages).flatMap(({ resolved }) =>
      resolved && !resolved.startsWith('https://registry.npmjs.org/') ? [resolved] : [],
    )
    expect(strange).toEqual([])
  })

  it('locks every optional package, those of other platforms too, so that npm ci works on each', () => {
    const lock = JSON.parse(read('package-lock.json')) as { packages: Record<string, { optionalDependencies?: Record<string, string> }> }
    const locked = Object.keys(lock.packages)
    const missing = Object.entries(lock.packages).flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies)
        .filter((name) => !locked.some((one) => one.endsWith(`node_modules/${name}`)))
        .map((name) => `${path} -> ${name}`),
    )
    expect(missing).toEqual([])
  })

  it.each(['README.md', 'CONTRIBUTING.md'])('names only scripts that exist: %s', (page) => {
    const named = [...read(page).matchAll(/npm run(?: --silent)? ([\w:-]+)/g)].map((match) => match[1] ?? '')
    expect(named.length).toBeGreaterThan(0)
    expect(named.filter((name) => manifest.scripts[name] === undefined)).toEqual([])
  })

  it('gives each runtime dependency its reason in the README', () => {
    for (const name of Object.keys(manifest.dependencies)) expect(read('README.md')).toMatch(new RegExp(`^[-|] *\`?\\[?\`?${name}\`?`, 'm'))
  })

  it('has links in its pages that lead somewhere', () => {
    const pages = filesUnder('.', skip).filter((path) => path.endsWith('.md') && !path.startsWith('fixtures/'))
    const broken = pages.flatMap((page) =>
      [...read(page).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)]
        .map((match) => posix.join(posix.dirname(page), match[1] ?? ''))
        .filter((target) => !existsSync(join(root, target)))
        .map((target) => `${page} -> ${relative('.', target).split(sep).join('/')}`),
    )
    expect(broken).toEqual([])
  })
})
