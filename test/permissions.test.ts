import { describe, expect, it } from 'vitest'
import { absent, join, list, oneOf, record, resource, type SdkCall, text, unknown, type Value } from '../src/model/index.ts'
import { derivePermissions } from '../src/permissions/index.ts'
import { around, at, call, checks, declare, env, line, lines, map, type Plain, variable } from './permissions-scene.ts'

const event = unknown('comes from the event (event.id)')

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
  const deep = call('s3', 'GetObject', { Bucket: 'reports', Key: join([text('2024/june-'), event, text('.json')]) })
  it.each([
    ['exact', 's3:GetObject arn:aws:s3:::reports/2024/june-*.json'],
    ['prefix', 's3:GetObject arn:aws:s3:::reports/2024/*'],
    ['bucket', 's3:GetObject arn:aws:s3:::reports/*'],
  ] as const)('narrows a key as --object-keys %s says', (objectKeys, expected) => {
    expect(lines([deep], around({ objectKeys }))).toEqual([expected])
  })
})

describe('from the environment to the declared resource', () => {
  const surroundings = around({
    environment: new Map<string, Value>([
      ['TABLE', resource('UsersTable')],
      ['TABLE_ARN', resource('UsersTable', 'Arn')],
      ['NAME', text('orders-dev')],
      ['STAGED', join([text('orders-'), variable('sls:stage', 'dev')])],
      ['QUEUE_URL', resource('Jobs')],
      ['TOPIC', resource('News')],
      ['PARAMETER', resource('StackParameter')],
      ['BUCKET', resource('Uploads')],
      ['IMPORTED', { kind: 'intrinsic', document: { 'Fn::ImportValue': 'orders-table' } }],
      ['IMPORTED_ARN', { kind: 'intrinsic', document: { 'Fn::ImportValue': 'orders-table-arn' } }],
      ['EMPTY', text('')],
    ]),
    resources: new Map([
      declare('UsersTable', 'AWS::DynamoDB::Table'),
      declare('OrdersTable', 'AWS::DynamoDB::Table', { TableName: join([text('orders-'), variable('sls:stage', 'dev')]) }),
      declare('Jobs', 'AWS::SQS::Queue', { QueueName: 'jobs' }),
      declare('News', 'AWS::SNS::Topic'),
      declare('Uploads', 'AWS::S3::Bucket'),
      declare('Pool', 'AWS::Cognito::UserPool'),
      declare('Machine', 'AWS::StepFunctions::StateMachine'),
      declare('Secret', 'AWS::SecretsManager::Secret', { Name: 'orders/key' }),
      declare('Logs', 'AWS::Logs::LogGroup', { LogGroupName: '/orders' }),
      declare('Setting', 'AWS::SSM::Parameter', { Name: '/orders/setting' }),
      declare('Cluster', 'AWS::ECS::Cluster'),
    ]),
  })
  const get = (name: Plain): SdkCall => call('dynamodb', 'GetItem', { TableName: name })
  it.each<[string, SdkCall, string]>([
    ['a Ref', get(env('TABLE')), 'dynamodb:GetItem ${UsersTable.Arn}'],
    ['an ARN', get(env('TABLE_ARN')), 'dynamodb:GetItem ${UsersTable.Arn}'],
    ['a name that a resource has in this stage', get(env('NAME')), 'dynamodb:GetItem ${OrdersTable.Arn}'],
    ['a name that a resource has in every stage', get(env('STAGED')), 'dynamodb:GetItem ${OrdersTable.Arn}'],
    ['a name in the code', get('orders-dev'), 'dynamodb:GetItem ${OrdersTable.Arn}'],
    ['a name that nothing has', get('orders-test'), 'dynamodb:GetItem arn:aws:dynamodb:HERE:table/orders-test'],
    ['a Ref to a parameter', get(env('PARAMETER')), 'dynamodb:GetItem arn:aws:dynamodb:HERE:table/${StackParameter}'],
    ['an import of a name', get(env('IMPORTED')), 'dynamodb:GetItem arn:aws:dynamodb:HERE:table/{"Fn::ImportValue":"orders-table"}'],
    ['an import of an ARN', get(env('IMPORTED_ARN')), 'dynamodb:GetItem {"Fn::ImportValue":"orders-table-arn"}'],
    [
      'a text that is an ARN',
      get('arn:aws:dynamodb:eu-west-1:111122223333:table/far'),
      'dynamodb:GetItem arn:aws:dynamodb:eu-west-1:111122223333:table/far',
    ],
    [
      'the index of a resource',
      call('dynamodb', 'Query', { TableName: env('TABLE'), IndexName: 'byOwner' }),
      'dynamodb:Query ${UsersTable.Arn}/index/byOwner',
    ],
    [
      'the index of a name',
      call('dynamodb', 'Query', { TableName: 'far', IndexName: 'byOwner' }),
      'dynamodb:Query arn:aws:dynamodb:HERE:table/far/index/byOwner',
    ],
    ['a queue by its URL', call('sqs', 'SendMessage', { QueueUrl: env('QUEUE_URL') }), 'sqs:SendMessage ${Jobs.Arn}'],
    [
      'a queue by the name in its URL',
      call('sqs', 'SendMessage', {
        QueueUrl: join([text('https://sqs.'), resource('AWS::Region'), text('.amazonaws.com/'), resource('AWS::AccountId'), text('/jobs')]),
      }),
      'sqs:SendMessage ${Jobs.Arn}',
    ],
    ['a topic, whose Ref is its ARN', call('sns', 'Publish', { TopicArn: env('TOPIC') }), 'sns:Publish ${News}'],
    ['an object of a bucket', call('s3', 'GetObject', { Bucket: env('BUCKET'), Key: 'a/b' }), 's3:GetObject ${Uploads.Arn}/a/b'],
    [
      'a user pool by its id',
      call('cognito-identity-provider', 'AdminGetUser', { UserPoolId: resource('Pool') }),
      'cognito-idp:AdminGetUser ${Pool.Arn}',
    ],
    ['a state machine', call('sfn', 'StartExecution', { stateMachineArn: resource('Machine') }), 'states:StartExecution ${Machine}'],
    [
      'a state machine that a plugin makes',
      call('sfn', 'StartExecution', { stateMachineArn: resource('Elsewhere', 'Arn') }),
      'states:StartExecution ${Elsewhere.Arn}',
    ],
    ['a secret', call('secrets-manager', 'GetSecretValue', { SecretId: resource('Secret') }), 'secretsmanager:GetSecretValue ${Secret}'],
    ['a secret by its name', call('secrets-manager', 'GetSecretValue', { SecretId: 'orders/key' }), 'secretsmanager:GetSecretValue ${Secret}'],
    [
      'a log group, whose ARN ends in :*',
      call('cloudwatch-logs', 'DescribeLogStreams', { logGroupName: '/orders' }),
      'logs:DescribeLogStreams ${Logs.Arn}',
    ],
    [
      'a log stream, which does not lie below that ARN',
      call('cloudwatch-logs', 'PutLogEvents', { logGroupName: resource('Logs'), logStreamName: 'one' }),
      'logs:PutLogEvents arn:aws:logs:HERE:log-group:${Logs}:log-stream:one',
    ],
    [
      'a parameter that has no ARN of its own',
      call('ssm', 'GetParameter', { Name: resource('Setting') }),
      'ssm:GetParameter arn:aws:ssm:HERE:parameter/orders/setting',
    ],
    [
      'a cluster inside the ARN of a task',
      call('ecs', 'StopTask', { cluster: resource('Cluster', 'Arn'), task: '0123' }),
      'ecs:StopTask arn:aws:ecs:HERE:task/${Cluster}/0123',
    ],
  ])('follows %s', (_, each, expected) => {
    expect(lines([each], surroundings)).toEqual([expected])
    expect(checks([each], surroundings)).toEqual([])
  })

  it('finds a resource by any of the names that a condition of the template gives it', () => {
    const named = around({
      resources: new Map([declare('Users', 'AWS::DynamoDB::Table', { TableName: oneOf([text('users-live'), text('users-test')]) })]),
    })
    expect(lines([get('users-test')], named)).toEqual(['dynamodb:GetItem ${Users.Arn}'])
    expect(lines([get('users-live')], named)).toEqual(['dynamodb:GetItem ${Users.Arn}'])
    expect(lines([get('users')], named)).toEqual(['dynamodb:GetItem arn:aws:dynamodb:HERE:table/users'])
  })
  it('says what is declared nowhere, once', () => {
    const missing = get(env('NOWHERE'))
    expect(lines([missing], surroundings)).toEqual(['dynamodb:GetItem arn:aws:dynamodb:HERE:table/*'])
    const { findings } = derivePermissions(map, [missing, missing], surroundings)
    expect(findings).toHaveLength(1)
    expect(findings[0]).toMatchObject({ check: 'environment-missing', severity: 'warning', at })
    expect(findings[0]?.message).toContain('NOWHERE, which is declared nowhere')
  })
  it('asks for --env where no service file declares an environment', () => {
    const { findings } = derivePermissions(map, [get(env('TABLE'))], around({ environmentKnown: false }))
    expect(findings[0]?.message).toContain('--env TABLE=VALUE')
  })
  it('uses the fallback of the code, and what is declared rather than the fallback', () => {
    expect(lines([get(env('NOWHERE', text('local')))], surroundings)).toEqual(['dynamodb:GetItem arn:aws:dynamodb:HERE:table/local'])
    expect(lines([get(env('TABLE', text('local')))], surroundings)).toEqual(['dynamodb:GetItem ${UsersTable.Arn}'])
    expect(checks([get(env('NOWHERE', text('local')))], surroundings)).toEqual([])
  })
  it('takes an empty name for one that is not known', () => {
    expect(lines([get(env('EMPTY'))], surroundings)).toEqual(['dynamodb:GetItem arn:aws:dynamodb:HERE:table/*'])
    expect(checks([get(env('EMPTY'))], surroundings)).toEqual(['resource-widened'])
  })
  it('takes AWS_REGION for the region of the stack', () => {
    expect(lines([call('dynamodb', 'GetItem', { TableName: 'a' }, { options: { region: env('AWS_REGION') } })])).toEqual([
      'dynamodb:GetItem arn:aws:dynamodb:HERE:table/a',
    ])
    expect(lines([call('dynamodb', 'GetItem', { TableName: 'a' }, { options: { region: 'eu-west-1' } })])).toEqual([
      'dynamodb:GetItem arn:aws:dynamodb:eu-west-1:${AWS::AccountId}:table/a',
    ])
    expect(lines([call('dynamodb', 'GetItem', { TableName: 'a' }, { options: { region: event } })])).toEqual([
      'dynamodb:GetItem arn:aws:dynamodb:*:${AWS::AccountId}:table/a',
    ])
  })
  it('writes the partition, region and account that it is told', () => {
    const china = around({ partition: 'aws-cn', region: text('cn-north-1'), account: text('111122223333') })
    expect(lines([get('a')], china)).toEqual(['dynamodb:GetItem arn:aws-cn:dynamodb:cn-north-1:111122223333:table/a'])
  })
})

