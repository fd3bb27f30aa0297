import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { analyze } from '../src/analyze.ts'
import { type EntryPoint, type EntryResult, findCalls } from '../src/code/index.ts'
import type { Cache } from '../src/model/index.ts'
import { openReader } from '../src/reader/index.ts'
import { root } from './files.ts'
import { openFiles } from './iac-service.ts'

const facts = { libraries: new Map(), legacyServices: new Map(), responses: new Map(), eventTexts: new Set<string>() }

/** A cache in memory that tells which files were boiled down, from the last look on. */
function memory(): Cache & { readonly summarised: () => readonly string[] } {
  const texts = new Map<string, string>()
  let asked: string[] = []
  return {
    get: (key) => {
      const found = texts.get(key)
      if (key.startsWith('summary ')) asked.push(found === undefined ? '?' : (JSON.parse(found) as { file: string }).file)
      return found
    },
    has: (key) => texts.has(key),
    put: (key, value) => {
      const at = asked.lastIndexOf('?')
      if (key.startsWith('summary ') && at !== -1) asked[at] = (JSON.parse(value) as { file: string }).file
      texts.set(key, value)
    },
    summarised: () => {
      const found = asked.sort()
      asked = []
      return found
    },
  }
}

const table = (result: EntryResult | undefined): unknown => {
  const input = result?.calls[0]?.input
  const found = input?.kind === 'record' ? input.fields.get('TableName') : undefined
  return found?.kind === 'text' ? found.text : found
}

const get = (name: string): string => `
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb'
export const get = () => new DynamoDBClient({}).send(new GetItemCommand({ TableName: ${name}, Key: {} }))
`
const shop = {
  'orders.ts': get("'orders'"),
  'users.ts': get("'users'"),
  'one.ts': "import { get } from './orders'\nexport const handler = () => get()\n",
  'two.ts': "import { get } from './users'\nexport const handler = () => get()\n",
}
const entry = (name: string, more: Partial<EntryPoint> = {}): EntryPoint => ({ key: name, file: `${name}.ts`, exportName: 'handler', ...more })
const entries = ['one', 'two'].map((name) => entry(name))

/** Runs over the first files and then over the second with what was kept, and without. */
function again(first: Readonly<Record<string, string>>, second: Readonly<Record<string, string>>, asked = entries, later = asked) {
  const cache = memory()
  findCalls(openFiles(first), asked, facts, [], cache)
  cache.summarised()
  const kept = findCalls(openFiles(second), later, facts, [], cache)
  expect(kept).toEqual(findCalls(openFiles(second), later, facts))
  return { kept, evaluated: cache.summarised() }
}

