import { randomOf } from '../../policy-random.ts'
import type { Program } from '../run/words.ts'
import { block } from './blocks.ts'
import { closure, handler, service } from './functions.ts'
import { shape } from './shapes.ts'
import { change, declare } from './variables.ts'
import { choose, type Draft, type Name, namesOf, type Place, withNames } from './words.ts'

/** How many parts a program may have, at most. */
const mostParts = 80

/** Writes the program of a seed. */
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
  const count = random.below(4)
  for (let index = 1; index <= count; index++) {
    const module = writeModule(draft, `part${index}`, modules, data)
    files.set(`${module.name}.ts`, module.lines)
    modules.push(module)
  }
  draft.grant(25)
  const main = writeModule(draft, 'main', modules, data, true)
  files.set('main.ts', main.lines)
  return { files, entry: 'main.ts' }
}

interface Module {
  readonly name: string
  readonly lines: string
  readonly exported: readonly Name[]
}

function writeModule(draft: Draft, name: string, others: readonly Module[], data: boolean, isMain = false): Module {
  const { random } = draft
  const common = random.chance(0.3)
  const imports = [...others.map((other) => importing(draft, other, common)), ...(data && random.chance(0.7) ? [readingData(draft, common)] : [])]
  const lines = [...heads(draft, common), ...imports.map(({ lines: line }) => line), ...clients(draft)]
  let place: Place = {
    names: imports.flatMap(({ names }) => names),
    async: false,
    event: false,
    returns: undefined,
    loop: false,
    labels: [],
    self: [],
    modules: others.filter(({ exported }) => exported.length > 0),
  }
  const own: Name[] = []
  for (let parts = 1 + random.below(isMain ? 5 : 4); parts > 0; parts--) {
    const made = choose(random, [
      [4, () => declare(draft, place)],
      [4, () => closure(draft, place)],
      [2, () => service(draft, place)],
      [2, () => shape(draft, place)],
      [5, () => block(draft, place)],
      [1, () => ({ lines: change(draft, place) ?? '', names: [] })],
    ])()
    lines.push(made.lines)
    own.push(...made.names)
    place = withNames(place, ...made.names)
  }
  if (isMain) {
    // One export of a handler's module may be called from another one.
    const own = common ? namesOf(place, 'task').filter(({ name: one }) => !one.includes('.') && random.chance(0.3)) : []
    lines.push(...own.map(({ name: one }) => `exports.${one} = ${one}`))
    place = withNames(place, ...own.map((one) => ({ ...one, name: `${random.pick(['exports', 'module.exports'])}.${one.name}` })))
    draft.grant(25)
    const body = handler(draft, place)
    lines.push(common ? `exports.handler = async (event) => {\n${body}\n}` : `export const handler = async (event) => {\n${body}\n}`)
    return { name, lines: lines.join('\n'), exported: [] }
  }
  lines.push(exporting(draft, own, common))
  // What is imported cannot be assigned to.
  return { name, lines: lines.join('\n'), exported: own.map((one) => ({ ...one, mutable: false })) }
}

const packages = [
  ['sdk', '@aws-sdk/client-dynamodb'],
  ['lib', '@aws-sdk/lib-dynamodb'],
  ['signer', '@aws-sdk/s3-request-presigner'],
  ['stores', '@aws-sdk/client-s3'],
  ['uploader', '@aws-sdk/lib-storage'],
] as const

/** The packages that every module has at hand. */
const heads = ({ random }: Draft, common: boolean): readonly string[] => [
  ...packages.map(([name, from]) => (common ? `const ${name} = require('${from}')` : `import * as ${name} from '${from}'`)),
  common ? "const AWS = require('aws-sdk')" : random.pick(["import AWS from 'aws-sdk'", "import * as AWS from 'aws-sdk'"]),
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
