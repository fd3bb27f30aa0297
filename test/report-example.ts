import type { FunctionReport, Json, Permission, Report, SdkCall, StatementDocument, Value } from '../src/model/index.ts'
import { join, resource, text, unknown } from '../src/model/index.ts'

// A report as `analyze` makes it, written out: what reporters print is compared with it word for word.

/** Writes a value in CloudFormation's long form, as far as these examples need it. */
export function render(value: Value): Json {
  if (value.kind === 'text') return value.text
  if (value.kind === 'resource') return value.attribute === undefined ? { Ref: value.id } : { 'Fn::GetAtt': [value.id, value.attribute] }
  if (value.kind !== 'join') return '*'
  return { 'Fn::Sub': value.parts.map(part).join('') }
}
function part(value: Value): string {
  if (value.kind === 'text') return value.text
  return value.kind === 'resource' ? `\${${value.id}${value.attribute === undefined ? '' : `.${value.attribute}`}}` : '*'
}

const call = (client: string, command: string, file: string, line: number, more: Partial<SdkCall> = {}): SdkCall => ({
  client,
  command,
  input: unknown('not needed here'),
  clientOptions: unknown('not needed here'),
  at: { file, line, column: 3 },
  path: [{ file: 'src/orders.ts', line: 12, column: 1 }],
  ...more,
})
const table = resource('OrdersTable', 'Arn')
const indexes = join([table, text('/index/*')])
const topic = text('arn:aws:sns:eu-west-1:111122223333:orders')
const role = text('arn:aws:iam::111122223333:role/export')

const put = call('dynamodb', 'PutItem', 'src/repository.ts', 42)
const permissions: readonly Permission[] = [
  { action: 'dynamodb:PutItem', resource: table, basis: 'identity', because: put },
  { action: 'dynamodb:PutItem', resource: table, basis: 'identity', because: call('dynamodb', 'PutItem', 'src/repository.ts', 57) },
  { action: 'dynamodb:PutItem', resource: table, basis: 'identity', because: call('dynamodb', 'TransactWrite', 'src/outbox/transactions.ts', 8) },
  { action: 'dynamodb:PutItem', resource: table, basis: 'identity', because: call('dynamodb', 'TransactWrite', 'src/outbox/transactions.ts', 80) },
  {
    action: 'dynamodb:Query',
    resource: indexes,
    basis: 'template',
    because: call('dynamodb', 'Query', 'src/repository.ts', 61),
    widened: 'the index name comes from the event (event.queryStringParameters.sort), which nobody knows before the function is called',
  },
  { action: 'dynamodb:Query', resource: table, basis: 'template', because: call('dynamodb', 'Query', 'src/repository.ts', 61) },
  {
    action: 'iam:PassRole',
    resource: role,
    basis: 'override',
    condition: new Map([['StringEquals', new Map([['iam:PassedToService', [text('states.amazonaws.com')]]])]]),
    because: call('sfn', 'CreateStateMachine', 'src/machine.ts', 20),
  },
  { action: 'sns:Publish', resource: topic, basis: 'annotation', at: { file: 'src/notify.ts', line: 3 } },
  { action: 'ssm:GetParameters', resource: text('*'), basis: 'framework' },
]
const allow = (Action: readonly string[], Resource: readonly Json[]): StatementDocument => ({ Effect: 'Allow', Action, Resource })

const createOrder: FunctionReport = {
  name: 'createOrder',
  handler: 'src/orders.create',
  source: 'src/orders.ts',
  analysis: 'complete',
  policy: { statements: [] },
  statements: [
    allow(['dynamodb:PutItem'], [render(table)]),
    allow(['dynamodb:Query'], [render(table), render(indexes)]),
    { ...allow(['iam:PassRole'], [render(role)]), Condition: { StringEquals: { 'iam:PassedToService': ['states.amazonaws.com'] } } },
    allow(['sns:Publish'], [render(topic)]),
    allow(['ssm:GetParameters'], ['*']),
  ],
  permissions,
  declared: { statements: [{ effect: 'Allow', actions: ['dynamodb:*', 's3:*'], resources: [text('*')], because: [] }] },
}
const bare: FunctionReport = {
  name: 'health',
  handler: 'src/health.check',
  source: 'src/health.ts',
  analysis: 'incomplete',
  policy: { statements: [] },
  statements: [],
  permissions: [],
  declared: { statements: [{ effect: 'Allow', actions: ['logs:PutLogEvents'], resources: [topic, role], because: [] }] },
}
const python: FunctionReport = {
  name: 'thumbnails',
  handler: 'thumbnails.handler',
  analysis: 'other-runtime',
  policy: { statements: [] },
  statements: [],
  permissions: [],
  declared: { statements: [] },
}

/** A service with one function of every kind. */
export const example: Report = {
  command: 'generate',
  service: { name: 'orders', file: 'serverless.yml' },
  functions: [createOrder, bare, python],
  findings: [
    {
      check: 'resource-widened',
      severity: 'warning',
      confidence: 'certain',
      message:
        'dynamodb:Query is wider than it need be: the index name comes from the event (event.queryStringParameters.sort), which nobody knows before the function is called',
      at: { file: 'src/repository.ts', line: 61, column: 5 },
      function: 'createOrder',
    },
    {
      check: 'unknown-command',
      severity: 'error',
      confidence: 'certain',
      message: 'nobody knows which permission HealthCommand needs',
      at: { file: 'src/health.ts', line: 9 },
      function: 'health',
      fix: 'say it above the call: // keycard-allow health:Check * -- reason',
    },
    { check: 'other-runtime', severity: 'note', confidence: 'certain', message: 'thumbnails runs on python3.12', function: 'thumbnails' },
  ],
  edits: [],
}
