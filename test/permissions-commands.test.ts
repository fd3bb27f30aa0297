import { describe, expect, it } from 'vitest'
import { join, list, record, resource, type SdkCall, text, unknown, type Value } from '../src/model/index.ts'
import { derivePermissions } from '../src/permissions/index.ts'
import { around, call, declare, env, line, lines, map } from './permissions-scene.ts'

const event = unknown('comes from the event')
const table = (name: string): string => `arn:aws:dynamodb:HERE:table/${name}`

/** The conditions of a call's permissions, as lines. */
const conditions = (each: SdkCall, surroundings = around()): string[] =>
  derivePermissions(map, [each], surroundings).permissions.flatMap(({ action, condition }) =>
    [...(condition ?? [])].flatMap(([operator, keys]) =>
      [...keys].map(([key, values]) => `${action} ${operator} ${key} ${values.map(line).join(',')}`),
    ),
  )

describe.each<[string, [SdkCall, string[]][]]>([
  [
    's3',
    [
      [call('s3', 'HeadBucket', { Bucket: 'b' }), ['s3:ListBucket arn:aws:s3:::b']],
      [call('s3', 'waitUntilBucketExists', { Bucket: 'b' }), ['s3:ListBucket arn:aws:s3:::b']],
      [call('s3', 'waitUntilObjectExists', { Bucket: 'b', Key: 'k' }), ['s3:GetObject arn:aws:s3:::b/k']],
      [call('s3', 'paginateListObjectsV2', { Bucket: 'b', Prefix: 'p/' }), ['s3:ListBucket arn:aws:s3:::b']],
      [call('s3', 'ListBuckets', {}), ['s3:ListAllMyBuckets *']],
      [call('s3', 'DeleteBucketCors', { Bucket: 'b' }), ['s3:PutBucketCORS arn:aws:s3:::b']],
      [call('s3', 'HeadObject', { Bucket: 'b', Key: 'k', VersionId: '3' }), ['s3:GetObjectVersion arn:aws:s3:::b/k']],
      [call('s3', 'DeleteObject', { Bucket: 'b', Key: 'k', VersionId: '3' }), ['s3:DeleteObjectVersion arn:aws:s3:::b/k']],
      [
        call('s3', 'DeleteObject', { Bucket: 'b', Key: 'k', BypassGovernanceRetention: true }),
        ['s3:BypassGovernanceRetention arn:aws:s3:::b/k', 's3:DeleteObject arn:aws:s3:::b/k'],
      ],
      [
        call('s3', 'DeleteObjects', { Bucket: 'b', Delete: { Objects: [{ Key: 'one' }, { Key: 'two', VersionId: '3' }] } }),
        ['s3:DeleteObject arn:aws:s3:::b/one', 's3:DeleteObjectVersion arn:aws:s3:::b/two'],
      ],
      [
        call('s3', 'CopyObject', { Bucket: 'to', Key: 'k', CopySource: '/from/a%20b/c' }),
        ['s3:GetObject arn:aws:s3:::from/a b/c', 's3:PutObject arn:aws:s3:::to/k'],
      ],
      [
        call('s3', 'CopyObject', { Bucket: 'to', Key: 'k', CopySource: 'from/c?versionId=9', TaggingDirective: 'REPLACE' }),
        ['s3:GetObjectVersion arn:aws:s3:::from/c', 's3:PutObject arn:aws:s3:::to/k', 's3:PutObjectTagging arn:aws:s3:::to/k'],
      ],
      [
        call('s3', 'CopyObject', { Bucket: 'to', Key: 'k', CopySource: join([env('FROM'), text('/in/'), event]) }),
        ['s3:GetObject ${Source.Arn}/in/*', 's3:PutObject arn:aws:s3:::to/k'],
      ],
      [
        call('s3', 'GetObject', { Bucket: 'arn:aws:s3:eu-west-1:111122223333:accesspoint/reports', Key: 'k' }),
        ['s3:GetObject arn:aws:s3:eu-west-1:111122223333:accesspoint/reports/object/k'],
      ],
      [call('s3', 'UploadPart', { Bucket: 'b', Key: 'k' }), ['s3:PutObject arn:aws:s3:::b/k']],
    ],
  ],
  [
    'dynamodb',
    [
      [
        {
          ...call('dynamodb', 'BatchGetItem', {}),
          input: record([['RequestItems', { kind: 'record', fields: new Map([['plain', record([])]]), computed: [[env('TABLE'), record([])]] }]]),
        },
        ['dynamodb:BatchGetItem ${Users.Arn}', `dynamodb:BatchGetItem ${table('plain')}`],
      ],
      [
        call('dynamodb', 'BatchWriteItem', { RequestItems: { a: [], b: [] } }),
        [`dynamodb:BatchWriteItem ${table('a')}`, `dynamodb:BatchWriteItem ${table('b')}`],
      ],
      [
        call('dynamodb', 'TransactWriteItems', {
          TransactItems: [{ Put: { TableName: 'a' } }, { Delete: { TableName: 'b' } }, { ConditionCheck: { TableName: 'c' } }],
        }),
        [`dynamodb:ConditionCheckItem ${table('c')}`, `dynamodb:DeleteItem ${table('b')}`, `dynamodb:PutItem ${table('a')}`],
      ],
      [call('dynamodb', 'TransactGetItems', { TransactItems: [{ Get: { TableName: 'a' } }] }), [`dynamodb:GetItem ${table('a')}`]],
      [
        call('dynamodb', 'ExecuteStatement', { Statement: ' select * from "a"."byDate" where id = ?' }),
        [`dynamodb:PartiQLSelect ${table('a')}`, `dynamodb:PartiQLSelect ${table('a')}/index/byDate`],
      ],
      [call('dynamodb', 'ExecuteStatement', { Statement: "INSERT INTO a VALUE {'id': 1}" }), [`dynamodb:PartiQLInsert ${table('a')}`]],
      [
        call('dynamodb', 'BatchExecuteStatement', {
          Statements: [{ Statement: 'UPDATE "a" SET x = 1' }, { Statement: join([text('DELETE FROM "'), env('TABLE'), text('" WHERE id = 1')]) }],
        }),
        ['dynamodb:PartiQLDelete ${Users.Arn}', `dynamodb:PartiQLUpdate ${table('a')}`],
      ],
      [
        call('dynamodb', 'ListTagsOfResource', { ResourceArn: 'arn:aws:dynamodb:eu-west-1:1:table/a' }),
        ['dynamodb:ListTagsOfResource arn:aws:dynamodb:eu-west-1:1:table/a'],
      ],
      [call('dynamodb-streams', 'DescribeStream', { StreamArn: resource('Users', 'StreamArn') }), ['dynamodb:DescribeStream ${Users.StreamArn}']],
    ],
  ],
  [
    'messages',
    [
      [
        call('sqs', 'SendMessageBatch', { QueueUrl: 'https://sqs.eu-west-1.amazonaws.com/111122223333/jobs' }),
        ['sqs:SendMessage arn:aws:sqs:eu-west-1:111122223333:jobs'],
      ],
      [call('sqs', 'GetQueueUrl', { QueueName: 'jobs' }), ['sqs:GetQueueUrl arn:aws:sqs:HERE:jobs']],
      [
        call('sqs', 'CreateQueue', { QueueName: 'jobs', tags: { a: 'b' } }),
        ['sqs:CreateQueue arn:aws:sqs:HERE:jobs', 'sqs:TagQueue arn:aws:sqs:HERE:jobs'],
      ],
      [call('sns', 'Publish', { PhoneNumber: '+1' }), ['sns:Publish *']],
      [call('sns', 'PublishBatch', { TopicArn: 'arn:aws:sns:eu-west-1:1:news' }), ['sns:Publish arn:aws:sns:eu-west-1:1:news']],
      [call('sns', 'Unsubscribe', { SubscriptionArn: 'arn:aws:sns:eu-west-1:1:news:0-1' }), ['sns:Unsubscribe arn:aws:sns:eu-west-1:1:news']],
      [call('eventbridge', 'PutRule', { Name: 'r' }), ['events:PutRule arn:aws:events:HERE:rule/r']],
      [call('eventbridge', 'PutRule', { Name: 'r', EventBusName: 'own' }), ['events:PutRule arn:aws:events:HERE:rule/own/r']],
      [
        call('eventbridge', 'DeleteRule', { Name: 'r', EventBusName: 'arn:aws:events:eu-west-1:1:event-bus/own' }),
        ['events:DeleteRule arn:aws:events:eu-west-1:1:rule/own/r'],
      ],
      [call('kinesis', 'PutRecord', { StreamName: 's' }), ['kinesis:PutRecord arn:aws:kinesis:HERE:stream/s']],
      [call('firehose', 'PutRecordBatch', { DeliveryStreamName: 's' }), ['firehose:PutRecordBatch arn:aws:firehose:HERE:deliverystream/s']],
      [
        call('ses', 'SendEmail', { Source: 'Orders <orders@example.com>' }),
        ['ses:SendEmail arn:aws:ses:HERE:identity/example.com', 'ses:SendEmail arn:aws:ses:HERE:identity/orders@example.com'],
      ],
      [
        call('sesv2', 'SendEmail', { FromEmailAddress: 'a@example.com', Content: { Raw: {} } }),
        ['ses:SendRawEmail arn:aws:ses:HERE:identity/a@example.com', 'ses:SendRawEmail arn:aws:ses:HERE:identity/example.com'],
      ],
    ],
  ],
  [
    'compute',
    [
      [call('lambda', 'Invoke', { FunctionName: 'f' }), ['lambda:InvokeFunction arn:aws:lambda:HERE:function:f']],
      [call('lambda', 'Invoke', { FunctionName: 'f', Qualifier: 'live' }), ['lambda:InvokeFunction arn:aws:lambda:HERE:function:f:live']],
      [
        call('lambda', 'Invoke', { FunctionName: 'arn:aws:lambda:eu-west-1:1:function:f', Qualifier: 'live' }),
        ['lambda:InvokeFunction arn:aws:lambda:eu-west-1:1:function:f:live'],
      ],
      [call('lambda', 'waitUntilFunctionUpdated', { FunctionName: 'f' }), ['lambda:GetFunctionConfiguration arn:aws:lambda:HERE:function:f']],
      [
        call('sfn', 'StartExecution', { stateMachineArn: 'arn:aws:states:eu-west-1:1:stateMachine:m:live' }),
        ['states:StartExecution arn:aws:states:eu-west-1:1:stateMachine:m'],
      ],
      [call('sfn', 'SendTaskSuccess', { taskToken: event }), ['states:SendTaskSuccess *']],
      [
        call('ecs', 'RunTask', { taskDefinition: 'report', cluster: 'c' }),
        ['ecs:RunTask arn:aws:ecs:HERE:task-definition/report:*', 'iam:PassRole arn:aws:iam::${AWS::AccountId}:role/*'],
      ],
      [
        call('bedrock-runtime', 'Converse', { modelId: 'amazon.nova-lite-v1:0' }),
        ['bedrock:InvokeModel arn:aws:bedrock:${AWS::Region}::foundation-model/amazon.nova-lite-v1:0'],
      ],
      [
        call('bedrock-runtime', 'ConverseStream', { modelId: 'us.amazon.nova-lite-v1:0', guardrailConfig: { guardrailIdentifier: 'g1' } }),
        [
          'bedrock:ApplyGuardrail arn:aws:bedrock:HERE:guardrail/g1',
          'bedrock:InvokeModelWithResponseStream arn:aws:bedrock:*::foundation-model/amazon.nova-lite-v1:0',
          'bedrock:InvokeModelWithResponseStream arn:aws:bedrock:HERE:inference-profile/us.amazon.nova-lite-v1:0',
        ],
      ],
    ],
  ],
  [
    'configuration and secrets',
    [
      [call('ssm', 'GetParameter', { Name: '/a/b:3' }), ['ssm:GetParameter arn:aws:ssm:HERE:parameter/a/b']],
      [
        call('ssm', 'GetParameters', { Names: ['a', '/b'] }),
        ['ssm:GetParameters arn:aws:ssm:HERE:parameter/a', 'ssm:GetParameters arn:aws:ssm:HERE:parameter/b'],
      ],
      [
        call('ssm', 'GetParametersByPath', { Path: '/a/b' }),
        ['ssm:GetParametersByPath arn:aws:ssm:HERE:parameter/a/b', 'ssm:GetParametersByPath arn:aws:ssm:HERE:parameter/a/b/*'],
      ],
      [
        call('secrets-manager', 'GetSecretValue', { SecretId: 'a/b' }),
        ['secretsmanager:GetSecretValue arn:aws:secretsmanager:HERE:secret:a/b-??????'],
      ],
      [
        call('secrets-manager', 'GetSecretValue', { SecretId: 'arn:aws:secretsmanager:eu-west-1:1:secret:a-AbCdEf' }),
        [
          'secretsmanager:GetSecretValue arn:aws:secretsmanager:eu-west-1:1:secret:a-AbCdEf',
          'secretsmanager:GetSecretValue arn:aws:secretsmanager:eu-west-1:1:secret:a-AbCdEf-??????',
        ],
      ],
      [call('kms', 'Decrypt', { KeyId: '1-2' }), ['kms:Decrypt arn:aws:kms:HERE:key/1-2']],
      [call('kms', 'Encrypt', { KeyId: 'alias/orders' }), ['kms:Encrypt arn:aws:kms:HERE:key/*']],
      [
        call('kms', 'ReEncrypt', { SourceKeyId: 'a', DestinationKeyId: 'b' }),
        ['kms:ReEncryptFrom arn:aws:kms:HERE:key/a', 'kms:ReEncryptTo arn:aws:kms:HERE:key/b'],
      ],
      [
        call('kms', 'CreateAlias', { AliasName: 'alias/a', TargetKeyId: 'k' }),
        ['kms:CreateAlias arn:aws:kms:HERE:alias/a', 'kms:CreateAlias arn:aws:kms:HERE:key/k'],
      ],
      [call('sts', 'AssumeRole', { RoleArn: 'arn:aws:iam::1:role/r' }), ['sts:AssumeRole arn:aws:iam::1:role/r']],
      [
        call('iam', 'GetRole', { RoleName: 'r' }),
        ['iam:GetRole arn:aws:iam::${AWS::AccountId}:role/*/r', 'iam:GetRole arn:aws:iam::${AWS::AccountId}:role/r'],
      ],
    ],
  ],
  [
    'apis',
    [
      [
        call(
          'apigatewaymanagementapi',
          'PostToConnection',
          { ConnectionId: event },
          { options: { endpoint: 'https://abc123.execute-api.eu-west-1.amazonaws.com/dev' } },
        ),
        ['execute-api:ManageConnections arn:aws:execute-api:eu-west-1:${AWS::AccountId}:abc123/dev/POST/@connections/*'],
      ],
      [
        call(
          'apigatewaymanagementapi',
          'PostToConnection',
          {},
          {
            options: {
              endpoint: join([text('https://'), resource('Sockets'), text('.execute-api.'), resource('AWS::Region'), text('.amazonaws.com/'), event]),
            },
          },
        ),
        ['execute-api:ManageConnections arn:aws:execute-api:HERE:${Sockets}/*/POST/@connections/*'],
      ],
      [call('api-gateway', 'GetResources', { restApiId: 'abc' }), ['apigateway:GET arn:aws:apigateway:${AWS::Region}::/restapis/abc/resources']],
      [call('cloudwatch', 'PutMetricData', { Namespace: 'Orders' }), ['cloudwatch:PutMetricData *']],
      [call('athena', 'GetQueryExecution', { QueryExecutionId: event }), ['athena:GetQueryExecution arn:aws:athena:HERE:workgroup/*']],
      [
        call('rds-data', 'ExecuteStatement', { resourceArn: 'arn:aws:rds:r:1:cluster:c', secretArn: resource('Secret') }),
        ['rds-data:ExecuteStatement arn:aws:rds:r:1:cluster:c', 'secretsmanager:GetSecretValue ${Secret}'],
      ],
      [
        call('rekognition', 'DetectText', { Image: { S3Object: { Bucket: 'b', Name: 'k' } } }),
        ['rekognition:DetectText *', 's3:GetObject arn:aws:s3:::b/k'],
      ],
      [call('rekognition', 'DetectText', { Image: { Bytes: event } }), ['rekognition:DetectText *']],
    ],
  ],
])('%s', (_, cases) => {
  const surroundings = around({
    environment: new Map<string, Value>([
      ['TABLE', resource('Users')],
      ['FROM', resource('Source')],
    ]),
    resources: new Map([
      declare('Users', 'AWS::DynamoDB::Table'),
      declare('Source', 'AWS::S3::Bucket'),
      declare('Sockets', 'AWS::ApiGatewayV2::Api'),
      declare('Secret', 'AWS::SecretsManager::Secret'),
    ]),
  })
  it.each(
    cases.map(
      ([each, expected]) =>
        [
          `${each.command} ${JSON.stringify(line(each.input) === '<record>' ? [...(each.input.kind === 'record' ? each.input.fields.keys() : [])] : '')}`,
          each,
          expected,
        ] as const,
    ),
  )('%s', (_title, each, expected) => {
    expect(lines([each], surroundings)).toEqual(expected)
  })
})

