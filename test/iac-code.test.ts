import { describe, expect, it } from 'vitest'
import { readCode } from '../src/code/index.ts'
import { type ReadService, readService } from '../src/iac/index.ts'
import { allow, functionOf, mistakeOf, openFiles, readFiles, write } from './iac-service.ts'

/** Reads a service out of files of which one is code. */
const readThe = (files: Readonly<Record<string, string>>): ReadService => readFiles(files, { readCode })

/** The environment of function `one` as `X`, where a module says the whole configuration but for that. */
function environmentOf(expression: string, head = ''): unknown {
  const read = readThe({
    'serverless.ts': `${head}
export default { service: 'a', provider: { name: 'aws' }, custom: { table: 'orders' }, functions: { one: { handler: 'a.b', environment: { X: ${expression} } } } }`,
  })
  return functionOf(read, 'one').environment.get('X')
}

const names = (read: ReadService): readonly string[] => read.service.functions.map(({ name }) => name)
const checks = (read: ReadService): readonly string[] => read.service.findings.map(({ check, severity }) => `${severity} ${check}`)
const rest = `service: 'a', provider: { name: 'aws' }`
const one = `{ ${rest}, functions: { one: { handler: 'a.b' } } }`

describe('a configuration in code', () => {
  it.each([
    ['a default export', 'serverless.ts', `export default ${one}`],
    [
      'a default export of a name with a type',
      'serverless.ts',
      `import type { AWS } from '@serverless/typescript'\nconst it: AWS = ${one}\nexport default it`,
    ],
    ['satisfies', 'serverless.ts', `export default ${one} satisfies AWS`],
    ['as const', 'serverless.ts', `const it = ${one} as const\nexport default it as AWS`],
    [
      'module.exports in TypeScript',
      'serverless.ts',
      `import type { AWS } from '@serverless/typescript'\nconst it: AWS = ${one}\nmodule.exports = it`,
    ],
    ['export =', 'serverless.ts', `const it = ${one}\nexport = it`],
    ['CommonJS', 'serverless.js', `module.exports = ${one}`],
    ['CommonJS with its own ending', 'serverless.cjs', `module.exports = ${one}`],
    ['an ES module', 'serverless.mjs', `export default ${one}`],
    ['an async function', 'serverless.js', `module.exports = async () => (${one})`],
    ['a promise', 'serverless.js', `module.exports = (async () => (${one}))()`],
    ['a function of a module', 'serverless.ts', `import { make } from './make'\nexport default make('one')`],
    [
      'fields that are set later',
      'serverless.js',
      `const it = { ${rest}, functions: {} }\nit.functions.one = { handler: 'a.b' }\nmodule.exports = it`,
    ],
  ])('is read from %s', (_shape, file, text) => {
    const make = `export const make = (name: string) => ({ ${rest}, functions: { [name]: { handler: 'a.b' } } })`
    const read = readThe({ [file]: text, 'make.ts': make })
    expect(names(read)).toEqual(['one'])
    expect(functionOf(read, 'one').handler).toBe('a.b')
    expect(read.service.findings.filter(({ check }) => check !== 'framework-version-unknown')).toEqual([])
  })

  it('gives way to a file in YAML', () => {
    expect(readThe({ 'serverless.ts': `export default ${one}`, 'serverless.yml': 'service: b\nprovider: { name: aws }\n' }).service.file).toBe(
      'serverless.yml',
    )
  })

  it('is read under another name', () => {
    expect(readFiles({ 'deploy/api.ts': `export default ${one}` }, { readCode, config: 'deploy/api.ts' }).service.file).toBe('deploy/api.ts')
  })

  it('has functions from modules, barrels and paths of tsconfig.json', () => {
    const read = readThe({
      'tsconfig.json': '{ "compilerOptions": { "baseUrl": ".", "paths": { "@functions/*": ["src/functions/*"] } } }',
      'serverless.ts': `import first from '@functions/first'
import * as others from '@functions/others'
export default { ${rest}, functions: { first, ...others } }`,
      'src/functions/first/index.ts': `export default { handler: 'first.main' }`,
      'src/functions/others/index.ts': `export * from './second'\nexport { default as third } from './third'`,
      'src/functions/others/second.ts': `export const second = { handler: 'second.main' }`,
      'src/functions/others/third.ts': `export default { handler: 'third.main' }`,
    })
    expect(read.service.functions.map(({ handler }) => handler).sort()).toEqual(['first.main', 'second.main', 'third.main'])
    expect(functionOf(read, 'first').at).toEqual({ file: 'serverless.ts', line: 3, column: expect.any(Number) })
  })

  it.each([
    ['the path behind the working directory', '`${__dirname.split(process.cwd())[1].substring(1).replace(/\\\\/g, "/")}/handler.main`'],
    ['a relative path', '`${path.relative(process.cwd(), __dirname)}/handler.main`'],
    ['the folder of import.meta.url', '`${path.relative(process.cwd(), path.dirname(fileURLToPath(import.meta.url)))}/handler.main`'],
    ['a resolved path', "path.join(path.relative(path.resolve('.'), path.resolve(__dirname, '..', 'first')), 'handler.main')"],
  ])('knows where its modules stand: %s', (_way, handler) => {
    const read = readThe({
      'serverless.ts': `import first from './src/first'\nexport default { ${rest}, functions: { first } }`,
      'src/first/index.ts': `import path from 'node:path'\nimport { fileURLToPath } from 'node:url'\nexport default { handler: ${handler} }`,
    })
    expect(functionOf(read, 'first').handler).toBe('src/first/handler.main')
  })

  it('knows them in a workspace, above the service', () => {
    const files = {
      'services/api/serverless.ts': `import { at } from '../../presets'\nexport default { ${rest}, functions: { one: { handler: at(__dirname) + '/one.main' } } }`,
      'presets/index.ts': `export const at = (place: string) => place.replace(process.cwd(), 'here')`,
    }
    const read = readService(openFiles(files, 'services/api'), { readCode })
    expect(functionOf(read, 'one').handler).toBe('here/one.main')
  })

  it.each([
    ['a text', `'orders'`, { kind: 'text', text: 'orders' }],
    ['a variable in a text', "'${self:custom.table}-x'", { kind: 'text', text: 'orders-x' }],
    ['the environment of the deployment', 'process.env.STAGE', { kind: 'variable', text: '${env:STAGE}' }],
    [
      'the same with fallbacks',
      "process.env.STAGE ?? process.env.NODE_ENV ?? 'dev'",
      { kind: 'variable', text: "${env:STAGE, env:NODE_ENV, 'dev'}", now: { kind: 'text', text: 'dev' } },
    ],
    ['a reference', `{ Ref: 'Orders' }`, { kind: 'resource', id: 'Orders' }],
    ['an attribute', `{ 'Fn::GetAtt': ['Orders', 'Arn'] }`, { kind: 'resource', id: 'Orders', attribute: 'Arn' }],
    ['a number', '5', { kind: 'text', text: '5' }],
  ])('gives values: %s', (_what, expression, value) => {
    expect(environmentOf(expression)).toEqual(value)
  })

  it('keeps the known half of a text', () => {
    expect(environmentOf('`orders-${await secret()}`', `import { secret } from '@acme/vault'`)).toMatchObject({
      kind: 'join',
      parts: [{ kind: 'text', text: 'orders-' }, { kind: 'unknown' }],
    })
  })

  it('takes what the framework resolves for a function that asks it', () => {
    const read = readThe({
      'serverless.js': `module.exports = async ({ resolveVariable }) => ({ ${rest}, functions: { one: { handler: 'a.b', environment: { X: 'orders-' + (await resolveVariable('ssm:/name')) } } } })`,
    })
    expect(functionOf(read, 'one').environment.get('X')).toEqual({
      kind: 'join',
      parts: [
        { kind: 'text', text: 'orders-' },
        { kind: 'variable', text: '${ssm:/name}' },
      ],
    })
  })

  it('follows the files that it reads, inside of the workspace', () => {
    const read = readThe({
      'serverless.js': `const { readdirSync, readFileSync } = require('fs')
const path = require('path')
const functions = {}
for (const name of readdirSync(path.join(__dirname, 'functions'))) functions[name.replace('.js', '')] = require(path.join(__dirname, 'functions', name))
const settings = JSON.parse(readFileSync('./settings.json', 'utf8'))
const other = JSON.parse(readFileSync('../../../etc/settings.json', 'utf8'))
module.exports = { ${rest}, functions: { ...functions, last: { handler: settings.handler, environment: { X: other } } } }`,
      'functions/one.js': `module.exports = { handler: 'one.main' }`,
      'functions/two.js': `module.exports = { handler: 'two.main' }`,
      'settings.json': '{ "handler": "last.main" }',
    })
    expect(read.service.functions.map(({ name, handler }) => [name, handler])).toEqual([
      ['one', 'one.main'],
      ['two', 'two.main'],
      ['last', 'last.main'],
    ])
    expect(functionOf(read, 'last').environment.get('X')?.kind).toBe('unknown')
  })

  it('runs nothing, and shows nothing of the machine', () => {
    const read = readThe({
      'serverless.js': `throw_ = () => { throw new Error('run') }; module.exports = { ${rest}, custom: { at: __dirname }, functions: { one: { handler: 'a.b', environment: { X: __dirname } } } }`,
    })
    expect(functionOf(read, 'one').environment.get('X')).toEqual({ kind: 'text', text: '/workspace/service' })
  })
})

