import { describe, expect, it } from 'vitest'
import type { SdkCall } from '../src/model/index.ts'
import { call, lines, titleOf } from './permissions-scene.ts'

const role = 'arn:aws:iam::1:role/r'

describe.each<[string, [SdkCall, string[]][]]>([
  [
    'dynamodb',
    [
      [call('dynamodb', 'UpdateTable', { TableName: 't' }), ['dynamodb:UpdateTable arn:aws:dynamodb:HERE:table/t']],
      [
        call('dynamodb', 'UpdateTable', {
          TableName: 't',
          ReplicaUpdates: [{ Create: { RegionName: 'eu-west-1' } }, { Delete: { RegionName: 'us-east-1' } }],
        }),
        [
          'dynamodb:BatchWriteItem arn:aws:dynamodb:eu-west-1:${AWS::AccountId}:table/t',
          'dynamodb:CreateTable arn:aws:dynamodb:eu-west-1:${AWS::AccountId}:table/t',
          'dynamodb:CreateTableReplica arn:aws:dynamodb:eu-west-1:${AWS::AccountId}:table/t',
          'dynamodb:DeleteItem arn:aws:dynamodb:eu-west-1:${AWS::AccountId}:table/t',
          'dynamodb:DeleteTable arn:aws:dynamodb:us-east-1:${AWS::AccountId}:table/t',
          'dynamodb:DeleteTableReplica arn:aws:dynamodb:us-east-1:${AWS::AccountId}:table/t',
          'dynamodb:GetItem arn:aws:dynamodb:eu-west-1:${AWS::AccountId}:table/t',
          'dynamodb:PutItem arn:aws:dynamodb:eu-west-1:${AWS::AccountId}:table/t',
          'dynamodb:Query arn:aws:dynamodb:eu-west-1:${AWS::AccountId}:table/t',
          'dynamodb:Scan arn:aws:dynamodb:eu-west-1:${AWS::AccountId}:table/t',
          'dynamodb:UpdateItem arn:aws:dynamodb:eu-west-1:${AWS::AccountId}:table/t',
          'dynamodb:UpdateTable arn:aws:dynamodb:HERE:table/t',
          'iam:CreateServiceLinkedRole arn:aws:iam::${AWS::AccountId}:role/aws-service-role/replication.dynamodb.amazonaws.com/*',
        ],
      ],
      [
        call('dynamodb', 'UpdateTable', { TableName: 't', GlobalTableWitnessUpdates: [{ Delete: { RegionName: 'us-east-1' } }] }),
        [
          'dynamodb:DeleteGlobalTableWitness arn:aws:dynamodb:us-east-1:${AWS::AccountId}:table/t',
          'dynamodb:UpdateTable arn:aws:dynamodb:HERE:table/t',
        ],
      ],
      [
        call('dynamodb', 'CreateTable', { TableName: 't', ResourcePolicy: '{}', Tags: [] }),
        [
          'dynamodb:CreateTable arn:aws:dynamodb:HERE:table/t',
          'dynamodb:PutResourcePolicy arn:aws:dynamodb:HERE:table/t',
          'dynamodb:PutResourcePolicy arn:aws:dynamodb:HERE:table/t/stream/*',
          'dynamodb:TagResource arn:aws:dynamodb:HERE:table/t',
        ],
      ],
      [
        call('dynamodb', 'CreateTable', { TableName: 't', SSESpecification: { KMSMasterKeyId: '1-2' } }),
        [
          'dynamodb:CreateTable arn:aws:dynamodb:HERE:table/t',
          'kms:CreateGrant arn:aws:kms:HERE:key/1-2',
          'kms:Decrypt arn:aws:kms:HERE:key/1-2',
          'kms:DescribeKey arn:aws:kms:HERE:key/1-2',
          'kms:Encrypt arn:aws:kms:HERE:key/1-2',
          'kms:GenerateDataKey arn:aws:kms:HERE:key/1-2',
          'kms:GenerateDataKeyWithoutPlaintext arn:aws:kms:HERE:key/1-2',
          'kms:ReEncryptFrom arn:aws:kms:HERE:key/1-2',
          'kms:ReEncryptTo arn:aws:kms:HERE:key/1-2',
        ],
      ],
      [
        call('dynamodb', 'ExportTableToPointInTime', { TableArn: 'arn:aws:dynamodb:eu-west-1:1:table/t', S3Bucket: 'b', S3Prefix: 'p/' }),
        [
          'dynamodb:ExportTableToPointInTime arn:aws:dynamodb:eu-west-1:1:table/t',
          's3:AbortMultipartUpload arn:aws:s3:::b/p/*',
          's3:PutObject arn:aws:s3:::b/p/*',
          's3:PutObjectAcl arn:aws:s3:::b/p/*',
        ],
      ],
      [
        call('dynamodb', 'ExportTableToPointInTime', { TableArn: 'arn:aws:dynamodb:eu-west-1:1:table/t', S3Bucket: 'b' }),
        [
          'dynamodb:ExportTableToPointInTime arn:aws:dynamodb:eu-west-1:1:table/t',
          's3:AbortMultipartUpload arn:aws:s3:::b/*',
          's3:PutObject arn:aws:s3:::b/*',
          's3:PutObjectAcl arn:aws:s3:::b/*',
        ],
      ],
      [
        call('dynamodb', 'ImportTable', { S3BucketSource: { S3Bucket: 'b', S3KeyPrefix: 'p/' }, TableCreationParameters: { TableName: 't' } }),
        [
          'dynamodb:ImportTable arn:aws:dynamodb:HERE:table/t',
          'logs:CreateLogGroup arn:aws:logs:HERE:log-group:/aws-dynamodb/*',
          'logs:CreateLogStream arn:aws:logs:HERE:log-group:/aws-dynamodb/*',
          'logs:DescribeLogGroups arn:aws:logs:HERE:log-group:*',
          'logs:DescribeLogStreams arn:aws:logs:HERE:log-group:/aws-dynamodb/*',
          'logs:PutLogEvents arn:aws:logs:HERE:log-group:/aws-dynamodb/*',
          'logs:PutRetentionPolicy arn:aws:logs:HERE:log-group:/aws-dynamodb/*',
          's3:GetObject arn:aws:s3:::b/p/*',
          's3:ListBucket arn:aws:s3:::b',
        ],
      ],
      [
        call('dynamodb', 'EnableKinesisStreamingDestination', { TableName: 't', StreamArn: 'arn:aws:kinesis:eu-west-1:1:stream/s' }),
        [
          'dynamodb:EnableKinesisStreamingDestination arn:aws:dynamodb:HERE:table/t',
          'iam:CreateServiceLinkedRole arn:aws:iam::${AWS::AccountId}:role/aws-service-role/kinesisreplication.dynamodb.amazonaws.com/*',
          'kinesis:DescribeStream arn:aws:kinesis:eu-west-1:1:stream/s',
          'kinesis:ListStreams *',
          'kinesis:PutRecords arn:aws:kinesis:eu-west-1:1:stream/s',
        ],
      ],
    ],
  ],
  [
    'messages',
    [
      [
        call('sqs', 'ListMessageMoveTasks', { SourceArn: 'arn:aws:sqs:eu-west-1:1:dead' }),
        ['sqs:GetQueueAttributes arn:aws:sqs:eu-west-1:1:dead', 'sqs:ListMessageMoveTasks arn:aws:sqs:eu-west-1:1:dead'],
      ],
      [
        call('sqs', 'StartMessageMoveTask', { SourceArn: 'arn:aws:sqs:eu-west-1:1:dead', DestinationArn: 'arn:aws:sqs:eu-west-1:1:jobs' }),
        [
          'sqs:DeleteMessage arn:aws:sqs:eu-west-1:1:dead',
          'sqs:GetQueueAttributes arn:aws:sqs:eu-west-1:1:dead',
          'sqs:ReceiveMessage arn:aws:sqs:eu-west-1:1:dead',
          'sqs:SendMessage arn:aws:sqs:eu-west-1:1:jobs',
          'sqs:StartMessageMoveTask arn:aws:sqs:eu-west-1:1:dead',
        ],
      ],
      [
        call('sns', 'CreateTopic', { Name: 'news', Attributes: { SQSFailureFeedbackRoleArn: role }, DataProtectionPolicy: '{}' }),
        [`iam:PassRole ${role}`, 'sns:CreateTopic arn:aws:sns:HERE:news', 'sns:PutDataProtectionPolicy arn:aws:sns:HERE:news'],
      ],
      [
        call('sns', 'SetTopicAttributes', {
          TopicArn: 'arn:aws:sns:eu-west-1:1:news',
          AttributeName: 'LambdaSuccessFeedbackRoleArn',
          AttributeValue: role,
        }),
        [`iam:PassRole ${role}`, 'sns:SetTopicAttributes arn:aws:sns:eu-west-1:1:news'],
      ],
      [
        call('sns', 'SetTopicAttributes', { TopicArn: 'arn:aws:sns:eu-west-1:1:news', AttributeName: 'DisplayName', AttributeValue: 'News' }),
        ['sns:SetTopicAttributes arn:aws:sns:eu-west-1:1:news'],
      ],
      [
        call('sns', 'SetSubscriptionAttributes', {
          SubscriptionArn: 'arn:aws:sns:eu-west-1:1:news:0-1',
          AttributeName: 'SubscriptionRoleArn',
          AttributeValue: role,
        }),
        [`iam:PassRole ${role}`, 'sns:SetSubscriptionAttributes arn:aws:sns:eu-west-1:1:news'],
      ],
      [
        call('sns', 'Subscribe', { TopicArn: 'arn:aws:sns:eu-west-1:1:news', Attributes: { SubscriptionRoleArn: role } }),
        [`iam:PassRole ${role}`, 'sns:Subscribe arn:aws:sns:eu-west-1:1:news'],
      ],
      [call('sns', 'SetSMSAttributes', { attributes: { DeliveryStatusIAMRole: role } }), [`iam:PassRole ${role}`, 'sns:SetSMSAttributes *']],
      [
        call('sns', 'CreatePlatformApplication', { Name: 'n', Platform: 'GCM', Attributes: { SuccessFeedbackRoleArn: role } }),
        [`iam:PassRole ${role}`, 'sns:CreatePlatformApplication *'],
      ],
    ],
  ],
])('%s', (_, cases) => {
  it.each(cases.map(([each, expected]) => [titleOf(each), each, expected] as const))('%s', (_title, each, expected) => {
    expect(lines([each])).toEqual(expected)
  })
})
