import { describe, expect, it } from 'vitest'
import { join, record, resource, type SdkCall, text, unknown } from '../src/model/index.ts'
import { call, env, lines, titleOf, withResources } from './permissions-scene.ts'

const event = unknown('comes from the event')
const table = (name: string): string => `arn:aws:dynamodb:HERE:table/${name}`

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
])('%s', (_, cases) => {
  it.each(cases.map(([each, expected]) => [titleOf(each), each, expected] as const))('%s', (_title, each, expected) => {
    expect(lines([each], withResources)).toEqual(expected)
  })
})
