import { describe, expect, it } from 'vitest'
import { type SdkCall, unknown } from '../src/model/index.ts'
import { call, checks, lines, titleOf } from './permissions-scene.ts'

const event = unknown('comes from the event')
const stack = 'arn:aws:cloudformation:HERE:stack/app/*'
const app = 'arn:aws:mobiletargeting:HERE:apps/a'
const rds = (rest: string): string => `arn:aws:rds:HERE:${rest}`

describe.each<[string, [SdkCall, string[]][]]>([
  [
    'stacks',
    [
      [call('cloudformation', 'UpdateStack', { StackName: 'app' }), [`cloudformation:UpdateStack ${stack}`]],
      [
        call('cloudformation', 'UpdateStack', { StackName: 'app', StackPolicyBody: '{}', Tags: [{ Key: 'k', Value: 'v' }] }),
        ['SetStackPolicy', 'TagResource', 'UntagResource', 'UpdateStack'].map((action) => `cloudformation:${action} ${stack}`),
      ],
      [
        call('cloudformation', 'CreateChangeSet', { StackName: 'app', ChangeSetName: 'c', Tags: [] }),
        [
          `cloudformation:CreateChangeSet ${stack}`,
          'cloudformation:TagResource arn:aws:cloudformation:HERE:changeSet/c/*',
          `cloudformation:TagResource ${stack}`,
          'cloudformation:UntagResource arn:aws:cloudformation:HERE:changeSet/c/*',
          `cloudformation:UntagResource ${stack}`,
        ],
      ],
      [
        call('cloudformation', 'ExecuteChangeSet', { StackName: 'app', ChangeSetName: 'c' }),
        ['ExecuteChangeSet', 'TagResource', 'UntagResource'].map((action) => `cloudformation:${action} ${stack}`),
      ],
      [call('cloudformation', 'ListHookResults', {}), ['cloudformation:ListAllHookResults *']],
      [call('cloudformation', 'ListHookResults', { TargetType: 'STACK', TargetId: 'app' }), [`cloudformation:ListHookResults ${stack}`]],
    ],
  ],
  [
    'databases',
    [
      [call('rds', 'DeleteDBInstance', { DBInstanceIdentifier: 'd', SkipFinalSnapshot: true }), [`rds:DeleteDBInstance ${rds('db:d')}`]],
      [
        call('rds', 'DeleteDBInstance', { DBInstanceIdentifier: 'd', FinalDBSnapshotIdentifier: 'last' }),
        [`rds:CreateDBSnapshot ${rds('db:d')}`, `rds:CreateDBSnapshot ${rds('snapshot:last')}`, `rds:DeleteDBInstance ${rds('db:d')}`],
      ],
      [
        call('rds', 'RebootDBCluster', { DBClusterIdentifier: 'c' }),
        [`rds:RebootDBCluster ${rds('cluster:c')}`, `rds:RebootDBInstance ${rds('db:*')}`],
      ],
      [
        call('elasticache', 'CreateReplicationGroup', { ReplicationGroupId: 'g', PrimaryClusterId: 'c', CacheParameterGroupName: 'p' }),
        [
          'elasticache:CreateReplicationGroup arn:aws:elasticache:HERE:cluster:c',
          'elasticache:CreateReplicationGroup arn:aws:elasticache:HERE:parametergroup:p',
          'elasticache:CreateReplicationGroup arn:aws:elasticache:HERE:replicationgroup:g',
        ],
      ],
    ],
  ],
  [
    'tags within the request',
    [
      [
        call('ssm', 'StartAccessRequest', { Reason: 'r', Targets: [], Tags: [{ Key: 'k', Value: 'v' }] }),
        [
          'ssm:AddTagsToResource arn:aws:ssm:HERE:opsitem/*',
          'ssm:StartAccessRequest arn:aws:ec2:HERE:instance/*',
          'ssm:StartAccessRequest arn:aws:ssm:HERE:managed-instance/*',
        ],
      ],
      [call('pinpoint', 'CreateSegment', { ApplicationId: 'a', WriteSegmentRequest: { Name: 's' } }), [`mobiletargeting:CreateSegment ${app}`]],
      [
        call('pinpoint', 'CreateSegment', { ApplicationId: 'a', WriteSegmentRequest: { tags: { k: 'v' } } }),
        [`mobiletargeting:CreateSegment ${app}`, `mobiletargeting:TagResource ${app}/segments/*`],
      ],
      [
        call('s3-control', 'UntagResource', { AccountId: '1', ResourceArn: 'arn:aws:s3express:r:1:bucket/b--x--x-s3', TagKeys: ['k'] }),
        ['s3express:UntagResource arn:aws:s3express:r:1:bucket/b--x--x-s3'],
      ],
      [call('s3-control', 'TagResource', { AccountId: '1', ResourceArn: 'arn:aws:s3:::b', Tags: [] }), ['s3:TagResource arn:aws:s3:::b']],
    ],
  ],
  [
    'what need not be named',
    [
      [
        call('glue', 'TestConnection', { TestConnectionInput: { ConnectionType: 'JDBC' } }),
        ['glue:TestConnection arn:aws:glue:HERE:connectionType:JDBC'],
      ],
      [call('glue', 'TestConnection', { ConnectionName: 'c' }), ['glue:TestConnection arn:aws:glue:HERE:connection/c']],
      [call('sesv2', 'PutSuppressedDestination', { EmailAddress: 'a@b.c', Reason: 'BOUNCE' }), ['ses:PutSuppressedDestination *']],
      [
        call('sesv2', 'GetSuppressedDestination', { EmailAddress: 'a@b.c', TenantName: 't' }),
        ['ses:GetSuppressedDestination arn:aws:ses:HERE:tenant/t/*'],
      ],
      [call('iot', 'ListDetectMitigationActionsExecutions', { taskId: 't' }), ['iot:ListDetectMitigationActionsExecutions *']],
      [call('cloudwatch', 'DescribeAlarms', { AlarmNames: ['a'] }), ['cloudwatch:DescribeAlarms arn:aws:cloudwatch:HERE:alarm:a']],
      [call('cloudwatch', 'DescribeAlarms', { AlarmNames: ['a'], AlarmTypes: ['CompositeAlarm'] }), ['cloudwatch:DescribeAlarms *']],
      [
        call('eks', 'DescribeUpdate', { name: 'c', updateId: 'u', nodegroupName: 'n' }),
        ['eks:DescribeUpdate arn:aws:eks:HERE:cluster/c', 'eks:DescribeUpdate arn:aws:eks:HERE:nodegroup/c/n/*'],
      ],
    ],
  ],
  [
    'whole ARNs',
    [
      [
        call('cost-explorer', 'DeleteAnomalySubscription', { SubscriptionArn: 'arn:aws:ce::1:anomalysubscription/s' }),
        ['ce:DeleteAnomalySubscription arn:aws:ce::1:anomalysubscription/s'],
      ],
      [
        call('codebuild', 'BatchGetReports', { reportArns: ['arn:aws:codebuild:r:1:report/g:1'] }),
        ['codebuild:BatchGetReports arn:aws:codebuild:HERE:report-group/g'],
      ],
      [
        call('codebuild', 'DeleteReport', { arn: 'arn:aws:codebuild:r:1:report/g:1' }),
        ['codebuild:DeleteReport arn:aws:codebuild:HERE:report-group/g'],
      ],
      [
        call('cloudwatch-logs', 'PutDestination', { destinationName: 'd', targetArn: 'arn:aws:kinesis:r:1:stream/s' }),
        ['logs:PutDestination arn:aws:logs:HERE:destination:d'],
      ],
      [
        call('cloudwatch-logs', 'PutDeliverySource', { name: 's', resourceArn: 'arn:aws:cloudfront::1:distribution/d' }),
        ['logs:PutDeliverySource arn:aws:logs:HERE:delivery-source:s'],
      ],
      [
        call('sesv2', 'CreateTenantResourceAssociation', { TenantName: 't', ResourceArn: 'arn:aws:ses:r:1:identity/i' }),
        ['ses:CreateTenantResourceAssociation arn:aws:ses:HERE:tenant/t/*', 'ses:CreateTenantResourceAssociation arn:aws:ses:r:1:identity/i'],
      ],
      [call('rds', 'StartExportTask', { SourceArn: 'arn:aws:rds:r:1:snapshot:s' }), ['rds:StartExportTask arn:aws:rds:r:1:snapshot:s']],
      [call('rds', 'DescribeExportTasks', {}), ['cluster-snapshot:*', 'cluster:*', 'snapshot:*'].map((any) => `rds:DescribeExportTasks ${rds(any)}`)],
      [call('codebuild', 'DeleteReport', { arn: event }), ['codebuild:DeleteReport arn:aws:codebuild:HERE:report-group/*']],
    ],
  ],
  [
    'files and keys',
    [
      [
        call('rds-data', 'ExecuteStatement', { resourceArn: 'arn:aws:rds:r:1:cluster:c', secretArn: 'prod/db', sql: 'select 1' }),
        ['rds-data:ExecuteStatement arn:aws:rds:r:1:cluster:c', 'secretsmanager:GetSecretValue arn:aws:secretsmanager:HERE:secret:prod/db-??????'],
      ],
      [
        call('ssm', 'GetParameter', { Name: '/aws/reference/secretsmanager/prod/db:AWSCURRENT' }),
        [
          'secretsmanager:GetSecretValue arn:aws:secretsmanager:HERE:secret:prod/db-??????',
          'ssm:GetParameter arn:aws:ssm:HERE:parameter/aws/reference/secretsmanager/prod/db',
        ],
      ],
      [
        call('ssm', 'GetParameters', { Names: ['/aws/reference/secretsmanager/prod/db', '/plain'] }),
        [
          'secretsmanager:GetSecretValue arn:aws:secretsmanager:HERE:secret:prod/db-??????',
          'ssm:GetParameters arn:aws:ssm:HERE:parameter/aws/reference/secretsmanager/prod/db',
          'ssm:GetParameters arn:aws:ssm:HERE:parameter/plain',
        ],
      ],
      [
        call('rekognition', 'StartMediaAnalysisJob', {
          Input: { S3Object: { Bucket: 'in', Name: 'm.jsonl' } },
          OutputConfig: { S3Bucket: 'out', S3KeyPrefix: 'r/' },
        }),
        ['rekognition:StartMediaAnalysisJob *', 's3:GetObject arn:aws:s3:::in/m.jsonl', 's3:PutObject arn:aws:s3:::out/r/*'],
      ],
      [
        call('transcribe', 'StartTranscriptionJob', { TranscriptionJobName: 'j', OutputEncryptionKMSKeyId: 'arn:aws:kms:r:1:key/k' }),
        ['kms:Encrypt arn:aws:kms:r:1:key/k', 'kms:GenerateDataKey arn:aws:kms:r:1:key/k', 'transcribe:StartTranscriptionJob *'],
      ],
      [
        call('transcribe', 'StartCallAnalyticsJob', { CallAnalyticsJobName: 'j', OutputEncryptionKMSKeyId: 'arn:aws:kms:r:1:key/k' }),
        ['kms:Encrypt arn:aws:kms:r:1:key/k', 'kms:GenerateDataKey arn:aws:kms:r:1:key/k', 'transcribe:StartCallAnalyticsJob *'],
      ],
      [
        call('bedrock-agent-runtime', 'InvokeInlineAgent', { foundationModel: 'm', streamingConfigurations: { streamFinalResponse: true } }),
        [
          'bedrock:InvokeInlineAgent *',
          'bedrock:InvokeModel arn:aws:bedrock:${AWS::Region}::foundation-model/m',
          'bedrock:InvokeModelWithResponseStream arn:aws:bedrock:${AWS::Region}::foundation-model/m',
        ],
      ],
      [
        call('cloudwatch-logs', 'PutIntegration', {
          integrationType: 'OPENSEARCH',
          resourceConfig: { openSearchResourceConfig: { dataSourceRoleArn: 'arn:aws:iam::1:role/r' } },
        }),
        ['iam:PassRole arn:aws:iam::1:role/r', 'logs:PutIntegration *'],
      ],
    ],
  ],
  [
    'what goes with it',
    [
      [
        call('scheduler', 'DeleteScheduleGroup', { Name: 'g' }),
        ['scheduler:DeleteSchedule arn:aws:scheduler:HERE:schedule/g/*', 'scheduler:DeleteScheduleGroup arn:aws:scheduler:HERE:schedule-group/g'],
      ],
      [call('sfn', 'TestState', { definition: '{}', revealSecrets: true }), ['states:RevealSecrets *', 'states:TestState *']],
      [
        call('timestream-query', 'TagResource', { ResourceARN: 'arn:aws:timestream:r:1:scheduled-query/q' }),
        ['timestream:DescribeEndpoints *', 'timestream:TagResource arn:aws:timestream:r:1:scheduled-query/q'],
      ],
      [call('route-53', 'ListGeoLocations', {}), []],
    ],
  ],
])('%s', (_, cases) => {
  it.each(cases.map(([made, expected]) => [titleOf(made), made, expected] as const))('%s', (_title, made, expected) => {
    expect(lines([made])).toEqual([...expected].sort())
  })
})

it('says that the images of a manifest are read, which the call does not name', () => {
  expect(checks([call('rekognition', 'StartMediaAnalysisJob', { OperationsConfig: {} })])).toContain('permission-beyond')
})
