import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type ActionFact, actionsOf, type ClientFacts, type ResourceTypeFact, type When } from '../src/permissions/format.ts'
import { openActionMap } from '../src/permissions/index.ts'
import { parseSource, pathsOf } from '../src/permissions/source.ts'
import { type FoldedFacts, unfold } from '../src/permissions/unfold.ts'
import { filesUnder } from './files.ts'

const root = new URL('../action-map/', import.meta.url)
const read = <Facts>(file: string): Facts => JSON.parse(readFileSync(new URL(file, root), 'utf8')) as Facts
const files = readdirSync(new URL('services/', root)).sort()
const page = readFileSync(new URL('README.md', root), 'utf8')
const clients = files.map((file) => unfold(read<FoldedFacts>(`services/${file}`)))

/** Why a fact is not of the format; parsing a source throws where it is none. */
function problems(facts: ClientFacts): string[] {
  const found: string[] = []
  for (const [name, fact] of Object.entries(facts.commands)) {
    const say = (what: string): void => void found.push(`${facts.client} ${name}: ${what}`)
    if (!['override', 'rule', 'none', 'assumed', undefined].includes(fact.basis)) say(`basis ${fact.basis}`)
    if (fact.basis === 'override' && !(fact.why && fact.source?.startsWith('https://'))) say('an override without why and source')
    for (const action of actionsOf(facts, name, fact)) problemsOf(action, facts, say)
  }
  for (const [waiter, command] of Object.entries(facts.waiters ?? {}))
    if (!facts.commands[command]) found.push(`${facts.client}: ${waiter} waits for ${command}`)
  return found
}

function problemsOf(action: ActionFact & { name: string }, facts: ClientFacts, say: (what: string) => void): void {
  if (!/^[a-z0-9-]+:[A-Za-z0-9]+$/.test(action.name)) say(`action ${action.name}`)
  for (const [spelled, bindings] of Object.entries(action.on ?? {})) {
    const type = spelled.replace(/\?$/, '')
    const template = type.startsWith('arn:') ? type : facts.types[type]
    if (template === undefined) say(`no type ${type}`)
    const arn = typeof template === 'string' ? template : [template?.arn ?? '', ...(template?.others ?? [])].join(' ')
    for (const [variable, source] of Object.entries(bindings)) {
      if (variable !== 'arn' && !arn.includes(`\${${variable}}`)) say(`${type} has no ${variable}`)
      if (pathsOf(parseSource(source)).length === 0) say(`${type}.${variable} reads nothing`)
    }
  }
  for (const block of [action.condition, action.narrow]) {
    for (const keys of Object.values(block ?? {})) for (const key of Object.keys(keys)) if (!/^[a-z0-9-]+:/.test(key)) say(`condition key ${key}`)
  }
  if (action.when) whenOf(action.when, say)
}

function whenOf(when: When, say: (what: string) => void): void {
  if (Object.keys(when).length !== 1) say(`a condition of several kinds: ${JSON.stringify(when)}`)
  if ('any' in when) for (const inner of when.any) whenOf(inner, say)
  else if ('all' in when) for (const inner of when.all) whenOf(inner, say)
  else if ('not' in when) whenOf(when.not, say)
  else if ('surely' in when) whenOf(when.surely, say)
  else if (!['has', 'equals', 'starts', 'ends', 'contains', 'isArn', 'refersTo'].some((kind) => kind in when))
    say(`a condition of no kind: ${JSON.stringify(when)}`)
}

describe('services', () => {
  it('are of the format, each under the name of its client', () => {
    expect(clients.flatMap(problems)).toEqual([])
    expect(clients.map((facts) => `${facts.client}.json`)).toEqual(files)
    expect(clients.filter((facts) => facts.format !== 1 || !facts.prefix || !facts.version || !facts.package)).toEqual([])
  })
  const basesOf = (some: readonly ClientFacts[]): string[] =>
    some.flatMap((facts) => Object.values(facts.commands).map((command) => command.basis ?? 'identity'))
  const share = (bases: readonly string[], basis: string): number => bases.filter((each) => each === basis).length / bases.length

  it('know every command of the 80 clients that are used most, at most 2.5 % of them assumed', () => {
    const most = read<string[]>('most-used.json')
    expect(most).toHaveLength(80)
    expect([...most].sort()).toEqual(most)
    const used = clients.filter(({ client }) => most.includes(client))
    expect(used.map(({ client }) => client).sort()).toEqual(most)
    // Each is read from its own package, and what is not known of it would stand in the list of unknown commands.
    expect(used.filter((facts) => facts.package !== `@aws-sdk/client-${facts.client}`)).toEqual([])
    expect(most.filter((client) => new RegExp(`^Unknown .*\\b${client} `, 'm').test(page))).toEqual([])
    expect(share(basesOf(used), 'assumed')).toBeLessThan(0.025)
  })
  it('hold over 17,000 commands of some 400 clients, over 99 % of all that there are', () => {
    const bases = basesOf(clients)
    expect(clients.length).toBeGreaterThan(400)
    expect(bases.length).toBeGreaterThan(17_000)
    const unknown = Number(/^Unknown \((\d+)\)/m.exec(page)?.[1])
    expect(unknown / (bases.length + unknown)).toBeLessThan(0.01)
    expect(share(bases, 'assumed')).toBeLessThan(0.05)
  })
  it('take less than 3 MB with all else that is published', () => {
    const { files: published } = JSON.parse(readFileSync(new URL('../package.json', root), 'utf8')) as { files: string[] }
    // Code that stands in for libraries is no fact about AWS.
    const folders = published.filter((path) => path.startsWith('action-map/') && path !== 'action-map/stand-ins')
    const paths = folders.flatMap((path) => (path.endsWith('.json') ? [path] : filesUnder(path)))
    expect(paths.length).toBeGreaterThan(files.length)
    expect(paths.reduce((sum, path) => sum + statSync(new URL(`../${path}`, root)).size, 0)).toBeLessThan(3_000_000)
  })
  it('name no bindings and no actions that they do not have', () => {
    expect(() => unfold({ commands: { GetItem: { on: 'table' } } })).toThrow('the bindings table')
    expect(() => unfold({ commands: { GetItem: { actions: [{}, 'kms:Decrypt'] } } })).toThrow('the action kms:Decrypt')
  })
  it('never take the plain name where a command is unsigned', () => {
    const cognito = clients.find((facts) => facts.client === 'cognito-identity-provider')
    expect(cognito?.commands.InitiateAuth?.basis).toBe('none')
    expect(cognito?.commands.AdminInitiateAuth?.basis).toBeUndefined()
  })
})

