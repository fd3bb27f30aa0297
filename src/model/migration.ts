import type { Location } from './location.ts'
import type { Json } from './value.ts'

/** What an action does to what it touches; https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html */
export type AccessLevel = 'List' | 'Read' | 'Write' | 'Tagging' | 'Permissions management'

/** The access levels from harmless to grave. */
export const accessLevels: readonly AccessLevel[] = ['List', 'Read', 'Write', 'Tagging', 'Permissions management']

/** An action of AWS as the authorization reference has it. */
export interface ReferenceAction {
  readonly action: string
  readonly level: AccessLevel
}

/** How many actions of each access level; what the reference does not have is counted apart. */
export interface LevelCounts {
  readonly levels: { readonly [level in AccessLevel]?: number }
  readonly unknown: number
  readonly total: number
}

/** Actions on resources that a role allows, as they are written, and how many they are. */
export interface Grant {
  readonly actions: readonly string[]
  /** Whether it is all actions but these. */
  readonly butActions?: boolean
  readonly resources: readonly Json[]
  /** Whether it is all resources but these. */
  readonly butResources?: boolean
  readonly conditional: boolean
  /** The managed policy that it comes from. */
  readonly managedPolicy?: string
  readonly counts: LevelCounts
}

/** What a role allows. */
export interface Allowed {
  readonly grants: readonly Grant[]
  /** Distinct actions. */
  readonly counts: LevelCounts
  /** Those of them that are allowed on every resource. */
  readonly everywhere: number
}

/** What becomes of one function. */
export interface MigratedFunction {
  readonly name: string
  /** `moved`: it gets a role of its own. `narrowed`: it has one, which changes. `same`: it is as it should be. `kept`: it keeps what it has. */
  readonly outcome: 'moved' | 'narrowed' | 'same' | 'kept'
  /** Why it keeps what it has. */
  readonly why?: string
  readonly before: Allowed
  readonly after: Allowed
}

/** Something of the provider's that goes or stays. */
export interface ProviderPart {
  readonly actions: readonly string[]
  /** Whether it is all actions but these. */
  readonly butActions?: boolean
  readonly resources: readonly Json[]
  /** Whether it is all resources but these. */
  readonly butResources?: boolean
  readonly managedPolicy?: string
  /** On what ground it goes, or why it stays. */
  readonly why: string
  readonly at?: Location
}

/** What a file becomes. */
export interface FileDifference {
  readonly file: string
  /** A unified diff. */
  readonly diff: string
}

/** The plan of moving a service off its shared role. */
export interface Migration {
  readonly dialect: { readonly from: string; readonly to: string }
  /** The plugin that is added. */
  readonly plugin?: string
  readonly functions: readonly MigratedFunction[]
  readonly removed: readonly ProviderPart[]
  readonly kept: readonly ProviderPart[]
  readonly files: readonly FileDifference[]
  /** Each function's distinct actions, added up. */
  readonly total: { readonly before: LevelCounts; readonly after: LevelCounts }
}
