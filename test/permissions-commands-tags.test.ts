import { describe, expect, it } from 'vitest'
import type { SdkCall } from '../src/model/index.ts'
import { call, lines, titleOf } from './permissions-scene.ts'

const here = (service: string, rest: string): string => `arn:aws:${service}:HERE:${rest}`

describe.each<[string, [SdkCall, string[]][]]>([
  [
    'tags on what is made, and not on what it is made from',
    [
      [
        call('cloudtrail', 'CreateTrail', { Name: 'all', S3BucketName: 'b', TagsList: [{ Key: 'k', Value: 'v' }] }),
        [`cloudtrail:AddTags ${here('cloudtrail', 'trail/all')}`, `cloudtrail:CreateTrail ${here('cloudtrail', 'trail/all')}`],
      ],
      [
        call('bedrock', 'CreateProvisionedModelThroughput', { modelId: 'amazon.titan', tags: [] }),
        [
          'bedrock:CreateProvisionedModelThroughput arn:aws:bedrock:${AWS::Region}::foundation-model/amazon.titan',
          `bedrock:CreateProvisionedModelThroughput ${here('bedrock', 'custom-model/*')}`,
          `bedrock:TagResource ${here('bedrock', 'provisioned-model/*')}`,
        ],
      ],
      [
        call('elastic-load-balancing-v2', 'CreateTargetGroup', { Name: 'blue', Tags: [] }),
        [
          `elasticloadbalancing:AddTags ${here('elasticloadbalancing', 'targetgroup/blue/*')}`,
          `elasticloadbalancing:CreateTargetGroup ${here('elasticloadbalancing', 'targetgroup/blue/*')}`,
        ],
      ],
      [
        call('acm', 'RequestCertificate', { DomainName: 'example.org', Tags: [] }),
        [`acm:AddTagsToCertificate ${here('acm', 'certificate/*')}`, 'acm:RequestCertificate *'],
      ],
      [
        call('lightsail', 'CreateDiskFromSnapshot', { diskName: 'd', tags: [] }),
        [`lightsail:CreateDiskFromSnapshot ${here('lightsail', 'DiskSnapshot/*')}`, `lightsail:TagResource ${here('lightsail', 'Disk/*')}`],
      ],
      [
        call('eks', 'AssociateIdentityProviderConfig', { clusterName: 'c', tags: {} }),
        [`eks:AssociateIdentityProviderConfig ${here('eks', 'cluster/c')}`, `eks:TagResource ${here('eks', 'identityproviderconfig/c/*/*/*')}`],
      ],
      [
        call('shield', 'CreateProtection', { Name: 'p', ResourceArn: 'arn:aws:cloudfront::1:distribution/E1', Tags: [] }),
        ['shield:CreateProtection *', 'shield:TagResource arn:aws:shield::${AWS::AccountId}:protection/*'],
      ],
      [
        call('batch', 'RegisterJobDefinition', { jobDefinitionName: 'j', type: 'container', tags: {} }),
        [`batch:RegisterJobDefinition ${here('batch', 'job-definition/j')}`, `batch:TagResource ${here('batch', 'job-definition/j:*')}`],
      ],
    ],
  ],
])('%s', (_, cases) => {
  it.each(cases.map(([sdkCall, expected]) => [titleOf(sdkCall), sdkCall, expected] as const))('%s', (_title, sdkCall, expected) => {
    expect(lines([sdkCall])).toEqual([...expected].sort())
  })
})
