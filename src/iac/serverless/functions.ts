import { type DeclaredResource, type LambdaFunction, type Location, text, unknown, type Value } from '../../model/index.ts'
import { locationAt, type Node } from '../document.ts'
import { allowancesOf } from './allowances.ts'
import { whyUnseen } from './computed.ts'
import type { Configuration } from './configuration.ts'
import { type Dialect, dialects, type FunctionFacts, type Habits, namesRoles, takesOwnRole } from './dialects/index.ts'
import { droppedByFramework, grantsOfWrittenRole } from './dropped-grants/index.ts'
import { readEvents } from './events.ts'
import type { Framework } from './framework.ts'
import { managedPoliciesOf } from './place.ts'
import { neededName, ownRoleId, ownRoleName } from './role-names.ts'
import { ownRoleSetting, sharedRoleSetting } from './roles.ts'
import type { KeycardSettings } from './settings.ts'
import type { Spot } from './spot.ts'
import { readStatements } from './statements.ts'

/** Where a function is declared. */
export interface DeclaredFunction {
  readonly name: string
  readonly at: Location
  readonly spot: Spot
  /** The node that holds the function once variables are followed; edits go here. */
  readonly node: Node
}

/** The functions in the order of the file: a map or a list of maps, from files or not. A later map's function replaces an earlier one's. */
export function listFunctions(configuration: Configuration): readonly DeclaredFunction[] {
  const found = new Map<string, DeclaredFunction>()
  const functions = configuration.get(configuration.root, 'functions')
  if (!functions) return []
  const maps = configuration.items(functions)?.map(([, spot]) => spot) ?? [functions]
  for (const map of maps) {
    const entries = configuration.entries(map)
    const settled = configuration.settle(map)
    if (!entries || (settled.kind === 'map' && settled.node.open)) sayUnread(configuration, map)
    for (const [entry, spot] of entries ?? []) {
      const settled = configuration.settle(spot)
      // The framework drops a function that is null: that is how one is switched off.
      if (settled.kind === 'value' && settled.value.kind === 'constant') continue
      const at = locationAt(entry.source, entry.keyStart)
      if (settled.kind !== 'map') sayUnread(configuration, spot, entry.key)
      else found.set(entry.key, { name: entry.key, at, spot, node: settled.node })
    }
  }
  return [...found.values()]
}

function sayUnread(configuration: Configuration, spot: Spot, name?: string): void {
  const settled = configuration.settle(spot)
  if (settled.kind === 'value' && settled.value.kind === 'constant' && settled.value.value === null) return
  const why = whyUnseen(settled)
  configuration.say({
    check: 'configuration-unread',
    severity: 'error',
    confidence: 'certain',
    message:
      name === undefined
        ? `functions here come from where Keycard cannot look, so they are left out${why}`
        : `the function ${name} comes from where Keycard cannot look, so it is left out${why}`,
    at: configuration.placeOf(spot.node),
    fix: 'write them out as they are',
    ...(name === undefined ? {} : { function: name }),
  })
}

/** What the file does already, which decides where it says nothing else. */
export function habitsOf(configuration: Configuration, functions: readonly DeclaredFunction[]): Habits {
  const having = (key: string): number => functions.filter(({ spot }) => configuration.get(spot, key) !== undefined).length
  return { iamRoleStatements: having('iamRoleStatements'), iam: having('iam') }
}

/** The dialect that the service is read in, and the one that the user asked for. */
export interface Chosen {
  readonly dialect: Dialect
  readonly asked?: Dialect
}

/** A function as dialects see it. */
export function factsOf(
  configuration: Configuration,
  framework: Framework,
  { name, spot }: Pick<DeclaredFunction, 'name' | 'spot'>,
  { asked }: Chosen,
): FunctionFacts {
  return { configuration, framework, name, spot, providerRole: providerRole(configuration), asked: asked !== undefined }
}

/**
 * How one function is read, and where it is written: a role that it names goes before what the service does, and a role of its own is not
 * taken from it by asking for one that it would share.
 */
export function dialectsOf(facts: FunctionFacts, { dialect, asked }: Chosen): { readonly reading: Dialect; readonly writing: Dialect } {
  const own = dialects.find(({ claims }) => claims?.(facts))
  if (own) return { reading: own, writing: own }
  return { reading: dialect, writing: asked && !(asked.onlyWrites && takesOwnRole(facts, dialect)) ? asked : dialect }
}

const grantsFor = { function: 'own', provider: 'shared', role: 'external' } as const

