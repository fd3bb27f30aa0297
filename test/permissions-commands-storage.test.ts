import { describe, expect, it } from 'vitest'
import { resource, type SdkCall, type Value } from '../src/model/index.ts'
import { around, call, conditions, declare, env, lines, titleOf, variable } from './permissions-scene.ts'

const object = { Bucket: 'b', Key: 'k' }
const at = 'arn:aws:s3:::b/k'
const directory = 'arn:aws:s3express:HERE:bucket/b--use1-az4--x-s3'
const [session, general] = [
  { ...object, Bucket: 'b--use1-az4--x-s3' },
  { ...object, CopySource: 'from/a' },
]
const from = 'arn:aws:s3:::from/a'
const table = 'arn:aws:s3tables:HERE:bucket/*'

describe.each<[string, [SdkCall, string[]][]]>([
  [
    'versions and locks',
    [
      [call('s3', 'GetObjectAcl', { ...object, VersionId: '3' }), [`s3:GetObjectVersionAcl ${at}`]],
      [call('s3', 'PutObjectAcl', { ...object, VersionId: '3', ACL: 'private' }), [`s3:PutObjectVersionAcl ${at}`]],
      [call('s3', 'PutObjectAcl', { ...object, ACL: 'private' }), [`s3:PutObjectAcl ${at}`]],
      [call('s3', 'GetObjectTagging', { ...object, VersionId: '3' }), [`s3:GetObjectTagging ${at}`, `s3:GetObjectVersionTagging ${at}`]],
      [
        call('s3', 'PutObjectRetention', { ...object, BypassGovernanceRetention: true }),
        [`s3:BypassGovernanceRetention ${at}`, `s3:PutObjectRetention ${at}`],
      ],
      [call('s3', 'PutObjectRetention', object), [`s3:PutObjectRetention ${at}`]],
      [call('s3', 'PutObject', object), [`s3:PutObject ${at}`]],
      [call('s3', 'PutObject', { ...object, Tagging: 'a=b' }), [`s3:PutObject ${at}`, `s3:PutObjectTagging ${at}`]],
      [call('s3', 'PutObject', { ...object, ObjectLockEventHold: 'ON' }), [`s3:PutObject ${at}`, `s3:PutObjectRetention ${at}`]],
      [
        call('s3', 'CopyObject', { ...general, AnnotationDirective: 'COPY' }),
        [`s3:GetObject ${from}`, `s3:GetObjectAnnotation ${from}`, `s3:PutObject ${at}`, `s3:PutObjectAnnotation ${at}`],
      ],
    ],
  ],
  [
    'directory buckets',
    [
      [call('s3', 'PutObject', session), [`s3express:CreateSession ${directory}`]],
      [call('s3', 'CopyObject', { ...session, CopySource: 'from/a' }), [`s3:GetObject ${from}`, `s3express:CreateSession ${directory}`]],
      [call('s3', 'CopyObject', { ...object, CopySource: 'b--use1-az4--x-s3/a' }), [`s3:PutObject ${at}`, `s3express:CreateSession ${directory}`]],
      [
        call('s3', 'UploadPartCopy', { ...session, CopySource: 'a--use1-az4--x-s3/a' }),
        ['s3express:CreateSession arn:aws:s3express:HERE:bucket/a--use1-az4--x-s3', `s3express:CreateSession ${directory}`],
      ],
      [call('s3', 'RenameObject', session), [`s3express:CreateSession ${directory}`]],
      [call('s3', 'PutBucketEncryption', session), [`s3express:PutEncryptionConfiguration ${directory}`]],
      [call('s3', 'DeleteBucketLifecycle', session), [`s3express:PutLifecycleConfiguration ${directory}`]],
      [call('s3', 'ListBucketInventoryConfigurations', session), [`s3express:GetInventoryConfiguration ${directory}`]],
      [call('s3', 'DeleteBucketMetricsConfiguration', session), [`s3express:PutMetricsConfiguration ${directory}`]],
      [call('s3', 'GetBucketMetricsConfiguration', { Bucket: 'b' }), ['s3:GetMetricsConfiguration arn:aws:s3:::b']],
    ],
  ],
  [
    'making and describing',
    [
      [call('s3', 'CreateBucket', { Bucket: 'b', ACL: 'private' }), ['s3:CreateBucket arn:aws:s3:::b']],
      [call('s3', 'CreateBucket', { Bucket: 'b', ACL: 'public-read' }), ['s3:CreateBucket arn:aws:s3:::b', 's3:PutBucketAcl arn:aws:s3:::b']],
      [
        call('s3', 'CreateBucketMetadataTableConfiguration', { Bucket: 'b' }),
        [
          's3:CreateBucketMetadataTableConfiguration arn:aws:s3:::b',
          `s3tables:CreateNamespace ${table}`,
          `s3tables:CreateTable ${table}/table/*`,
          `s3tables:GetTable ${table}/table/*`,
          `s3tables:PutTablePolicy ${table}/table/*`,
        ],
      ],
      [
        call('s3', 'UpdateBucketMetadataInventoryTableConfiguration', {
          Bucket: 'b',
          InventoryTableConfiguration: { ConfigurationState: 'DISABLED' },
        }),
        ['s3:UpdateBucketMetadataInventoryTableConfiguration arn:aws:s3:::b'],
      ],
      [
        call('s3', 'UpdateBucketMetadataInventoryTableConfiguration', {
          Bucket: 'b',
          InventoryTableConfiguration: { ConfigurationState: 'ENABLED', EncryptionConfiguration: { KmsKeyArn: 'arn:aws:kms:eu-west-1:1:key/2' } },
        }),
        [
          'kms:DescribeKey arn:aws:kms:eu-west-1:1:key/2',
          's3:UpdateBucketMetadataInventoryTableConfiguration arn:aws:s3:::b',
          `s3tables:CreateNamespace ${table}`,
          `s3tables:CreateTable ${table}/table/*`,
          `s3tables:CreateTableBucket ${table}`,
          `s3tables:GetTable ${table}/table/*`,
          `s3tables:PutTableEncryption ${table}/table/*`,
          `s3tables:PutTablePolicy ${table}/table/*`,
        ],
      ],
      [
        call('s3', 'UpdateBucketMetadataAnnotationTableConfiguration', {
          Bucket: 'b',
          AnnotationTableConfiguration: { Role: 'arn:aws:iam::1:role/r' },
        }),
        ['iam:PassRole arn:aws:iam::1:role/r', 's3:UpdateBucketMetadataAnnotationTableConfiguration arn:aws:s3:::b'],
      ],
    ],
  ],
])('%s', (_, cases) => {
  it.each(cases.map(([each, expected]) => [titleOf(each), each, expected] as const))('%s', (_title, each, expected) => {
    expect(lines([each])).toEqual(expected)
  })
})

