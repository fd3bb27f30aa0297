import { join, resource, text, type Value } from '../../../model/index.ts'
import type { Spot } from '../spot.ts'
import { type Grant, type GrantFacts, serviceOf, settingAt } from './grant.ts'
import { functionArn, physicalName, sendingTo } from './settings.ts'

/** What Lambda needs to read from a broker inside a network: https://docs.aws.amazon.com/lambda/latest/dg/with-kafka-configure.html */
const networkActions: readonly string[] = [
  'ec2:CreateNetworkInterface',
  'ec2:DeleteNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSecurityGroups',
  'ec2:DescribeSubnets',
  'ec2:DescribeVpcs',
]

/** The streams that have consumers of their own. */
const consumerTypes: readonly string[] = ['kinesis']

/** The keys under `accessConfigurations` of a Kafka trigger whose values are secrets. */
const kafkaSecrets: readonly string[] = [
  'saslPlainAuth',
  'saslScram256Auth',
  'saslScram512Auth',
  'clientCertificateTlsAuth',
  'serverRootCaCertificate',
]
const kafkaNetwork: readonly string[] = ['vpcSubnet', 'vpcSecurityGroup']

/** What a function's triggers need of its role. Plain queues and streams are left out: the plugin grants those itself. */
export function eventGrants(facts: GrantFacts): readonly Grant[] {
  const { configuration, spot } = facts
  const events = configuration.items(configuration.get(spot, 'events')) ?? []
  return events.flatMap(([, event]) => [
    ...stream(facts, event),
    ...kafka(facts, event),
    ...managedKafka(facts, event),
    ...broker(facts, event, 'activemq'),
    ...broker(facts, event, 'rabbitmq'),
    ...schedule(facts, event),
    ...edge(facts, event),
  ])
}

/** A consumer of its own, and where batches go that failed: https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-create.html */
function stream(facts: GrantFacts, event: Spot): readonly Grant[] {
  const { configuration } = facts
  const set = settingAt(configuration, event, 'stream')
  if (!set) return []
  const grants: Grant[] = []
  const arn = settingAt(configuration, set.spot, 'arn') ?? set
  const consumer = settingAt(configuration, set.spot, 'consumer')
  const type = configuration.textNow(configuration.get(set.spot, 'type')) ?? serviceOf(arn.value, facts.resources)
  const fanOut = type === undefined || consumerTypes.includes(type)
  if (consumer && fanOut) {
    const made = consumer.value.kind === 'constant' && consumer.value.value === true
    const whole = made ? madeConsumer(facts, arn.value) : consumer.value
    grants.push({ actions: ['kinesis:SubscribeToShard'], resource: whole, at: consumer.at })
    grants.push({ actions: ['kinesis:DescribeStreamSummary', 'kinesis:ListShards'], resource: arn.value, at: consumer.at })
  }
  const failed = settingAt(configuration, set.spot, 'destinations', 'onFailure')
  if (failed) {
    const target = settingAt(configuration, failed.spot, 'arn') ?? failed
    grants.push(sendingTo(target.value, configuration.textNow(configuration.get(failed.spot, 'type')), facts, failed.at))
  }
  return grants
}

/** The consumer that the framework makes for a function: its ARN goes on from that of the stream and ends in the time it was made. */
function madeConsumer({ configuration, name }: GrantFacts, streamArn: Value): Value {
  const streamName = streamArn.kind === 'resource' ? streamArn.id : streamArn.kind === 'text' ? streamArn.text.split('/')[1] : undefined
  const otherwise = configuration.get(configuration.root, 'provider', 'kinesis', 'consumerNamingMode') !== undefined
  return join([streamArn, text(streamName === undefined || otherwise ? '/consumer/*' : `/consumer/${name}${streamName}Consumer:*`)])
}

/** https://docs.aws.amazon.com/lambda/latest/dg/smaa-permissions.html */
function kafka({ configuration }: GrantFacts, event: Spot): readonly Grant[] {
  const set = settingAt(configuration, event, 'kafka')
  const access = set && configuration.get(set.spot, 'accessConfigurations')
  if (!set || !access) return []
  // The framework takes a single value for a list of one.
  const under = (keys: readonly string[]): readonly Value[] =>
    keys.flatMap((key) => {
      const set = configuration.get(access, key)
      const items = configuration.items(set)
      return items ? items.map(([, item]) => configuration.value(item)) : set ? [configuration.value(set)] : []
    })
  return [
    ...under(kafkaSecrets).map((secret): Grant => ({ actions: ['secretsmanager:GetSecretValue'], resource: secret, at: set.at })),
    ...(under(kafkaNetwork).length > 0 ? [{ actions: networkActions, resource: text('*'), at: set.at }] : []),
  ]
}

/** https://docs.aws.amazon.com/lambda/latest/dg/with-msk-permissions.html */
function managedKafka({ configuration }: GrantFacts, event: Spot): readonly Grant[] {
  const set = settingAt(configuration, event, 'msk')
  const arn = set && settingAt(configuration, set.spot, 'arn')
  if (!set || !arn) return []
  return [
    { actions: ['kafka:DescribeCluster', 'kafka:GetBootstrapBrokers'], resource: arn.value, at: set.at },
    { actions: networkActions, resource: text('*'), at: set.at },
  ]
}

/** https://docs.aws.amazon.com/lambda/latest/dg/with-mq.html */
function broker({ configuration }: GrantFacts, event: Spot, kind: 'activemq' | 'rabbitmq'): readonly Grant[] {
  const set = settingAt(configuration, event, kind)
  const arn = set && settingAt(configuration, set.spot, 'arn')
  if (!set || !arn) return []
  const secret = settingAt(configuration, set.spot, 'basicAuthArn')
  return [
    { actions: ['mq:DescribeBroker'], resource: arn.value, at: set.at },
    ...(secret ? [{ actions: ['secretsmanager:GetSecretValue'], resource: secret.value, at: set.at }] : []),
    { actions: networkActions, resource: text('*'), at: set.at },
  ]
}

/** At the edge a function writes its logs in the region nearest to who asks: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/edge-functions-logs.html */
function edge({ configuration, name, spot }: GrantFacts, event: Spot): readonly Grant[] {
  const set = settingAt(configuration, event, 'cloudFront')
  if (!set) return []
  const group = join([
    text('arn:'),
    resource('AWS::Partition'),
    text(':logs:*:'),
    resource('AWS::AccountId'),
    text(':log-group:/aws/lambda/us-east-1.'),
    physicalName(configuration, name, spot),
    text(':*'),
  ])
  return [{ actions: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'], resource: group, at: set.at }]
}

/** The framework's word for a schedule that EventBridge Scheduler runs. */
const schedulerMethod = 'scheduler'

/** EventBridge Scheduler takes the function's own role: https://docs.aws.amazon.com/scheduler/latest/UserGuide/setting-up.html */
function schedule({ configuration, name, spot }: GrantFacts, event: Spot): readonly Grant[] {
  const set = settingAt(configuration, event, 'schedule')
  if (!set || configuration.textNow(configuration.get(set.spot, 'method')) !== schedulerMethod || settingAt(configuration, set.spot, 'roleArn'))
    return []
  const arn = functionArn(configuration, name, spot)
  return [arn, join([arn, text(':*')])].map((each) => ({ actions: ['lambda:InvokeFunction'], resource: each, at: set.at }))
}
