import type { Location, RoleUse, Statement, Value } from '../../model/index.ts'
import { type Entry, type ListNode, locationAt, type Slot } from '../document.ts'
import type { Configuration } from './configuration.ts'
import { templatesOf } from './resources.ts'
import { present, type Spot } from './spot.ts'
import { statementsIn } from './statements.ts'

/** A role that the service's own template declares. */
export interface DeclaredRole {
  /** Its logical id. */
  readonly id: string
  readonly spot: Spot
}

/** The resource with this logical id, where the template gives it properties. */
export function resourceSpot(configuration: Configuration, id: string): Spot | undefined {
  for (const template of templatesOf(configuration)) {
    const found = configuration.get(template, 'Resources', id)
    if (found && configuration.get(found, 'Properties')) return found
  }
  return undefined
}

/** What a function's `role:` says; naming the role that functions share anyway says nothing. */
export function ownRoleSetting(configuration: Configuration, spot: Spot): Spot | undefined {
  const own = configuration.get(spot, 'role')
  return own && nameIn(configuration, own) !== sharedRoleId ? own : undefined
}

/** What says by `role:` that a function takes the role that functions share anyway. */
export function sharedRoleSetting(configuration: Configuration, spot: Spot): Spot | undefined {
  const own = configuration.get(spot, 'role')
  return own && nameIn(configuration, own) === sharedRoleId ? own : undefined
}

/** A logical id: by itself, or in a reference. */
function nameIn(configuration: Configuration, named: Spot): string | undefined {
  const value = present(configuration.value(named))
  return value.kind === 'resource' ? value.id : value.kind === 'text' ? value.text : undefined
}

/** The role behind `role:`, which is the logical id of a role, a reference to it or to its ARN. */
export function roleSpot(configuration: Configuration, named: Spot): DeclaredRole | undefined {
  const id = nameIn(configuration, named)
  const spot = id === undefined ? undefined : resourceSpot(configuration, id)
  return spot && id !== undefined ? { id, spot } : undefined
}

/** What a function's `role:` says, or the provider's where it has none of its own. */
export function namedRole(configuration: Configuration, spot: Spot, providerRole: 'made' | 'external'): Spot | undefined {
  const { root } = configuration
  const own = ownRoleSetting(configuration, spot)
  if (own || providerRole === 'made') return own
  return configuration.get(root, 'provider', 'role') ?? configuration.get(root, 'provider', 'iam', 'role')
}

/** The logical id of the role that the framework makes for all functions. */
export const sharedRoleId = 'IamRoleLambdaExecution'

/** An inline policy of a role, and its place in the list where that can be cut. */
export interface InlinePolicy {
  readonly document: Spot
  readonly item: { readonly list: ListNode; readonly slot: Slot }
}

/** The inline policies of a role, in their order. */
export function inlinePolicies(configuration: Configuration, role: Spot): readonly InlinePolicy[] {
  const policies = configuration.get(role, 'Properties', 'Policies')
  const settled = policies && configuration.settle(policies)
  if (settled?.kind !== 'list') return []
  return (configuration.items(policies) ?? []).flatMap(([slot, policy]) => {
    const document = configuration.get(policy, 'PolicyDocument')
    return document ? [{ document, item: { list: settled.node, slot } }] : []
  })
}

/** The inline policies of a role that a condition of the template chooses, which are read and never edited. */
export function chosenPolicies(
  configuration: Configuration,
  role: Spot,
): readonly { readonly statements: readonly Statement[]; readonly at: Location }[] {
  const policies = configuration.items(configuration.get(role, 'Properties', 'Policies')) ?? []
  return policies.flatMap(([slot, policy]) => {
    const value = configuration.value(policy)
    if (value.kind !== 'oneOf') return []
    const at = locationAt(slot.source, slot.start)
    const documents = value.options.flatMap((option) => (option.kind === 'record' ? (option.fields.get('PolicyDocument') ?? []) : []))
    return [{ statements: documents.flatMap((document) => statementsIn(document, at)), at }]
  })
}

/** Who may take a role that only functions should; https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html */
const functionPrincipals: readonly string[] = ['lambda.amazonaws.com', 'edgelambda.amazonaws.com']

/** Who beside functions may take a role, by its trust policy; empty where nobody may. */
export function otherPrincipals(configuration: Configuration, role: Spot): readonly string[] {
  const statements = configuration.get(role, 'Properties', 'AssumeRolePolicyDocument', 'Statement')
  const items = configuration.items(statements)?.map(([, item]) => item) ?? (statements ? [statements] : [])
  const named = items.flatMap((item) => {
    const principal = configuration.get(item, 'Principal')
    const kinds = configuration.entries(principal)?.map(([, spot]) => spot) ?? (principal ? [principal] : [])
    return kinds.flatMap((kind) => configuration.items(kind)?.map(([, one]) => one) ?? [kind])
  })
  return [
    ...new Set(
      named.map((one) => configuration.textNow(one) ?? 'somebody that is not known here').filter((one) => !functionPrincipals.includes(one)),
    ),
  ]
}

