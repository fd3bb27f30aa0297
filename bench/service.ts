import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** A generated service, written to disk. */
export interface GeneratedService {
  readonly directory: string
  readonly handlers: number
  /** The source files that handlers reach, relative to the directory. */
  readonly reachable: readonly string[]
  /** One of them that some of the handlers use. */
  readonly shared: string
  /** Of the reachable files together. */
  readonly bytes: number
}

/** How a service is to look. */
export interface Shape {
  /** Source files besides the handlers: repositories, domain modules, config modules. */
  readonly shared: number
  readonly handlers: number
}

/** The shape of a service of so many source files in all. */
export const shapeOf = (files: number): Shape => {
  const handlers = Math.max(2, Math.round(files * 0.3))
  return { handlers, shared: files - handlers }
}

/** Writes a service that looks like real ones: handlers over shared repositories, domain modules and configuration. Same shape, same bytes. */
export function generateService(directory: string, shape: Shape): GeneratedService {
  rmSync(directory, { recursive: true, force: true })
  const files = new Map<string, string>()
  const configs = Math.max(1, Math.round(shape.shared * 0.08))
  const repositories = Math.max(1, Math.round(shape.shared * 0.5))
  const domains = shape.shared - configs - repositories
  // INVARIANT: chosen from the number of shared files alone, so that doubling the handlers leaves every shared file as it is.
  const random = sequence(shape.shared)
  const pick = (count: number): number => Math.floor(random() * count)

  for (let index = 0; index < configs; index++) files.set(`src/config/config-${index}.ts`, configModule(index))
  for (let index = 0; index < repositories; index++) files.set(`src/repositories/repository-${index}.ts`, repositoryModule(index, pick(configs)))
  for (let index = 0; index < domains; index++)
    files.set(`src/domain/domain-${index}.ts`, domainModule(index, [index % repositories, pick(repositories)]))
  for (let index = 0; index < shape.handlers; index++) {
    const used = [0, 1, 2].map((offset) => (index * 3 + offset) % Math.max(domains, 1))
    files.set(`src/handlers/handler-${index}.ts`, handlerModule(index, domains === 0 ? [] : used, index % repositories))
  }
  files.set('serverless.yml', serviceFile(shape.handlers, configs))
  files.set('package.json', '{ "name": "generated", "private": true, "type": "module" }\n')
  files.set(
    'tsconfig.json',
    `${JSON.stringify({ compilerOptions: { target: 'ES2022', module: 'ESNext', moduleResolution: 'Bundler', strict: true, noEmit: true, skipLibCheck: true, types: ['node'] }, include: ['src'] }, null, 2)}\n`,
  )
  for (const [path, text] of files) {
    mkdirSync(dirname(join(directory, path)), { recursive: true })
    writeFileSync(join(directory, path), text)
  }
  const reachable = reachableFrom(files)
  const bytes = reachable.reduce((sum, path) => sum + (files.get(path) ?? '').length, 0)
  return { directory, handlers: shape.handlers, reachable, shared: 'src/repositories/repository-0.ts', bytes }
}

function reachableFrom(files: ReadonlyMap<string, string>): readonly string[] {
  const seen = new Set<string>()
  const open = [...files.keys()].filter((path) => path.startsWith('src/handlers/'))
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (seen.has(path)) continue
    seen.add(path)
    for (const [, target = ''] of (files.get(path) ?? '').matchAll(/from '\.\.\/([^']+)'/g)) open.push(`src/${target}.ts`)
  }
  return [...seen].sort()
}

