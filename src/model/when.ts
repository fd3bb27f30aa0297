/** A question to the call's input with three answers: yes, no, not known (then the action is included and the reason is said). */
export type When =
  | { readonly has: string | readonly string[] }
  | { readonly equals: readonly [path: string, ...values: (string | boolean | number)[]] }
  | { readonly starts: readonly [path: string, ...texts: string[]] }
  | { readonly ends: readonly [path: string, ...texts: string[]] }
  | { readonly contains: readonly [path: string, ...texts: string[]] }
  | { readonly isArn: string }
  /** Whether the member is a reference to a declared resource of one of these types: `kms:alias`. */
  | { readonly refersTo: readonly [path: string, ...types: string[]] }
  /** Yes only where the inner answer is a certain yes: for what is so rare that a doubt about it must not widen everything. */
  | { readonly surely: When }
  | { readonly not: When }
  | { readonly any: readonly When[] }
  | { readonly all: readonly When[] }
