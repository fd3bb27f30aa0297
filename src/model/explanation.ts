import type { Finding } from './finding.ts'
import type { Location } from './location.ts'
import type { Condition } from './policy.ts'
import type { AnalysisState } from './report.ts'
import type { Service } from './service.ts'
import type { Value } from './value.ts'

/** One place on the way from a handler to a call. */
export interface ChainLink {
  readonly at: Location
  /** The function that the place stands in: `OrderService.create`; undefined at the top level of a module. */
  readonly within?: string
  /** It is the handler itself, which Lambda calls. */
  readonly handler?: true
}

/** One step of how a value became what it is. */
export interface TrailStep {
  /** In words that go on after the step before: `parameter id of OrderService.create`. */
  readonly what: string
  readonly at?: Location
  /** What stands there, where that is known. */
  readonly value?: Value
}

/** How a member of a call's input became what it is. */
export interface ValueTrail {
  /** `TableName`. */
  readonly member: string
  readonly steps: readonly TrailStep[]
}

/** One action on one resource, with everything that led to it. */
export interface ExplainedNeed {
  readonly action: string
  readonly resource: Value
  readonly condition?: Condition
  readonly basis: string
  /** `s3`, `PutObject` and the library between, where a call needs it. */
  readonly call?: { readonly client: string; readonly command: string; readonly via?: string }
  /** Where the call, the annotation or the setting stands. */
  readonly at?: Location
  /** The places from the handler down to the call. */
  readonly chain: readonly ChainLink[]
  readonly values: readonly ValueTrail[]
  /** Why it is not narrower. */
  readonly widened?: string
  /** What would make it so. */
  readonly mends: readonly string[]
  /** Why it may not be needed at all. */
  readonly perhaps?: string
  /** What was taken for likely on the way. */
  readonly assumed: readonly string[]
}

/** A call of AWS in the modules of a handler that it does not come to. */
export interface LeftOut {
  readonly client: string
  readonly command: string
  readonly at: Location
  /** The function it stands in. */
  readonly within?: string
  /** The functions of the service that do come to it. */
  readonly reachedBy: readonly string[]
  /** A test around it that the function's environment decides against it. */
  readonly decided?: { readonly test: string; readonly variable: string; readonly is: string; readonly at: Location; readonly declared?: Location }
}

/** One function of an explanation. */
export interface ExplainedFunction {
  readonly name: string
  readonly handler: string
  readonly source?: string
  readonly analysis: AnalysisState
  /** By action, resource and place. */
  readonly needs: readonly ExplainedNeed[]
  readonly leftOut: readonly LeftOut[]
}

/** What `keycard explain` found out; reporters print it. */
export interface Explanation {
  readonly service: Pick<Service, 'name' | 'file'>
  /** What was asked for: one function, and actions of it. */
  readonly asked: { readonly function?: string; readonly action?: string }
  readonly functions: readonly ExplainedFunction[]
  /** Errors only: what may be missing. */
  readonly findings: readonly Finding[]
}