/** Reads one function with what it takes over from the provider. */
export function readFunction(
  configuration: Configuration,
  declared: DeclaredFunction,
  chosen: Chosen,
  framework: Framework,
  settings: KeycardSettings,
  resources: ReadonlyMap<string, DeclaredResource>,
  surround: Surround,
): LambdaFunction {
  const { name, at, spot } = declared
  const { root } = configuration
  const facts = factsOf(configuration, framework, declared, chosen)
  const { reading: dialect, writing } = dialectsOf(facts, chosen)
  const runtime = configuration.textNow(configuration.get(spot, 'runtime') ?? configuration.get(root, 'provider', 'runtime'))
  const external = ownRoleSetting(configuration, spot) !== undefined || facts.providerRole === 'external'
  const sharedByName = sharedRoleSetting(configuration, spot)
  const own = !external && takesOwnRole(facts, dialect)
  const notWritable = writing.notWritable(facts)
  const allowances = allowancesOf(facts, dialect)
  const way = dialect.ways.find((keys) => configuration.get(spot, ...keys) !== undefined)
  const more = settings.functions.get(name)
  const environment = surround(configuration.get(spot, 'environment'), more?.environment)
  return {
    name,
    handler: handlerOf(configuration, spot),
    ...(runtime === undefined ? {} : { runtime }),
    environment: environment.values,
    environmentAt: environment.places,
    ...(environment.open ? { environmentOpen: true } : {}),
    allowed: allowances.allowed,
    ...(allowances.boundary ? { boundary: allowances.boundary } : {}),
    allowedElsewhere: allowances.elsewhere,
    declared: {
      statements: external
        ? allowances.allowed.filter(({ source }) => source === 'role').flatMap(({ policy }) => policy.statements)
        : own && way
          ? readStatements(configuration, configuration.get(spot, ...way))
          : [],
    },
    role: external ? 'external' : own ? 'own' : 'shared',
    ...(external ? {} : { ownRole: ownRoleOf(facts, writing) }),
    ...(sharedByName ? { sharedRoleNamedAt: configuration.placeOf(sharedByName.node) } : {}),
    providerPolicies: providerPoliciesIn(facts, own ? dialect : writing),
    inherits: external ? false : own ? dialect.inherits(facts) : true,
    at,
    events: readEvents(configuration, spot),
    droppedGrants: external && !writing.claims ? [] : writing.dropped(facts, resources),
    needsBeside: grantsOfWrittenRole({ configuration, name, spot, resources }),
    leftOutOfSharedRole: droppedByFramework({ configuration, name, spot, resources }, 'texts'),
    grantsFor: grantsFor[writing.placeFor(facts).kind],
    annotations: more?.statements ?? [],
    ...(notWritable === undefined ? {} : { notWritable }),
  }
}

function providerPoliciesIn(facts: FunctionFacts, { keepsManagedPolicies, policiesWay }: Dialect): LambdaFunction['providerPolicies'] {
  const shared = managedPoliciesOf(facts.configuration)
  if (shared && keepsManagedPolicies(facts, shared.way)) return 'held'
  return policiesWay ? 'listable' : 'lost'
}

function ownRoleOf(facts: FunctionFacts, writing: Dialect): NonNullable<LambdaFunction['ownRole']> {
  const name = ownRoleName(facts)
  const needed = writing.nameKey && !namesRoles(facts.framework) ? neededName(facts) : undefined
  return {
    id: ownRoleId(facts.name),
    tags: writing.roleTags?.(facts) ?? new Map(),
    ...(name === undefined ? {} : { name }),
    ...(needed ? { needed } : {}),
  }
}

function handlerOf(configuration: Configuration, spot: Spot): string {
  const handler = configuration.get(spot, 'handler')
  const now = configuration.textNow(handler)
  if (now !== undefined || !handler) return now ?? ''
  const settled = configuration.settle(handler)
  return settled.node.kind === 'scalar' ? String(settled.node.value ?? '') : ''
}

/** What a function's code sees of its environment; `open` where more may be there than can be read. */
interface Environment {
  /** Where each is declared. */
  readonly places: ReadonlyMap<string, Location>
  readonly values: ReadonlyMap<string, Value>
  readonly open: boolean
}

/** Puts what a function says of its own environment around it. */
export type Surround = (own: Spot | undefined, settings: ReadonlyMap<string, Value> | undefined) => Environment

/** Reads the environment that all functions have in common, once; those that add nothing to it share it. */
export function readEnvironments(configuration: Configuration, settings: KeycardSettings): Surround {
  let shared: { readonly common: Environment; readonly plain: Environment } | undefined
  const share = (): NonNullable<typeof shared> => {
    const provider = configuration.get(configuration.root, 'provider', 'environment')
    const none: Environment = { values: new Map(), places: new Map(), open: false }
    const common = provider ? addEnvironment(configuration, none, provider) : none
    return { common, plain: { ...common, values: new Map([...common.values, ...settings.environment]) } }
  }
  return (own, more) => {
    shared ??= share()
    if (!own && !more?.size) return shared.plain
    const environment = own ? addEnvironment(configuration, shared.common, own) : shared.common
    return { ...environment, values: new Map([...environment.values, ...settings.environment, ...(more ?? [])]) }
  }
}

/** Later maps win; null takes a variable out; numbers and booleans reach the code as text. */
function addEnvironment(configuration: Configuration, before: Environment, spot: Spot): Environment {
  const values = new Map(before.values)
  const places = new Map(before.places)
  const entries = configuration.entries(spot)
  const settled = configuration.settle(spot)
  const open =
    before.open || (settled.kind === 'map' ? settled.node.open !== undefined : settled.kind !== 'value' || settled.value.kind !== 'constant')
  for (const [{ key, source, keyStart }, value] of entries ?? []) {
    places.set(key, locationAt(source, keyStart))
    const read = configuration.value(value)
    if (read.kind === 'absent' || (read.kind === 'constant' && read.value === null)) values.delete(key)
    else values.set(key, asText(configuration, read, value))
  }
  return { values, places, open }
}

function asText(configuration: Configuration, value: Value, spot: Spot): Value {
  if (value.kind === 'constant') return text(String(value.value))
  if (value.kind === 'list' || value.kind === 'record') return unknown('is no text in the service file', configuration.placeOf(spot.node))
  return value
}

/** Whether the framework makes the role; https://www.serverless.com/framework/docs/providers/aws/guide/iam */
export function providerRole(configuration: Configuration): 'made' | 'external' {
  const { root } = configuration
  if (configuration.get(root, 'provider', 'role')) return 'external'
  const role = configuration.get(root, 'provider', 'iam', 'role')
  if (!role) return 'made'
  const settled = configuration.settle(role)
  if (settled.kind === 'value') return settled.value.kind === 'constant' ? 'made' : 'external'
  const keys = settled.kind === 'map' ? [...settled.node.entries.keys()] : []
  return keys.some((key) => key === 'Ref' || key.startsWith('Fn::')) ? 'external' : 'made'
}
