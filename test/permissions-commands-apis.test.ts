import { describe, expect, it } from 'vitest'
import { join, resource, type SdkCall, text, unknown } from '../src/model/index.ts'
import { call, checks, lines, titleOf } from './permissions-scene.ts'

const event = unknown('comes from the event')
const gateway = 'arn:aws:apigateway:${AWS::Region}:'
const role = 'arn:aws:iam::1:role/r'
const encoded = 'arn%3Aaws%3Aapigateway%3Aeu-west-1%3A%3A%2Frestapis%2Fabc'
const onTables = (action: string): string[] => ['catalog', 'database/d', 'table/d/*'].map((each) => `${action} arn:aws:glue:HERE:${each}`)
const queryReads = [
  'glue:GetDatabase arn:aws:glue:HERE:catalog',
  'glue:GetDatabase arn:aws:glue:HERE:database/d',
  'glue:GetDatabase arn:aws:glue:HERE:database/default',
  ...onTables('glue:GetPartitions'),
  ...onTables('glue:GetTable'),
]
const socket = (endpoint: SdkCall['clientOptions'] | string): SdkCall =>
  call('apigatewaymanagementapi', 'PostToConnection', { ConnectionId: event }, { options: { endpoint } })

describe.each<[string, [SdkCall, string[]][]]>([
  [
    'REST APIs',
    [
      [call('api-gateway', 'CreateStage', { restApiId: 'abc' }), [`apigateway:POST ${gateway}:/restapis/abc/stages`]],
      [
        call('api-gateway', 'CreateStage', { restApiId: 'abc', tags: { team: 'a' } }),
        [`apigateway:POST ${gateway}:/restapis/abc/stages`, `apigateway:PUT ${gateway}:/tags/*`],
      ],
      [
        call('api-gateway', 'TagResource', { resourceArn: 'arn:aws:apigateway:eu-west-1::/restapis/abc' }),
        ['apigateway:PATCH arn:aws:apigateway:eu-west-1::/restapis/abc', `apigateway:PUT ${gateway}:/tags/${encoded}`],
      ],
      [
        call('api-gateway', 'UntagResource', { resourceArn: join([text('arn:aws:apigateway:eu-west-1::/restapis/'), resource('Api')]) }),
        [
          `apigateway:DELETE ${gateway}:/tags/arn%3Aaws%3Aapigateway%3Aeu-west-1%3A%3A%2Frestapis%2F\${Api}`,
          'apigateway:PATCH arn:aws:apigateway:eu-west-1::/restapis/${Api}',
        ],
      ],
      [
        call('api-gateway', 'PutIntegration', { restApiId: 'abc', resourceId: 'r', httpMethod: 'GET', credentials: role }),
        [`apigateway:PUT ${gateway}:/restapis/abc/resources/r/methods/GET/integration`, `iam:PassRole ${role}`],
      ],
      [
        call('api-gateway', 'PutIntegration', { restApiId: 'abc', resourceId: 'r', httpMethod: 'GET', credentials: 'arn:aws:iam::*:user/*' }),
        [`apigateway:PUT ${gateway}:/restapis/abc/resources/r/methods/GET/integration`],
      ],
      [
        call('api-gateway', 'UpdateAccount', { patchOperations: [{ op: 'replace', path: '/cloudwatchRoleArn', value: role }] }),
        [`apigateway:PATCH ${gateway}:/account`, `iam:PassRole ${role}`],
      ],
      [
        call('api-gateway', 'UpdateRestApi', { restApiId: 'abc', patchOperations: [{ op: 'replace', path: '/policy', value: '{}' }] }),
        [`apigateway:PATCH ${gateway}:/restapis/abc`, `apigateway:UpdateRestApiPolicy ${gateway}:/restapis/abc`],
      ],
      [
        call('api-gateway', 'CreateResource', { restApiId: 'abc', parentId: 'p' }),
        [`apigateway:POST ${gateway}:/restapis/abc/resources`, `apigateway:POST ${gateway}:/restapis/abc/resources/p`],
      ],
      [
        call('api-gateway', 'GetDomainName', { domainName: 'a.example.com', domainNameId: 'id' }),
        ['apigateway:GET arn:aws:apigateway:HERE:/domainnames/a.example.com+id'],
      ],
      [call('api-gateway', 'GetDomainName', { domainName: 'a.example.com' }), [`apigateway:GET ${gateway}:/domainnames/a.example.com`]],
      [
        call('api-gateway', 'RejectDomainNameAccessAssociation', { domainNameArn: 'arn:aws:apigateway:eu-west-1:1:/domainnames/a+id' }),
        ['apigateway:RejectAccessAssociation arn:aws:apigateway:eu-west-1:1:/domainnames/a+id'],
      ],
    ],
  ],
  [
    'HTTP and WebSocket APIs',
    [
      [call('apigatewayv2', 'GetApi', { ApiId: 'abc' }), [`apigateway:GET ${gateway}:/apis/abc`]],
      [call('apigatewayv2', 'UpdateStage', { ApiId: 'abc', StageName: 'dev' }), [`apigateway:PATCH ${gateway}:/apis/abc/stages/dev`]],
      [
        call('apigatewayv2', 'CreateApi', { Name: 'a', Tags: { team: 'a' } }),
        [`apigateway:POST ${gateway}:*/tags/*`, `apigateway:POST ${gateway}:/apis`, `apigateway:PUT ${gateway}:*/tags/*`],
      ],
      [
        call('apigatewayv2', 'CreateIntegration', { ApiId: 'abc', CredentialsArn: role }),
        [`apigateway:POST ${gateway}:/apis/abc/integrations`, `iam:PassRole ${role}`],
      ],
      [
        call('apigatewayv2', 'PutRoutingRule', { DomainName: 'a.example.com', RoutingRuleId: 'r' }),
        ['apigateway:UpdateRoutingRule arn:aws:apigateway:HERE:/domainnames/a.example.com/routingrules/r'],
      ],
      [
        call('apigatewayv2', 'UpdatePortal', { PortalId: 'p', IncludedPortalProductArns: ['arn:aws:apigateway:eu-west-1:1:/portalproducts/x'] }),
        [
          'apigateway:GetPortalProduct arn:aws:apigateway:eu-west-1:1:/portalproducts/x',
          'apigateway:UpdatePortal arn:aws:apigateway:HERE:/portals/p',
        ],
      ],
      [
        call('apigatewayv2', 'DeleteRouteSettings', { ApiId: 'abc', StageName: 'dev', RouteKey: 'GET /a' }),
        [`apigateway:DELETE ${gateway}:/apis/abc/stages/dev/routesettings/*`],
      ],
    ],
  ],
  [
    'queries',
    [
      [call('athena', 'GetTableMetadata', { CatalogName: 'c' }), ['athena:GetTableMetadata arn:aws:athena:HERE:datacatalog/c']],
      [
        call('athena', 'StartQueryExecution', { QueryString: 'EXECUTE report', WorkGroup: 'w', QueryExecutionContext: { Database: 'd' } }),
        ['athena:GetPreparedStatement arn:aws:athena:HERE:workgroup/w', 'athena:StartQueryExecution arn:aws:athena:HERE:workgroup/w', ...queryReads],
      ],
      [
        call('athena', 'StartQueryExecution', {
          QueryString: join([text('msck repair table '), event]),
          WorkGroup: 'w',
          QueryExecutionContext: { Database: 'd', Catalog: 'c' },
        }),
        [
          'athena:GetDataCatalog arn:aws:athena:HERE:datacatalog/c',
          'athena:StartQueryExecution arn:aws:athena:HERE:workgroup/w',
          ...onTables('glue:BatchCreatePartition'),
          ...queryReads.slice(0, 3),
          ...onTables('glue:GetPartition'),
          ...queryReads.slice(3),
        ],
      ],
      [
        call('athena', 'StartSession', { WorkGroup: 'w', ExecutionRole: role, CopyWorkGroupTags: true }),
        [
          'athena:ListTagsForResource arn:aws:athena:HERE:workgroup/w',
          'athena:StartSession arn:aws:athena:HERE:workgroup/w',
          'athena:TagResource arn:aws:athena:HERE:workgroup/w/session/*',
          `iam:PassRole ${role}`,
        ],
      ],
    ],
  ],
  [
    'configuration',
    [
      [
        call('appconfig', 'CreateExtension', {
          Name: 'e',
          Tags: {},
          Actions: { ON_DEPLOYMENT_COMPLETE: [{ RoleArn: role }], PRE_START_DEPLOYMENT: [{}] },
        }),
        ['appconfig:CreateExtension *', 'appconfig:TagResource arn:aws:appconfig:HERE:extension/*/*', `iam:PassRole ${role}`],
      ],
      [
        call('appconfig', 'GetExperimentDefinition', { ApplicationIdentifier: 'orders', ExperimentDefinitionIdentifier: 'abc1234' }),
        [
          'appconfig:GetExperimentDefinition arn:aws:appconfig:HERE:application/*',
          'appconfig:GetExperimentDefinition arn:aws:appconfig:HERE:application/*/experimentdefinition/abc1234',
        ],
      ],
      [
        call('appconfig', 'StartDeployment', { ApplicationId: 'a', EnvironmentId: 'e', KmsKeyIdentifier: 'alias/orders' }),
        [
          'appconfig:StartDeployment arn:aws:appconfig:HERE:application/a',
          'appconfig:StartDeployment arn:aws:appconfig:HERE:application/a/configurationprofile/*',
          'appconfig:StartDeployment arn:aws:appconfig:HERE:application/a/environment/e',
          'appconfig:StartDeployment arn:aws:appconfig:HERE:deploymentstrategy/*',
          'kms:GenerateDataKey arn:aws:kms:HERE:key/*',
        ],
      ],
      [
        call('appsync', 'AssociateSourceGraphqlApi', { mergedApiIdentifier: 'm', sourceApiIdentifier: 's' }),
        ['AssociateMergedGraphqlApi', 'AssociateSourceGraphqlApi'].flatMap((action) =>
          ['m', 's'].map((api) => `appsync:${action} arn:aws:appsync:HERE:apis/${api}`),
        ),
      ],
    ],
  ],
  [
    'things',
    [
      [call('iot-data-plane', 'Publish', { topic: 'orders/1' }), ['iot:Publish arn:aws:iot:HERE:topic/orders/1']],
      [
        call('iot-data-plane', 'Publish', { topic: 't', retain: true }),
        ['iot:Publish arn:aws:iot:HERE:topic/t', 'iot:RetainPublish arn:aws:iot:HERE:topic/t'],
      ],
      [call('iot-data-plane', 'GetThingShadow', { thingName: 'n' }), ['iot:GetThingShadow arn:aws:iot:HERE:thing/n']],
      [call('iot-data-plane', 'GetThingShadow', { thingName: 'n', shadowName: 's' }), ['iot:GetThingShadow arn:aws:iot:HERE:thing/n/s']],
      [call('iot-data-plane', 'ListNamedShadowsForThing', { thingName: 'n' }), ['iot:ListNamedShadowsForThing *']],
      [call('iot', 'AttachPolicy', { policyName: 'p', target: 'eu-west-1:0a1b' }), ['iot:AttachPolicy *']],
      [
        call('iot', 'AttachPolicy', { policyName: 'p', target: 'arn:aws:iot:eu-west-1:1:cert/c' }),
        ['iot:AttachPolicy arn:aws:iot:eu-west-1:1:cert/c'],
      ],
      [call('iot', 'DeleteProvisioningTemplate', { templateName: 't' }), ['iot:DeleteProvisioningTemplate arn:aws:iot:HERE:provisioningtemplate/t']],
      [
        call('iot', 'DescribeManagedJobTemplate', { templateName: 'AWS-Reboot' }),
        ['iot:DescribeManagedJobTemplate arn:aws:iot:${AWS::Region}:*:jobtemplate/AWS-Reboot*'],
      ],
      [
        call('iot', 'CreateSecurityProfile', { securityProfileName: 's', alertTargets: { SNS: { roleArn: role } } }),
        [`iam:PassRole ${role}`, 'iot:CreateSecurityProfile arn:aws:iot:HERE:securityprofile/s'],
      ],
      [
        call('iot', 'ReplaceTopicRule', {
          ruleName: 'r',
          topicRulePayload: { actions: [{ http: { auth: { sigv4: { roleArn: role } } }, sqs: event }] },
        }),
        ['iam:PassRole arn:aws:iam::${AWS::AccountId}:role/*', `iam:PassRole ${role}`, 'iot:ReplaceTopicRule arn:aws:iot:HERE:rule/r'],
      ],
      [
        call('iot', 'UpdatePackageVersion', { packageName: 'p', versionName: 'v', artifact: { s3Location: { bucket: 'b', key: 'k' } } }),
        [
          'iot:GetIndexingConfiguration *',
          'iot:UpdatePackageVersion arn:aws:iot:HERE:package/p',
          'iot:UpdatePackageVersion arn:aws:iot:HERE:package/p/version/v',
          's3:GetObjectVersion arn:aws:s3:::b/k',
        ],
      ],
    ],
  ],
  [
    'connections',
    [
      [
        socket('https://abc123.execute-api.eu-west-1.amazonaws.com/dev'),
        ['execute-api:ManageConnections arn:aws:execute-api:eu-west-1:${AWS::AccountId}:abc123/dev/POST/@connections/*'],
      ],
      [socket('https://sockets.example.com/v1'), ['execute-api:ManageConnections arn:aws:execute-api:*:${AWS::AccountId}:*/*/POST/@connections/*']],
    ],
  ],
])('%s', (_, cases) => {
  it.each(cases.map(([each, expected]) => [titleOf(each), each, expected] as const))('%s', (_title, each, expected) => {
    expect(lines([each])).toEqual(expected)
  })
})

it('asks for what a definition may hold, and says that it may not', () => {
  const each = call('api-gateway', 'PutRestApi', { restApiId: 'abc', body: event })
  expect(lines([each])).toEqual([
    `apigateway:PUT ${gateway}:/restapis/abc`,
    `apigateway:UpdateRestApiPolicy ${gateway}:/restapis/abc`,
    'iam:PassRole arn:aws:iam::${AWS::AccountId}:role/*',
  ])
  expect(checks([each])).toEqual(['condition-unknown', 'condition-unknown'])
})
