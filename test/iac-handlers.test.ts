import { describe, expect, it } from 'vitest'
import { findHandler } from '../src/iac/index.ts'
import { openFiles } from './iac-service.ts'

const find = (handler: string, ...files: readonly (string | [string, string])[]) =>
  findHandler(openFiles(Object.fromEntries(files.map((file) => (typeof file === 'string' ? [file, ''] : file)))), handler)

describe('the source of a handler', () => {
  it.each([
    ['src/orders.create', ['src/orders.ts'], 'src/orders.ts', 'create'],
    ['./src/orders.create', ['src/orders.mjs'], 'src/orders.mjs', 'create'],
    ['handlers/users.api.list', ['handlers/users.ts'], 'handlers/users.ts', 'api.list'],
    ['handlers/users.controller.list', ['handlers/users.controller.ts'], 'handlers/users.controller.ts', 'list'],
    ['handlers/users.v1.list', ['handlers/users.ts', 'handlers/users.v1.ts'], 'handlers/users.ts', 'v1.list'],
    ['src.v2/orders.create', ['src.v2/orders.ts'], 'src.v2/orders.ts', 'create'],
    ['src/orders.create', ['src/orders.js', 'src/orders.ts'], 'src/orders.ts', 'create'],
    ['src/orders.create', ['src/orders.tsx', 'src/orders.mjs'], 'src/orders.tsx', 'create'],
    ['src/orders.create', ['src/orders.cts'], 'src/orders.cts', 'create'],
    ['src/orders.create', ['src/orders.mts'], 'src/orders.mts', 'create'],
    ['src/orders.create', ['src/orders.cjs'], 'src/orders.cjs', 'create'],
    ['src/orders.create', ['src/orders.jsx'], 'src/orders.jsx', 'create'],
    ['src/orders.create', ['src/orders/index.ts'], 'src/orders/index.ts', 'create'],
    ['lib/orders.create', ['lib/orders.ts'], 'lib/orders.ts', 'create'],
    ['lib/orders.create', ['lib/orders.js'], 'lib/orders.js', 'create'],
    ['lib/orders.create', ['lib/orders.js', 'orders.js'], 'lib/orders.js', 'create'],
    ['../shared/orders.create', [], undefined, ''],
  ])('%s among %s', (handler, files, file, exportName) => {
    expect(find(handler, ...files)).toEqual(file === undefined ? { missing: expect.any(String) } : { file, exportName })
  })

  it('is found behind the output of the compiler, through what tsconfig extends', () => {
    const files: [string, string][] = [
      ['tsconfig.json', '{\n  // comments are fine\n  "extends": "./config/base",\n  "compilerOptions": { "target": "es2022", /* and these */ },\n}'],
      ['config/base.json', '{ "compilerOptions": { "rootDir": "../source/code", "outDir": "../dist" } }'],
      ['source/code/api/orders.ts', ''],
      ['dist/api/orders.js', ''],
      ['src/api/orders.ts', ''],
    ]
    expect(find('dist/api/orders.create', ...files)).toEqual({
      file: 'source/code/api/orders.ts',
      exportName: 'create',
      note: 'the handler dist/api/orders is the output of a build; source/code/api/orders.ts is read in its place (tsconfig.json says so with outDir)',
    })
  })

  it('is found without rootDir, in a package of a monorepo', () => {
    expect(
      find(
        'packages/api/out/orders.create',
        ['packages/api/tsconfig.json', '{ "compilerOptions": { "outDir": "out" } }'],
        'packages/api/src/orders.ts',
      ),
    ).toMatchObject({
      file: 'packages/api/src/orders.ts',
    })
  })

  it.each([
    ['dist/orders.create', 'src/orders.ts'],
    ['build/orders.create', 'orders.ts'],
    ['.build/src/orders.create', 'src/orders.ts'],
    ['lib/orders.create', 'src/orders.ts'],
    ['out/orders.create', 'src/orders.js'],
    ['.webpack/service/src/orders.create', 'src/orders.ts'],
    ['packages/api/dist/orders.create', 'packages/api/src/orders.ts'],
  ])('%s is %s by its path', (handler, file) => {
    expect(find(handler, file)).toMatchObject({ file, exportName: 'create', note: expect.stringContaining('the output of a build') })
    expect(find(handler, file, `${handler.replace('.create', '.js').replace(/^\.(?!build|webpack)/, '')}`)).toMatchObject({ file })
  })

  it('is the built file where there is nothing else, and says so', () => {
    expect(find('dist/orders.create', 'dist/orders.js')).toEqual({
      file: 'dist/orders.js',
      exportName: 'create',
      note: 'no source was found for dist/orders.js, so the built file itself is read',
    })
  })

  it('is found where a bundler puts it at the top of the package', () => {
    expect(find('orders.create', 'src/orders.js')).toEqual({
      file: 'src/orders.js',
      exportName: 'create',
      note: 'there is no file orders; src/orders.js is read in its place (the same path under src)',
    })
    expect(find('orders.create', 'orders.js', 'src/orders.js')).toEqual({ file: 'orders.js', exportName: 'create' })
    expect(find('../orders.create', 'orders.js')).toEqual({ missing: expect.any(String) })
  })

  it('is looked for through a tsconfig that never ends, too', () => {
    for (const config of [`{ "a": ${'/*'.repeat(200_000)}`, `"${'\\"'.repeat(200_000)}`]) {
      expect(find('dist/orders.create', ['tsconfig.json', config], 'src/orders.ts')).toMatchObject({ file: 'src/orders.ts' })
    }
  })

  it('that is missing says what was tried', () => {
    expect(find('dist/orders.create')).toEqual({
      missing: expect.stringMatching(
        /^no file dist\/orders or src\/orders or orders or .* with one of the endings \.ts \.tsx \.mts \.cts \.js \.mjs \.cjs \.jsx$/,
      ),
    })
    expect(find('orders')).toEqual({ missing: '"orders" is no handler: it should look like src/orders.create' })
    expect(find('')).toEqual({ missing: '"" is no handler: it should look like src/orders.create' })
    expect(find('../../outside.create')).toMatchObject({ missing: expect.any(String) })
  })
})
