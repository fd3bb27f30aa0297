import { describe, expect, it } from 'vitest'
import { type SdkCall, unknown } from '../src/model/index.ts'
import { call, lines, titleOf } from './permissions-scene.ts'

const event = unknown('comes from the event')
const front = (rest: string): string => `arn:aws:cloudfront::\${AWS::AccountId}:${rest}`
const glue = (rest: string): string => `arn:aws:glue:HERE:${rest}`

describe.each<[string, [SdkCall, string[]][]]>([
  [
    'glue',
    [
      [call('glue', 'BatchGetJobs', { JobNames: ['load'] }), [`glue:BatchGetJobs ${glue('job/load')}`, `glue:GetJob ${glue('job/load')}`]],
      [
        call('glue', 'UpdateColumnStatisticsForTable', { DatabaseName: 'd', TableName: 't' }),
        [`glue:UpdateTable ${glue('catalog')}`, `glue:UpdateTable ${glue('database/d')}`, `glue:UpdateTable ${glue('table/d/t')}`],
      ],
      [
        call('glue', 'DeleteDatabase', { Name: 'd' }),
        [
          `glue:DeleteDatabase ${glue('catalog')}`,
          `glue:DeleteDatabase ${glue('database/d')}`,
          `glue:DeleteDatabase ${glue('table/d/*')}`,
          `glue:DeleteDatabase ${glue('userDefinedFunction/d/*')}`,
        ],
      ],
      [
        call('glue', 'GetTable', { DatabaseName: event, Name: 'orders' }),
        [`glue:GetTable ${glue('catalog')}`, `glue:GetTable ${glue('database/*')}`, `glue:GetTable ${glue('table/*/orders')}`],
      ],
      [
        call('glue', 'CreateTable', {
          DatabaseName: 'd',
          TableInput: { Name: 'v', ViewDefinition: { Definer: 'arn:aws:iam::1:role/r', Representations: [{ ValidationConnection: 'c' }] } },
        }),
        [
          `glue:CreateTable ${glue('catalog')}`,
          `glue:CreateTable ${glue('database/d')}`,
          `glue:CreateTable ${glue('table/d/v')}`,
          `glue:PassConnection ${glue('connection/c')}`,
          'iam:PassRole arn:aws:iam::1:role/r',
        ],
      ],
      [
        call('glue', 'CreateIntegration', {
          IntegrationName: 'i',
          SourceArn: 'arn:aws:dynamodb:r:1:table/t',
          TargetArn: 'arn:aws:glue:r:1:catalog/c',
        }),
        [
          `glue:CreateIntegration ${glue('integration:*')}`,
          'glue:CreateIntegration arn:aws:dynamodb:r:1:table/t',
          'glue:CreateIntegration arn:aws:glue:r:1:catalog/c',
        ],
      ],
    ],
  ],
  [
    'delivery',
    [
      [
        call('cloudfront', 'CreateDistribution', {
          DistributionConfig: { ConnectionMode: 'tenant-only', Origins: { Items: [{ VpcOriginConfig: { VpcOriginId: 'vo_1' } }] } },
        }),
        ['cloudfront:CreateConnectionGroup *', 'cloudfront:CreateDistribution *', `cloudfront:GetVpcOrigin ${front('vpcorigin/vo_1')}`],
      ],
      [
        call('cloudfront', 'CreateDistribution', { DistributionConfig: { Origins: { Items: [{ DomainName: 'example.com' }] } } }),
        ['cloudfront:CreateDistribution *'],
      ],
      [
        call('cloudfront', 'AssociateAlias', { TargetDistributionId: 'D', Alias: 'www.example.com' }),
        [`cloudfront:AssociateAlias ${front('distribution/D')}`, `cloudfront:UpdateDistribution ${front('distribution/D')}`],
      ],
      [
        call('cloudfront', 'CopyDistribution', { PrimaryDistributionId: 'D', CallerReference: event }),
        [
          `cloudfront:CopyDistribution ${front('distribution/D')}`,
          'cloudfront:CreateDistribution *',
          `cloudfront:GetDistribution ${front('distribution/D')}`,
        ],
      ],
      [
        call('cloudfront', 'ListDomainConflicts', { Domain: 'example.com', DomainControlValidationResource: { DistributionId: 'D' } }),
        [`cloudfront:GetDistribution ${front('distribution/D')}`, `cloudfront:ListDomainConflicts ${front('distribution/D')}`],
      ],
      [
        call('cloudfront', 'UpdateDistributionWithStagingConfig', { Id: 'D', StagingDistributionId: 'S' }),
        [
          `cloudfront:GetDistribution ${front('distribution/D')}`,
          `cloudfront:GetDistribution ${front('distribution/S')}`,
          `cloudfront:UpdateDistribution ${front('distribution/D')}`,
          `cloudfront:UpdateDistributionWithStagingConfig ${front('distribution/D')}`,
        ],
      ],
      [
        call('route-53', 'CreateHostedZone', { Name: 'example.internal', VPC: { VPCId: 'vpc-1' } }),
        ['ec2:DescribeVpcs *', 'route53:CreateHostedZone *'],
      ],
      [call('route-53', 'CreateHostedZone', { Name: 'example.com' }), ['route53:CreateHostedZone *']],
      [call('route-53', 'ListQueryLoggingConfigs', {}), ['route53:ListQueryLoggingConfigs *']],
    ],
  ],
  [
    'time series',
    [
      [
        call('timestream-query', 'Query', { QueryString: 'SELECT * FROM "d"."t"' }),
        ['timestream:DescribeEndpoints *', 'timestream:Select arn:aws:timestream:HERE:database/*/table/*'],
      ],
      [call('timestream-query', 'Query', { QueryString: 'SHOW DATABASES' }), ['timestream:DescribeEndpoints *', 'timestream:ListDatabases *']],
      [
        call('timestream-query', 'Query', { QueryString: "UNLOAD(SELECT 1 FROM t) TO 's3://b/p'" }),
        [
          'timestream:DescribeEndpoints *',
          'timestream:Select arn:aws:timestream:HERE:database/*/table/*',
          'timestream:Unload arn:aws:timestream:HERE:database/*/table/*',
        ],
      ],
      [
        call('timestream-query', 'PrepareQuery', { QueryString: event }),
        ['timestream:DescribeEndpoints *', 'timestream:Select arn:aws:timestream:HERE:database/*/table/*'],
      ],
      [
        call('timestream-write', 'CreateBatchLoadTask', { TargetDatabaseName: 'd', TargetTableName: 't' }),
        [
          'timestream:CreateBatchLoadTask arn:aws:timestream:HERE:database/d/table/t',
          'timestream:DescribeEndpoints *',
          'timestream:WriteRecords arn:aws:timestream:HERE:database/d/table/t',
        ],
      ],
    ],
  ],
  [
    'stacks and builds',
    [
      [call('cloudformation', 'DescribeStacks', {}), ['cloudformation:DescribeStacks *', 'cloudformation:ListStacks *']],
      [call('cloudformation', 'DescribeStacks', { StackName: 's' }), ['cloudformation:DescribeStacks arn:aws:cloudformation:HERE:stack/s/*']],
      [
        call('codebuild', 'StartBuild', { projectName: 'p', serviceRoleOverride: 'arn:aws:iam::1:role/r' }),
        ['codebuild:StartBuild arn:aws:codebuild:HERE:project/p', 'iam:PassRole arn:aws:iam::1:role/r'],
      ],
      [
        call('codepipeline', 'PollForJobs', { actionTypeId: { category: 'Build', owner: 'Custom', provider: 'mine', version: '1' } }),
        ['codepipeline:PollForJobs arn:aws:codepipeline:HERE:actiontype:Custom/Build/mine/1'],
      ],
      [
        call('cloudtrail', 'UpdateDashboard', { DashboardId: 'd' }),
        [
          'cloudtrail:StartDashboardRefresh arn:aws:cloudtrail:HERE:dashboard/d',
          'cloudtrail:StartQuery arn:aws:cloudtrail:HERE:eventdatastore/*',
          'cloudtrail:UpdateDashboard arn:aws:cloudtrail:HERE:dashboard/d',
        ],
      ],
      [
        call('batch', 'UpdateJobQueue', { jobQueue: 'q', computeEnvironmentOrder: [{ computeEnvironment: 'e', order: 1 }] }),
        ['batch:UpdateJobQueue arn:aws:batch:HERE:compute-environment/e', 'batch:UpdateJobQueue arn:aws:batch:HERE:job-queue/q'],
      ],
      [call('batch', 'TerminateJobs', { jobs: event }), ['batch:TerminateJob arn:aws:batch:HERE:job/*']],
      [
        call('batch', 'TerminateServiceJobs', { jobs: ['a', 'b'] }),
        ['batch:TerminateServiceJob arn:aws:batch:HERE:service-job/a', 'batch:TerminateServiceJob arn:aws:batch:HERE:service-job/b'],
      ],
      [
        call('eks', 'CreateAccessEntry', { clusterName: 'c', principalArn: 'arn:aws:iam::1:role/nodes', type: 'EC2_LINUX' }),
        ['eks:CreateAccessEntry arn:aws:eks:HERE:cluster/c', 'iam:PassRole arn:aws:iam::1:role/nodes'],
      ],
      [
        call('eks', 'CreateAccessEntry', { clusterName: 'c', principalArn: 'arn:aws:iam::1:role/people' }),
        ['eks:CreateAccessEntry arn:aws:eks:HERE:cluster/c'],
      ],
    ],
  ],
  [
    'scaling',
    [
      [
        call('application-auto-scaling', 'DeleteScalingPolicy', { ResourceId: 'service/a/b' }),
        ['application-autoscaling:DeleteScalingPolicy arn:aws:application-autoscaling:HERE:scalable-target/*'],
      ],
      [
        call('auto-scaling', 'CreateAutoScalingGroup', { AutoScalingGroupName: 'g', Tags: [{ Key: 'k' }] }),
        [
          'autoscaling:CreateAutoScalingGroup arn:aws:autoscaling:HERE:autoScalingGroup:*:autoScalingGroupName/g',
          'autoscaling:CreateOrUpdateTags arn:aws:autoscaling:HERE:autoScalingGroup:*:autoScalingGroupName/g',
        ],
      ],
    ],
  ],
])('%s', (_, cases) => {
  it.each(cases.map(([sdkCall, expected]) => [titleOf(sdkCall), sdkCall, expected] as const))('%s', (_title, sdkCall, expected) => {
    expect(lines([sdkCall])).toEqual([...expected].sort())
  })
})
