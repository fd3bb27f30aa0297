import type { Allowance, AllowedElsewhere, Location, Value } from '../../model/index.ts'
import type { Configuration } from './configuration.ts'
import { type Dialect, type FunctionFacts, takesOwnRole } from './dialects/index.ts'
import { managedPoliciesOf, providerStatementsSpot } from './place.ts'
import { templatesOf } from './resources.ts'
import { chosenPolicies, inlinePolicies, namedRole, resourceSpot, roleSpot } from './roles.ts'
import { present, type Spot } from './spot.ts'
import { readStatements } from './statements.ts'

/** All that a function's role allows by what the service file says, source by source, and what it may allow beyond that. */
export interface Allowances {
  readonly allowed: readonly Allowance[]
  /** What a permissions boundary leaves of it; undefined where there is none. */
  readonly boundary?: readonly Allowance[]
  readonly elsewhere: readonly AllowedElsewhere[]
}

interface Gathered {
  readonly allowed: Allowance[]
  readonly elsewhere: AllowedElsewhere[]
}

/** Gathers what a function is allowed: by its own statements, the provider's, managed policies, or the role that it names. */
export function allowancesOf(facts: FunctionFacts, dialect: Dialect): Allowances {
  const { configuration, spot } = facts
  const into: Gathered = { allowed: [], elsewhere: [] }
  const role = namedRole(configuration, spot, facts.providerRole)
  if (role) {
    addRole(configuration, role, into)
    return { ...into, ...boundaryOf(configuration, roleSpot(configuration, role), 'Properties', 'PermissionsBoundary') }
  }
  const own = takesOwnRole(facts, dialect)
  const way = dialect.ways.find((keys) => configuration.get(spot, ...keys) !== undefined)
  if (own && way) addStatements(configuration, 'function', configuration.get(spot, ...way), into)
  if (own) addManaged(configuration, configuration.get(spot, 'iam', 'role', 'managedPolicies'), into)
  if (!own || dialect.inherits(facts)) addStatements(configuration, 'provider', providerStatementsSpot(configuration), into)
  const shared = managedPoliciesOf(configuration)
  if (shared && (!own || dialect.keepsManagedPolicies(facts, shared.way))) addManaged(configuration, shared.spot, into)
  const boundary = (own ? dialect.boundaryOf(facts) : undefined) ?? sharedBoundary(configuration)
  return { ...into, ...boundaryOf(configuration, boundary) }
}

/** https://www.serverless.com/framework/docs/providers/aws/guide/iam; the plugin's own setting holds for every role, the shared one too. */
function sharedBoundary(configuration: Configuration): Spot | undefined {
  const { root } = configuration
  return (
    configuration.get(root, 'custom', 'serverless-iam-roles-per-function', 'iamGlobalPermissionsBoundary') ??
    configuration.get(root, 'provider', 'iam', 'role', 'permissionsBoundary') ??
    configuration.get(root, 'provider', 'iam', 'role', 'permissionBoundary') ??
    configuration.get(root, 'provider', 'rolePermissionsBoundary')
  )
}

function addStatements(configuration: Configuration, source: Allowance['source'], spot: Spot | undefined, { allowed }: Gathered): void {
  if (!spot) return
  allowed.push({ source, policy: { statements: readStatements(configuration, spot) }, at: configuration.placeOf(spot.node) })
}

/** Managed policies: of AWS by their name, of the service's own template by what stands there. */
function addManaged(configuration: Configuration, spot: Spot | undefined, into: Gathered): void {
  for (const [, item] of configuration.items(spot) ?? []) {
    const at = configuration.placeOf(item.node)
    const value = present(configuration.value(item))
    const name = managedName(value)
    const declared = value.kind === 'resource' ? resourceSpot(configuration, value.id) : undefined
    if (name !== undefined) into.allowed.push({ source: 'managed-policy', policy: { statements: [] }, managedPolicy: name, at })
    else if (declared) addStatements(configuration, 'managed-policy', configuration.get(declared, 'Properties', 'PolicyDocument', 'Statement'), into)
    else into.elsewhere.push({ why: 'a managed policy that stands elsewhere', at })
  }
}

/** The name of a policy that AWS manages, with its path; https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html */
export function managedName(value: Value): string | undefined {
  const last = value.kind === 'join' ? value.parts.at(-1) : value
  if (last?.kind !== 'text') return undefined
  const found = /(?:^|:)iam::aws:policy\/(.+)$/.exec(last.text)
  return found?.[1]
}

/** The role that a function names: its inline and managed policies, where the service's template declares it. */
function addRole(configuration: Configuration, named: Spot, into: Gathered): void {
  const role = roleSpot(configuration, named)
  const at = configuration.placeOf(named.node)
  if (!role) {
    into.elsewhere.push({ why: 'a role that somebody else made', at })
    return
  }
  for (const { document } of inlinePolicies(configuration, role.spot))
    addStatements(configuration, 'role', configuration.get(document, 'Statement'), into)
  for (const { statements, at: policyAt } of chosenPolicies(configuration, role.spot))
    into.allowed.push({ source: 'role', policy: { statements }, at: policyAt })
  addManaged(configuration, configuration.get(role.spot, 'Properties', 'ManagedPolicyArns'), into)
  for (const attached of attachedTo(configuration, role.id))
    addStatements(configuration, 'role', configuration.get(attached, 'Properties', 'PolicyDocument', 'Statement'), into)
}

/** Policies of the template that name the role they belong to. */
function attachedTo(configuration: Configuration, roleId: string): readonly Spot[] {
  return templatesOf(configuration).flatMap((template) =>
    (configuration.entries(configuration.get(template, 'Resources')) ?? []).flatMap(([, spot]) => {
      const roles = (configuration.items(configuration.get(spot, 'Properties', 'Roles')) ?? []).map(([, role]) => configuration.value(role))
      return roles.some((role) => role.kind === 'resource' && role.id === roleId) ? [spot] : []
    }),
  )
}

function boundaryOf(
  configuration: Configuration,
  from: Spot | { readonly spot: Spot } | undefined,
  ...keys: readonly string[]
): Pick<Allowances, 'boundary'> {
  const spot = from && configuration.get('spot' in from ? from.spot : from, ...keys)
  if (!spot) return {}
  const into: Gathered = { allowed: [], elsewhere: [] }
  const at: Location = configuration.placeOf(spot.node)
  const value = present(configuration.value(spot))
  const name = managedName(value)
  const declared = value.kind === 'resource' ? resourceSpot(configuration, value.id) : undefined
  if (name !== undefined) into.allowed.push({ source: 'managed-policy', policy: { statements: [] }, managedPolicy: name, at })
  else if (declared) addStatements(configuration, 'managed-policy', configuration.get(declared, 'Properties', 'PolicyDocument', 'Statement'), into)
  // A boundary that cannot be read allows something that nobody here knows.
  return { boundary: into.allowed }
}
