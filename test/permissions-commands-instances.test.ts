import { describe, expect, it } from 'vitest'
import type { SdkCall } from '../src/model/index.ts'
import { call, checks, lines, titleOf } from './permissions-scene.ts'

const anyRole = 'iam:PassRole arn:aws:iam::${AWS::AccountId}:role/*'
const run = (type: string, name = '*') => `ec2:RunInstances arn:aws:ec2:HERE:${type}/${name}`
const nameless = (action: string, type: string, name = '*') => `ec2:${action} arn:aws:ec2:\${AWS::Region}::${type}/${name}`
const tags = (type: string) => `ec2:CreateTags arn:aws:ec2:HERE:${type}/*`
const anywhere = (action: string, id: string) => [
  `ec2:${action} arn:aws:ec2:\${AWS::Region}:*:*/${id}`,
  `ec2:${action} arn:aws:ec2::\${AWS::AccountId}:*/${id}`,
]
const launched = [
  nameless('RunInstances', 'image'),
  nameless('RunInstances', 'snapshot'),
  run('capacity-reservation'),
  run('instance'),
  run('key-pair'),
]
const ofTemplate = [run('network-interface'), run('placement-group'), run('security-group'), run('subnet'), run('volume')]
const templateTags = ['instance', 'network-interface', 'spot-instances-request', 'volume'].map(tags)

