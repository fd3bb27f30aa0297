import { describe, expect, it } from 'vitest'
import { readService } from '../src/iac/index.ts'
import { join, text, type Value } from '../src/model/index.ts'
import { openReader } from '../src/reader/index.ts'
import { functionOf, readFiles } from './iac-service.ts'

const stage: Value = { kind: 'variable', text: '${self:provider.stage}', now: text('dev') }

describe('a service in many files', () => {
  const read = readService(openReader('fixtures/iac/many-files'))
  const { service } = read

  it('has its functions from all of them, in their order, each at its place', () => {
    expect(service).toMatchObject({ name: 'orders', file: 'serverless.yml', dialect: 'plugin-roles-per-function', region: 'eu-west-1' })
    expect(service.functions.map(({ name, handler, runtime, at }) => [name, handler, runtime, `${at.file}:${at.line}`])).toEqual([
      ['createOrder', 'src/orders.create', 'nodejs20.x', 'functions/orders.yml:1'],
      ['listOrders', 'src/orders.list', 'nodejs20.x', 'functions/orders.yml:16'],
      ['report', 'reports.make', 'python3.12', 'functions/reports.yml:2'],
      ['inline', 'src/inline.handler', 'nodejs20.x', 'serverless.yml:39'],
    ])
  })

  it('merges the environment as the function will see it', () => {
    expect(Object.fromEntries(functionOf(read, 'createOrder').environment)).toEqual({
      ORDERS_TABLE: { kind: 'resource', id: 'OrdersTable' },
      REPORTS_TABLE: { kind: 'variable', text: '${self:custom.tables.reports}', now: text('reports-in-dev') },
      RETRIES: text('3'),
      VERBOSE: text('false'),
      PARTNER_BUCKET: { kind: 'oneOf', options: [text('partner-a'), text('partner-b')] },
      AUDIT_TOPIC: { kind: 'resource', id: 'AuditTopic' },
    })
    expect(functionOf(read, 'listOrders').environment.get('UNSET')).toEqual(text('unset'))
  })

  it('reads statements where they are written, with their conditions', () => {
    const [first, second] = functionOf(read, 'createOrder').declared.statements
    expect(first).toEqual({
      effect: 'Allow',
      actions: ['dynamodb:PutItem'],
      resources: [{ kind: 'resource', id: 'OrdersTable', attribute: 'Arn' }],
      because: [],
      at: { file: 'functions/orders.yml', line: 7, column: 7 },
    })
    expect(second?.actions).toEqual(['dynamodb:GetItem', 'dynamodb:Query'])
    expect(second?.resources).toEqual([
      join([text('arn:aws:dynamodb:*:*:table/'), { kind: 'variable', text: '${self:custom.tables.reports}', now: text('reports-in-dev') }]),
    ])
    expect(second?.condition?.get('StringEquals')?.get('dynamodb:LeadingKeys')).toEqual([text('mine')])
    expect(service.declared.statements).toMatchObject([{ actions: ['xray:PutTraceSegments'], resources: [text('*')] }])
  })

  it('knows who has a role of its own and who inherits', () => {
    expect(service.functions.map(({ name, role, inherits }) => [name, role, inherits])).toEqual([
      ['createOrder', 'own', true],
      ['listOrders', 'own', false],
      ['report', 'shared', true],
      ['inline', 'external', false],
    ])
    expect(functionOf(read, 'listOrders').declared.statements).toEqual([])
    expect(functionOf(read, 'inline').notWritable).toContain('names a role of its own')
    expect(functionOf(read, 'createOrder').notWritable).toBeUndefined()
  })

  it('merges templates and extensions; what the framework makes is left alone', () => {
    expect([...service.resources.keys()]).toEqual(['OrdersTable', 'OrdersQueue'])
    expect(service.resources.get('OrdersTable')).toEqual({
      id: 'OrdersTable',
      type: 'AWS::DynamoDB::Table',
      properties: {
        kind: 'record',
        fields: new Map<string, Value>([
          ['TableName', join([text('orders-'), stage])],
          ['BillingMode', text('PAY_PER_REQUEST')],
        ]),
      },
      at: { file: 'resources/tables.yml', line: 2, column: 3 },
    })
    expect(service.resources.get('OrdersQueue')).toMatchObject({
      condition: 'IsProduction',
      properties: { kind: 'record', fields: new Map([['QueueName', join([text('orders-'), stage])]]) },
    })
  })

  it('has annotations and events', () => {
    const { annotations, events } = functionOf(read, 'createOrder')
    expect(annotations.map(({ action, resource, reason, at }) => [action, resource, reason, at.line])).toEqual([
      ['sqs:SendMessage', { kind: 'resource', id: 'OrdersQueue', attribute: 'Arn' }, 'the queue is reached through a library that is not read', 32],
      ['sqs:GetQueueUrl', { kind: 'resource', id: 'OrdersQueue', attribute: 'Arn' }, 'the queue is reached through a library that is not read', 32],
    ])
    expect(events).toEqual([
      { kind: 'record', fields: new Map([['http', text('POST /orders')]]) },
      {
        kind: 'record',
        fields: new Map([
          ['stream', { kind: 'record', fields: new Map([['arn', { kind: 'resource', id: 'OrdersTable', attribute: 'StreamArn' }]]) }],
        ]),
      },
    ])
    expect(service.findings).toEqual([])
  })
})

