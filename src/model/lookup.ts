import type { Basis } from './policy.ts'

/** Where one resource type of a need comes from. */
export interface NeededResource {
  /** As the Service Authorization Reference calls it; of another service with its prefix: `iam:role`. */
  readonly type: string
  /** ARN templates: one, or further ones for what is given by its name. */
  readonly templates: readonly string[]
  /** Variable of the template, or `arn` for a whole ARN -> where it stands in the call's input. */
  readonly parts: ReadonlyMap<string, string>
  /** Whether it is left out where the call does not name it. */
  readonly optional: boolean
}

/**
 * Why a command needs an action: `own` is what it does, `dependent` comes with it (a role handed over, tags), `soft` changes what it does and is
 * never derived, `instead` stands for all others under its condition, `key` is the customer's key of a declared resource.
 */
export type NeedKind = 'own' | 'dependent' | 'soft' | 'instead' | 'key'

/** One action that a command needs. */
export interface Need {
  readonly action: string
  readonly kind: NeedKind
  /** The condition on the call's input, in words; left out where it is always needed. */
  readonly when?: string
  /** None means that the action knows no resource types, so `*`. */
  readonly resources: readonly NeededResource[]
  /** Condition blocks as templates: operator -> key -> values. */
  readonly condition?: ConditionTemplate
  /** Written only where every value is known. */
  readonly narrow?: ConditionTemplate
  /** Whether the narrowing waits for an option. */
  readonly optional: boolean
  readonly why?: string
  readonly source?: string
}

/** A condition block whose values are templates. */
export type ConditionTemplate = { readonly [operator: string]: { readonly [key: string]: readonly string[] } }

/** A library's name for a command: `GetCommand` of `@aws-sdk/lib-dynamodb`. */
export interface CommandAlias {
  readonly package: string
  readonly name: string
}

/** What the action map knows of one command. */
export interface CommandKnowledge {
  readonly client: string
  readonly command: string
  readonly package: string
  readonly version: string
  readonly basis: Basis | 'none'
  readonly why?: string
  readonly source?: string
  readonly note?: string
  /** Waiters that send it. */
  readonly waiters: readonly string[]
  /** How libraries call it, as far as that was asked for. */
  readonly aliases: readonly CommandAlias[]
  readonly needs: readonly Need[]
}

/** The commands that need one action, each with its need. */
export interface ActionKnowledge {
  readonly action: string
  readonly neededBy: readonly { readonly command: CommandKnowledge; readonly need: Need }[]
}

/** What the action map knows of what somebody asked for. */
export interface Lookup {
  readonly asked: string
  readonly commands: readonly CommandKnowledge[]
  readonly actions: readonly ActionKnowledge[]
}
