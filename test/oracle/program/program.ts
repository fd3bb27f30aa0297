import { type Random, randomOf } from '../../policy-random.ts'
import type { Program } from '../run/words.ts'
import { block } from './blocks.ts'
import { flag } from './flags.ts'
import { closure, handler, service, wrapped } from './functions.ts'
import { send } from './sends.ts'
import { shape } from './shapes.ts'
import { shared, sharedValues } from './shared.ts'
import { change as changed, declare } from './variables.ts'
import { choose, costOf, type Draft, type Name, namesOf, type Place, type Written, withNames } from './words.ts'

/** How many parts a program may have, at most. */
const mostParts = 80

/** Writes the program of a seed: the modules that its handlers share, those that only change what others hold, and a module for each handler. */
export function writeProgram(seed: number): Program {
  const random = randomOf(seed)
  let names = 0
  let tables = 0
  let left = 10 + random.below(mostParts)
  const draft: Draft = {
    random,
    concurrent: random.chance(0.25),
    fresh: (prefix) => `${prefix}${++names}`,
    table: () => `'t${++tables}'`,
    grant: (parts) => {
      left = Math.max(left, 0) + parts
    },
    spend: () => {
      left -= 1
      return left > 0
    },
  }
  const files = new Map<string, string>()
  const modules: Module[] = []
  const data = random.chance(0.4)
  if (data) files.set(dataFile, dataOf(draft))
  const add = (module: Module): void => {
    files.set(`${module.name}.ts`, module.lines)
    modules.push(module)
  }
  const handlers = choose(random, [
    [2, 1],
    [3, 2],
    [3, 3],
    [2, 4],
  ])
  const several = handlers > 1
  const count = (several ? 1 : 0) + random.below(4)
  for (let index = 1; index <= count; index++) add(writeModule(draft, `part${index}`, modules, data, several ? 'shared' : 'part'))
  if (several) for (let index = random.below(4); index > 0; index--) add(writeModule(draft, `effect${index}`, modules, data, 'effect'))
  for (let index = 1; index <= handlers; index++) {
    draft.grant(several ? 12 : 25)
    add(writeModule(draft, several ? `handler${index}` : 'main', modules, data, 'handler'))
  }
  const entries = modules.slice(-handlers).map(({ name }) => `${name}.ts`)
  return { files, entries: shuffled(random, entries) }
}

/** What a module is for: something of everything, what others share, changes of that, or a handler. */
type Purpose = 'part' | 'shared' | 'effect' | 'handler'

interface Module {
  readonly name: string
  readonly lines: string
  readonly exported: readonly Name[]
  readonly purpose: Purpose
  /** It knows nothing of AWS, nor does what it imports. */
  readonly plain: boolean
}

function shuffled<Item>(random: Random, items: readonly Item[]): readonly Item[] {
  const left = [...items]
  return items.map(() => left.splice(random.below(left.length), 1)[0] as Item)
}

/** How often a module imports another one: handlers differ in what they load. */
const share: Readonly<Record<Purpose, number>> = { part: 0.85, shared: 0.85, effect: 0.55, handler: 0.3 }

