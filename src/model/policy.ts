import type { Location } from './location.ts'
import type { SdkCall } from './sdk-call.ts'
import type { Json, Value } from './value.ts'

/** `{ StringEquals: { 'iam:PassedToService': [...] } }`: operator, condition key, accepted values. */
export type Condition = ReadonlyMap<string, ReadonlyMap<string, readonly Value[]>>

/** On what a permission rests. */
export type Basis = 'identity' | 'override' | 'rule' | 'dependent' | 'template' | 'framework' | 'annotation' | 'assumed'

/** One action on one resource, and the call it comes from. */
export interface Permission {
  /** `s3:PutObject`. */
  readonly action: string
  /** An ARN pattern as a value; `*` stands for any text. */
  readonly resource: Value
  readonly condition?: Condition
  readonly basis: Basis
  /** The call that needs it; an annotation or the framework has none. */
  readonly because?: SdkCall
  /** The line that asks for it where there is no call (an annotation, a line of the service file). */
  readonly at?: Location
  /** Why the resource is not narrower, where it was widened. */
  readonly widened?: string
  /** Why it may not be needed at all: a parameter that decides about it is not known. */
  readonly perhaps?: string
}

/** One statement of an identity policy, derived or declared. */
export interface Statement {
  readonly sid?: string
  readonly effect: 'Allow' | 'Deny'
  readonly actions: readonly string[]
  readonly notActions?: readonly string[]
  readonly resources: readonly Value[]
  readonly notResources?: readonly Value[]
  readonly condition?: Condition
  readonly because: readonly SdkCall[]
  /** Where a declared statement stands. */
  readonly at?: Location
}

/** Statements that hold together. */
export interface Policy {
  readonly statements: readonly Statement[]
}

/** A statement as it is written to a file: keys as IAM spells them, intrinsics in long form. */
export interface StatementDocument {
  readonly Sid?: string
  readonly Effect: 'Allow' | 'Deny'
  readonly Action: readonly string[]
  readonly Resource: readonly Json[]
  readonly Condition?: { readonly [operator: string]: { readonly [key: string]: Json } }
}
