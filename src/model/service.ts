import type { Finding } from './finding.ts'
import type { Location } from './location.ts'
import type { Permission, Policy } from './policy.ts'
import type { Annotation } from './sdk-call.ts'
import type { Value } from './value.ts'

/** The names under which a service file is looked for, in this order. */
export const serviceFileNames = [
  'serverless.yml',
  'serverless.yaml',
  'serverless.json',
  'serverless.ts',
  'serverless.js',
  'serverless.mjs',
  'serverless.cjs',
] as const

/** The names under which a file of Serverless Compose is looked for. */
export const composeFileNames = ['serverless-compose.yml', 'serverless-compose.yaml', 'serverless-compose.json'] as const

/** Statements that hold for a function, and where they come from. */
export interface Allowance {
  readonly source: 'function' | 'provider' | 'role' | 'managed-policy'
  readonly policy: Policy
  /** The name of a policy that AWS manages (`AmazonS3FullAccess`, `service-role/...`), whose statements the service file does not hold. */
  readonly managedPolicy?: string
  readonly at: Location
}

/** Something that allows more than the service file says. */
export interface AllowedElsewhere {
  readonly why: string
  readonly at: Location
}

/** The name that the file has to give a role, since the framework can make up none that does. */
export interface NeededRoleName {
  readonly why: 'shared role has a name' | 'too long'
  /** How long the name would be that is made up, for the longest stage that the files name. */
  readonly length: number
  /** One that does, as it would be written. */
  readonly name: string
}

/** One Lambda function of a service. */
export interface LambdaFunction {
  readonly name: string
  /** As declared: `src/orders.create`; empty for an image. */
  readonly handler: string
  /** As declared for it or for the provider: `nodejs20.x`; undefined where neither says. */
  readonly runtime?: string
  /** Provider and function environment merged, as the function will see it. */
  readonly environment: ReadonlyMap<string, Value>
  /** Where the service file declares the variables of its environment, as far as it does. */
  readonly environmentAt?: ReadonlyMap<string, Location>
  /** Whether it may hold further variables that cannot be read: part of it comes from a file that is code. */
  readonly environmentOpen?: boolean
  /** The function's own declared statements, or those of a declared role that it names; not those of the provider. */
  readonly declared: Policy
  /** Everything its role allows, source by source: its own statements, the provider's, managed policies, a role that it names. */
  readonly allowed: readonly Allowance[]
  /** What a permissions boundary allows at most; empty where there is one that cannot be read. */
  readonly boundary?: readonly Allowance[]
  /** What may allow more than can be read here. */
  readonly allowedElsewhere: readonly AllowedElsewhere[]
  /** `own`: statements of its own; `shared`: the provider's role; `external`: a role that somebody else made. */
  readonly role: 'own' | 'shared' | 'external'
  /** The role of its own that it has or would get: its logical id, and its name where anybody can tell. */
  readonly ownRole?: { readonly id: string; readonly name?: Value; readonly needed?: NeededRoleName; readonly tags: ReadonlyMap<string, Value> }
  /** Where `role:` says that it takes the role that functions share, which it would anyway. */
  readonly sharedRoleNamedAt?: Location
  /** Whether the provider's statements hold for it as well. */
  readonly inherits: boolean
  /** What becomes of the provider's managed policies in a role of its own: it holds them, the function can list them, or they are lost to it. */
  readonly providerPolicies: 'held' | 'listable' | 'lost'
  /** Where the function is declared. */
  readonly at: Location
  /** `events:` as values, for what triggers say about the code's unknowns. */
  readonly events: readonly Value[]
  /** What its settings and triggers need of the role that its statements go to, and nobody adds to that: tracing, destinations. */
  readonly droppedGrants: readonly Permission[]
  /** All that it needs of its role beside its code, whoever adds that: logs, networks, triggers, tracing. */
  readonly needsBeside: readonly Permission[]
  /** What its settings and triggers need of the role that all functions share, and the framework leaves out of that: layers, mappings declared as resources. */
  readonly leftOutOfSharedRole: readonly Permission[]
  /** The kind of role that `droppedGrants` are meant for: the one that its statements would be written to. */
  readonly grantsFor: 'own' | 'shared' | 'external'
  /** `custom.keycard.functions.<name>.statements`: permissions that a person wrote down. */
  readonly annotations: readonly Annotation[]
  /** Why statements written to this function would have no effect or be refused by the framework, with the mend; undefined if they hold. */
  readonly notWritable?: string
}

/** Something beside functions that takes a role. */
export interface RoleUse {
  /** In words: `the output RoleArn`. */
  readonly by: string
  /** Whether other stacks may have it from there. */
  readonly exported: boolean
  /** The properties of the role that it changes, where it is no use but a change. */
  readonly changes?: readonly string[]
  readonly at: Location
}

/** The role that the framework makes for all functions that have none of their own. */
export interface SharedRole {
  /** Its logical id. */
  readonly id: string
  readonly name: Value
  readonly tags: ReadonlyMap<string, Value>
  /** What else of the configuration refers to it, but for policies that name it as a principal. */
  readonly uses: readonly RoleUse[]
}

/** Functions that a plugin puts into the service, and what they call. */
export interface PluginFunctions {
  readonly plugin: string
  readonly actions: readonly string[]
}

/** A resource of the service's CloudFormation template. */
export interface DeclaredResource {
  readonly id: string
  /** `AWS::DynamoDB::Table`. */
  readonly type: string
  /** A record. */
  readonly properties: Value
  readonly condition?: string
  readonly at: Location
}

/** A deployment configuration, read without running anything. */
export interface Service {
  readonly name: string
  /** The configuration file, relative to the service's directory. */
  readonly file: string
  /** Name of the IAM dialect in force: `plugin-roles-per-function`, `provider-statements`. */
  readonly dialect: string
  /** The provider's region where the file fixes it as text. */
  readonly region?: string
  readonly functions: readonly LambdaFunction[]
  readonly resources: ReadonlyMap<string, DeclaredResource>
  /** Policies that stand outside of `resources:`, under what the framework makes; the id says where. */
  readonly policies?: readonly DeclaredResource[]
  /** The directories of its Lambda layers. */
  readonly layers: readonly string[]
  /** The role that functions share; undefined where the framework makes none. */
  readonly sharedRole?: SharedRole
  /** What plugins add that runs as that role as well, and no code of the service shows. */
  readonly pluginFunctions: readonly PluginFunctions[]
  /** The provider's statements. */
  readonly declared: Policy
  /** What reading has to say. */
  readonly findings: readonly Finding[]
}