describe('what is not known', () => {
  const widened = (each: SdkCall, surroundings = around()): (string | undefined)[] =>
    derivePermissions(map, [each], surroundings).permissions.map((permission) => permission.widened)
  it('widens inside the resource type, and says why and where', () => {
    const where = { file: 'src/other.ts', line: 3 }
    const each = call('dynamodb', 'GetItem', { TableName: unknown('comes from the event (event.table)', where) })
    expect(lines([each])).toEqual(['dynamodb:GetItem arn:aws:dynamodb:HERE:table/*'])
    expect(widened(each)).toEqual(['TableName comes from the event (event.table) (src/other.ts:3)'])
    expect(derivePermissions(map, [each], around()).findings).toMatchObject([
      { check: 'resource-widened', severity: 'warning', confidence: 'certain', at },
    ])
  })
  it.each<[string, SdkCall, string]>([
    [
      'a key with a known beginning',
      call('s3', 'GetObject', { Bucket: 'b', Key: join([text('users/'), event, text('.json')]) }),
      's3:GetObject arn:aws:s3:::b/users/*.json',
    ],
    ['a whole key', call('s3', 'GetObject', { Bucket: 'b', Key: event }), 's3:GetObject arn:aws:s3:::b/*'],
    ['an ARN, which may lie in another account', call('sns', 'Publish', { TopicArn: event }), 'sns:Publish arn:aws:sns:*:*:*'],
    ['a queue URL, which may lie in another account', call('sqs', 'SendMessage', { QueueUrl: event }), 'sqs:SendMessage arn:aws:sqs:*:*:*'],
    ['a field that is left out', call('sqs', 'SendMessage', {}), 'sqs:SendMessage arn:aws:sqs:HERE:*'],
    [
      'an ARN with an unknown part',
      call('sns', 'Publish', { TopicArn: join([text('arn:aws:sns:eu-west-1:111122223333:'), event]) }),
      'sns:Publish arn:aws:sns:eu-west-1:111122223333:*',
    ],
    [
      'a secret',
      call('secrets-manager', 'GetSecretValue', { SecretId: event }),
      'secretsmanager:GetSecretValue arn:aws:secretsmanager:HERE:secret:*-??????',
    ],
    ['the whole input', call('dynamodb', 'PutItem', unknown('is a parameter that nobody passes')), 'dynamodb:PutItem arn:aws:dynamodb:HERE:table/*'],
    [
      'a spread beside the name',
      { ...call('dynamodb', 'PutItem', {}), input: record([['TableName', text('a')]], event) },
      'dynamodb:PutItem arn:aws:dynamodb:HERE:table/a',
    ],
  ])('keeps what is known of %s', (_, each, expected) => {
    expect(lines([each])).toEqual([expected])
  })
  it('never ends in a bare wildcard where the reference has a resource type', () => {
    for (const [client, command] of [
      ['dynamodb', 'PutItem'],
      ['sqs', 'SendMessage'],
      ['lambda', 'Invoke'],
      ['kms', 'Decrypt'],
      ['athena', 'GetQueryResults'],
    ] as const) {
      for (const each of lines([call(client, command, event)])) expect(each).not.toMatch(/ \*$/)
    }
  })
  it('is no wildcard, and no finding, where the reference has no resource type', () => {
    const each = call('dynamodb', 'ListTables', {})
    expect(lines([each])).toEqual(['dynamodb:ListTables *'])
    expect(widened(each)).toEqual([undefined])
  })
  it('covers characters that a policy would read in its own way', () => {
    expect(lines([call('s3', 'GetObject', { Bucket: 'b', Key: 'a${x}b' })])).toEqual(['s3:GetObject arn:aws:s3:::b/a?{x}b'])
    expect(widened(call('s3', 'GetObject', { Bucket: 'b', Key: 'a*b' }))[0]).toContain('wildcard')
  })
  it('keeps a variable of the deployment as its text', () => {
    expect(lines([call('dynamodb', 'GetItem', { TableName: variable('ssm:/orders/table') })])).toEqual([
      'dynamodb:GetItem arn:aws:dynamodb:HERE:table/${ssm:/orders/table}',
    ])
  })
})