/** Numbers that look random and are the same on every machine. */
function sequence(seed: number): () => number {
  let state = seed + 1
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

const configModule = (index: number): string => `
function required(name: string): string {
  const value = process.env[name]
  if (value === undefined || value === '') throw new Error(\`\${name} is not set\`)
  return value
}

export const config${index} = {
  stage: process.env.STAGE ?? 'dev',
  table: required('TABLE_${index}'),
  bucket: process.env.BUCKET_${index}!,
  queue: process.env['QUEUE_${index}'] as string,
  prefix: 'area-${index}',
  retries: 3,
}

export type Config${index} = typeof config${index}
`

const repositoryModule = (index: number, config: number): string => `
import { DynamoDBClient, GetItemCommand, PutItemCommand, QueryCommand, DeleteItemCommand } from '@aws-sdk/client-dynamodb'
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { config${config} } from '../config/config-${config}'

export interface Record${index} {
  id: string
  owner: string
  version: number
  tags: string[]
}

const client = new DynamoDBClient({})
const TableName = config${config}.table

export class Repository${index} {
  constructor(
    private readonly prefix: string,
    private readonly store: S3Client = new S3Client({}),
  ) {}

  async get(id: string): Promise<Record${index} | undefined> {
    const { Item } = await client.send(new GetItemCommand({ TableName, Key: { id: { S: id } } }))
    if (!Item) return undefined
    return { id, owner: Item.owner?.S ?? '', version: Number(Item.version?.N ?? 0), tags: Item.tags?.SS ?? [] }
  }

  async save(record: Record${index}): Promise<void> {
    const params = {
      TableName,
      Item: { id: { S: record.id }, owner: { S: record.owner }, version: { N: String(record.version) } },
    }
    await client.send(new PutItemCommand(params))
  }

  async ofOwner(owner: string): Promise<string[]> {
    const command = new QueryCommand({
      TableName,
      IndexName: 'by-owner',
      KeyConditionExpression: '#owner = :owner',
      ExpressionAttributeNames: { '#owner': 'owner' },
      ExpressionAttributeValues: { ':owner': { S: owner } },
    })
    const { Items = [] } = await client.send(command)
    return Items.map((item) => item.id?.S ?? '').filter((id) => id !== '')
  }

  async remove(id: string): Promise<void> {
    await client.send(new DeleteItemCommand({ TableName, Key: { id: { S: id } } }))
  }

  async load(name: string): Promise<string> {
    const { Body } = await this.store.send(new GetObjectCommand({ Bucket: config${config}.bucket, Key: \`\${this.prefix}/\${name}.json\` }))
    return (await Body?.transformToString()) ?? ''
  }

  async keep(name: string, body: string): Promise<void> {
    await this.store.send(new PutObjectCommand({ Bucket: config${config}.bucket, Key: \`\${this.prefix}/\${name}.json\`, Body: body }))
  }
}

export const repository${index} = new Repository${index}('records-${index}')
`

const domainModule = (index: number, repositories: readonly number[]): string => `
${[...new Set(repositories)].map((one) => `import { type Record${one}, repository${one} } from '../repositories/repository-${one}'`).join('\n')}

export interface Change${index} {
  readonly id: string
  readonly owner: string
  readonly lines: ReadonlyArray<{ readonly sku: string; readonly amount: number; readonly price: number }>
}

export class Rejected${index} extends Error {
  constructor(readonly reason: string) {
    super(\`rejected: \${reason}\`)
  }
}

export function total${index}(change: Change${index}): number {
  let sum = 0
  for (const line of change.lines) {
    if (line.amount <= 0) throw new Rejected${index}(\`amount of \${line.sku}\`)
    sum += line.amount * line.price
  }
  return Math.round(sum * 100) / 100
}

export function discount${index}(value: number): number {
  switch (true) {
    case value > 1000:
      return value * 0.9
    case value > 500:
      return value * 0.95
    default:
      return value
  }
}

export async function apply${index}(change: Change${index}): Promise<number> {
  const price = discount${index}(total${index}(change))
  const before: Record${repositories[0]} | undefined = await repository${repositories[0]}.get(change.id)
  const version = (before?.version ?? 0) + 1
  await repository${repositories[0]}.save({ id: change.id, owner: change.owner, version, tags: change.lines.map((line) => line.sku) })
  await repository${repositories.at(-1)}.keep(change.id, JSON.stringify({ price, version }))
  return price
}

export const describe${index} = async (owner: string): Promise<string> => {
  const ids = await repository${repositories[0]}.ofOwner(owner)
  const parts = await Promise.all(ids.map(async (id) => repository${repositories.at(-1)}.load(id)))
  return parts.filter((part) => part.length > 0).join('\\n')
}
`

const handlerModule = (index: number, domains: readonly number[], repository: number): string => `
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
${[...new Set(domains)].map((one) => `import { apply${one}, describe${one} } from '../domain/domain-${one}'`).join('\n')}
import { repository${repository} } from '../repositories/repository-${repository}'

const queue = new SQSClient({})

interface Request {
  readonly body?: string
  readonly pathParameters?: Readonly<Record<string, string>>
}

const wrap =
  <Result>(step: (request: Request) => Promise<Result>) =>
  async (request: Request): Promise<{ statusCode: number; body: string }> => {
    try {
      return { statusCode: 200, body: JSON.stringify(await step(request)) }
    } catch (error) {
      console.error(error)
      return { statusCode: 500, body: '{}' }
    }
  }

async function tell(message: object): Promise<void> {
  await queue.send(new SendMessageCommand({ QueueUrl: process.env.EVENTS_QUEUE, MessageBody: JSON.stringify(message) }))
}

export const handler = wrap(async (request) => {
  const change = JSON.parse(request.body ?? '{}')
  const known = await repository${repository}.get(change.id)
${[...new Set(domains)].map((one) => `  const price${one} = await apply${one}(change)`).join('\n')}
  await tell({ handler: ${index}, known: known !== undefined${[...new Set(domains)].map((one) => `, price${one}`).join('')} })
  return ${domains.length === 0 ? '{ known }' : `{ text: await describe${domains[0]}(change.owner) }`}
})
`

const serviceFile = (handlers: number, configs: number): string => `service: generated
plugins:
  - serverless-iam-roles-per-function
provider:
  name: aws
  runtime: nodejs20.x
  environment:
    EVENTS_QUEUE: !Ref Events
${Array.from({ length: configs }, (_, index) => `    TABLE_${index}: !Ref Table${index}\n    BUCKET_${index}: !Ref Bucket${index}\n    QUEUE_${index}: !Ref Events\n`).join('')}functions:
${Array.from({ length: handlers }, (_, index) => `  handler${index}:\n    handler: src/handlers/handler-${index}.handler\n`).join('')}resources:
  Resources:
    Events:
      Type: AWS::SQS::Queue
${Array.from({ length: configs }, (_, index) => `    Table${index}:\n      Type: AWS::DynamoDB::Table\n    Bucket${index}:\n      Type: AWS::S3::Bucket\n`).join('')}`
