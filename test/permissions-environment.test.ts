import { describe, expect, it } from 'vitest'
import { join, oneOf, resource, type SdkCall, text, unknown, type Value } from '../src/model/index.ts'
import { derivePermissions } from '../src/permissions/index.ts'
import { around, at, call, checks, declare, env, lines, map, type Plain, variable } from './permissions-scene.ts'

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
    const { findings } = derivePermissions(map, [get(env('TABLE'))], around({ environmentSource: 'given' }))
    expect(findings[0]?.message).toContain('--env TABLE=VALUE')
    expect(findings[0]?.fix).toContain('--env')
  })
  it('says where a default was taken since nobody gave the variable', () => {
    const calls = [get(env('TABLE', text('local')))]
    const given = around({ environmentSource: 'given', environment: new Map() })
    expect(lines(calls, given)).toEqual(['dynamodb:GetItem arn:aws:dynamodb:HERE:table/local'])
    expect(checks(calls, given)).toEqual(['environment-default'])
  })
  it('trusts no default where part of the environment cannot be read', () => {
    const calls = [get(env('NOWHERE', text('local')))]
    const partly = around({ environmentSource: 'partly-read' })
    expect(lines(calls, partly)).toEqual(['dynamodb:GetItem arn:aws:dynamodb:HERE:table/*'])
    expect(checks(calls, partly)).toEqual(['environment-missing'])
  })
  it('uses the fallback of the code, and what is declared rather than the fallback', () => {
    expect(lines([get(env('NOWHERE', text('local')))], surroundings)).toEqual(['dynamodb:GetItem arn:aws:dynamodb:HERE:table/local'])
    expect(lines([get(env('TABLE', text('local')))], surroundings)).toEqual(['dynamodb:GetItem ${UsersTable.Arn}'])
    expect(checks([get(env('NOWHERE', text('local')))], surroundings)).toEqual(['environment-default'])
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