function writeModule(draft: Draft, name: string, others: readonly Module[], data: boolean, purpose: Purpose): Module {
  const { random } = draft
  const common = random.chance(0.3)
  const plain = (purpose === 'shared' || purpose === 'effect') && random.chance(0.4)
  const imported = others.filter((other) => random.chance(share[other.purpose]) && (!plain || other.plain))
  const imports = [
    ...shuffled(random, imported).map((other) => importing(draft, other, common)),
    ...(data && random.chance(0.7) ? [readingData(draft, common)] : []),
  ]
  const lines = [...heads(draft, common, plain), ...imports.map(({ lines: line }) => line), ...(plain ? [] : clients(draft))]
  let place: Place = {
    names: imports.flatMap(({ names }) => names),
    async: false,
    event: false,
    returns: undefined,
    loop: false,
    labels: [],
    self: [],
    modules: others,
  }
  const own: Name[] = []
  for (let parts = 1 + random.below(purpose === 'handler' ? 5 : 4); parts > 0; parts--) {
    const values: [number, () => Written][] = [
      [3, () => declare(draft, place)],
      [purpose === 'shared' ? 4 : 1, () => sharedValues(draft, place)],
      [purpose === 'effect' ? 8 : 2, () => ({ lines: changed(draft, place) ?? '', names: [] })],
    ]
    const all: [number, () => Written][] = [
      [4, () => declare(draft, place)],
      [4, () => closure(draft, place)],
      [2, () => service(draft, place)],
      [2, () => shape(draft, place)],
      [5, () => block(draft, place)],
      [purpose === 'shared' ? 12 : 1, () => shared(draft, place)],
      [purpose === 'effect' ? 16 : 2, () => ({ lines: changing(draft, place), names: [] })],
    ]
    const made = choose(random, plain ? values : all)()
    lines.push(made.lines)
    own.push(...made.names)
    place = withNames(place, ...made.names)
  }
  const exported = purpose === 'handler' ? [...own, ...writeHandler(draft, place, own, lines, common)] : own
  lines.push(exporting(draft, exported, common))
  // What is imported cannot be assigned to.
  const seen = exported.filter(({ name: one }) => one !== 'handler').map((one) => ({ ...one, mutable: false }))
  return { name, lines: lines.join('\n'), exported: seen, purpose, plain }
}

/** A change that a module makes while it is loaded. */
function changing(draft: Draft, place: Place): string {
  const { random } = draft
  const change = (): string => changed(draft, place) ?? ''
  return choose(random, [
    [6, change],
    [1, () => `if (${flag(draft, place, 1)}) {\n${change()}\n}`],
    [1, () => `;(() => {\n${change()}\n})()`],
    [1, () => send(draft, place)],
  ])()
}

/** The handler of a module; what stands there is exported, beside what else is. */
function writeHandler(draft: Draft, place: Place, own: readonly Name[], lines: string[], common: boolean): readonly Name[] {
  const { random } = draft
  // One export of a handler's module may be called from another one.
  const called = common ? own.filter(({ name, kind }) => kind === 'task' && !name.includes('.') && random.chance(0.3)) : []
  lines.push(...called.map(({ name }) => `exports.${name} = ${name}`))
  const inner = withNames(place, ...called.map((one) => ({ ...one, name: `${random.pick(['exports', 'module.exports'])}.${one.name}` })))
  draft.grant(random.below(25))
  const body = handler(draft, inner)
  const task: Name = { name: draft.fresh('task'), kind: 'task', mutable: false, cost: costOf(body, inner.names) }
  const wrappers = namesOf(place, 'wrapper')
  lines.push(`const ${task.name} = async (event) => {\n${body}\n}`)
  lines.push(
    wrappers.length > 0 && random.chance(0.6)
      ? `const handler = ${wrapped(draft, place, random.pick(wrappers).name, task.name)}`
      : `const handler = ${task.name}`,
  )
  return [task, { name: 'handler', kind: 'task', mutable: false }]
}

const packages = [
  ['sdk', '@aws-sdk/client-dynamodb'],
  ['lib', '@aws-sdk/lib-dynamodb'],
  ['signer', '@aws-sdk/s3-request-presigner'],
  ['stores', '@aws-sdk/client-s3'],
  ['uploader', '@aws-sdk/lib-storage'],
] as const

/** The packages that every module has at hand. */
const heads = ({ random }: Draft, common: boolean, plain: boolean): readonly string[] => [
  ...(plain ? [] : packages.map(([name, from]) => (common ? `const ${name} = require('${from}')` : `import * as ${name} from '${from}'`))),
  ...(plain ? [] : [common ? "const AWS = require('aws-sdk')" : random.pick(["import AWS from 'aws-sdk'", "import * as AWS from 'aws-sdk'"])]),
  common ? "const { EventEmitter, once } = require('node:events')" : "import { EventEmitter, once } from 'events'",
  common ? "const { AsyncLocalStorage } = require('async_hooks')" : "import { AsyncLocalStorage } from 'node:async_hooks'",
  common ? "const { promisify } = require('util')" : "import { promisify } from 'node:util'",
]