describe('what code leaves open', () => {
  it.each([
    ['functions that are spread', `{ ...preset, one: { handler: 'a.b' } }`, 'error configuration-unread'],
    ['a function', `{ one: { handler: 'a.b' }, two: preset.two }`, 'error configuration-unread'],
    ['all functions', `preset`, 'error configuration-unread'],
    ['settings of a function', `{ one: { ...preset, handler: 'a.b' } }`, 'warning configuration-unread'],
    ['events', `{ one: { handler: 'a.b', events: preset } }`, 'warning configuration-unread'],
    ['statements', `{ one: { handler: 'a.b', iamRoleStatements: preset } }`, 'warning configuration-unread'],
    ['an environment variable', `{ one: { handler: 'a.b', environment: { X: preset } } }`, 'note configuration-unread'],
    ['a function that may be there', `{ ...(process.env.ALL ? { one: { handler: 'a.b' } } : {}) }`, 'note configuration-conditional'],
  ])('is said: %s', (_what, functions, check) => {
    const read = readThe({ 'serverless.ts': `import preset from '@acme/preset'\nexport default { ${rest}, functions: ${functions} }` })
    expect(checks(read)).toContain(check)
    expect(read.service.findings.find(({ check: id }) => id.startsWith('configuration-'))?.at?.file).toBe('serverless.ts')
  })

  it('opens an environment that is spread into', () => {
    const read = readThe({
      'serverless.ts': `import preset from '@acme/preset'\nexport default { ${rest}, functions: { one: { handler: 'a.b', environment: { ...preset, X: 'x' } } } }`,
    })
    expect(functionOf(read, 'one').environmentOpen).toBe(true)
    expect(environmentOf(`'x'`)).toEqual({ kind: 'text', text: 'x' })
  })

  it.each([
    ['an export from a package', `export { default } from '@acme/preset'`, 'cannot be known without running it'],
    ['no export', `const it = ${one}`, 'has no provider'],
    ['code that cannot be parsed', 'export default {', 'cannot be parsed'],
    ['a list', 'export default []', 'is a list'],
  ])('is refused as a whole: %s', (_what, text, message) => {
    expect(mistakeOf(() => readThe({ 'serverless.ts': text })).message).toContain(message)
  })

  it('refuses a module that cannot be parsed, by its name', () => {
    const mistake = mistakeOf(() =>
      readThe({ 'serverless.ts': `import x from './x'\nexport default { ${rest}, functions: { x } }`, 'x.ts': 'export default {' }),
    )
    expect(mistake.at?.file).toBe('x.ts')
  })
})