describe('what the framework would heed', () => {
  const own = 'functions:\n  f:\n    handler: a.b\n    iamRoleStatements: [{ Effect: Allow, Action: "s3:GetObject", Resource: "*" }]\n'
  const bare = 'functions:\n  f: { handler: a.b }\n'
  const serviceOf = (head: string, functions: string, manifest?: object) =>
    readFiles({
      'serverless.yml': `service: a\nprovider: { name: aws }\n${head}${functions}`,
      ...(manifest ? { 'package.json': JSON.stringify(manifest) } : {}),
    })
  const plugin = 'plugins: [serverless-iam-roles-per-function]\n'

  it.each<[string, string, string, object | undefined, string, string | undefined]>([
    ['version 3 with the plugin', `frameworkVersion: '3'\n${plugin}`, bare, undefined, 'plugin-roles-per-function', undefined],
    [
      'version 3 without',
      "frameworkVersion: '3'\n",
      bare,
      undefined,
      'provider-statements',
      'version 3 of the framework ignores statements of a function without a plugin',
    ],
    ['a range', 'frameworkVersion: ">=2.0.0 <4.0.0"\n', bare, undefined, 'provider-statements', 'version 3 of the framework'],
    [
      'two versions, the package says which',
      'frameworkVersion: "2 || 3"\n',
      bare,
      { devDependencies: { serverless: '^2.72.0' } },
      'provider-statements',
      'version 2 of the framework',
    ],
    ['the package alone', '', bare, { dependencies: { serverless: '~3.38.0' } }, 'provider-statements', 'version 3 of the framework'],
    ['osls', '', bare, { devDependencies: { osls: '^3.51.0' } }, 'provider-statements', 'osls ignores'],
    ['osls with the plugin', plugin, bare, { devDependencies: { osls: '^3.51.0' } }, 'plugin-roles-per-function', undefined],
    [
      'the plugin installed and not listed',
      "frameworkVersion: '3'\n",
      bare,
      { devDependencies: { 'serverless-iam-roles-per-function': '3' } },
      'provider-statements',
      'is in package.json but not under plugins:',
    ],
    [
      'a fork of the plugin',
      "frameworkVersion: '3'\nplugins: { modules: ['@someone/serverless-iam-roles-per-function'] }\n",
      bare,
      undefined,
      'plugin-roles-per-function',
      undefined,
    ],
    ['version 4', "frameworkVersion: '^4.4.0'\n", bare, undefined, 'native-roles-per-function', undefined],
    ['what only version 4 has', 'stages: { default: {} }\n', bare, undefined, 'native-roles-per-function', undefined],
    ['no version, no statements', '', bare, undefined, 'provider-statements', 'nothing says which version'],
    ['no version, statements of functions', '', own, undefined, 'native-roles-per-function', undefined],
    [
      'a version that is none',
      'frameworkVersion: latest\n',
      own,
      { devDependencies: { serverless: 'latest' } },
      'native-roles-per-function',
      undefined,
    ],
    [
      'a provider role',
      `${plugin}`.replace('plugins', 'custom: {}\nplugins'),
      'functions:\n  f: { handler: a.b, role: MyRole }\n',
      undefined,
      'plugin-roles-per-function',
      'names a role of its own (role:)',
    ],
    [
      'iam: beside the plugin in version 4',
      `frameworkVersion: '4'\n${plugin}`,
      'functions:\n  f: { handler: a.b, iam: { role: { statements: [] } } }\n',
      undefined,
      'plugin-roles-per-function',
      'version 4 refuses while the plugin',
    ],
  ])('%s', (_, head, functions, manifest, dialect, reason) => {
    const read = serviceOf(head, functions, manifest)
    expect(read.service.dialect).toBe(dialect)
    const { notWritable } = functionOf(read, 'f')
    if (reason === undefined) expect(notWritable).toBeUndefined()
    else expect(notWritable).toContain(reason)
  })

  it('reads the package of the workspace, too', () => {
    const text_ = `service: a\nprovider: aws\n${bare}`
    const files = { 'services/a/serverless.yml': text_, 'package.json': '{ "devDependencies": { "serverless": "3" } }' }
    expect(readFiles(files, { config: 'services/a/serverless.yml' }).service.dialect).toBe('provider-statements')
    expect(functionOf(readFiles(files, { config: 'services/a/serverless.yml' }), 'f').notWritable).toContain('version 3')
  })

  it.each([
    ['provider: { name: aws, role: arn:aws:iam::1:role/x }'],
    ['provider: { name: aws, iam: { role: arn:aws:iam::1:role/x } }'],
    ['provider: { name: aws, iam: { role: !GetAtt Role.Arn } }'],
  ])('a role from elsewhere: %s', (provider) => {
    const read = readFiles(`service: a\n${provider}\nframeworkVersion: '4'\n${own}`)
    expect(functionOf(read, 'f')).toMatchObject({ role: 'external', inherits: false, declared: { statements: [] } })
    expect(functionOf(read, 'f').notWritable).toContain('the provider names an existing role')
  })

  it('a role name of the provider, which leaves functions without one', () => {
    const needed = (more: string) =>
      functionOf(
        readFiles(
          `service: a\nframeworkVersion: '4'\nprovider: { name: aws, iam: { role: { name: shared } } }\nfunctions:\n  f: { handler: a.b${more} }\n`,
        ),
        'f',
      ).ownRole?.needed
    expect(needed('')).toEqual({ why: 'shared role has a name', length: 22, name: '${self:provider.iam.role.name}-f' })
    expect(needed(', iamRoleStatementsName: mine')).toBeUndefined()
    expect(needed(', iam: { role: { name: mine } }')).toBeUndefined()
    expect(needed(', role: arn:aws:iam::1:role/x')).toBeUndefined()
  })

  it('names of roles that are too long for a stage, and what is written fits for each', () => {
    const needed = (service: string, name: string, more = '') =>
      functionOf(
        readFiles(
          `service: ${service}\nframeworkVersion: '4'\nprovider: { name: aws, region: eu-west-1 }\n${more}functions:\n  ${name}: { handler: a.b }\n`,
        ),
        name,
      ).ownRole?.needed
    const longest = (name: string) => name.replace('${sls:stage}', 's'.repeat(16)).replace('${aws:region}', 'ap-southeast-1').length
    // 25 + 3 (dev) + 24 + 9 and three dashes are 64, where lambdaRole is left out.
    expect(needed('s'.repeat(25), 'f'.repeat(24))).toBeUndefined()
    expect(needed('s'.repeat(25), 'f'.repeat(25))).toMatchObject({ why: 'too long', length: 65 })
    expect(needed('s'.repeat(25), 'f'.repeat(24), 'params: { production: { a: 1 } }\n')).toMatchObject({ why: 'too long', length: 71 })
    const names = [
      ['s', 'f'.repeat(60)],
      ['s'.repeat(60), 'f'],
      ['s'.repeat(40), 'f'.repeat(40)],
    ].map(([service = '', name = '']) => needed(service, name)?.name ?? '')
    for (const name of names) expect(longest(name)).toBeLessThanOrEqual(64)
    const alike = (last: string) => needed('orders-of-all-customers-of-the-company', `${'sendConfirmation'.repeat(2)}${last}`)?.name
    expect(alike('A')).not.toBe(alike('B'))
    expect(alike('A')).toBe(alike('A'))
    expect(alike('A')).toMatch(/^order.*-\$\{sls:stage\}-sendConfirm.*-[0-9a-f]{8}-\$\{aws:region\}$/)
  })

  it('version 4 in all its forms', () => {
    const read = readFiles(`service: a
frameworkVersion: '4'
provider: { name: aws, iam: { role: { mode: perFunction, statements: [{ Effect: Allow, Action: 's3:*', Resource: '*' }] } } }
functions:
  both:
    handler: a.b
    iamRoleStatements: [{ Effect: Allow, Action: 'sqs:*', Resource: '*' }]
    iam: { role: { statements: [{ Effect: Allow, Action: 'sns:*', Resource: '*' }] } }
  alone: { handler: a.b, iam: { inheritStatements: false } }
  plain: { handler: a.b }
`)
    expect(
      read.service.functions.map(({ name, role, inherits, declared }) => [
        name,
        role,
        inherits,
        declared.statements.flatMap(({ actions }) => actions),
      ]),
    ).toEqual([
      ['both', 'own', true, ['sns:*']],
      ['alone', 'own', false, []],
      ['plain', 'own', true, []],
    ])
  })

  it('says which statements are ignored, and does not count them', () => {
    const read = serviceOf("frameworkVersion: '3'\n", own)
    expect(functionOf(read, 'f')).toMatchObject({ role: 'shared', inherits: true, declared: { statements: [] } })
    expect(read.service.findings.find(({ check }) => check === 'statements-ignored')).toMatchObject({ severity: 'warning', at: { line: 3 } })
  })

  it('prefers the newer settings of the provider', () => {
    const statement = (action: string) => `[{ Effect: Allow, Action: '${action}', Resource: '*' }]`
    const both = `service: a\nprovider: { name: aws, iamRoleStatements: ${statement('s3:*')}, iam: { role: { statements: ${statement('sqs:*')} } } }\n`
    expect(readFiles(both).service.declared.statements.map(({ actions }) => actions)).toEqual([['sqs:*']])
    expect(readFiles(`service: a\nprovider: { name: aws, iamRoleStatements: ${statement('s3:*')} }\n`).service.declared.statements).toHaveLength(1)
  })
})