describe('a key that an upload names', () => {
  const keys = around({
    environment: new Map<string, Value>([
      ['KEY', resource('Key')],
      ['KEY_ARN', resource('Key', 'Arn')],
      ['ALIAS', resource('Alias')],
    ]),
    resources: new Map([declare('Key', 'AWS::KMS::Key'), declare('Alias', 'AWS::KMS::Alias', { AliasName: 'alias/orders' })]),
  })
  const upload = (key: Value | string): string[] =>
    lines([call('s3', 'PutObject', { ...object, SSEKMSKeyId: key })], keys).filter((each) => each.startsWith('kms:'))
  it.each<[string, Value | string, string[]]>([
    ['an id', '1-2', ['kms:GenerateDataKey arn:aws:kms:HERE:key/1-2']],
    ['an ARN', 'arn:aws:kms:eu-west-1:1:key/2', ['kms:GenerateDataKey arn:aws:kms:eu-west-1:1:key/2']],
    ['a declared key', env('KEY'), ['kms:GenerateDataKey ${Key.Arn}']],
    ['the ARN of a declared key', env('KEY_ARN'), ['kms:GenerateDataKey ${Key.Arn}']],
    ['an alias', 'alias/orders', ['kms:GenerateDataKey arn:aws:kms:HERE:key/*']],
    ['a declared alias', env('ALIAS'), ['kms:GenerateDataKey arn:aws:kms:HERE:key/*']],
    ['the key of AWS', 'alias/aws/s3', []],
    ['anything', variable('ssm:/key'), ['kms:GenerateDataKey arn:aws:kms:HERE:key/${ssm:/key}', 'kms:GenerateDataKey arn:aws:kms:HERE:key/*']],
  ])('as %s', (_, key, expected) => {
    expect(upload(key)).toEqual(expected.sort())
  })
  it('serves through S3 alone, and reads parts back', () => {
    expect(conditions(call('s3', 'CreateMultipartUpload', { ...object, SSEKMSKeyId: '1-2' }, { options: { region: 'eu-west-1' } }))).toEqual([
      'kms:GenerateDataKey StringEquals kms:ViaService s3.eu-west-1.amazonaws.com',
      'kms:Decrypt StringEquals kms:ViaService s3.eu-west-1.amazonaws.com',
    ])
  })
  it('is the one declared for a call of KMS, and no other', () => {
    expect(lines([call('kms', 'Decrypt', { KeyId: env('KEY_ARN') })], keys)).toEqual(['kms:Decrypt ${Key.Arn}'])
    expect(conditions(call('kms', 'Decrypt', { KeyId: env('ALIAS') }), keys)).toEqual(['kms:Decrypt StringEquals kms:RequestAlias ${Alias}'])
  })
})