describe('a file of code that a variable names', () => {
  const yaml = (functions: string): string => `service: a\nprovider: { name: aws }\nfunctions: ${functions}\n`

  it.each([
    ['what it exports', '${file(./f.js)}', `module.exports = { one: { handler: 'a.b' } }`],
    ['a part', '${file(./f.js):all.of}', `module.exports = { all: { of: { one: { handler: 'a.b' } } } }`],
    ['a named export', '${file(./f.js):functions}', `export const functions = { one: { handler: 'a.b' } }`],
    ['what a function returns', '${file(./f.js)}', `module.exports = () => ({ one: { handler: 'a.b' } })`],
    ['what a function of it returns', '${file(./f.js):make}', `module.exports.make = async () => ({ one: { handler: 'a.b' } })`],
    [
      'a part of what a function returns',
      '${file(./f.js):make.functions}',
      `module.exports.make = () => ({ functions: { one: { handler: 'a.b' } } })`,
    ],
  ])('gives %s', (_what, functions, code) => {
    expect(names(readThe({ 'serverless.yml': yaml(functions), 'f.js': code }))).toEqual(['one'])
  })

  it('is said where it is not known, and a fallback is taken', () => {
    const read = readThe({ 'serverless.yml': yaml("${file(./f.js):x, ''}"), 'f.js': `module.exports = require('@acme/preset')` })
    expect(checks(read)).toContain('note configuration-in-code')
  })
})

