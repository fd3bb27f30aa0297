import { describe, expect, it } from 'vitest'
import { type EntryResult, findCalls } from '../src/code/index.ts'
import { begin, endless } from './endless.ts'
import { openFiles } from './iac-service.ts'

const facts = { libraries: new Map(), legacyServices: new Map(), responses: new Map(), eventTexts: new Set<string>() }

const settings = "import '@aws-sdk/client-s3'\nexport const settings = { table: 'plain' }\n"
const read = `
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb'
import { settings } from './settings'
const read = () => new DynamoDBClient({}).send(new GetItemCommand({ TableName: settings.table, Key: {} }))
`
const find = (files: Readonly<Record<string, string>>, names: readonly string[]): ReadonlyMap<string, EntryResult> =>
  findCalls(
    openFiles(files),
    names.map((name) => ({ key: name, file: `${name}.ts`, exportName: 'handler' })),
    facts,
  )
const checks = (result: EntryResult | undefined): readonly string[] => (result?.findings ?? []).map(({ check }) => check)

describe('a handler that is too much work', () => {
  const results = find(
    {
      'settings.ts': settings,
      'heavy.ts': `${read}\n${endless}\nexport const handler = (event) => { if (event.now) { settings.table = 'spoilt'; ${begin} } return read() }\n`,
      'light.ts': `${read}export const handler = () => read()\n`,
    },
    ['heavy', 'light'],
  )

  it('is said not to be analysed to its end', () => {
    expect(new Set(checks(results.get('heavy')))).toEqual(new Set(['analysis-limit']))
    expect(results.get('heavy')?.complete).toBe(false)
  })

  it('leaves nothing behind for the functions that come after it', () => {
    const [call] = results.get('light')?.calls ?? []
    expect(results.get('light')?.complete).toBe(true)
    expect(call?.input.kind === 'record' && call.input.fields.get('TableName')).toEqual({ kind: 'text', text: 'plain' })
  })
})

describe('a module that is too much work to load', () => {
  it('is told to every function that loads it, and to no other', () => {
    const results = find(
      {
        'settings.ts': settings,
        'heavy.ts': `${endless}\nimport '@aws-sdk/client-s3'\n${begin}\nexport const table = 'late'\n`,
        'between.ts': "import './heavy'\nexport const between = true\n",
        'first.ts': `import './between'\n${read}export const handler = () => read()\n`,
        'second.ts': `import './between'\n${read}export const handler = () => read()\n`,
        'third.ts': `import './heavy'\n${read}export const handler = () => read()\n`,
        'fourth.ts': `${read}export const handler = () => read()\n`,
      },
      ['first', 'second', 'third', 'fourth'],
    )
    for (const name of ['first', 'second', 'third']) {
      expect(new Set(checks(results.get(name))), name).toEqual(new Set(['analysis-limit']))
      expect(results.get(name)?.complete, name).toBe(false)
    }
    expect(results.get('fourth')?.complete).toBe(true)
  })
})

describe('a function that is called in more ways than are remembered', () => {
  const ways = Array.from({ length: 1010 }, (_, way) => `take({ way: ${way} })`).join('\n')
  const source = (rest: string): Readonly<Record<string, string>> => ({
    'many.ts': `
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb'
const read = (table) => new DynamoDBClient({}).send(new GetItemCommand({ TableName: table, Key: {} }))
const take = (given, then) => { if (given.name) given.table = 'renamed'; if (then) then(given) }
export const handler = () => {
${ways}
${rest}
}
`,
  })
  const tables = (result: EntryResult | undefined): readonly unknown[] =>
    (result?.calls ?? []).map(({ input }) => (input.kind === 'record' ? input.fields.get('TableName')?.kind : input.kind))

  it('still calls what it is handed, with data that is not known', () => {
    const result = find(source("take({ table: 'late' }, (given) => read(given.table))"), ['many']).get('many')
    expect(result?.complete).toBe(true)
    expect(tables(result)).toEqual(['unknown'])
  })

  it('may have changed the data that it is handed', () => {
    const result = find(source("const late = { name: 'x', table: 'plain' }\ntake(late)\nread(late.table)"), ['many']).get('many')
    expect(result?.complete).toBe(true)
    expect(tables(result)).not.toEqual(['text'])
  })

  it('is told where what it is handed to call differs time and again', () => {
    const calls = Array.from({ length: 40 }, (_, way) => `take({ table: 'late' }, (given) => read(given.table + '-${way}'))`).join('\n')
    const result = find(source(calls), ['many']).get('many')
    expect(new Set(checks(result))).toEqual(new Set(['analysis-limit']))
  })
})

describe('data that is held in many places', () => {
  it('is let out once, however many ways lead to it', () => {
    const all = Array.from({ length: 170 }, (_, index) => index)
    const source = `
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb'
import { draw } from 'maps'
const read = (table) => new DynamoDBClient({}).send(new GetItemCommand({ TableName: table, Key: {} }))
${all.map((one) => `const place${one} = {}`).join('\n')}
${all.map((one) => `Object.assign(place${one}, { ${all.map((other) => `way${other}: place${other}`).join(', ')} })`).join('\n')}
place169.called = () => read('maps')
export const handler = () => draw(place0)
`
    const result = find({ 'place.ts': source }, ['place']).get('place')
    expect(result?.complete).toBe(true)
    expect(result?.calls.map(({ command }) => command)).toEqual(['GetItem'])
  })
})
