import type { Location } from './location.ts'
import type { Value } from './value.ts'
import type { When } from './when.ts'

/** A permission that a person wrote down beside the code: `// keycard-allow s3:GetObject arn:aws:s3:::reports/* -- reason`. */
export interface Annotation {
  /** `service:Action`, as written. */
  readonly action: string
  /** ARN pattern as written: text, or a value read from the service file. */
  readonly resource: Value
  /** Why; never empty. */
  readonly reason: string
  readonly at: Location
}

/** One call of the AWS SDK that a handler can reach. */
export interface SdkCall {
  /** The SDK v3 client's short name, `s3` for `@aws-sdk/client-s3`. */
  readonly client: string
  /** Operation name without `Command`: `PutObject`. A waiter is named as the SDK names it: `waitUntilBucketExists`. */
  readonly command: string
  /** The operation's input, a record where it is known at all. */
  readonly input: Value
  /** What the client was constructed with (`region`, `endpoint`, `credentials`), a record where it is known. */
  readonly clientOptions: Value
  /** Where the call is sent. */
  readonly at: Location
  /** The call sites from the handler (first) down to the function that sends. */
  readonly path: readonly Location[]
  /** The library that calls on the user's behalf, where it is not the user's own code: `@middy/ssm`. */
  readonly via?: string
  /** The role whose credentials it is made with, where these are surely not the function's own: what it needs is that role's need. */
  readonly role?: Value
  /** It is only made where this holds of its input, as its library decides. */
  readonly only?: When
  /** Annotations that stand at this very call; they replace what is wider than they are. */
  readonly annotations?: readonly Annotation[]
}
