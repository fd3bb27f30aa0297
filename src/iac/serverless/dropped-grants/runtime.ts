import { join, text } from '../../../model/index.ts'
import type { Spot } from '../spot.ts'
import { type Grant, type GrantFacts, serviceOf, settingAt } from './grant.ts'
import { queueActions, streamActions } from './runtime-actions.ts'
import { deadLetterGrants, inThisAccount, logGroupSetting, ownOrShared, physicalName } from './settings.ts'

/**
 * What Lambda itself needs of a role that neither the framework nor a plugin makes: to write logs, to stand in a network, to read the
 * queues and streams that start the function, and to send on what failed.
 */
export function runtimeGrants(facts: GrantFacts): readonly Grant[] {
  return [...logs(facts), ...network(facts), ...queueGrants(facts), ...streams(facts), ...deadLetterGrants(facts, 'nothing')]
}

/** https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-permissions.html */
function logs(facts: GrantFacts): readonly Grant[] {
  const { configuration, name, spot } = facts
  if (settingAt(configuration, spot, 'disableLogs') || logGroupSetting(facts)) return []
  const group = join([inThisAccount('logs', 'log-group:/aws/lambda/'), physicalName(configuration, name, spot), text(':*')])
  return [{ actions: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'], resource: group, at: configuration.placeOf(spot.node) }]
}

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html */
const interfaceActions: readonly string[] = [
  'ec2:AssignPrivateIpAddresses',
  'ec2:CreateNetworkInterface',
  'ec2:DeleteNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:UnassignPrivateIpAddresses',
]

function network(facts: GrantFacts): readonly Grant[] {
  const set = ownOrShared(facts, ['vpc'], ['vpc'])
  return set ? [{ actions: interfaceActions, resource: text('*'), at: set.at }] : []
}

const eventsOf = ({ configuration, spot }: GrantFacts): readonly Spot[] =>
  (configuration.items(configuration.get(spot, 'events')) ?? []).map(([, event]) => event)

/** What Lambda needs to read the queues that start a function. */
export function queueGrants(facts: GrantFacts): readonly Grant[] {
  return eventsOf(facts).flatMap((event): readonly Grant[] => {
    const set = settingAt(facts.configuration, event, 'sqs')
    if (!set) return []
    const arn = settingAt(facts.configuration, set.spot, 'arn') ?? set
    return [{ actions: queueActions, resource: arn.value, at: set.at }]
  })
}

function streams(facts: GrantFacts): readonly Grant[] {
  const { configuration, resources } = facts
  return eventsOf(facts).flatMap((event): readonly Grant[] => {
    const set = settingAt(configuration, event, 'stream')
    if (!set) return []
    const arn = settingAt(configuration, set.spot, 'arn') ?? set
    const type = configuration.textNow(configuration.get(set.spot, 'type')) ?? serviceOf(arn.value, resources)
    // Where nothing tells which it is, each that may be meant, on that stream alone.
    const actions = streamActions.get(type ?? '') ?? [...streamActions.values()].flat()
    return [{ actions, resource: arn.value, at: set.at }]
  })
}