const dataFile = 'names.json'

/** A module that is data alone. */
const dataOf = ({ table }: Draft): string => {
  const [p, q, first, second, name, one] = Array.from({ length: 6 }, () => table().slice(1, -1))
  return JSON.stringify({ book: { p, q }, list: [first, second], box: { name }, name: one }, undefined, 2)
}

/** The same data for everyone who imports it, whoever changes it. */
function readingData({ random, fresh }: Draft, common: boolean): { readonly lines: string; readonly names: readonly Name[] } {
  const whole = fresh('data')
  const kinds = { book: 'book', list: 'texts', box: 'box', name: 'text' } as const
  return {
    lines: common ? `const ${whole} = require('./${dataFile}')` : `import ${random.pick(['', '* as '])}${whole} from './${dataFile}'`,
    names: Object.entries(kinds).map(([key, kind]) => ({ name: `${whole}.${key}`, kind, mutable: false })),
  }
}

/** The clients that every module has at hand. */
const clients = (draft: Draft): readonly string[] => [
  choose(draft.random, [
    [4, () => 'const client = new sdk.DynamoDBClient({})'],
    [1, () => 'class Client extends sdk.DynamoDBClient {}\nconst client = new Client({})'],
    [1, () => 'class Client extends sdk.DynamoDBClient {\nsend(...all) {\nreturn super.send(...all)\n}\n}\nconst client = new Client({})'],
    [1, () => 'let kept\nconst client = (kept ??= new sdk.DynamoDBClient({}))'],
    [1, () => 'const client = ((one) => one)(new sdk.DynamoDBClient({}))'],
  ])(),
  draft.random.pick([
    'const documents = lib.DynamoDBDocumentClient.from(client)',
    'const documents = lib.DynamoDBDocumentClient.from(new sdk.DynamoDBClient({}), {})',
    'const documents = lib.DynamoDBDocument.from(client)',
  ]),
  'const store = new stores.S3Client({})',
  draft.random.pick([
    'const older = new AWS.DynamoDB.DocumentClient()',
    'const { DocumentClient } = AWS.DynamoDB\nconst older = new DocumentClient({})',
  ]),
]

/** What has to be exported for names to be seen: of a member, what it is a member of. */
const rootsOf = (names: readonly Name[]): readonly string[] => [...new Set(names.map(({ name }) => name.split('.')[0] ?? name))]

/** The end of a module that others import. */
function exporting({ random }: Draft, own: readonly Name[], common: boolean): string {
  const names = rootsOf(own).join(', ')
  if (!common) return random.pick([`export { ${names} }`, `export { ${names} }`, `export { ${names} }\nexport default { ${names} }`])
  return random.pick([
    `module.exports = { ${names} }`,
    rootsOf(own)
      .map((name) => `exports.${name} = ${name}`)
      .join('\n'),
    rootsOf(own)
      .map((name) => `module.exports.${name} = ${name}`)
      .join('\n'),
    `Object.assign(exports, { ${names} })`,
    `exports = module.exports = { ${names} }`,
  ])
}

function importing(draft: Draft, { name, exported }: Module, common: boolean): { lines: string; names: readonly Name[] } {
  const { random } = draft
  if (exported.length === 0) return { lines: common ? `require('./${name}')` : `import './${name}'`, names: [] }
  const names = rootsOf(exported).join(', ')
  const whole = draft.fresh('module')
  const members = exported.map((one) => ({ ...one, name: `${whole}.${one.name}` }))
  return choose(random, [
    [3, () => ({ lines: common ? `const { ${names} } = require('./${name}')` : `import { ${names} } from './${name}'`, names: exported })],
    [1, () => ({ lines: common ? `const ${whole} = require('./${name}')` : `import * as ${whole} from './${name}'`, names: members })],
  ])()
}
