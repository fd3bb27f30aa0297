import { describe, expect, it } from 'vitest'
import type { SdkCall } from '../src/model/index.ts'
import { call, lines, titleOf } from './permissions-scene.ts'

const role = 'arn:aws:iam::1:role/r'

describe.each<[string, [SdkCall, string[]][]]>([
  [
    's3-control',
    [
      [
        call('s3-control', 'CreateJob', { AccountId: '111122223333', RoleArn: role, Tags: [{ Key: 'team', Value: 'data' }] }),
        [`iam:PassRole ${role}`, 's3:CreateJob *', 's3:PutJobTagging arn:aws:s3:HERE:job/*'],
      ],
      [
        call('s3-control', 'PutJobTagging', { JobId: 'job-1', Tags: [{ Key: 'team', Value: 'data' }] }),
        ['s3:PutJobTagging arn:aws:s3:HERE:job/job-1'],
      ],
      [
        call('s3-control', 'PutStorageLensConfiguration', { ConfigId: 'board', Tags: [{ Key: 'team', Value: 'data' }] }),
        ['s3:PutStorageLensConfiguration *', 's3:PutStorageLensConfigurationTagging arn:aws:s3:HERE:storage-lens/board'],
      ],
      [
        call('s3-control', 'GetMultiRegionAccessPoint', { Name: 'orders' }),
        ['s3:GetMultiRegionAccessPoint arn:aws:s3::${AWS::AccountId}:accesspoint/*'],
      ],
      [
        call('s3-control', 'GetMultiRegionAccessPointRoutes', { Mrap: 'arn:aws:s3::111122223333:accesspoint/abcdef0123456.mrap' }),
        ['s3:GetMultiRegionAccessPointRoutes arn:aws:s3::111122223333:accesspoint/abcdef0123456.mrap'],
      ],
      [
        call('s3-control', 'CreateAccessGrant', { AccessGrantsLocationId: 'default', Grantee: { GranteeType: 'IAM', GranteeIdentifier: role } }),
        ['s3:CreateAccessGrant arn:aws:s3:HERE:access-grants/default/location/default'],
      ],
      [
        call('s3-control', 'CreateAccessGrant', {
          AccessGrantsLocationId: 'default',
          Grantee: { GranteeType: 'DIRECTORY_USER', GranteeIdentifier: 'user-1' },
        }),
        [
          'identitystore:DescribeUser arn:aws:identitystore::${AWS::AccountId}:identitystore/*',
          'identitystore:DescribeUser arn:aws:identitystore:::user/user-1',
          's3:CreateAccessGrant arn:aws:s3:HERE:access-grants/default/location/default',
          'sso:DescribeApplication arn:aws:sso::*:application/*/*',
          'sso:DescribeInstance arn:aws:sso:::instance/*',
        ],
      ],
      [
        call('s3-control', 'CreateAccessGrantsLocation', { LocationScope: 's3://orders/*', IAMRoleArn: role }),
        [`iam:PassRole ${role}`, 's3:CreateAccessGrantsLocation arn:aws:s3:HERE:access-grants/default'],
      ],
      [call('s3-control', 'CreateAccessGrantsInstance', {}), ['s3:CreateAccessGrantsInstance arn:aws:s3:HERE:access-grants/default']],
      [
        call('s3-control', 'CreateAccessGrantsInstance', { IdentityCenterArn: 'arn:aws:sso:::instance/ssoins-1' }),
        [
          's3:CreateAccessGrantsInstance arn:aws:s3:HERE:access-grants/default',
          'sso:CreateApplication arn:aws:sso::*:application/*/*',
          'sso:CreateApplication arn:aws:sso:::instance/ssoins-1',
          'sso:CreateApplication arn:aws:sso::aws:applicationProvider/*',
          'sso:DescribeInstance arn:aws:sso:::instance/ssoins-1',
          'sso:PutApplicationAuthenticationMethod arn:aws:sso::*:application/*/*',
          'sso:PutApplicationGrant arn:aws:sso::*:application/*/*',
        ],
      ],
      [
        call('s3-control', 'AssociateAccessGrantsIdentityCenter', { IdentityCenterArn: 'arn:aws:sso:::instance/ssoins-1' }),
        [
          's3:AssociateAccessGrantsIdentityCenter arn:aws:s3:HERE:access-grants/default',
          'sso:CreateApplication arn:aws:sso::*:application/*/*',
          'sso:CreateApplication arn:aws:sso:::instance/ssoins-1',
          'sso:CreateApplication arn:aws:sso::aws:applicationProvider/*',
          'sso:PutApplicationAuthenticationMethod arn:aws:sso::*:application/*/*',
          'sso:PutApplicationGrant arn:aws:sso::*:application/*/*',
        ],
      ],
      [
        call('s3-control', 'DissociateAccessGrantsIdentityCenter', {}),
        ['s3:DissociateAccessGrantsIdentityCenter arn:aws:s3:HERE:access-grants/default', 'sso:DeleteApplication arn:aws:sso::*:application/*/*'],
      ],
      [
        call('s3-control', 'GetAccessPoint', { Name: 'orders--use1-az4--xa-s3' }),
        ['s3express:GetAccessPoint arn:aws:s3express:HERE:accesspoint/orders--use1-az4--xa-s3'],
      ],
      [
        call('s3-control', 'CreateAccessPoint', { Name: 'orders--use1-az4--xa-s3', Bucket: 'orders--use1-az4--x-s3' }),
        ['s3express:CreateAccessPoint arn:aws:s3express:HERE:accesspoint/orders--use1-az4--xa-s3'],
      ],
      [call('s3-control', 'CreateAccessPoint', { Name: 'orders', Bucket: 'orders' }), ['s3:CreateAccessPoint arn:aws:s3:HERE:accesspoint/orders']],
      [
        call('s3-control', 'PutAccessPointScope', { Name: 'orders--use1-az4--xa-s3' }),
        ['s3express:PutAccessPointScope arn:aws:s3express:HERE:accesspoint/orders--use1-az4--xa-s3'],
      ],
      [
        call('s3-control', 'PutBucketReplication', { Bucket: 'orders', ReplicationConfiguration: { Role: role } }),
        [`iam:PassRole ${role}`, 's3-outposts:PutReplicationConfiguration arn:aws:s3-outposts:HERE:outpost/*/bucket/orders'],
      ],
    ],
  ],
  [
    's3tables',
    [
      [
        call('s3tables', 'CreateTable', {
          tableBucketARN: 'arn:aws:s3tables:eu-west-1:111122223333:bucket/lake',
          namespace: 'sales',
          name: 'orders',
          storageClassConfiguration: { storageClass: 'STANDARD' },
        }),
        [
          's3tables:CreateTable arn:aws:s3tables:eu-west-1:111122223333:bucket/lake',
          's3tables:PutTableStorageClass arn:aws:s3tables:eu-west-1:111122223333:bucket/lake/table/*',
        ],
      ],
      [
        call('s3tables', 'CreateTableBucket', { name: 'lake', storageClassConfiguration: { storageClass: 'STANDARD' } }),
        ['s3tables:CreateTableBucket arn:aws:s3tables:HERE:bucket/lake', 's3tables:PutTableBucketStorageClass arn:aws:s3tables:HERE:bucket/lake'],
      ],
      [
        call('s3tables', 'PutTableReplication', {
          tableArn: 'arn:aws:s3tables:eu-west-1:111122223333:bucket/lake/table/t-1',
          configuration: {
            role: role,
            rules: [{ destinations: [{ destinationTableBucketARN: 'arn:aws:s3tables:eu-west-1:111122223333:bucket/copies' }] }],
          },
        }),
        [
          `iam:PassRole ${role}`,
          's3tables:CreateNamespace arn:aws:s3tables:eu-west-1:111122223333:bucket/copies',
          's3tables:CreateTable arn:aws:s3tables:eu-west-1:111122223333:bucket/copies',
          's3tables:GetTable arn:aws:s3tables:eu-west-1:111122223333:bucket/lake/table/t-1',
          's3tables:GetTableMaintenanceConfiguration arn:aws:s3tables:eu-west-1:111122223333:bucket/lake/table/t-1',
          's3tables:PutTableMaintenanceConfiguration arn:aws:s3tables:eu-west-1:111122223333:bucket/copies/table/*',
          's3tables:PutTableReplication arn:aws:s3tables:eu-west-1:111122223333:bucket/lake/table/t-1',
        ],
      ],
      [
        call('s3tables', 'PutTableBucketReplication', {
          tableBucketARN: 'arn:aws:s3tables:eu-west-1:111122223333:bucket/lake',
          configuration: {
            role: role,
            rules: [{ destinations: [{ destinationTableBucketARN: 'arn:aws:s3tables:eu-west-1:111122223333:bucket/copies' }] }],
          },
        }),
        [
          `iam:PassRole ${role}`,
          's3tables:CreateNamespace arn:aws:s3tables:eu-west-1:111122223333:bucket/copies',
          's3tables:CreateTable arn:aws:s3tables:eu-west-1:111122223333:bucket/copies',
          's3tables:GetTable arn:aws:s3tables:eu-west-1:111122223333:bucket/lake/table/*',
          's3tables:GetTableMaintenanceConfiguration arn:aws:s3tables:eu-west-1:111122223333:bucket/lake/table/*',
          's3tables:ListTables arn:aws:s3tables:eu-west-1:111122223333:bucket/lake',
          's3tables:PutTableBucketReplication arn:aws:s3tables:eu-west-1:111122223333:bucket/lake',
          's3tables:PutTableMaintenanceConfiguration arn:aws:s3tables:eu-west-1:111122223333:bucket/copies/table/*',
        ],
      ],
    ],
  ],
  [
    's3vectors',
    [
      [
        call('s3vectors', 'ListVectors', { vectorBucketName: 'songs', indexName: 'tempo' }),
        ['s3vectors:ListVectors arn:aws:s3vectors:HERE:bucket/songs/index/tempo'],
      ],
      [
        call('s3vectors', 'ListVectors', { vectorBucketName: 'songs', indexName: 'tempo', returnData: true }),
        [
          's3vectors:GetVectors arn:aws:s3vectors:HERE:bucket/songs/index/tempo',
          's3vectors:ListVectors arn:aws:s3vectors:HERE:bucket/songs/index/tempo',
        ],
      ],
      [
        call('s3vectors', 'QueryVectors', { vectorBucketName: 'songs', indexName: 'tempo', topK: 3 }),
        ['s3vectors:QueryVectors arn:aws:s3vectors:HERE:bucket/songs/index/tempo'],
      ],
      [
        call('s3vectors', 'QueryVectors', { vectorBucketName: 'songs', indexName: 'tempo', topK: 3, filter: { genre: 'jazz' } }),
        [
          's3vectors:GetVectors arn:aws:s3vectors:HERE:bucket/songs/index/tempo',
          's3vectors:QueryVectors arn:aws:s3vectors:HERE:bucket/songs/index/tempo',
        ],
      ],
    ],
  ],
])('%s', (_, cases) => {
  it.each(cases.map(([each, expected]) => [titleOf(each), each, expected] as const))('%s', (_title, each, expected) => {
    expect(lines([each])).toEqual(expected)
  })
})