describe('statements written into code', () => {
  const wanted = { one: [allow(['s3:GetObject'], [{ 'Fn::Sub': "${Bucket.Arn}/o'clock/*" }])] }
  const head = `plugins: ['serverless-iam-roles-per-function'], ${rest}`

  it('take over quotes, tabs, line ends and the byte order mark, and leave comments where they are', () => {
    const text = `\uFEFFmodule.exports = {\r\n\t${head.replaceAll("'", '"')},\r\n\tfunctions: {\r\n\t\tone: {\r\n\t\t\thandler: "a.b" // the last one\r\n\t\t}\r\n\t}\r\n}\r\n`
    const { files } = write({ 'serverless.js': text }, wanted)
    expect(files['serverless.js']).toContain(
      '\t\t\thandler: "a.b", // the last one\r\n\t\t\tiamRoleStatements: [\r\n\t\t\t\t{\r\n\t\t\t\t\tEffect: "Allow",\r\n\t\t\t\t\tAction: ["s3:GetObject"],\r\n\t\t\t\t\tResource: [{ "Fn::Sub": "${Bucket.Arn}/o\'clock/*" }]\r\n\t\t\t\t}\r\n\t\t\t]\r\n\t\t}',
    )
  })

  it.each([
    ['a shorthand', `const iamRoleStatements = [...[]]; export default { ${head}, functions: { one: { handler: 'a.b', iamRoleStatements } } }`],
    ['a spread', `const base = { timeout: 3 }; export default { ${head}, functions: { one: { ...base, handler: 'a.b' } } }`],
    ['only a spread', `const base = { handler: 'a.b' }; export default { ${head}, functions: { one: { ...base } } }`],
    ['an empty list', `export default { ${head}, functions: { one: { handler: 'a.b', iamRoleStatements: [] } } }`],
    ['null', `export default { ${head}, functions: { one: { handler: 'a.b', iamRoleStatements: null } } }`],
    [
      'statements that a function makes',
      `const deny = () => ({ Effect: 'Allow', Action: 's3:*', Resource: '*' }); export default { ${head}, functions: { one: { handler: 'a.b', iamRoleStatements: [deny()] } } }`,
    ],
  ])('read back as they were meant, or are printed: beside %s', (_what, text) => {
    const { files, findings } = write({ 'serverless.ts': text }, wanted)
    const refused = findings.filter(({ severity }) => severity === 'error')
    if (refused.length > 0) {
      expect(files['serverless.ts']).toBe(text)
      expect(refused.map(({ patch }) => patch)).toEqual([expect.stringContaining('s3:GetObject')])
    } else expect(files['serverless.ts']).toContain('s3:GetObject')
  })

  it.each([
    ['made by a call with arguments', `const make = (name) => ({ handler: name }); export default { ${head}, functions: { one: make('a.b') } }`],
    ['used twice', `const it = { handler: 'a.b' }; export default { ${head}, functions: { one: it, two: it } }`],
    ['made twice of one literal', `const make = () => ({ handler: 'a.b' }); export default { ${head}, functions: { one: make(), two: make() } }`],
    ['made of a list', `export default { ${head}, functions: Object.fromEntries(['one'].map((name) => [name, { handler: 'a.b' }])) }`],
    [
      'with statements from a package',
      `import { some } from '@acme/preset'; export default { ${head}, functions: { one: { handler: 'a.b', iamRoleStatements: some } } }`,
    ],
    [
      'with statements that others have too',
      `const some = [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }]; export default { ${head}, functions: { one: { handler: 'a.b', iamRoleStatements: [...some] } } }`,
    ],
  ])('are printed and not guessed for a function %s', (_what, text) => {
    const { files, findings } = write({ 'serverless.ts': text }, wanted)
    expect(files['serverless.ts']).toBe(text)
    const [refused] = findings.filter(({ check }) => check === 'write-refused')
    expect(refused?.patch?.split('\n').slice(0, 4)).toEqual(['iamRoleStatements: [', '  {', "    Effect: 'Allow',", "    Action: ['s3:GetObject'],"])
    expect(refused?.severity).toBe('error')
  })

  it('go where a named list of this function alone stands', () => {
    const { files } = write(
      {
        'serverless.ts': `import { some } from './some'\nexport default { ${head}, functions: { one: { handler: 'a.b', iamRoleStatements: some } } }`,
        'some.ts': `export const some = [\n  // keycard-keep -- an extension needs it\n  { Effect: 'Allow', Action: 'ssm:GetParameter', Resource: '*' },\n  { Effect: 'Allow', Action: 's3:*', Resource: '*' },\n]\n`,
      },
      wanted,
    )
    expect(files['some.ts']).toBe(
      `export const some = [\n  // keycard-keep -- an extension needs it\n  { Effect: 'Allow', Action: 'ssm:GetParameter', Resource: '*' },\n  { Effect: 'Allow', Action: 's3:GetObject', Resource: { 'Fn::Sub': "\${Bucket.Arn}/o'clock/*" } },\n]\n`,
    )
  })
})