describe('what is kept of entry points', () => {
  it('is taken where nothing has changed', () => {
    expect(again(shop, shop).evaluated).toEqual([])
  })

  it('is worked out again where a file has changed that the handler may load', () => {
    const { kept, evaluated } = again(shop, { ...shop, 'orders.ts': get("'archive'") })
    expect(evaluated).toEqual(['one.ts', 'orders.ts'])
    expect([table(kept.get('one')), table(kept.get('two'))]).toEqual(['archive', 'users'])
  })

  it('is worked out again where an import leads elsewhere', () => {
    const { kept } = again({ ...shop, 'orders.ts': '', 'orders/index.ts': '' }, { ...shop, 'orders.ts': get("'new'") })
    expect(table(kept.get('one'))).toBe('new')
    const before = { 'one.ts': shop['one.ts'], 'orders/index.ts': get("'folder'") }
    expect(table(again(before, { ...before, 'orders.ts': get("'file'") }, [entry('one')]).kept.get('one'))).toBe('file')
  })

  it('is worked out again where the environment decides otherwise, and only there', () => {
    const files = { 'one.ts': `${get("process.env.MODE === 'a' ? 'first' : 'second'")}export const handler = get\n` }
    const under = (variables: Readonly<Record<string, string>>): EntryPoint[] => [
      entry('one', { environment: { variables: new Map(Object.entries(variables).map(([name, value]) => [name, { text: value }])) } }),
    ]
    expect(again(files, files, under({ MODE: 'a' }), under({ MODE: 'a', OTHER: 'x' })).evaluated).toEqual([])
    const { kept } = again(files, files, under({ MODE: 'a' }), under({ MODE: 'b' }))
    expect(table(kept.get('one'))).toBe('second')
  })

  it('is worked out again where any file may stand behind an interface', () => {
    const files = {
      'store.ts': 'export interface Store { load(): Promise<unknown> }\n',
      'first.ts': `${get("'first'")}import { type Store } from './store'\nexport class First implements Store { load() { return get() } }\n`,
      'one.ts': `import { type Store } from './store'\nexport class Handler { constructor(private store: Store) {} run() { return this.store.load() } }\n
import { container } from 'unread-container'\nimport './first'\nexport const handler = () => container.get<Handler>(Handler).run()\n`,
      'two.ts': `import './first'\nexport const handler = () => 1\n`,
    }
    const second = `${get("'second'")}import { type Store } from './store'\nexport class Second implements Store { load() { return get() } }\n`
    const changed = { ...files, 'second.ts': second, 'two.ts': "import './second'\nexport const handler = () => 1\n" }
    const { kept, evaluated } = again(files, changed)
    expect(table(kept.get('one'))).toBe('first')
    expect(evaluated).toContain('one.ts')
  })

  it('is not kept where modules are loaded by computed names', () => {
    const files = {
      ...shop,
      'one.ts': 'export const handler = async (event) => (await import(`./tables/${event.name}`)).get()\n',
      'tables/a.ts': get("'a'"),
    }
    const { kept } = again(files, { ...files, 'tables/b.ts': get("'b'") })
    expect(kept.get('one')?.calls.map((call) => call.at.file)).toEqual(['tables/a.ts', 'tables/b.ts'])
  })

  it('is not kept where less was told apart because there was much to do, which depends on what was done for others', () => {
    const ways = Array.from({ length: 1010 }, (_, way) => `take({ way: ${way} })`).join('\n')
    const many = `import { get } from './orders'\nconst take = (given) => given\nexport const handler = () => {\n${ways}\nreturn get()\n}\n`
    expect(again({ ...shop, 'one.ts': many }, { ...shop, 'one.ts': many }).evaluated).toEqual(['one.ts', 'orders.ts', 'two.ts', 'users.ts'])
  })

  it('holds for other entry points that were not asked for in between, as long as their files stay', () => {
    const cache = memory()
    const run = (files: Readonly<Record<string, string>>, asked: readonly EntryPoint[]) => findCalls(openFiles(files), asked, facts, [], cache)
    const changed = { ...shop, 'orders.ts': get("'archive'") }
    run(shop, entries)
    run(changed, [entry('one')])
    cache.summarised()
    run(changed, entries)
    expect(cache.summarised()).toEqual([])
    run(shop, [entry('one')])
    run({ ...changed, 'users.ts': get("'people'") }, [entry('two')])
    const all = run({ ...changed, 'users.ts': get("'people'") }, entries)
    expect([table(all.get('one')), table(all.get('two'))]).toEqual(['archive', 'people'])
  })

  it('says of comments what they say', () => {
    const comment = '// keycard-ignore resource-widened -- known\n'
    const { kept } = again(shop, { ...shop, 'users.ts': comment + shop['users.ts'] })
    expect(kept.get('one')?.ignores).toHaveLength(1)
  })

  it('is worked out again where it cannot be read', () => {
    const cache = memory()
    cache.put('entry points', 'AAAA')
    expect(findCalls(openFiles(shop), entries, facts, [], cache)).toEqual(findCalls(openFiles(shop), entries, facts))
  })
})

// Whole services: what is kept has to give the same report, to the last place.
const services = ['reach', 'values', 'calls'].flatMap((folder) =>
  readdirSync(`${root}/fixtures/${folder}`).map((name) => `fixtures/${folder}/${name}`),
)

describe('a report from what was kept', () => {
  it.each(services.filter((_, index) => index % 6 === 0))('is the report without: %s', async (service) => {
    const cache = memory()
    const first = await analyze(openReader(`${root}/${service}`), { cache })
    const boiledDown = cache.summarised().length
    const second = await analyze(openReader(`${root}/${service}`), { cache })
    expect(second).toEqual(first)
    expect(cache.summarised().length).toBeLessThan(boiledDown)
  })
})
