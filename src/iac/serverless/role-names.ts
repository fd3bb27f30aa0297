import { createHash } from 'node:crypto'
import { join, type NeededRoleName, resource, text, type Value } from '../../model/index.ts'
import type { Configuration } from './configuration.ts'
import type { FunctionFacts } from './dialects/index.ts'
import { sharedRoleId } from './roles.ts'
import { present } from './spot.ts'
import { parseTemplate } from './variable-syntax.ts'

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const longestName = 64
/** `ap-southeast-1` */
const longestRegion = 14
/** Room for stages that no file names: `feature-1234-abc`. */
const roomForStage = 16

/** The name that the provider gives the shared role; undefined where the framework makes one up. */
export function givenSharedName(configuration: Configuration): Value | undefined {
  const spot = configuration.get(configuration.root, 'provider', 'iam', 'role', 'name')
  return spot && configuration.value(spot)
}

/** The name of the role that functions share: the framework's `getRoleName`, or what the provider says. */
export const sharedRoleName = (configuration: Configuration): Value =>
  givenSharedName(configuration) ?? dashed([serviceOf(configuration), stageOf(configuration), resource('AWS::Region'), text('lambdaRole')])

/** The name that the file gives to the role of a function. */
function givenOwnName({ configuration, spot }: FunctionFacts): Value | undefined {
  const own = configuration.get(spot, 'iam', 'role', 'name') ?? configuration.get(spot, 'iamRoleStatementsName')
  return own && configuration.value(own)
}

/**
 * The name of the role that a function has for itself: its own setting, or what the plugin (3.2.0, `getFunctionRoleName`) and version 4 make
 * of the name of the shared one; undefined where they cannot, since that has a name which somebody gave.
 */
export function ownRoleName(facts: FunctionFacts): Value | undefined {
  const { configuration, name } = facts
  const own = givenOwnName(facts)
  if (own || givenSharedName(configuration)) return own
  const whole = [serviceOf(configuration), stageOf(configuration), text(name), resource('AWS::Region')]
  return dashed(lengthWith(facts, 'lambdaRole') > longestName ? whole : [...whole, text('lambdaRole')])
}

/** The logical id of that role: the framework's spelling of the function's name before that of the shared role. */
export const ownRoleId = (name: string): string =>
  `${name.charAt(0).toUpperCase()}${name.slice(1).replaceAll('-', 'Dash').replaceAll('_', 'Underscore')}${sharedRoleId}`

/**
 * The name that a function's role needs where none can be made up: the plugin and version 4 fail where the provider names the shared role,
 * and where what they make has more than 64 characters even without `lambdaRole`.
 */
export function neededName(facts: FunctionFacts): NeededRoleName | undefined {
  const { configuration, name } = facts
  if (givenOwnName(facts)) return undefined
  const shared = givenSharedName(configuration)
  const length = lengthWith(facts)
  if (!shared) return length > longestName ? { why: 'too long', length, name: shortName(facts) } : undefined
  const words = present(shared)
  const fits = words.kind === 'text' && words.text.length + roomFor(configuration, words.text) + 1 + name.length <= longestName
  return { why: 'shared role has a name', length, name: fits ? `\${self:provider.iam.role.name}-${name}` : shortName(facts) }
}

/** What a text may grow by where another stage stands in it. */
function roomFor(configuration: Configuration, words: string): number {
  const now = configuration.stage()
  return words.includes(now) ? longestStage(configuration) - now.length : 0
}

/** The length of the name that is made up of service, stage, function and region. */
function lengthWith({ configuration, name }: FunctionFacts, more?: string): number {
  const service = wordsNow(serviceOf(configuration))
  const parts = [service.length, longestStage(configuration), name.length, configuration.region()?.length ?? longestRegion]
  return [...parts, ...(more === undefined ? [] : [more.length])].reduce((total, part) => total + part + 1, -1)
}

/** The longest stage that the files or this run name. */
function longestStage(configuration: Configuration): number {
  const { root } = configuration
  const named = ['params', 'stages'].flatMap((key) => (configuration.entries(configuration.get(root, key)) ?? []).map(([entry]) => entry.key))
  return Math.max(...[configuration.stage(), ...named.filter((stage) => stage !== 'default')].map((stage) => stage.length))
}

/**
 * A name that fits for every stage and region: the beginnings of service and function, and a digest of both in full. It says stage and
 * region since names of roles are one to an account.
 */
function shortName({ configuration, framework, name }: FunctionFacts): string {
  const service = wordsNow(serviceOf(configuration))
  const digest = createHash('sha256').update(`${service} ${name}`).digest('hex').slice(0, 8)
  const room = longestName - Math.max(longestStage(configuration), roomForStage) - longestRegion - digest.length - 4
  const ofService = service.slice(0, Math.max(room - name.length, Math.floor(room / 3))).replace(/-+$/, '')
  const ofFunction = name.slice(0, room - ofService.length).replace(/[-_]+$/, '')
  const modern = (framework.major ?? 3) >= 3
  const stage = modern ? '${sls:stage}' : "${opt:stage, self:provider.stage, 'dev'}"
  const region = modern ? '${aws:region}' : "${opt:region, self:provider.region, 'us-east-1'}"
  return [ofService, stage, ofFunction, digest, region].filter((part) => part !== '').join('-')
}

function serviceOf(configuration: Configuration): Value {
  const { root } = configuration
  const service = configuration.get(root, 'service', 'name') ?? configuration.get(root, 'service')
  return service ? configuration.value(service) : text('')
}

function stageOf(configuration: Configuration): Value {
  const stage = configuration.template(parseTemplate('${sls:stage}'), configuration.root.node)
  return 'node' in stage ? configuration.value(stage) : stage
}

function wordsNow(value: Value): string {
  const now = present(value)
  return now.kind === 'text' ? now.text : ''
}

const dashed = (parts: readonly Value[]): Value => join(parts.flatMap((part, index) => (index === 0 ? [part] : [text('-'), part])))
