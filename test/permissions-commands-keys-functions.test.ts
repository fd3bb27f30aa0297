import { describe, expect, it } from 'vitest'
import type { SdkCall } from '../src/model/index.ts'
import { call, lines, titleOf } from './permissions-scene.ts'

const role = 'arn:aws:iam::1:role/r'

describe.each<[string, [SdkCall, string[]][]]>([
  [
    'secrets and keys',
    [
      [
        call('secrets-manager', 'ValidateResourcePolicy', { SecretId: 's' }),
        [
          'secretsmanager:PutResourcePolicy arn:aws:secretsmanager:HERE:secret:s-??????',
          'secretsmanager:ValidateResourcePolicy arn:aws:secretsmanager:HERE:secret:s-??????',
        ],
      ],
      [
        call('secrets-manager', 'CreateSecret', { Name: 's', KmsKeyId: '1-2' }),
        [
          'kms:Decrypt arn:aws:kms:HERE:key/1-2',
          'kms:GenerateDataKey arn:aws:kms:HERE:key/1-2',
          'secretsmanager:CreateSecret arn:aws:secretsmanager:HERE:secret:s-??????',
        ],
      ],
      [
        call('secrets-manager', 'UpdateSecret', { SecretId: 's', KmsKeyId: 'alias/own' }),
        [
          'kms:Decrypt arn:aws:kms:HERE:key/*',
          'kms:Encrypt arn:aws:kms:HERE:key/*',
          'kms:GenerateDataKey arn:aws:kms:HERE:key/*',
          'secretsmanager:UpdateSecret arn:aws:secretsmanager:HERE:secret:s-??????',
        ],
      ],
      [
        call('secrets-manager', 'ReplicateSecretToRegions', {
          SecretId: 's',
          AddReplicaRegions: [{ Region: 'eu-west-1', KmsKeyId: '1-2' }, { Region: 'us-east-1', KmsKeyId: 'alias/x' }, { Region: 'us-west-1' }],
        }),
        [
          'kms:Encrypt arn:aws:kms:eu-west-1:${AWS::AccountId}:key/1-2',
          'kms:Encrypt arn:aws:kms:us-east-1:${AWS::AccountId}:key/*',
          'kms:GenerateDataKey arn:aws:kms:eu-west-1:${AWS::AccountId}:key/1-2',
          'kms:GenerateDataKey arn:aws:kms:us-east-1:${AWS::AccountId}:key/*',
          'secretsmanager:ReplicateSecretToRegions arn:aws:secretsmanager:HERE:secret:s-??????',
        ],
      ],
      [
        call('kms', 'ReplicateKey', { KeyId: 'mrk-1', ReplicaRegion: 'eu-west-1', Tags: [] }),
        [
          'iam:CreateServiceLinkedRole arn:aws:iam::${AWS::AccountId}:role/aws-service-role/mrk.kms.amazonaws.com/*',
          'kms:CreateKey *',
          'kms:ReplicateKey arn:aws:kms:HERE:key/mrk-1',
          'kms:TagResource arn:aws:kms:eu-west-1:${AWS::AccountId}:key/mrk-1',
        ],
      ],
      [
        call('kms', 'UpdatePrimaryRegion', { KeyId: 'mrk-1', PrimaryRegion: 'eu-west-1' }),
        ['kms:UpdatePrimaryRegion arn:aws:kms:HERE:key/mrk-1', 'kms:UpdatePrimaryRegion arn:aws:kms:eu-west-1:${AWS::AccountId}:key/mrk-1'],
      ],
      [
        call('kms', 'UpdateAlias', { AliasName: 'alias/a', TargetKeyId: '1-2' }),
        ['kms:UpdateAlias arn:aws:kms:HERE:alias/a', 'kms:UpdateAlias arn:aws:kms:HERE:key/*'],
      ],
      [call('kms', 'Encapsulate', { KeyId: '1-2' }), ['kms:Encapsulate arn:aws:kms:HERE:key/1-2']],
      [call('kms', 'CreateKey', { Policy: '{}' }), ['kms:CreateKey *']],
      [
        call('kms', 'CreateKey', { MultiRegion: true }),
        ['iam:CreateServiceLinkedRole arn:aws:iam::${AWS::AccountId}:role/aws-service-role/mrk.kms.amazonaws.com/*', 'kms:CreateKey *'],
      ],
      [
        call('kms', 'CreateCustomKeyStore', { CloudHsmClusterId: 'c' }),
        [
          'cloudhsm:DescribeClusters *',
          'iam:CreateServiceLinkedRole arn:aws:iam::${AWS::AccountId}:role/aws-service-role/cks.kms.amazonaws.com/*',
          'kms:CreateCustomKeyStore *',
        ],
      ],
    ],
  ],
  [
    'functions',
    [
      [
        call('lambda', 'CreateFunction', {
          FunctionName: 'f',
          Role: role,
          Code: { S3Bucket: 'b', S3Key: 'k' },
          VpcConfig: { SubnetIds: ['s'] },
          KMSKeyArn: 'arn:aws:kms:eu-west-1:1:key/2',
        }),
        [
          'ec2:DescribeSecurityGroups *',
          'ec2:DescribeSubnets *',
          'ec2:DescribeVpcs *',
          'ec2:GetSecurityGroupsForVpc arn:aws:ec2:HERE:vpc/*',
          `iam:PassRole ${role}`,
          'kms:CreateGrant arn:aws:kms:eu-west-1:1:key/2',
          'kms:Encrypt arn:aws:kms:eu-west-1:1:key/2',
          'lambda:CreateFunction arn:aws:lambda:HERE:function:f',
          's3:GetObject arn:aws:s3:::b/k',
        ],
      ],
      [
        call('lambda', 'CreateFunction', {
          FunctionName: 'f',
          CapacityProviderConfig: {
            LambdaManagedInstancesCapacityProviderConfig: { CapacityProviderArn: 'arn:aws:lambda:eu-west-1:1:capacity-provider:c' },
          },
        }),
        ['lambda:CreateFunction arn:aws:lambda:HERE:function:f', 'lambda:PassCapacityProvider arn:aws:lambda:eu-west-1:1:capacity-provider:c'],
      ],
      [
        call('lambda', 'UpdateFunctionCode', { FunctionName: 'f', S3Bucket: 'b', S3Key: 'k', S3ObjectVersion: '3' }),
        ['lambda:UpdateFunctionCode arn:aws:lambda:HERE:function:f', 's3:GetObjectVersion arn:aws:s3:::b/k'],
      ],
      [call('lambda', 'UpdateFunctionCode', { FunctionName: 'f', ZipFile: 'b' }), ['lambda:UpdateFunctionCode arn:aws:lambda:HERE:function:f']],
      [
        call('lambda', 'PutResourcePolicy', { ResourceArn: 'arn:aws:lambda:eu-west-1:1:function:f' }),
        [
          'lambda:AddPermission arn:aws:lambda:eu-west-1:1:function:f',
          'lambda:PutResourcePolicy arn:aws:lambda:eu-west-1:1:function:f',
          'lambda:RemovePermission arn:aws:lambda:eu-west-1:1:function:f',
        ],
      ],
      [
        call('lambda', 'GetResourcePolicy', { ResourceArn: 'arn:aws:lambda:eu-west-1:1:function:f' }),
        ['lambda:GetPolicy arn:aws:lambda:eu-west-1:1:function:f', 'lambda:GetResourcePolicy arn:aws:lambda:eu-west-1:1:function:f'],
      ],
    ],
  ],
  [
    'systems manager',
    [
      [
        call('ssm', 'StartAutomationExecution', { DocumentName: 'Own', Parameters: { AutomationAssumeRole: [role] } }),
        [
          `iam:PassRole ${role}`,
          'ssm:StartAutomationExecution arn:aws:ssm:HERE:automation-execution/*',
          'ssm:StartAutomationExecution arn:aws:ssm:HERE:document/Own',
        ],
      ],
      [
        call('ssm', 'StartAutomationExecution', { DocumentName: 'Own', Parameters: {} }),
        ['ssm:StartAutomationExecution arn:aws:ssm:HERE:automation-execution/*', 'ssm:StartAutomationExecution arn:aws:ssm:HERE:document/Own'],
      ],
      [
        call('ssm', 'UpdateServiceSetting', {
          SettingId: '/ssm/managed-instance/default-ec2-instance-management-role',
          SettingValue: 'service-role/x',
        }),
        [
          'iam:PassRole arn:aws:iam::${AWS::AccountId}:role/service-role/x',
          'ssm:UpdateServiceSetting arn:aws:ssm:HERE:servicesetting/ssm/managed-instance/default-ec2-instance-management-role',
        ],
      ],
      [
        call('ssm', 'UpdateServiceSetting', { SettingId: '/ssm/other', SettingValue: 'x' }),
        ['ssm:UpdateServiceSetting arn:aws:ssm:HERE:servicesetting/ssm/other'],
      ],
      [
        call('ssm', 'PutParameter', { Name: '/a', Type: 'SecureString', KeyId: '1-2' }),
        ['kms:Encrypt arn:aws:kms:HERE:key/1-2', 'ssm:PutParameter arn:aws:ssm:HERE:parameter/a'],
      ],
      [
        call('ssm', 'PutParameter', { Name: '/a', Type: 'SecureString', KeyId: '1-2', Tier: 'Advanced' }),
        ['kms:GenerateDataKey arn:aws:kms:HERE:key/1-2', 'ssm:PutParameter arn:aws:ssm:HERE:parameter/a'],
      ],
      [call('ssm', 'PutParameter', { Name: '/a', Type: 'SecureString' }), ['ssm:PutParameter arn:aws:ssm:HERE:parameter/a']],
      [
        call('ssm', 'CreateAssociationBatch', { Entries: [{ Name: 'Own', InstanceId: 'i-1' }] }),
        [
          'ssm:CreateAssociation arn:aws:ec2:HERE:instance/i-1',
          'ssm:CreateAssociation arn:aws:ssm:HERE:association/*',
          'ssm:CreateAssociation arn:aws:ssm:HERE:document/Own',
          'ssm:CreateAssociation arn:aws:ssm:HERE:managed-instance/i-1',
          'ssm:CreateAssociationBatch arn:aws:ssm:HERE:document/Own',
        ],
      ],
      [
        call('ssm', 'PutComplianceItems', { ResourceId: 'i-1', ResourceType: 'ManagedInstance' }),
        ['ssm:PutComplianceItems arn:aws:ec2:HERE:instance/i-1', 'ssm:PutComplianceItems arn:aws:ssm:HERE:managed-instance/i-1'],
      ],
    ],
  ],
])('%s', (_, cases) => {
  it.each(cases.map(([each, expected]) => [titleOf(each), each, expected] as const))('%s', (_title, each, expected) => {
    expect(lines([each])).toEqual(expected)
  })
})
