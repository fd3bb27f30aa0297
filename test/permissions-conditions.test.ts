import { describe, expect, it } from 'vitest'
import { list, unknown } from '../src/model/index.ts'
import { derivePermissions } from '../src/permissions/index.ts'
import { around, call, conditions, lines, map } from './permissions-scene.ts'

const event = unknown('comes from the event')

describe('conditions', () => {
  it('say to whom a role is handed over', () => {
    const each = call('lambda', 'CreateFunction', { FunctionName: 'f', Role: 'arn:aws:iam::1:role/r' })
    expect(lines([each])).toEqual(['iam:PassRole arn:aws:iam::1:role/r', 'lambda:CreateFunction arn:aws:lambda:HERE:function:f'])
    expect(conditions(each)).toEqual(['iam:PassRole StringEquals iam:PassedToService lambda.amazonaws.com'])
    expect(lines([call('lambda', 'UpdateFunctionConfiguration', { FunctionName: 'f' })])).toEqual([
      'lambda:UpdateFunctionConfiguration arn:aws:lambda:HERE:function:f',
    ])
  })
  it('take each role of many', () => {
    const each = call('eventbridge', 'PutTargets', {
      Rule: 'r',
      Targets: [{ RoleArn: 'arn:aws:iam::1:role/a' }, {}, { RoleArn: 'arn:aws:iam::1:role/b' }],
    })
    expect(lines([each])).toEqual([
      'events:PutTargets arn:aws:events:HERE:rule/r',
      'iam:PassRole arn:aws:iam::1:role/a',
      'iam:PassRole arn:aws:iam::1:role/b',
    ])
    const stream = call('firehose', 'CreateDeliveryStream', {
      DeliveryStreamName: 's',
      KinesisStreamSourceConfiguration: { RoleARN: 'arn:aws:iam::1:role/source' },
      ExtendedS3DestinationConfiguration: { RoleARN: 'arn:aws:iam::1:role/sink' },
    })
    expect(lines([stream]).filter((each) => each.startsWith('iam:'))).toEqual([
      'iam:PassRole arn:aws:iam::1:role/sink',
      'iam:PassRole arn:aws:iam::1:role/source',
    ])
  })
  it('hold bulk mail to its sender only where the action is asked with the address', () => {
    const bulk = call('sesv2', 'SendBulkEmail', {
      FromEmailAddress: 'a@example.com',
      DefaultContent: { Template: { TemplateName: 't' } },
    })
    expect([...new Set(conditions(bulk, around({ conditions: true })))]).toEqual([
      'ses:SendBulkTemplatedEmail StringEquals ses:FromAddress a@example.com',
    ])
  })
  it('name no alias to an operation that is never asked with it', () => {
    const moved = call('kms', 'UpdatePrimaryRegion', { KeyId: 'alias/orders', PrimaryRegion: 'eu-west-1' })
    expect(conditions(moved)).toEqual([])
  })
  it('name the alias that a key hides behind', () => {
    expect(conditions(call('kms', 'Encrypt', { KeyId: 'alias/orders' }))).toEqual(['kms:Encrypt StringEquals kms:RequestAlias alias/orders'])
    expect(conditions(call('kms', 'Encrypt', { KeyId: 'arn:aws:kms:eu-west-1:1:alias/orders' }))).toEqual([
      'kms:Encrypt StringEquals kms:RequestAlias alias/orders',
    ])
    expect(conditions(call('kms', 'Encrypt', { KeyId: '1-2' }))).toEqual([])
  })
  it('narrow only by what is known', () => {
    expect(conditions(call('cloudwatch', 'PutMetricData', { Namespace: 'Orders' }))).toEqual([
      'cloudwatch:PutMetricData StringEquals cloudwatch:namespace Orders',
    ])
    expect(conditions(call('cloudwatch', 'PutMetricData', { Namespace: event }))).toEqual([])
    expect(conditions(call('s3', 'ListObjectsV2', { Bucket: 'b', Prefix: 'p/' }))).toEqual([])
    expect(conditions(call('ecs', 'ListTasks', { cluster: 'c' }))).toEqual([
      'ecs:ListTasks ArnEquals ecs:cluster arn:aws:ecs:${AWS::Region}:${AWS::AccountId}:cluster/c',
    ])
    for (const input of [{ cluster: 'arn:aws:ecs:eu-west-1:1:cluster/c' }, { cluster: event }, {}])
      expect([...conditions(call('ecs', 'ListTasks', input)), ...lines([call('ecs', 'ListTasks', input)])]).toEqual(['ecs:ListTasks *'])
  })
  it('mark what comes beside the command itself as dependent', () => {
    const { permissions } = derivePermissions(map, [call('pipes', 'CreatePipe', { Name: 'p', RoleArn: 'arn:aws:iam::1:role/r' })], around())
    expect(permissions.map(({ action, basis }) => `${action} ${basis}`)).toEqual(['pipes:CreatePipe identity', 'iam:PassRole dependent'])
  })
  it('tag on creation, on what is made', () => {
    const run = call('ec2', 'RunInstances', { ImageId: 'ami-1', TagSpecifications: [{ ResourceType: 'volume' }] })
    expect(lines([run]).filter((each) => each.startsWith('ec2:CreateTags'))).toEqual(['ec2:CreateTags arn:aws:ec2:HERE:volume/*'])
    expect(conditions(run)).toEqual(['ec2:CreateTags StringEquals ec2:CreateAction RunInstances'])
    expect(lines([call('iam', 'CreateRole', { RoleName: 'r', Tags: [] })]).filter((each) => each.startsWith('iam:TagRole'))).toHaveLength(2)
    expect(lines([call('secrets-manager', 'CreateSecret', { Name: 's', Tags: list([]) })])).toEqual([
      'secretsmanager:CreateSecret arn:aws:secretsmanager:HERE:secret:s-??????',
      'secretsmanager:TagResource arn:aws:secretsmanager:HERE:secret:s-??????',
    ])
  })
})
