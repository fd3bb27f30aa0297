import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { filesUnder, read, root } from './files.ts'

const manifest = JSON.parse(read('package.json')) as Record<string, unknown> & { version: string }
let scratch: string
let tarball: string

const run = (program: string, words: readonly string[], directory: string): string =>
  execFileSync(program, words, { cwd: directory, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })

/** Lends a dependency to a program; installing it would take the network. */
const linkPackage = (name: string, project: string): void =>
  symlinkSync(join(root, 'node_modules', name), join(project, 'node_modules', name), 'junction')

beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), 'keycard-package-'))
  // dist/ was built before the tests, so the scripts of the package need not build it again under the feet of the other tests.
  run('npm', ['pack', '--ignore-scripts', '--pack-destination', scratch], root)
  tarball = join(scratch, readdirSync(scratch).find((name) => name.endsWith('.tgz')) ?? '')
})
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

describe('the package', () => {
  it('holds what users need and nothing else', () => {
    const names = run('tar', ['-tzf', tarball], scratch)
      .split('\n')
      .filter((name) => name !== '')
      .map((name) => name.replace(/^package\//, ''))
    const allowed =
      /^(dist\/.*\.(js|d\.ts)|dist\/parser\.(cjs|license\.txt|notices\.txt)|schema\/keycard-[\w-]+\.json|action-map\/(services|actions|signed|libraries)\/[^/]+\.json|action-map\/stand-ins\/[\w-]+\.js(on)?|action-map\/[\w-]+\.json|package\.json|README\.md|LICENSE|CHANGELOG\.md)$/
    expect(names.filter((name) => !allowed.test(name))).toEqual([])
    for (const name of [
      'dist/cli.js',
      'dist/index.js',
      'dist/index.d.ts',
      'dist/parser.cjs',
      'dist/parser.license.txt',
      'schema/keycard-1.json',
      'schema/keycard-config-1.json',
      'schema/keycard-explain-1.json',
      'schema/keycard-lookup-1.json',
      'README.md',
      'LICENSE',
      'CHANGELOG.md',
    ])
      expect(names).toContain(name)
    const facts = [...read('src/permissions/action-map.ts').matchAll(/'([\w-]+\.json)'/g)].map((match) => `action-map/${match[1]}`)
    expect(facts.length).toBeGreaterThan(0)
    for (const name of facts) expect(names).toContain(name)
    for (const name of filesUnder('action-map/services').concat(
      filesUnder('action-map/actions'),
      filesUnder('action-map/libraries'),
      filesUnder('action-map/stand-ins'),
    ))
      expect(names).toContain(name)
  })

  it('stays small', () => {
    expect(statSync(tarball).size).toBeLessThan(2 * 1024 * 1024)
  })

  it('is described as publint wants it', async () => {
    const { messages } = await publint({ strict: true, pack: { tarball: new Uint8Array(readFileSync(tarball)).buffer } })
    expect(messages.map((message) => formatMessage(message, manifest))).toEqual([])
  })

  it('installs from its tarball, runs, and can be imported', () => {
    const project = join(scratch, 'project')
    mkdirSync(project)
    writeFileSync(join(project, 'package.json'), '{ "name": "project", "private": true, "type": "module" }\n')
    cpSync(join(root, 'fixtures/whole/upload-processor'), join(project, 'service'), { recursive: true })
    run('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', '--omit=dev', tarball], project)

    const keycard = join(project, 'node_modules/.bin/keycard')
    expect(run(keycard, ['--version'], project)).toBe(`${manifest.version}\n`)
    expect(run(keycard, ['generate', 'service', '--format', 'yaml'], project)).toContain(
      'arn:aws:s3:::cross-account-storage-bucket/secure-report.json',
    )

    writeFileSync(
      join(project, 'use.js'),
      `import { analyze, openReader } from 'iam-keycard'
import schema from 'iam-keycard/schema/keycard-1.json' with { type: 'json' }
const report = await analyze(openReader('service'))
console.log(report.functions.map(({ name, analysis }) => name + ' ' + analysis).join(), typeof schema.$schema)
`,
    )
    expect(run(process.execPath, ['--no-warnings', 'use.js'], project)).toBe('uploadProcessor complete string\n')
  })

  it('is a library for strict TypeScript, whose types say what its code does', () => {
    const project = join(scratch, 'program')
    mkdirSync(join(project, 'node_modules/iam-keycard'), { recursive: true })
    run('tar', ['-xzf', tarball, '--strip-components=1', '-C', join(project, 'node_modules/iam-keycard')], project)
    for (const name of ['yaml', 'commander']) linkPackage(name, project)
    cpSync(join(root, 'fixtures/diff/baseline-first'), join(project, 'service'), { recursive: true })
    cpSync(join(root, 'test/library-user'), project, { recursive: true })
    writeFileSync(join(project, 'package.json'), '{ "name": "program", "private": true, "type": "module" }\n')

    // Without Node's types: those of the package need nothing of the sort.
    run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', project], project)
    const said = JSON.parse(run(process.execPath, ['program.js'], project))
    expect(said).toEqual({
      states: ['read complete 2', 'store complete 1'],
      actions: ['s3:GetObject'],
      changed: true,
      refused: 'serverless.yml has no function raed: it has read, store',
      markdown: '### Keycard: `archive`',
    })
  })

  it('exports to programs what its page names, and nothing else', async () => {
    const library = await import(pathToFileURL(join(root, 'dist/index.js')).href)
    const page = read('docs/library.md')
    for (const name of Object.keys(library)) expect(page).toContain(name)
    expect(Object.keys(library).sort()).toEqual([...['UserError', 'analyze', 'analyzeModule', 'applyEdits', 'audit', 'diff', 'openReader', 'render']])
  })
})
