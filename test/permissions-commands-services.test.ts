import { describe, expect, it } from 'vitest'
import { join, resource, type SdkCall, text, unknown } from '../src/model/index.ts'
import { call, lines, titleOf, withResources } from './permissions-scene.ts'

const event = unknown('comes from the event')

describe.each<[string, [SdkCall, string[]][]]>([
  [
    'compute',
    [
      [call('lambda', 'Invoke', { FunctionName: 'f' }), ['lambda:InvokeFunction arn:aws:lambda:HERE:function:f']],
      [call('lambda', 'Invoke', { FunctionName: 'f', Qualifier: 'live' }), ['lambda:InvokeFunction arn:aws:lambda:HERE:function:f:live']],
      [
        call('lambda', 'Invoke', { FunctionName: 'arn:aws:lambda:eu-west-1:1:function:f', Qualifier: 'live' }),
        ['lambda:InvokeFunction arn:aws:lambda:eu-west-1:1:function:f:live'],
      ],
      [call('lambda', 'waitUntilFunctionUpdated', { FunctionName: 'f' }), ['lambda:GetFunctionConfiguration arn:aws:lambda:HERE:function:f']],
      [
        call('sfn', 'StartExecution', { stateMachineArn: 'arn:aws:states:eu-west-1:1:stateMachine:m:live' }),
        ['states:StartExecution arn:aws:states:eu-west-1:1:stateMachine:m'],
      ],
      [call('sfn', 'SendTaskSuccess', { taskToken: event }), ['states:SendTaskSuccess *']],
      [
        call('ecs', 'RunTask', { taskDefinition: 'report', cluster: 'c' }),
        ['ecs:RunTask arn:aws:ecs:HERE:task-definition/report:*', 'iam:PassRole arn:aws:iam::${AWS::AccountId}:role/*'],
      ],
      [
        call('bedrock-runtime', 'Converse', { modelId: 'amazon.nova-lite-v1:0' }),
        ['bedrock:InvokeModel arn:aws:bedrock:${AWS::Region}::foundation-model/amazon.nova-lite-v1:0'],
      ],
      [
        call('bedrock-runtime', 'ConverseStream', { modelId: 'us.amazon.nova-lite-v1:0', guardrailConfig: { guardrailIdentifier: 'g1' } }),
        [
          'bedrock:ApplyGuardrail arn:aws:bedrock:HERE:guardrail/g1',
          'bedrock:InvokeModelWithResponseStream arn:aws:bedrock:*::foundation-model/amazon.nova-lite-v1:0',
          'bedrock:InvokeModelWithResponseStream arn:aws:bedrock:HERE:inference-profile/us.amazon.nova-lite-v1:0',
        ],
      ],
    ],
  ],
  [
    'configuration and secrets',
    [
      [call('ssm', 'GetParameter', { Name: '/a/b:3' }), ['ssm:GetParameter arn:aws:ssm:HERE:parameter/a/b']],
      [
        call('ssm', 'GetParameters', { Names: ['a', '/b'] }),
        ['ssm:GetParameters arn:aws:ssm:HERE:parameter/a', 'ssm:GetParameters arn:aws:ssm:HERE:parameter/b'],
      ],
      [
        call('ssm', 'GetParametersByPath', { Path: '/a/b' }),
        ['ssm:GetParametersByPath arn:aws:ssm:HERE:parameter/a/b', 'ssm:GetParametersByPath arn:aws:ssm:HERE:parameter/a/b/*'],
      ],
      [
        call('secrets-manager', 'GetSecretValue', { SecretId: 'a/b' }),
        ['secretsmanager:GetSecretValue arn:aws:secretsmanager:HERE:secret:a/b-??????'],
      ],
      [
        call('secrets-manager', 'GetSecretValue', { SecretId: 'arn:aws:secretsmanager:eu-west-1:1:secret:a-AbCdEf' }),
        [
          'secretsmanager:GetSecretValue arn:aws:secretsmanager:eu-west-1:1:secret:a-AbCdEf',
          'secretsmanager:GetSecretValue arn:aws:secretsmanager:eu-west-1:1:secret:a-AbCdEf-??????',
        ],
      ],
      [call('kms', 'Decrypt', { KeyId: '1-2' }), ['kms:Decrypt arn:aws:kms:HERE:key/1-2']],
      [call('kms', 'Encrypt', { KeyId: 'alias/orders' }), ['kms:Encrypt arn:aws:kms:HERE:key/*']],
      [
        call('kms', 'ReEncrypt', { SourceKeyId: 'a', DestinationKeyId: 'b' }),
        ['kms:ReEncryptFrom arn:aws:kms:HERE:key/a', 'kms:ReEncryptTo arn:aws:kms:HERE:key/b'],
      ],
      [
        call('kms', 'CreateAlias', { AliasName: 'alias/a', TargetKeyId: 'k' }),
        ['kms:CreateAlias arn:aws:kms:HERE:alias/a', 'kms:CreateAlias arn:aws:kms:HERE:key/k'],
      ],
      [call('sts', 'AssumeRole', { RoleArn: 'arn:aws:iam::1:role/r' }), ['sts:AssumeRole arn:aws:iam::1:role/r']],
      [
        call('iam', 'GetRole', { RoleName: 'r' }),
        ['iam:GetRole arn:aws:iam::${AWS::AccountId}:role/*/r', 'iam:GetRole arn:aws:iam::${AWS::AccountId}:role/r'],
      ],
    ],
  ],
  [
    'apis',
    [
      [
        call(
          'apigatewaymanagementapi',
          'PostToConnection',
          { ConnectionId: event },
          { options: { endpoint: 'https://abc123.execute-api.eu-west-1.amazonaws.com/dev' } },
        ),
        ['execute-api:ManageConnections arn:aws:execute-api:eu-west-1:${AWS::AccountId}:abc123/dev/POST/@connections/*'],
      ],
      [
        call(
          'apigatewaymanagementapi',
          'PostToConnection',
          {},
          {
            options: {
              endpoint: join([text('https://'), resource('Sockets'), text('.execute-api.'), resource('AWS::Region'), text('.amazonaws.com/'), event]),
            },
          },
        ),
        ['execute-api:ManageConnections arn:aws:execute-api:HERE:${Sockets}/*/POST/@connections/*'],
      ],
      [call('api-gateway', 'GetResources', { restApiId: 'abc' }), ['apigateway:GET arn:aws:apigateway:${AWS::Region}::/restapis/abc/resources']],
      [call('cloudwatch', 'PutMetricData', { Namespace: 'Orders' }), ['cloudwatch:PutMetricData *']],
      [call('athena', 'GetQueryExecution', { QueryExecutionId: event }), ['athena:GetQueryExecution arn:aws:athena:HERE:workgroup/*']],
      [
        call('rds-data', 'ExecuteStatement', { resourceArn: 'arn:aws:rds:r:1:cluster:c', secretArn: resource('Secret') }),
        ['rds-data:ExecuteStatement arn:aws:rds:r:1:cluster:c', 'secretsmanager:GetSecretValue ${Secret}'],
      ],
      [
        call('rekognition', 'DetectText', { Image: { S3Object: { Bucket: 'b', Name: 'k' } } }),
        ['rekognition:DetectText *', 's3:GetObject arn:aws:s3:::b/k'],
      ],
      [call('rekognition', 'DetectText', { Image: { Bytes: event } }), ['rekognition:DetectText *']],
    ],
  ],
])('%s', (_, cases) => {
  it.each(cases.map(([each, expected]) => [titleOf(each), each, expected] as const))('%s', (_title, each, expected) => {
    expect(lines([each], withResources)).toEqual(expected)
  })
})
