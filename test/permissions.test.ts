import { describe, expect, it } from 'vitest'
import { absent, join, list, oneOf, record, resource, type SdkCall, text, unknown } from '../src/model/index.ts'
import { derivePermissions } from '../src/permissions/index.ts'
import { around, at, call, checks, declare, line, lines, map, type Plain, variable } from './permissions-scene.ts'

const event = unknown('comes from the event (event.id)')

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

describe('the name of a parameter', () => {
  const read = (name: Plain, ...declared: ReturnType<typeof declare>[]): string[] =>
    lines([call('ssm', 'GetParameter', { Name: name })], around({ resources: new Map(declared) }))
  const both = (name: string): string[] => ['', '/'].map((slash) => `ssm:GetParameter arn:aws:ssm:HERE:parameter${slash}${name}`).sort()
  it('may bring its own slash where only the deployment knows how it begins', () => {
    expect(read(resource('TokenName'))).toEqual(both('${TokenName}'))
    expect(read(join([resource('Prefix'), text('/token')]))).toEqual(both('${Prefix}/token'))
    expect(read({ kind: 'intrinsic', document: { 'Fn::ImportValue': 'token' } })).toEqual(both('{"Fn::ImportValue":"token"}'))
    expect(lines([call('ssm', 'GetParametersByPath', { Path: resource('Prefix') })])).toEqual(
      ['parameter${Prefix}', 'parameter${Prefix}/*', 'parameter/${Prefix}', 'parameter/${Prefix}/*'].map(
        (each) => `ssm:GetParametersByPath arn:aws:ssm:HERE:${each}`,
      ),
    )
  })
  it('has none or one slash as what is known of it says', () => {
    const just = (name: string): string[] => [`ssm:GetParameter arn:aws:ssm:HERE:parameter${name}`]
    expect(read('/app/token')).toEqual(just('/app/token'))
    expect(read('token')).toEqual(just('/token'))
    expect(read(join([resource('AWS::StackName'), text('/token')]))).toEqual(just('/${AWS::StackName}/token'))
    expect(read(variable('self:custom.path', '/app/token'))).toEqual(just('${self:custom.path}'))
    expect(read(variable('self:custom.name', 'token'))).toEqual(just('/${self:custom.name}'))
    expect(read(resource('Token'), declare('Token', 'AWS::SSM::Parameter', { Name: '/app/token' }))).toEqual(just('/app/token'))
    expect(read(resource('Token'), declare('Token', 'AWS::SSM::Parameter'))).toEqual(just('/${Token}'))
  })
})

describe('the URL of a queue', () => {
  it('is read where the queue is declared, and says nothing where a parameter of the template holds it', () => {
    const surroundings = around({ resources: new Map([declare('Jobs', 'AWS::SQS::Queue')]) })
    expect(lines([call('sqs', 'SendMessage', { QueueUrl: resource('Jobs') })], surroundings)).toEqual(['sqs:SendMessage ${Jobs.Arn}'])
    expect(lines([call('sqs', 'SendMessage', { QueueUrl: resource('JobsAddress') })], surroundings)).toEqual(['sqs:SendMessage arn:aws:sqs:*:*:*'])
    expect(lines([call('sqs', 'SendMessage', { QueueUrl: join([resource('Host'), text('/111122223333/jobs')]) })], surroundings)).toEqual([
      'sqs:SendMessage arn:aws:sqs:*:*:*',
    ])
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
  it('are what a declared alias stands for, referred to or named', () => {
    const keysBehind = (key: Plain, target: Plain): string[] => {
      const resources = new Map([
        declare('Jobs', 'AWS::SQS::Queue', { KmsMasterKeyId: key }),
        declare('KeyName', 'AWS::KMS::Alias', { AliasName: 'alias/orders', TargetKeyId: target }),
        declare('Key', 'AWS::KMS::Key'),
      ])
      return lines([send], around({ resources })).filter((each) => each.startsWith('kms:Decrypt'))
    }
    expect(keysBehind(resource('KeyName'), resource('Key'))).toEqual(['kms:Decrypt ${Key.Arn}'])
    expect(keysBehind('alias/orders', resource('Key', 'Arn'))).toEqual(['kms:Decrypt ${Key.Arn}'])
    expect(keysBehind('alias/orders', 'arn:aws:kms:eu-west-1:111122223333:key/1-2')).toEqual([
      'kms:Decrypt arn:aws:kms:eu-west-1:111122223333:key/1-2',
    ])
    expect(keysBehind('arn:aws:kms:us-east-1:111122223333:alias/orders', resource('Key'))).toEqual(['kms:Decrypt arn:aws:kms:HERE:key/*'])
    expect(keysBehind(resource('KeyName'), absent)).toEqual(['kms:Decrypt arn:aws:kms:HERE:key/*'])
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