describe.each<[string, [SdkCall, string[]][]]>([
  [
    'launching instances',
    [
      [
        call('ec2', 'RunInstances', {
          ImageId: 'ami-1',
          SubnetId: 'subnet-1',
          SecurityGroupIds: ['sg-1'],
          TagSpecifications: [{ ResourceType: 'instance', Tags: [] }],
        }),
        [
          tags('instance'),
          nameless('RunInstances', 'image', 'ami-1'),
          run('instance'),
          run('network-interface'),
          run('security-group', 'sg-1'),
          run('subnet', 'subnet-1'),
          run('volume'),
        ],
      ],
      [
        call('ec2', 'RunInstances', {
          ImageId: 'resolve:ssm:/golden/image',
          NetworkInterfaces: [{ DeviceIndex: 0, SubnetId: 'subnet-1', Groups: ['sg-1'] }],
          IamInstanceProfile: { Name: 'profile' },
        }),
        [
          nameless('RunInstances', 'image'),
          run('instance'),
          run('network-interface'),
          run('security-group', 'sg-1'),
          run('subnet', 'subnet-1'),
          run('volume'),
          anyRole,
          'ssm:GetParameters arn:aws:ssm:HERE:parameter/*',
        ],
      ],
      [
        call('ec2', 'RunInstances', { LaunchTemplate: { LaunchTemplateName: 'worker' } }),
        [...templateTags, ...launched, run('launch-template'), ...ofTemplate, anyRole],
      ],
      [
        call('ec2', 'RunInstances', { LaunchTemplate: { LaunchTemplateId: 'lt-1' } }),
        [...templateTags, ...launched, run('launch-template', 'lt-1'), ...ofTemplate, anyRole],
      ],
      [
        call('ec2', 'CreateFleet', { LaunchTemplateConfigs: [{ LaunchTemplateSpecification: { LaunchTemplateId: 'lt-1' } }] }),
        [
          nameless('CreateFleet', 'image'),
          'ec2:CreateFleet arn:aws:ec2:HERE:fleet/*',
          'ec2:CreateFleet arn:aws:ec2:HERE:instance/*',
          'ec2:CreateFleet arn:aws:ec2:HERE:launch-template/lt-1',
          'ec2:CreateFleet arn:aws:ec2:HERE:subnet/*',
          'ec2:CreateFleet arn:aws:ec2:HERE:volume/*',
          ...templateTags,
          ...launched,
          run('launch-template', 'lt-1'),
          ...ofTemplate,
          anyRole,
        ],
      ],
      [
        call('ec2', 'CreateLaunchTemplate', { LaunchTemplateName: 'worker', LaunchTemplateData: { IamInstanceProfile: { Name: 'profile' } } }),
        ['ec2:CreateLaunchTemplate arn:aws:ec2:HERE:launch-template/*', anyRole],
      ],
      [
        call('ec2', 'CreateLaunchTemplate', { LaunchTemplateName: 'worker', LaunchTemplateData: { ImageId: 'ami-1' } }),
        ['ec2:CreateLaunchTemplate arn:aws:ec2:HERE:launch-template/*'],
      ],
    ],
  ],
  [
    'tags',
    [
      [
        call('ec2', 'CreateTags', { Resources: ['i-1', 'vol-1'] }),
        [
          'ec2:CreateTags arn:aws:ec2:${AWS::Region}:*:*/i-1',
          'ec2:CreateTags arn:aws:ec2:${AWS::Region}:*:*/vol-1',
          'ec2:CreateTags arn:aws:ec2::${AWS::AccountId}:*/i-1',
          'ec2:CreateTags arn:aws:ec2::${AWS::AccountId}:*/vol-1',
        ],
      ],
      [call('ec2', 'DeleteTags', { Resources: ['key-1'] }), [...anywhere('DeleteTags', 'key-1'), 'ec2:DeleteTags arn:aws:ec2:HERE:key-pair/*']],
      [
        call('ec2', 'CreateSnapshot', { VolumeId: 'vol-1', TagSpecifications: [{ ResourceType: 'snapshot' }] }),
        [nameless('CreateSnapshot', 'snapshot'), 'ec2:CreateSnapshot arn:aws:ec2:HERE:volume/vol-1', nameless('CreateTags', 'snapshot')],
      ],
      [
        call('ec2', 'CreateIpamScope', { IpamId: 'ipam-1', TagSpecifications: [{ ResourceType: 'ipam-scope' }] }),
        [
          'ec2:CreateIpamScope arn:aws:ec2::${AWS::AccountId}:ipam-scope/*',
          'ec2:CreateIpamScope arn:aws:ec2::${AWS::AccountId}:ipam/ipam-1',
          'ec2:CreateTags arn:aws:ec2::${AWS::AccountId}:ipam-scope/*',
        ],
      ],
    ],
  ],
  [
    'networks',
    [
      [
        call('ec2', 'CreateFlowLogs', { ResourceIds: ['vpc-1'], ResourceType: 'VPC', DeliverLogsPermissionArn: 'arn:aws:iam::1:role/r' }),
        ['ec2:CreateFlowLogs arn:aws:ec2:HERE:*/vpc-1', 'ec2:CreateFlowLogs arn:aws:ec2:HERE:vpc-flow-log/*', 'iam:PassRole arn:aws:iam::1:role/r'],
      ],
      [
        call('ec2', 'CreateNetworkInsightsPath', { Source: 'i-1', Destination: 'arn:aws:ec2:eu-west-1:1:instance/i-2' }),
        [
          'ec2:CreateNetworkInsightsPath arn:aws:ec2:HERE:*/i-1',
          'ec2:CreateNetworkInsightsPath arn:aws:ec2:HERE:network-insights-path/*',
          'ec2:CreateNetworkInsightsPath arn:aws:ec2:eu-west-1:1:instance/i-2',
        ],
      ],
      [
        call('ec2', 'CreateVpcEndpoint', { VpcId: 'vpc-1', VpcEndpointType: 'Interface', SubnetIds: ['subnet-1'] }),
        [
          'ec2:CreateVpcEndpoint arn:aws:ec2:HERE:subnet/subnet-1',
          'ec2:CreateVpcEndpoint arn:aws:ec2:HERE:vpc-endpoint/*',
          'ec2:CreateVpcEndpoint arn:aws:ec2:HERE:vpc/vpc-1',
          'ec2:DescribeSubnets *',
          'ec2:DescribeVpcs *',
          'route53:AssociateVPCWithHostedZone arn:aws:route53:::hostedzone/*',
        ],
      ],
      [call('ec2', 'AuthorizeSecurityGroupIngress', { GroupId: 'sg-1' }), ['ec2:AuthorizeSecurityGroupIngress arn:aws:ec2:HERE:security-group/sg-1']],
      [
        call('ec2', 'ModifyInstanceAttribute', { InstanceId: 'i-1', Groups: ['sg-1'] }),
        ['ec2:ModifyInstanceAttribute arn:aws:ec2:HERE:instance/i-1', 'ec2:ModifyInstanceAttribute arn:aws:ec2:HERE:security-group/sg-1'],
      ],
      [
        call('ec2', 'AssociateAddress', { InstanceId: 'i-1', PublicIp: '192.0.2.1' }),
        ['ec2:AssociateAddress arn:aws:ec2:HERE:elastic-ip/*', 'ec2:AssociateAddress arn:aws:ec2:HERE:instance/i-1'],
      ],
      [
        call('ec2', 'CreateTransitGatewayMeteringPolicyEntry', { TransitGatewayMeteringPolicyId: 'p', SourceTransitGatewayAttachmentId: 'a' }),
        [
          'ec2:CreateTransitGatewayMeteringPolicyEntry arn:aws:ec2:HERE:transit-gateway-attachment/a',
          'ec2:CreateTransitGatewayMeteringPolicyEntry arn:aws:ec2:HERE:transit-gateway-metering-policy/p',
        ],
      ],
    ],
  ],
])('%s', (_, cases) => {
  it.each(cases.map(([each, expected]) => [titleOf(each), each, expected] as const))('%s', (_title, each, expected) => {
    expect(lines([each])).toEqual(expected)
  })
})

it('names most resources by their ids without a finding', () => {
  for (const [command, input] of [
    ['DeleteVpcEndpointServiceConfigurations', { ServiceIds: ['vpce-svc-1'] }],
    ['DeleteNetworkAcl', { NetworkAclId: 'acl-1' }],
    ['DeleteFlowLogs', { FlowLogIds: ['fl-1'] }],
    ['ReleaseHosts', { HostIds: ['h-1'] }],
    ['DeleteKeyPair', { KeyName: 'k' }],
  ] as const)
    expect([command, ...checks([call('ec2', command, input as never)])]).toEqual([command])
})