describe('signed', () => {
  const signed = readdirSync(new URL('signed/', root)).map((file) => ({ file, facts: read<ClientFacts>(`signed/${file}`) }))
  it('are of the format, under names that no client has, each with its page', () => {
    expect(signed.flatMap(({ facts }) => problems(facts))).toEqual([])
    expect(signed.map(({ facts }) => `${facts.client}.json`)).toEqual(signed.map(({ file }) => file))
    expect(signed.filter(({ file }) => files.includes(file))).toEqual([])
    const commands = signed.flatMap(({ facts }) => Object.values(facts.commands))
    expect(commands.filter(({ source, why }) => !(why && source?.startsWith('https://docs.aws.amazon.com/')))).toEqual([])
  })
})

describe('overrides', () => {
  const overrides = readdirSync(new URL('overrides/', root)).map((file) =>
    read<{ client: string; source: string; commands?: Record<string, { why?: string; source?: string }> }>(`overrides/${file}`),
  )
  it('say why, and where that stands', () => {
    const bare = overrides.flatMap(({ client, source, commands }) =>
      Object.entries(commands ?? {}).flatMap(([name, { why, source: own }]) =>
        why && (own ?? source)?.startsWith('https://docs.aws.amazon.com/') ? [] : [`${client} ${name}`],
      ),
    )
    expect(bare).toEqual([])
  })
})

describe('resources', () => {
  it('have a page each, and sources that can be read', () => {
    const resources = Object.entries(read<Record<string, ResourceTypeFact>>('resources.json'))
    expect(resources.length).toBeGreaterThan(80)
    for (const [type, fact] of resources) {
      expect(fact.source, type).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//)
      expect(['name', 'id', 'arn', 'url'], type).toContain(fact.ref)
      for (const source of [fact.name, ...(fact.keys ?? [])]) if (source !== undefined) expect(pathsOf(parseSource(source)), type).toHaveLength(1)
      if (fact.arn === 'Ref') expect(fact.ref, type).toBe('arn')
    }
  })
})

describe('the opened map', () => {
  const map = openActionMap()
  it('finds commands by the names that code uses', () => {
    expect(map.command('s3', 'PutObjectCommand')?.name).toBe('PutObject')
    expect(map.command('s3', 'paginateListObjectsV2')?.name).toBe('ListObjectsV2')
    expect(map.command('s3', 'waitUntilObjectExists')?.name).toBe('HeadObject')
    expect(map.command('s3', 'waitForObjectExists')?.name).toBe('HeadObject')
    expect(map.command('ssm', 'SendCommand')?.name).toBe('SendCommand')
    expect(map.command('ssm', 'SendCommandCommand')?.name).toBe('SendCommand')
    expect(map.command('s3', 'constructor')).toBeUndefined()
    expect(map.command('constructor', 'PutObject')).toBeUndefined()
  })
  it('names SDK v2 classes', () => {
    const legacy = map.legacyServices()
    expect(['S3', 'DynamoDB', 'StepFunctions', 'CognitoIdentityServiceProvider', 'CloudWatchLogs'].map((name) => legacy.get(name))).toEqual([
      's3',
      'dynamodb',
      'sfn',
      'cognito-identity-provider',
      'cloudwatch-logs',
    ])
    expect([...legacy.values()].filter((client) => !map.client(client)).sort().length).toBeLessThan(10)
  })
  it('reads every library that is there', () => {
    const folder = new URL('libraries/', root)
    const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : []
    expect(map.libraries()).toHaveLength(names.length)
  })
})