describe('several values', () => {
  it('gives one permission each', () => {
    const each = call('dynamodb', 'GetItem', { TableName: oneOf([text('a'), text('b')]) })
    expect(lines([each])).toEqual(['dynamodb:GetItem arn:aws:dynamodb:HERE:table/a', 'dynamodb:GetItem arn:aws:dynamodb:HERE:table/b'])
  })
  it('keeps together what was chosen together', () => {
    const input = oneOf([
      record([
        ['Bucket', text('one')],
        ['Key', text('a')],
      ]),
      record([
        ['Bucket', text('two')],
        ['Key', text('b')],
        ['VersionId', text('7')],
      ]),
    ])
    expect(lines([call('s3', 'GetObject', input)])).toEqual(['s3:GetObject arn:aws:s3:::one/a', 's3:GetObjectVersion arn:aws:s3:::two/b'])
  })
  it('gives way to a wildcard where they are too many', () => {
    const many = oneOf(Array.from({ length: 60 }, (_, index) => text(`table-${index}`)))
    const each = call('dynamodb', 'GetItem', { TableName: many })
    expect(lines([each])).toEqual(['dynamodb:GetItem arn:aws:dynamodb:HERE:table/*'])
    expect(checks([each])).toEqual(['resource-widened'])
  })
  it('uses the default of AWS where a field may be left out', () => {
    const bus = (name: Plain): SdkCall =>
      call('eventbridge', 'PutEvents', { Entries: [{ Source: 'orders', ...(name === null ? {} : { EventBusName: name }) }] })
    expect(lines([bus(null)])).toEqual(['events:PutEvents arn:aws:events:HERE:event-bus/default'])
    expect(lines([bus(oneOf([text('own'), absent]))])).toEqual([
      'events:PutEvents arn:aws:events:HERE:event-bus/default',
      'events:PutEvents arn:aws:events:HERE:event-bus/own',
    ])
    expect(lines([call('scheduler', 'DeleteSchedule', { Name: 'nightly' })])).toEqual([
      'scheduler:DeleteSchedule arn:aws:scheduler:HERE:schedule/default/nightly',
    ])
    expect(lines([call('ecs', 'StopTask', { task: '01' })])).toEqual(['ecs:StopTask arn:aws:ecs:HERE:task/default/01'])
  })
  it('asks every item of a list, and what further items may be', () => {
    const objects = list([record([['Key', text('a')]])], record([['Key', event]]))
    expect(lines([call('s3', 'DeleteObjects', { Bucket: 'b', Delete: { Objects: objects } })])).toEqual([
      's3:DeleteObject arn:aws:s3:::b/*',
      's3:DeleteObject arn:aws:s3:::b/a',
    ])
  })
})

