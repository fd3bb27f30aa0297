import { describe, expect, it } from 'vitest'
import { type SdkCall, unknown } from '../src/model/index.ts'
import { call, conditions, lines, type Plain, titleOf } from './permissions-scene.ts'

const event = unknown('comes from the event')
const role = 'arn:aws:iam::1:role/r'
const guardrail = 'arn:aws:bedrock:r:1:guardrail/g'
const setting = 'arn:aws:ssm:HERE:servicesetting/ssm/managed-instance/default-ec2-instance-management-role'
const alarm = (AlarmActions: Plain): SdkCall => call('cloudwatch', 'PutMetricAlarm', { AlarmName: 'a', AlarmActions })
const linked = (service: string): string =>
  `iam:CreateServiceLinkedRole arn:aws:iam::\${AWS::AccountId}:role/aws-service-role/${service}.amazonaws.com/*`
const kept = 'arn:aws:iam::${AWS::AccountId}:role/aws-*'
const policy = (command: string, policyType: Plain, more: { [name: string]: Plain } = {}): SdkCall =>
  call('cloudwatch-logs', command, { policyName: 'p', policyType, ...more })
const groups = 'arn:aws:logs:HERE:log-group:*:*'

describe.each<[string, [SdkCall, string[]][]]>([
  [
    'alarms and metrics',
    [
      [alarm(['arn:aws:automate:r:ec2:stop']), ['cloudwatch:PutMetricAlarm arn:aws:cloudwatch:HERE:alarm:a', linked('events')]],
      [alarm(['arn:aws:sns:r:1:topic']), ['cloudwatch:PutMetricAlarm arn:aws:cloudwatch:HERE:alarm:a']],
      [alarm(['arn:aws:ssm:r:1:opsitem:3']), ['cloudwatch:PutMetricAlarm arn:aws:cloudwatch:HERE:alarm:a', linked('ssm.alarms.cloudwatch')]],
      [
        alarm([event]),
        [
          'cloudwatch:PutMetricAlarm arn:aws:cloudwatch:HERE:alarm:a',
          linked('events'),
          linked('ssm.alarms.cloudwatch'),
          linked('ssm-incidents.alarms.cloudwatch'),
        ],
      ],
      [call('cloudwatch', 'PutCompositeAlarm', { AlarmName: 'a', AlarmRule: 'ALARM(b)' }), ['cloudwatch:PutCompositeAlarm *']],
      [call('cloudwatch', 'DescribeAlarmHistory', { AlarmName: 'a' }), ['cloudwatch:DescribeAlarmHistory arn:aws:cloudwatch:HERE:alarm:a']],
      [call('cloudwatch', 'DescribeAlarmHistory', { AlarmName: 'a', AlarmTypes: ['CompositeAlarm'] }), ['cloudwatch:DescribeAlarmHistory *']],
      [
        call('cloudwatch', 'PutAlarmMuteRule', { Name: 'm', MuteTargets: { AlarmNames: ['a'] } }),
        ['cloudwatch:PutAlarmMuteRule arn:aws:cloudwatch:HERE:alarm-mute-rule:m', 'cloudwatch:PutAlarmMuteRule arn:aws:cloudwatch:HERE:alarm:a'],
      ],
      [
        call('cloudwatch', 'PutMetricStream', { Name: 'm', RoleArn: role }),
        ['cloudwatch:PutMetricStream arn:aws:cloudwatch:HERE:metric-stream/m', `iam:PassRole ${role}`],
      ],
    ],
  ],
  [
    'logs and the policies of an account for them',
    [
      [policy('PutAccountPolicy', 'DATA_PROTECTION_POLICY'), ['logs:PutAccountPolicy *', `logs:PutDataProtectionPolicy ${groups}`]],
      [policy('PutAccountPolicy', 'METRIC_EXTRACTION_POLICY'), ['logs:PutAccountPolicy *', 'logs:PutMetricExtractionPolicy *']],
      [
        policy('PutAccountPolicy', event, { policyDocument: event }),
        [
          'iam:PassRole arn:aws:iam::${AWS::AccountId}:role/*',
          'logs:PutAccountPolicy *',
          `logs:PutDataProtectionPolicy ${groups}`,
          'logs:PutIndexPolicy *',
          'logs:PutMetricExtractionPolicy *',
          `logs:PutRetentionPolicy ${groups}`,
          `logs:PutSubscriptionFilter ${groups}`,
          `logs:PutTransformer ${groups}`,
        ],
      ],
      [
        call('cloudwatch-logs', 'CreateImportTask', { importSourceArn: 'arn:aws:cloudtrail:r:1:eventdatastore/e', importRoleArn: role }),
        ['cloudtrail:GetEventDataStoreData arn:aws:cloudtrail:r:1:eventdatastore/e', `iam:PassRole ${role}`, 'logs:CreateImportTask *'],
      ],
      [policy('DeleteAccountPolicy', 'FIELD_INDEX_POLICY'), ['logs:DeleteAccountPolicy *', 'logs:DeleteIndexPolicy *']],
      [policy('DescribeAccountPolicies', 'TRANSFORMER_POLICY'), ['logs:DescribeAccountPolicies *', `logs:GetTransformer ${groups}`]],
    ],
  ],
  [
    'systems manager',
    [
      [
        call('ssm', 'RegisterDefaultHostManagementConfiguration', { PermissionModel: 'SELF_MANAGED', RoleArn: role }),
        [`iam:GetRole ${role}`, `iam:PassRole ${role}`, `ssm:GetServiceSetting ${setting}`, `ssm:UpdateServiceSetting ${setting}`],
      ],
      [
        call('ssm', 'DeregisterDefaultHostManagementConfiguration', {}),
        [`iam:DeleteRole ${kept}`, `ssm:GetServiceSetting ${setting}`, `ssm:ResetServiceSetting ${setting}`],
      ],
      [
        call('ssm', 'UpdateAssociation', { AssociationId: 'a' }),
        ['ssm:DescribeAssociation arn:aws:ssm:HERE:association/a', 'ssm:UpdateAssociation arn:aws:ssm:HERE:association/a'],
      ],
      [
        call('ssm', 'SendCommand', { DocumentName: 'Amazon-Run', InstanceIds: ['i-1'] }),
        [
          'ssm:SendCommand arn:aws:ec2:HERE:instance/i-1',
          'ssm:SendCommand arn:aws:ssm:${AWS::Region}::document/Amazon-Run',
          'ssm:SendCommand arn:aws:ssm:HERE:managed-instance/i-1',
        ],
      ],
    ],
  ],
  [
    'what is asked for under another action too',
    [
      [
        call('glue', 'CreateConnection', { ConnectionInput: { Name: 'c', ConnectionType: 'JDBC', ConnectionProperties: { ROLE_ARN: role } } }),
        [
          'glue:CreateConnection arn:aws:glue:HERE:catalog',
          'glue:CreateConnection arn:aws:glue:HERE:connectionType:JDBC',
          'glue:DescribeConnectionType arn:aws:glue:HERE:connectionType:JDBC',
          `iam:PassRole ${role}`,
        ],
      ],
      [call('cloudtrail', 'ListInsightsMetricData', { EventSource: 's' }), ['cloudtrail:LookupEvents *']],
      [
        call('cloudtrail', 'ListInsightsMetricData', { TrailName: 't', EventSource: 's' }),
        ['cloudtrail:ListInsightsData arn:aws:cloudtrail:HERE:trail/t', 'cloudtrail:LookupEvents *'],
      ],
      [
        call('codepipeline', 'PutWebhook', { webhook: { name: 'w', targetPipeline: 'p' }, tags: [] }),
        [
          'codepipeline:PutWebhook arn:aws:codepipeline:HERE:p',
          'codepipeline:PutWebhook arn:aws:codepipeline:HERE:webhook:w',
          'codepipeline:TagResource arn:aws:codepipeline:HERE:webhook:w',
          'codepipeline:UntagResource arn:aws:codepipeline:HERE:webhook:w',
        ],
      ],
      [
        call('mediaconvert', 'GetPreset', { Name: 'p' }),
        ['mediaconvert:GetPreset arn:aws:mediaconvert:HERE:presets/p', 'mediaconvert:ListPresets *'],
      ],
      [
        call('bedrock', 'DeleteResourcePolicy', { resourceArn: guardrail }),
        [`bedrock:DeleteResourcePolicy ${guardrail}`, `bedrock:PutResourcePolicy ${guardrail}`],
      ],
      [
        call('sagemaker-runtime', 'InvokeEndpointWithResponseStream', { EndpointName: 'e' }),
        [
          'sagemaker:InvokeEndpoint arn:aws:sagemaker:HERE:endpoint/e',
          'sagemaker:InvokeEndpointWithResponseStream arn:aws:sagemaker:HERE:endpoint/e',
        ],
      ],
    ],
  ],
])('%s', (_, cases) => {
  it.each(cases.map(([sdkCall, expected]) => [titleOf(sdkCall), sdkCall, expected] as const))('%s', (_title, sdkCall, expected) => {
    expect(lines([sdkCall])).toEqual([...expected].sort())
  })
})

describe('a role that is handed over to a metric stream', () => {
  it('is for the streams of metrics alone', () => {
    expect(conditions(call('cloudwatch', 'PutMetricStream', { Name: 'm', RoleArn: role }))).toEqual([
      'iam:PassRole StringEquals iam:PassedToService streams.metrics.cloudwatch.amazonaws.com',
    ])
  })
})
