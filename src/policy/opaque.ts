import type { OpaqueToken } from './tokens.ts'

/** Kinds of value that may turn out to be an empty text; what refers to a resource never is. */
export const UNKNOWN_EMPTY: ReadonlySet<string> = new Set(['variable', 'intrinsic', 'environment', 'unknown', 'oneOf'])

/** Whether neither of two opaque parts can stand for the other, or be part of it: two resources, or two attributes of one. */
export function distinctOpaques(a: OpaqueToken, b: OpaqueToken): boolean {
  if (a.value.kind !== 'resource' || b.value.kind !== 'resource') return false
  if (a.value.id === b.value.id && a.value.attribute === b.value.attribute) return false
  // A template's parameter may well hold what a pseudo parameter says, and an ARN holds the region and the account.
  return a.value.id.startsWith('AWS::') === b.value.id.startsWith('AWS::')
}
