import { describe, expect, it } from 'vitest'
import { type DeclaredResource, join, list, record, resource, type SdkCall, text, unknown, type Value } from '../src/model/index.ts'
import { derivePermissions, openActionMap, type Surroundings } from '../src/permissions/index.ts'

const map = openActionMap()
const at = { file: 'src/handler.ts', line: 7 }

/** A value written as plain data: strings are texts, arrays lists, objects records; values stay what they are. */
type Plain = string | number | boolean | null | Value | Plain[] | { [name: string]: Plain }
const kinds = new Set([
  'text',
  'constant',
  'absent',
  'join',
  'environment',
  'resource',
  'intrinsic',
  'variable',
  'oneOf',
  'list',
  'record',
  'unknown',
])
function value(plain: Plain): Value {
  if (typeof plain === 'string') return text(plain)
  if (plain === null || typeof plain !== 'object') return { kind: 'constant', value: plain }
  if (Array.isArray(plain)) return list(plain.map(value))
  if ('kind' in plain && typeof plain.kind === 'string' && kinds.has(plain.kind)) return plain as Value
  return record(Object.entries(plain as { [name: string]: Plain }).map(([name, each]) => [name, value(each)] as const))
}

const call = (client: string, command: string, input: Plain, more: Partial<SdkCall> & { options?: Plain } = {}): SdkCall => {
  const { options, ...rest } = more
  return { client, command, input: value(input), clientOptions: value(options ?? {}), at, path: [], ...rest }
}
const declare = (id: string, type: string, properties: Plain = {}): [string, DeclaredResource] => [
  id,
  { id, type, properties: value(properties), at: { file: 'serverless.yml', line: 1 } },
]

const around = (more: Partial<Surroundings> = {}): Surroundings => ({
  environment: new Map(),
  environmentKnown: true,
  resources: new Map(),
  partition: 'aws',
  region: resource('AWS::Region'),
  account: resource('AWS::AccountId'),
  objectKeys: 'exact',
  ...more,
})

/** A pattern as one line. */
function line(pattern: Value): string {
  if (pattern.kind === 'text') return pattern.text
  if (pattern.kind === 'join') return pattern.parts.map(line).join('')
  if (pattern.kind === 'resource') return `\${${pattern.id}${pattern.attribute === undefined ? '' : `.${pattern.attribute}`}}`
  if (pattern.kind === 'variable') return pattern.text
  if (pattern.kind === 'intrinsic') return JSON.stringify(pattern.document)
  return `<${pattern.kind}>`
}
const lines = (calls: SdkCall[], surroundings = around()): string[] =>
  derivePermissions(map, calls, surroundings)
    .permissions.map(({ action, resource: on }) => `${action} ${line(on)}`)
    .sort()
const checks = (calls: SdkCall[], surroundings = around()): string[] => derivePermissions(map, calls, surroundings).findings.map(({ check }) => check)
const env = (name: string): Value => ({ kind: 'environment', name })
const here = '${AWS::Region}:${AWS::AccountId}'

describe('the example everybody knows', () => {
  const upload = call(
    's3',
    'PutObject',
    { Bucket: 'cross-account-storage-bucket', Key: 'secure-report.json', Body: unknown('is made of data') },
    { options: { region: 'us-east-1' } },
  )
  it('allows one action on one object, without a finding', () => {
    expect(lines([upload])).toEqual(['s3:PutObject arn:aws:s3:::cross-account-storage-bucket/secure-report.json'])
    expect(checks([upload])).toEqual([])
  })
  it('narrows as --object-keys says', () => {
    const deep = call('s3', 'PutObject', { Bucket: 'reports', Key: join([text('2024/june/'), unknown('comes from the event')]) })
    expect(lines([upload], around({ objectKeys: 'bucket' }))).toEqual(['s3:PutObject arn:aws:s3:::cross-account-storage-bucket/*'])
    expect(lines([upload], around({ objectKeys: 'prefix' }))).toEqual(['s3:PutObject arn:aws:s3:::cross-account-storage-bucket/*'])
    expect(lines([deep], around({ objectKeys: 'prefix' }))).toEqual(['s3:PutObject arn:aws:s3:::reports/2024/june/*'])
    expect(lines([deep])).toEqual(['s3:PutObject arn:aws:s3:::reports/2024/june/*'])
  })
})

describe('from the environment to the declared resource', () => {
  const surroundings = around({
    environment: new Map<string, Value>([
      ['TABLE', resource('UsersTable')],
      ['TABLE_ARN', resource('UsersTable', 'Arn')],
      ['NAME', text('orders-dev')],
      ['STAGED', join([text('orders-'), { kind: 'variable', text: '${sls:stage}', now: text('dev') }])],
      ['QUEUE_URL', resource('Jobs')],
      ['TOPIC', resource('News')],
    ]),
    resources: new Map([
      declare('UsersTable', 'AWS::DynamoDB::Table'),
      declare('OrdersTable', 'AWS::DynamoDB::Table', {
        TableName: join([text('orders-'), { kind: 'variable', text: '${sls:stage}', now: text('dev') }]),
      }),
      declare('Jobs', 'AWS::SQS::Queue', { QueueName: 'jobs' }),
      declare('News', 'AWS::SNS::Topic'),
    ]),
  })
  it.each(['TABLE', 'TABLE_ARN'])('follows %s', (name) => {
    expect(lines([call('dynamodb', 'GetItem', { TableName: env(name) })], surroundings)).toEqual(['dynamodb:GetItem ${UsersTable.Arn}'])
  })
  it.each(['NAME', 'STAGED'])('finds the resource that has the name of %s', (name) => {
    expect(lines([call('dynamodb', 'GetItem', { TableName: env(name) })], surroundings)).toEqual(['dynamodb:GetItem ${OrdersTable.Arn}'])
  })
  it('goes to the index alone where one is named', () => {
    expect(lines([call('dynamodb', 'Query', { TableName: env('TABLE'), IndexName: 'byOwner' })], surroundings)).toEqual([
      'dynamodb:Query ${UsersTable.Arn}/index/byOwner',
    ])
  })
  it('knows what Ref returns: a URL, an ARN', () => {
    expect(
      lines([call('sqs', 'SendMessage', { QueueUrl: env('QUEUE_URL') }), call('sns', 'Publish', { TopicArn: env('TOPIC') })], surroundings),
    ).toEqual(['sns:Publish ${News}', 'sqs:SendMessage ${Jobs.Arn}'])
  })
  it('says what is declared nowhere, and uses the fallback of the code', () => {
    const missing = call('dynamodb', 'GetItem', { TableName: env('NOWHERE') })
    expect(lines([missing], surroundings)).toEqual([`dynamodb:GetItem arn:aws:dynamodb:${here}:table/*`])
    expect(checks([missing], surroundings)).toEqual(['environment-missing'])
    const fallback = call('dynamodb', 'GetItem', { TableName: { kind: 'environment', name: 'NOWHERE', fallback: text('local-table') } })
    expect(lines([fallback], surroundings)).toEqual([`dynamodb:GetItem arn:aws:dynamodb:${here}:table/local-table`])
    expect(checks([fallback], surroundings)).toEqual([])
  })
})
