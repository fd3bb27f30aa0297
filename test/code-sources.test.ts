import { describe, expect, it } from 'vitest'
import { findCalls } from '../src/code/index.ts'
import type { Reader } from '../src/model/index.ts'
import { openFiles } from './iac-service.ts'

const facts = { libraries: new Map(), legacyServices: new Map(), responses: new Map(), eventTexts: new Set<string>() }

/** Counts how often each file is read. */
function counting(reader: Reader): { reader: Reader; counts: Map<string, number> } {
  const counts = new Map<string, number>()
  const read = (path: string): string | undefined => {
    counts.set(path, (counts.get(path) ?? 0) + 1)
    return reader.read(path)
  }
  return { reader: { ...reader, read }, counts }
}

const handler = (patch: string): string => `
import { GetItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { settings } from './settings'
${patch}
export const handler = () => new DynamoDBClient({}).send(new GetItemCommand({ TableName: settings.table, Key: {} }))
`
const patch = (table: string): string => `
import '@aws-sdk/client-dynamodb'
import { settings } from './settings'
settings.table = '${table}'
`
const files = {
  'settings.ts': "import '@aws-sdk/client-s3'\nexport const settings = { table: 'plain' }\n",
  'east.ts': patch('east'),
  'west.ts': patch('west'),
  'plain-handler.ts': handler(''),
  'east-handler.ts': handler("import './east'"),
  'other-east-handler.ts': handler("import './east'"),
  'west-handler.ts': handler("import './west'"),
  'other-plain-handler.ts': handler(''),
}
const entry = (name: string) => ({ key: name, file: `${name}.ts`, exportName: 'handler' })
const names = ['east-handler', 'plain-handler', 'west-handler', 'other-east-handler', 'other-plain-handler']

describe('entry points whose modules overwrite what others read', () => {
  const { reader, counts } = counting(openFiles(files))
  const results = findCalls(reader, names.map(entry), facts)
  const table = (name: string): unknown => {
    const input = results.get(name)?.calls[0]?.input
    return input?.kind === 'record' ? input.fields.get('TableName') : undefined
  }

  it('see what their own modules made of it alone', () => {
    expect(names.map(table)).toEqual(['east', 'plain', 'west', 'east', 'plain'].map((text) => ({ kind: 'text', text })))
  })

  it('share the reading of every file', () => {
    const sources = [...counts].filter(([path]) => path.endsWith('.ts'))
    expect(sources.map(([path]) => path.replace(/^\.\//, '')).sort()).toEqual(Object.keys(files).sort())
    expect(sources.filter(([, count]) => count > 1)).toEqual([])
  })
})

describe('functions that call each other twice', () => {
  it('are followed once each, however many ways lead to them', () => {
    const depth = 24
    const steps = Array.from({ length: depth }, (_, index) => {
      const below = index === 0 ? "({ table: 'plain' })" : `step${index - 1}()`
      return `const step${index} = () => { const first = ${below}; const second = ${below}; return { table: first.table, other: second } }`
    })
    const code = `
import { GetItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb'
${steps.join('\n')}
export const handler = () => new DynamoDBClient({}).send(new GetItemCommand({ TableName: step${depth - 1}().table, Key: {} }))
`
    const result = findCalls(openFiles({ 'handler.ts': code }), [{ key: 'chain', file: 'handler.ts', exportName: 'handler' }], facts).get('chain')
    expect(result?.findings).toEqual([])
    expect(result?.calls.map(({ command }) => command)).toEqual(['GetItem'])
  })
})
