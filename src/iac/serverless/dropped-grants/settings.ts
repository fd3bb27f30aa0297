import { join, resource, text, type Value } from '../../../model/index.ts'
import type { Configuration } from '../configuration.ts'
import type { Spot } from '../spot.ts'
import { parseTemplate } from '../variable-syntax.ts'
import { type Grant, type GrantFacts, serviceOf, settingAt } from './grant.ts'
import { layerGrants } from './layers.ts'

/** What sends to a destination of each service: https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html */
const sending: ReadonlyMap<string, string> = new Map([
  ['sqs', 'sqs:SendMessage'],
  ['sns', 'sns:Publish'],
  ['lambda', 'lambda:InvokeFunction'],
  ['events', 'events:PutEvents'],
  ['s3', 's3:PutObject'],
])

/** The names that the framework gives those services under `destinations:`. */
const destinationTypes: ReadonlyMap<string, string> = new Map([
  ['sqs', 'sqs'],
  ['sns', 'sns'],
  ['function', 'lambda'],
  ['eventBus', 'events'],
])

/** What a function's own settings need: tracing, keys, file systems, destinations, a log group of another name, layers of AWS. */
export function settingGrants(facts: GrantFacts): readonly Grant[] {
  return [...tracing(facts), ...environmentKey(facts), ...fileSystem(facts), ...destinations(facts), ...logGroup(facts), ...layerGrants(facts)]
}

/** The function's own setting, else the provider's. */
export const ownOrShared = ({ configuration, spot }: GrantFacts, own: readonly string[], shared: readonly string[]): ReturnType<typeof settingAt> =>
  settingAt(configuration, spot, ...own) ?? settingAt(configuration, configuration.root, 'provider', ...shared)

/** https://docs.aws.amazon.com/lambda/latest/dg/services-xray.html */
function tracing(facts: GrantFacts): readonly Grant[] {
  const set = ownOrShared(facts, ['tracing'], ['tracing', 'lambda'])
  return set ? [{ actions: ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'], resource: text('*'), at: set.at }] : []
}

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars-encryption.html */
function environmentKey(facts: GrantFacts): readonly Grant[] {
  const set = ownOrShared(facts, ['kmsKeyArn'], ['kmsKeyArn'])
  return set ? [{ actions: ['kms:Decrypt'], resource: set.value, at: set.at }] : []
}

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-filesystem.html */
function fileSystem({ configuration, spot }: GrantFacts): readonly Grant[] {
  const arn = settingAt(configuration, spot, 'fileSystemConfig', 'arn')
  return arn ? [{ actions: ['elasticfilesystem:ClientMount', 'elasticfilesystem:ClientWrite'], resource: arn.value, at: arn.at }] : []
}

function destinations(facts: GrantFacts): readonly Grant[] {
  const { configuration, spot } = facts
  return ['onSuccess', 'onFailure'].flatMap((outcome): readonly Grant[] => {
    const set = settingAt(configuration, spot, 'destinations', outcome)
    if (!set) return []
    const arn = configuration.get(set.spot, 'arn')
    if (arn) {
      const type = configuration.textNow(configuration.get(set.spot, 'type'))
      return [sendingTo(configuration.value(arn), destinationTypes.get(type ?? ''), facts, set.at)]
    }
    const name = configuration.textNow(set.spot)
    const target = name === undefined ? undefined : configuration.get(configuration.root, 'functions', name)
    return target && name !== undefined
      ? [{ actions: ['lambda:InvokeFunction'], resource: functionArn(configuration, name, target), at: set.at }]
      : [sendingTo(set.value, undefined, facts, set.at)]
  })
}

/** What the framework and the plugin grant on whatever stands under `onError`, which is of no use to a queue. */
const topicAction = 'sns:Publish'

/** Which dead-letter targets a role is given by those who make it: every one as a topic, those that are plain text as a topic, or none. */
export type DeadLettersGiven = 'all' | 'texts' | 'nothing'

/** What it takes to send to the function's dead-letter queue or topic, but for what the role's maker gives it. */
export function deadLetterGrants(facts: GrantFacts, given: DeadLettersGiven): readonly Grant[] {
  const set = settingAt(facts.configuration, facts.spot, 'onError')
  if (!set) return []
  const service = serviceOf(set.value, facts.resources)
  const needed = service === undefined ? deadLetterActions : [sending.get(service) ?? ''].filter((action) => deadLetterActions.includes(action))
  const isGiven = given === 'all' || (given === 'texts' && facts.configuration.textNow(set.spot)?.startsWith('arn:') === true)
  const actions = needed.filter((action) => !isGiven || action !== topicAction)
  return actions.length > 0 ? [{ actions, resource: set.value, at: set.at }] : []
}

/** A dead-letter queue is a queue or a topic: https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html */
const deadLetterActions: readonly string[] = ['sqs:SendMessage', topicAction]

/** A log group of another name than the function's; https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-loggroups.html */
export const logGroupSetting = (facts: GrantFacts): ReturnType<typeof settingAt> =>
  ownOrShared(facts, ['logs', 'logGroup'], ['logs', 'lambda', 'logGroup'])

function logGroup(facts: GrantFacts): readonly Grant[] {
  const set = logGroupSetting(facts)
  if (!set) return []
  const arn = join([inThisAccount('logs', 'log-group:'), set.value, text(':*')])
  return [{ actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resource: arn, at: set.at }]
}

/** What it takes to send to an ARN; where nothing tells what it is, each that may be meant, on that ARN alone. */
export function sendingTo(arn: Value, service: string | undefined, facts: GrantFacts, at: Grant['at']): Grant {
  const action = sending.get(service ?? serviceOf(arn, facts.resources) ?? '')
  const unsure = ['sqs', 'sns', 'lambda', 'events'].flatMap((each) => sending.get(each) ?? [])
  return { actions: action === undefined ? unsure : [action], resource: arn, at }
}

/** By its name, since a role that refers to its own function would be a circle. */
export function functionArn(configuration: Configuration, name: string, spot: Spot): Value {
  return join([inThisAccount('lambda', 'function:'), physicalName(configuration, name, spot)])
}

/** The name of a function in AWS: its own, or service, stage and key. */
export function physicalName(configuration: Configuration, name: string, spot: Spot): Value {
  const { root } = configuration
  const own = configuration.get(spot, 'name')
  if (own) return configuration.value(own)
  const service = configuration.get(root, 'service', 'name') ?? configuration.get(root, 'service')
  const stage = configuration.template(parseTemplate('${sls:stage}'), root.node)
  return join([service ? configuration.value(service) : text(''), text('-'), 'node' in stage ? configuration.value(stage) : stage, text(`-${name}`)])
}

/** The beginning of an ARN in the account, region and partition of the stack. */
export const inThisAccount = (service: string, before: string): Value =>
  join([
    text('arn:'),
    resource('AWS::Partition'),
    text(`:${service}:`),
    resource('AWS::Region'),
    text(':'),
    resource('AWS::AccountId'),
    text(`:${before}`),
  ])