describe('parameter conditions', () => {
  const put = (more: { [name: string]: Plain }): SdkCall => call('s3', 'PutObject', { Bucket: 'b', Key: 'k', ...more })
  it('adds what the input asks for, and nothing else', () => {
    expect(lines([put({ Tagging: 'a=b' })])).toEqual(['s3:PutObject arn:aws:s3:::b/k', 's3:PutObjectTagging arn:aws:s3:::b/k'])
    expect(lines([put({ ACL: 'private' })])).toEqual(['s3:PutObject arn:aws:s3:::b/k', 's3:PutObjectAcl arn:aws:s3:::b/k'])
    expect(lines([put({ Tagging: absent, ACL: null })])).toEqual(['s3:PutObject arn:aws:s3:::b/k'])
  })
  it('includes what it cannot decide, with the reason', () => {
    const each = put({ Tagging: event })
    const tagging = derivePermissions(map, [each], around()).permissions.find(({ action }) => action === 's3:PutObjectTagging')
    expect(tagging?.widened).toContain('Tagging comes from the event')
    expect(checks([each])).toEqual(['condition-unknown'])
  })
  it('does not take a doubt about a directory bucket for one', () => {
    expect(lines([call('s3', 'GetObject', { Bucket: event, Key: 'k' })])).toEqual(['s3:GetObject arn:aws:s3:::*/k'])
    expect(lines([call('s3', 'GetObject', { Bucket: 'data--use1-az4--x-s3', Key: 'k' })])).toEqual([
      's3express:CreateSession arn:aws:s3express:HERE:bucket/data--use1-az4--x-s3',
    ])
  })
})

