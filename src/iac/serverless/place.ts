import type { Location, StatementDocument } from '../../model/index.ts'
import { type ListNode, locationAt, type Slot } from '../document.ts'
import type { Configuration } from './configuration.ts'
import type { Framework } from './framework.ts'
import { inlinePolicies, otherPrincipals, otherUses, resourceSpot, sharedRoleId } from './roles.ts'
import type { Spot } from './spot.ts'

/** What statements are written to: a function, the provider, or a role of the service's template. */
export type PlaceName = { readonly kind: 'function' | 'role'; readonly name: string } | { readonly kind: 'provider' }

/** A list of statements in the configuration, there or yet to be made. */
export interface Shelf {
  /** The map that it stands below: a function, the provider, the document of a policy. */
  readonly holder: Spot
  readonly way: readonly string[]
  /** The property after which it is put where it is not there yet. */
  readonly after: string
  /** Whether policies are listed here, and statements within them: a role that has no policy yet. */
  readonly policies?: boolean
  /** The item of a list that goes with it where nothing is left of it: IAM refuses a policy without statements. */
  readonly item?: { readonly list: ListNode; readonly slot: Slot }
}

/** Somewhere that holds statements. Several lists count as one: what is added goes to the first. */
export interface Place {
  readonly name: PlaceName
  /** In words: `collect`, `the provider`, `the role Reader`. */
  readonly label: string
  readonly at: Location
  readonly shelves: readonly Shelf[]
  /** The name that the role of a function needs beside its statements, and its key there. */
  readonly roleName?: { readonly key: string; readonly text: string }
  /** Why nothing can be written here, with the mend after a colon. */
  readonly obstacle?: string
  /** The statements as they would stand here, for where code cannot be edited. */
  readonly patch?: string
}

/** The statements that a place is to hold. */
export interface Change {
  readonly place: PlaceName
  readonly statements: readonly StatementDocument[]
  /** The functions whose needs they are. */
  readonly functions: readonly string[]
  /** Whether an empty list is written where there is none: it makes a role that may write logs and nothing else. */
  readonly evenEmpty?: true
}

/** One text for each place. */
export const placeKey = (name: PlaceName): string => (name.kind === 'provider' ? 'provider' : `${name.kind} ${name.name}`)

/** Where the provider's statements may stand; the first that is there counts. https://www.serverless.com/framework/docs/providers/aws/guide/iam */
export const providerWays = [['iam', 'role', 'statements'], ['iamRoleStatements']] as const

/** Where the provider's managed policies may stand; the first that is there counts. */
export const policyWays = [['iam', 'role', 'managedPolicies'], ['iamManagedPolicies']] as const

/** The provider's managed policies, and where they stand; undefined where there are none. */
export function managedPoliciesOf(configuration: Configuration): { readonly spot: Spot; readonly way: readonly string[] } | undefined {
  for (const way of policyWays) {
    const spot = configuration.get(configuration.root, 'provider', ...way)
    if (spot) return { spot, way }
  }
  return undefined
}

/** The provider's statements; undefined where there are none. */
export function providerStatementsSpot(configuration: Configuration): Spot | undefined {
  for (const way of providerWays) {
    const found = configuration.get(configuration.root, 'provider', ...way)
    if (found) return found
  }
  return undefined
}

/** The statements of the role that all functions share. */
export function providerPlace(configuration: Configuration, framework: Framework): Place {
  const { root } = configuration
  const provider = configuration.get(root, 'provider') ?? root
  const [current, old] = providerWays
  const there = providerWays.find((way) => configuration.get(provider, ...way))
  // `iam:` came with 2.24 of the framework; the old form is still read by all.
  const way = there ?? (configuration.get(provider, 'iam') || (framework.major ?? 3) >= 3 ? current : old)
  const base = { name: { kind: 'provider' }, label: 'the provider', at: configuration.placeOf(provider.node) } as const
  const [use] = otherUses(configuration, sharedRoleId)
  if (!configuration.entries(provider))
    return { ...base, shelves: [], obstacle: 'provider: is a single word here, which statements cannot stand below: write it as a map' }
  return {
    ...base,
    shelves: [{ holder: provider, way, after: 'name' }],
    ...(use ? { obstacle: `its role is handed to something else, too (${use.file}:${use.line}): give that a role of its own` } : {}),
  }
}

/** The inline policies of a role that the template declares; undefined where there is no such role. */
export function rolePlace(configuration: Configuration, id: string): Place | undefined {
  const role = resourceSpot(configuration, id)
  if (!role) return undefined
  const properties = configuration.get(role, 'Properties') ?? role
  const policies = inlinePolicies(configuration, role)
  const [entry] = (configuration.entries(role) ?? []).map(([first]) => first)
  const others = otherPrincipals(configuration, role)
  const [use] = otherUses(configuration, id)
  const why =
    others.length > 0
      ? `it may be taken by ${others.join(', ')} as well, whose needs no code here shows: give that a role of its own`
      : use
        ? `it is handed to something that is no function of the service (${use.file}:${use.line}): give that a role of its own`
        : undefined
  return {
    name: { kind: 'role', name: id },
    label: `the role ${id}`,
    at: entry ? locationAt(entry.source, entry.keyStart) : configuration.placeOf(role.node),
    shelves:
      policies.length > 0
        ? policies.map(({ document, item }) => ({ holder: document, way: ['Statement'], after: 'Version', item }))
        : [{ holder: properties, way: ['Policies'], after: 'AssumeRolePolicyDocument', policies: true }],
    ...(why === undefined ? {} : { obstacle: why }),
  }
}
