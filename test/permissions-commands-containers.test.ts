import { describe, expect, it } from 'vitest'
import type { SdkCall } from '../src/model/index.ts'
import { call, lines, titleOf } from './permissions-scene.ts'

const anyRole = 'iam:PassRole arn:aws:iam::${AWS::AccountId}:role/*'
const repository = 'arn:aws:ecr:HERE:repository/r'

describe.each<[string, [SdkCall, string[]][]]>([
  [
    'tasks and services',
    [
      [
        call('ecs', 'StartTask', { taskDefinition: 'report:3', cluster: 'c', containerInstances: [] }),
        ['ecs:StartTask arn:aws:ecs:HERE:task-definition/report:3', anyRole],
      ],
      [call('ecs', 'ListTasks', { cluster: 'c' }), ['ecs:ListTasks *']],
      [call('ecs', 'ListTasks', { cluster: 'c', containerInstance: 'i' }), ['ecs:ListTasks arn:aws:ecs:HERE:container-instance/c/i']],
      [
        call('ecs', 'CreateService', { cluster: 'c', serviceName: 's', taskDefinition: 'd' }),
        ['ecs:CreateService arn:aws:ecs:HERE:service/c/s', anyRole],
      ],
      [call('ecs', 'UpdateService', { cluster: 'c', service: 's', desiredCount: 2 }), ['ecs:UpdateService arn:aws:ecs:HERE:service/c/s']],
      [
        call('ecs', 'UpdateService', { cluster: 'c', service: 's', taskDefinition: 'd' }),
        ['ecs:UpdateService arn:aws:ecs:HERE:service/c/s', anyRole],
      ],
      [
        call('ecs', 'DescribeDaemonTaskDefinition', { daemonTaskDefinition: 'agent:2' }),
        ['ecs:DescribeDaemonTaskDefinition arn:aws:ecs:HERE:daemon-task-definition/agent:2'],
      ],
      [
        call('ecs', 'PutAttributes', { cluster: 'c', attributes: [{ name: 'a', targetId: 'i' }] }),
        ['ecs:PutAttributes arn:aws:ecs:HERE:container-instance/c/i'],
      ],
      [
        call('ecs', 'DeleteCapacityProvider', { capacityProvider: 'p', cluster: 'c' }),
        ['ecs:DeleteCapacityProvider arn:aws:ecs:HERE:capacity-provider/p', 'ecs:PutClusterCapacityProviders arn:aws:ecs:HERE:cluster/c'],
      ],
      [call('ecs', 'DeleteCapacityProvider', { capacityProvider: 'p' }), ['ecs:DeleteCapacityProvider arn:aws:ecs:HERE:capacity-provider/p']],
      [
        call('ecs', 'CreateExpressGatewayService', { serviceName: 's' }),
        [
          'ecs:CreateCluster arn:aws:ecs:HERE:cluster/default',
          'ecs:CreateExpressGatewayService arn:aws:ecs:HERE:service/default/s',
          'ecs:RegisterTaskDefinition arn:aws:ecs:HERE:task-definition/*',
        ],
      ],
    ],
  ],
  [
    'images',
    [
      [call('ecr', 'ListImageReferrers', { repositoryName: 'r' }), [`ecr:BatchGetImage ${repository}`]],
      [
        call('ecr', 'CreateRepositoryCreationTemplate', { prefix: 'r', repositoryPolicy: '{}', customRoleArn: 'arn:aws:iam::1:role/r' }),
        [
          'ecr:CreateRepository arn:aws:ecr:HERE:repository/*',
          'ecr:CreateRepositoryCreationTemplate *',
          'ecr:SetRepositoryPolicy arn:aws:ecr:HERE:repository/*',
          'iam:PassRole arn:aws:iam::1:role/r',
        ],
      ],
    ],
  ],
])('%s', (_, cases) => {
  it.each(cases.map(([each, expected]) => [titleOf(each), each, expected] as const))('%s', (_title, each, expected) => {
    expect(lines([each])).toEqual(expected)
  })
})