describe('annotations', () => {
  const annotation = {
    action: 's3:GetObject',
    resource: text('arn:aws:s3:::reports/*'),
    reason: 'only reports',
    at: { file: 'src/handler.ts', line: 6 },
  }
  it('replace what is wider than they are, and its finding', () => {
    const each = call('s3', 'GetObject', { Bucket: event, Key: event }, { annotations: [annotation] })
    const derived = derivePermissions(map, [each], around())
    expect(derived.permissions).toMatchObject([
      { action: 's3:GetObject', resource: text('arn:aws:s3:::reports/*'), basis: 'annotation', at: annotation.at },
    ])
    expect(derived.findings).toEqual([])
  })
  it('leave alone what is known', () => {
    const each = call('s3', 'GetObject', { Bucket: 'b', Key: 'k' }, { annotations: [annotation] })
    expect(lines([each])).toEqual(['s3:GetObject arn:aws:s3:::b/k'])
  })
  it('say what a command needs that the map does not know', () => {
    const each = call('s3', 'FoldObject', {}, { annotations: [annotation] })
    expect(lines([each])).toEqual(['s3:GetObject arn:aws:s3:::reports/*'])
    expect(derivePermissions(map, [each], around()).findings).toMatchObject([{ check: 'unknown-command', severity: 'note' }])
  })
})

