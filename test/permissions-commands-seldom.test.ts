import { describe, expect, it } from 'vitest'
import type { SdkCall } from '../src/model/index.ts'
import { derivePermissions } from '../src/permissions/index.ts'
import { around, call, conditions, lines, map, titleOf } from './permissions-scene.ts'

const role = 'arn:aws:iam::1:role/r'
const peer = 'arn:aws:dsql:eu-west-2:1:cluster/p'
const secret = 'arn:aws:secretsmanager:eu-west-1:1:secret:proxy-abcdef'

const cases = [
  [
    call('redshift', 'GetClusterCredentials', { ClusterIdentifier: 'c', DbUser: 'u', DbGroups: ['g'], AutoCreate: true }),
    [
      'redshift:CreateClusterUser arn:aws:redshift:HERE:dbuser:c/u',
      'redshift:GetClusterCredentials arn:aws:redshift:HERE:dbuser:c/u',
      'redshift:JoinGroup arn:aws:redshift:HERE:dbgroup:c/g',
    ],
  ],
  [
    call('redshift', 'GetClusterCredentials', { ClusterIdentifier: 'c', DbUser: 'u' }),
    ['redshift:GetClusterCredentials arn:aws:redshift:HERE:dbuser:c/u'],
  ],
  [
    call('dsql', 'UpdateCluster', { identifier: 'c', multiRegionProperties: { clusters: [peer] } }),
    [
      'dsql:AddPeerCluster arn:aws:dsql:HERE:cluster/c',
      `dsql:AddPeerCluster ${peer}`,
      'dsql:GetCluster arn:aws:dsql:HERE:cluster/c',
      'dsql:PutMultiRegionProperties arn:aws:dsql:HERE:cluster/c',
      'dsql:UpdateCluster arn:aws:dsql:HERE:cluster/c',
    ],
  ],
  [
    call('connectcases', 'BatchUpdateCase', { domainId: 'd', cases: [{ caseIdentifier: { caseId: 'k' } }] }),
    [
      'cases:UpdateCase arn:aws:cases:HERE:domain/d',
      'cases:UpdateCase arn:aws:cases:HERE:domain/d/case/k',
      'cases:UpdateCase arn:aws:cases:HERE:domain/d/field/*',
    ],
  ],
  [
    call('securityhub', 'GetFindingsV2', {}),
    ['securityhub:GetFindings arn:aws:securityhub:HERE:hub/default', 'securityhub:GetFindings arn:aws:securityhub:HERE:hubv2/*'],
  ],
  [
    call('neptune-graph', 'ExecuteQuery', { graphIdentifier: 'g' }),
    ['Delete', 'Read', 'Write'].map((each) => `neptune-graph:${each}DataViaQuery arn:aws:neptune-graph:HERE:graph/g`),
  ],
  [
    call('dynamodb', 'UpdateTable', { TableName: 't', ReplicaUpdates: [{ Disassociate: { RegionName: 'eu-west-2' } }] }),
    ['dynamodb:DisassociateTableReplica arn:aws:dynamodb:HERE:table/t', 'dynamodb:UpdateTable arn:aws:dynamodb:HERE:table/t'],
  ],
  [
    call('codeartifact', 'CreateDomain', { domain: 'd', encryptionKey: 'arn:aws:kms:r:1:key/k' }),
    ['codeartifact:CreateDomain *', 'kms:CreateGrant arn:aws:kms:r:1:key/k', 'kms:DescribeKey arn:aws:kms:r:1:key/k'],
  ],
  [
    call('codeartifact', 'CreateDomain', { domain: 'd', encryptionKey: 'alias/own' }),
    ['codeartifact:CreateDomain *', 'kms:CreateGrant arn:aws:kms:HERE:key/*', 'kms:DescribeKey arn:aws:kms:HERE:key/*'],
  ],
  [
    call('resource-groups', 'SearchResources', {}),
    ['cloudformation:DescribeStacks *', 'cloudformation:ListStackResources *', 'resource-groups:SearchResources *', 'tag:GetResources *'],
  ],
  [call('payments', 'GetAccountBalance', {}), ['payments:GetAccountBalance *', 'payments:GetPaymentStatus *']],
  [call('taxsettings', 'ListTaxExemptions', {}), ['tax:GetExemptions *']],
  [
    call('bcm-pricing-calculator', 'BatchDeleteWorkloadEstimateUsage', { workloadEstimateId: 'w' }),
    ['bcm-pricing-calculator:DeleteWorkloadEstimateUsage arn:aws:bcm-pricing-calculator::${AWS::AccountId}:workload-estimate/w'],
  ],
  [call('ecr-public', 'GetAuthorizationToken', {}), ['ecr-public:GetAuthorizationToken *', 'sts:GetServiceBearerToken *']],
  [
    call('elastic-beanstalk', 'UpdateTagsForResource', { ResourceArn: 'arn:aws:elasticbeanstalk:r:1:environment/a/e', TagsToRemove: ['t'] }),
    ['elasticbeanstalk:RemoveTags arn:aws:elasticbeanstalk:r:1:environment/a/e'],
  ],
  [
    call('efs', 'DeleteMountTarget', { MountTargetId: 'fsmt-1' }),
    [
      'ec2:DeleteNetworkInterface arn:aws:ec2:HERE:network-interface/*',
      'elasticfilesystem:DeleteMountTarget arn:aws:elasticfilesystem:HERE:file-system/*',
    ],
  ],
  [
    call('bedrock-agentcore', 'StartBrowserSession', {
      browserIdentifier: 'aws.browser.v1',
      proxyConfiguration: { proxies: [{ externalProxy: { credentials: { basicAuth: { secretArn: secret } } } }] },
    }),
    [
      'bedrock-agentcore:StartBrowserSession arn:aws:bedrock-agentcore:${AWS::Region}:aws:browser/aws.browser.v1',
      'bedrock-agentcore:StartBrowserSession arn:aws:bedrock-agentcore:HERE:browser-custom/aws.browser.v1',
      `secretsmanager:GetSecretValue ${secret}`,
    ],
  ],
] as const