/** Policies of the template only add to the role that they name. */
const attaching: readonly string[] = ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy', 'AWS::IAM::RolePolicy']

/** Where a role is handed to something that is no function of the service: a state machine, a rule, an output that others import. */
export function otherUses(configuration: Configuration, id: string): readonly Location[] {
  const found: Location[] = []
  const visit = (spot: Spot, key: string, at: Location): void => {
    const value = configuration.settle(spot)
    if (value.kind === 'value' || isReference(configuration, spot)) {
      const read = present(configuration.value(spot))
      if (/role/i.test(key) && ((read.kind === 'resource' && read.id === id) || (read.kind === 'text' && read.text === id))) found.push(at)
      return
    }
    for (const [slot, item] of configuration.items(spot) ?? []) visit(item, key, locationAt(slot.source, slot.start))
    for (const [entry, field] of configuration.entries(spot) ?? []) visit(field, entry.key, locationAt(entry.source, entry.keyStart))
  }
  for (const template of templatesOf(configuration)) {
    for (const [entry, resource] of configuration.entries(configuration.get(template, 'Resources')) ?? []) {
      const type = configuration.textNow(configuration.get(resource, 'Type'))
      if (entry.key !== id && !attaching.includes(type ?? '')) visit(resource, '', locationAt(entry.source, entry.keyStart))
    }
    for (const [entry, output] of configuration.entries(configuration.get(template, 'Outputs')) ?? []) {
      const value = configuration.get(output, 'Export') && configuration.get(output, 'Value')
      if (value) visit(value, 'role', locationAt(entry.source, entry.keyStart))
    }
  }
  for (const [entry, spot] of configuration.entries(configuration.root) ?? []) {
    if (!ownParts.includes(entry.key)) visit(spot, entry.key, locationAt(entry.source, entry.keyStart))
  }
  return found
}

/** The parts of a service file that are looked at elsewhere, or only say what others refer to. */
const ownParts: readonly string[] = ['functions', 'provider', 'resources', 'custom', 'params', 'stages', 'service', 'plugins', 'package']

/** What the template and other parts of the configuration do with the shared role, apart from the statements of policies that name it. */
export function usesOfSharedRole(configuration: Configuration): readonly RoleUse[] {
  const found: RoleUse[] = []
  const look = (entry: Entry, spot: Spot, by: string, exported = false): void => {
    if (mentions(configuration, spot, sharedRoleId)) found.push({ by, exported, at: locationAt(entry.source, entry.keyStart) })
  }
  for (const template of templatesOf(configuration)) {
    found.push(...changesOfSharedRole(configuration, template))
    for (const [entry, resource] of configuration.entries(configuration.get(template, 'Resources')) ?? []) {
      const properties = entry.key === sharedRoleId ? undefined : configuration.get(resource, 'Properties')
      if (properties) look(entry, properties, `the resource ${entry.key}`)
    }
    for (const [entry, output] of configuration.entries(configuration.get(template, 'Outputs')) ?? [])
      look(entry, output, `the output ${entry.key}`, configuration.get(output, 'Export') !== undefined)
  }
  for (const [entry, spot] of configuration.entries(configuration.root) ?? []) {
    if (!ownParts.includes(entry.key)) look(entry, spot, `${entry.key}:`)
  }
  return found
}

/** What the template says of the shared role itself; that is put there once roles of functions were made of it. */
function changesOfSharedRole(configuration: Configuration, template: Spot): readonly RoleUse[] {
  return ['Resources', 'extensions'].flatMap((part): readonly RoleUse[] => {
    const of = (configuration.entries(configuration.get(template, part)) ?? []).find(([{ key }]) => key === sharedRoleId)
    const changes = (of && configuration.entries(configuration.get(of[1], 'Properties')))?.map(([{ key }]) => key) ?? []
    return of && changes.length > 0
      ? [{ by: `resources.${part}.${sharedRoleId}`, exported: false, changes, at: locationAt(of[0].source, of[0].keyStart) }]
      : []
  })
}

/** Whether something below a spot, outside of statements, refers to a resource. */
function mentions(configuration: Configuration, spot: Spot, id: string): boolean {
  const settled = configuration.settle(spot)
  if (settled.kind === 'value' || isReference(configuration, spot)) return refersTo(present(configuration.value(spot)), id)
  if (settled.kind === 'map' && settled.node.entries.has('Effect')) return false
  const below = configuration.items(spot) ?? configuration.entries(spot) ?? []
  return below.some(([, inner]) => mentions(configuration, inner, id))
}

function refersTo(value: Value, id: string): boolean {
  if (value.kind === 'resource') return value.id === id
  if (value.kind === 'join') return value.parts.some((part) => refersTo(part, id))
  return value.kind === 'oneOf' && value.options.some((option) => refersTo(option, id))
}

function isReference(configuration: Configuration, spot: Spot): boolean {
  const keys = configuration.entries(spot)?.map(([entry]) => entry.key) ?? []
  return keys.length === 1 && keys.every((key) => key === 'Ref' || key.startsWith('Fn::'))
}