describe('what the map does not know', () => {
  it.each(['s3', 'no-such-client', '../../package'])('is an error: a command of %s', (client) => {
    const derived = derivePermissions(map, [call(client, 'FoldObject', {})], around())
    expect(derived.permissions).toEqual([])
    expect(derived.findings).toMatchObject([{ check: 'unknown-command', severity: 'error', at }])
  })
  it('says so of an action that is newer than the reference', () => {
    expect(checks([call('dynamodb', 'StartBulkPutItems', {})])).toEqual(['action-assumed'])
    expect(derivePermissions(map, [call('dynamodb', 'StartBulkPutItems', {})], around()).permissions[0]?.basis).toBe('assumed')
  })
  it('needs nothing for what is unsigned or free', () => {
    expect(lines([call('cognito-identity-provider', 'InitiateAuth', { ClientId: 'c' }), call('sts', 'GetCallerIdentity', {})])).toEqual([])
  })
})

describe('keys of declared resources', () => {
  const surroundings = (key: Plain): ReturnType<typeof around> =>
    around({ resources: new Map([declare('Jobs', 'AWS::SQS::Queue', { KmsMasterKeyId: key }), declare('Key', 'AWS::KMS::Key')]) })
  const send = call('sqs', 'SendMessage', { QueueUrl: resource('Jobs') })
  it('are allowed through the service, where they are the customer’s own', () => {
    const keyed = derivePermissions(map, [send], surroundings(resource('Key', 'Arn'))).permissions.filter(({ basis }) => basis === 'template')
    expect(keyed.map(({ action, resource: on }) => `${action} ${line(on)}`)).toEqual(['kms:Decrypt ${Key.Arn}', 'kms:GenerateDataKey ${Key.Arn}'])
    expect(line(keyed[0]?.condition?.get('StringEquals')?.get('kms:ViaService')?.[0] ?? text(''))).toBe('sqs.${AWS::Region}.amazonaws.com')
  })
  it('are every key where an alias hides which', () => {
    expect(lines([send], surroundings('alias/orders'))).toContain('kms:Decrypt arn:aws:kms:HERE:key/*')
  })
  it('are those of each branch of a condition', () => {
    expect(lines([send], surroundings(oneOf([text('1-2'), absent, text('alias/aws/sqs')])))).toEqual([
      'kms:Decrypt arn:aws:kms:HERE:key/1-2',
      'kms:GenerateDataKey arn:aws:kms:HERE:key/1-2',
      'sqs:SendMessage ${Jobs.Arn}',
    ])
  })
  it('need nothing where they are those of AWS', () => {
    expect(lines([send], surroundings('alias/aws/sqs'))).toEqual(['sqs:SendMessage ${Jobs.Arn}'])
  })
})