describe('Clients that are used seldom', () => {
  it.each(cases.map(([each, expected]) => [titleOf(each), each, expected] as const))('%s', (_title, each, expected) => {
    expect(lines([each])).toEqual(expected)
  })
})

describe('What nobody has looked into', () => {
  const messages = (client: string, command: string): string[] =>
    derivePermissions(map, [call(client, command, {})], around()).findings.flatMap(({ check, message }) =>
      check === 'permission-beyond' ? [message] : [],
    )

  it('hands over the roles of its input where the reference lists iam:PassRole, to one service where that is known', () => {
    const passed = (each: SdkCall) => lines([each]).filter((one) => one.startsWith('iam:PassRole'))
    const image = call('imagebuilder', 'CreateImagePipeline', { executionRole: role })
    const model = call('sagemaker', 'CreateModel', { ModelName: 'm', ExecutionRoleArn: role })
    const scan = call('backup', 'StartScanJob', { IamRoleArn: role, ScannerRoleArn: `${role}2` })
    expect(passed(image)).toEqual([`iam:PassRole ${role}`])
    expect(passed(call('imagebuilder', 'CreateImagePipeline', {}))).toEqual([])
    expect(passed(model)).toEqual([`iam:PassRole ${role}`])
    expect(passed(scan)).toEqual([`iam:PassRole ${role}`, `iam:PassRole ${role}2`])
    expect(conditions(image)).toEqual([])
    expect(conditions(model)).toEqual(['iam:PassRole StringEquals iam:PassedToService sagemaker.amazonaws.com'])
    expect(conditions(scan)).toEqual([
      'iam:PassRole StringEquals iam:PassedToService backup.amazonaws.com',
      'iam:PassRole StringEquals iam:PassedToService malware-protection.guardduty.amazonaws.com',
    ])
  })
  it('takes no kind of instance for a role', () => {
    const roles = lines([call('emr', 'RunJobFlow', { ServiceRole: role, Instances: { InstanceGroups: [{ InstanceRole: 'MASTER' }] } })])
    expect(roles.filter((one) => one.startsWith('iam:PassRole'))).toEqual([`iam:PassRole ${role}`])
  })
  it('is told with what the reference lists beside it', () => {
    expect(messages('memorydb', 'CreateCluster')).toEqual([
      'memorydb CreateCluster may need ec2:CreateNetworkInterface, DeleteNetworkInterface, DescribeNetworkInterfaces, DescribeSubnets, DescribeVpcs, s3:GetObject too, by the authorization reference or by a role in its input',
    ])
  })
  it('is told with the roles in its input where the reference says nothing of them', () => {
    expect(messages('codedeploy', 'CreateDeploymentGroup')).toEqual([
      'codedeploy CreateDeploymentGroup may need iam:PassRole too, by the authorization reference or by a role in its input',
    ])
  })
  it('says nothing beyond of commands that need no more', () => {
    expect(messages('kendra', 'ListIndices')).toEqual([])
    expect(messages('elasticache', 'CreateCacheCluster')).toEqual([])
  })
})