describe('conditions', () => {
  it('say to whom a role is handed over', () => {
    const each = call('lambda', 'CreateFunction', { FunctionName: 'f', Role: 'arn:aws:iam::1:role/r' })
    expect(lines([each])).toEqual(['iam:PassRole arn:aws:iam::1:role/r', 'lambda:CreateFunction arn:aws:lambda:HERE:function:f'])
    expect(conditions(each)).toEqual(['iam:PassRole StringEquals iam:PassedToService lambda.amazonaws.com'])
    expect(lines([call('lambda', 'UpdateFunctionConfiguration', { FunctionName: 'f' })])).toEqual([
      'lambda:UpdateFunctionConfiguration arn:aws:lambda:HERE:function:f',
    ])
  })
  it('take each role of many', () => {
    const each = call('eventbridge', 'PutTargets', {
      Rule: 'r',
      Targets: [{ RoleArn: 'arn:aws:iam::1:role/a' }, {}, { RoleArn: 'arn:aws:iam::1:role/b' }],
    })
    expect(lines([each])).toEqual([
      'events:PutTargets arn:aws:events:HERE:rule/r',
      'iam:PassRole arn:aws:iam::1:role/a',
      'iam:PassRole arn:aws:iam::1:role/b',
    ])
    const stream = call('firehose', 'CreateDeliveryStream', {
      DeliveryStreamName: 's',
      KinesisStreamSourceConfiguration: { RoleARN: 'arn:aws:iam::1:role/source' },
      ExtendedS3DestinationConfiguration: { RoleARN: 'arn:aws:iam::1:role/sink' },
    })
    expect(lines([stream]).filter((each) => each.startsWith('iam:'))).toEqual([
      'iam:PassRole arn:aws:iam::1:role/sink',
      'iam:PassRole arn:aws:iam::1:role/source',
    ])
  })
  it('name the alias that a key hides behind', () => {
    expect(conditions(call('kms', 'Encrypt', { KeyId: 'alias/orders' }))).toEqual(['kms:Encrypt StringEquals kms:RequestAlias alias/orders'])
    expect(conditions(call('kms', 'Encrypt', { KeyId: 'arn:aws:kms:eu-west-1:1:alias/orders' }))).toEqual([
      'kms:Encrypt StringEquals kms:RequestAlias alias/orders',
    ])
    expect(conditions(call('kms', 'Encrypt', { KeyId: '1-2' }))).toEqual([])
  })
  it('narrow only by what is known', () => {
    expect(conditions(call('cloudwatch', 'PutMetricData', { Namespace: 'Orders' }))).toEqual([
      'cloudwatch:PutMetricData StringEquals cloudwatch:namespace Orders',
    ])
    expect(conditions(call('cloudwatch', 'PutMetricData', { Namespace: event }))).toEqual([])
    expect(conditions(call('s3', 'ListObjectsV2', { Bucket: 'b', Prefix: 'p/' }))).toEqual([])
  })
  it('mark what comes beside the command itself as dependent', () => {
    const { permissions } = derivePermissions(map, [call('pipes', 'CreatePipe', { Name: 'p', RoleArn: 'arn:aws:iam::1:role/r' })], around())
    expect(permissions.map(({ action, basis }) => `${action} ${basis}`)).toEqual(['pipes:CreatePipe identity', 'iam:PassRole dependent'])
  })
  it('tag on creation, on what is made', () => {
    const run = call('ec2', 'RunInstances', { ImageId: 'ami-1', TagSpecifications: [{ ResourceType: 'volume' }] })
    expect(lines([run]).filter((each) => each.startsWith('ec2:CreateTags'))).toEqual(['ec2:CreateTags arn:aws:ec2:HERE:volume/*'])
    expect(lines([call('iam', 'CreateRole', { RoleName: 'r', Tags: [] })]).filter((each) => each.startsWith('iam:TagRole'))).toHaveLength(2)
    expect(lines([call('secrets-manager', 'CreateSecret', { Name: 's', Tags: list([]) })])).toEqual([
      'secretsmanager:CreateSecret arn:aws:secretsmanager:HERE:secret:s-??????',
      'secretsmanager:TagResource arn:aws:secretsmanager:HERE:secret:s-??????',
    ])
  })
})
