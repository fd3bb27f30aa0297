import type { Sources } from '../sources.ts'
import type { TypeRef } from '../summary/index.ts'
import { type TypeTarget, targetsOf } from './targets.ts'

/** How many types are looked into before one counts as more than data. */
const most = 64
/** Classes of the language that hold nothing but data, where a file has none of that name itself. */
const ofLanguage: ReadonlySet<string> = new Set(['Date', 'Buffer', 'Uint8Array', 'ArrayBuffer', 'RegExp', 'URL'])

/** Whether all that a type may stand for is data, to its last part; `isInert` says whether a package's type leads to no client. */
export function isOnlyData(sources: Sources, target: TypeTarget, isInert: (target: TypeTarget & { kind: 'package' }) => boolean): boolean {
  // A type that holds itself is data where all else in it is.
  const seen = new Set<object>()
  const targetIs = (one: TypeTarget): boolean => {
    switch (one.kind) {
      case 'package':
        return isInert(one)
      case 'plain': {
        if (seen.has(one.ref)) return true
        seen.add(one.ref)
        return seen.size <= most && typeIs(one.ref, one.file)
      }
      case 'declaration': {
        const { type, bases = [] } = one.declaration
        if (seen.has(one.declaration)) return true
        seen.add(one.declaration)
        return seen.size <= most && typeIs(type, one.file) && bases.every((base) => typeIs(base, one.file))
      }
      default:
        return false
    }
  }
  const typeIs = (ref: TypeRef, file: string): boolean => {
    switch (ref.kind) {
      case 'data':
        return true
      case 'list':
        return typeIs(ref.of, file)
      case 'several':
        return ref.of.every((one) => typeIs(one, file))
      case 'record':
        return ref.whole === true && ref.members.every(([, type]) => typeIs(type, file))
      case 'type': {
        // INVARIANT: what leads to nothing may be anything, such as the parameter of a generic type.
        const targets = targetsOf(sources, { file, ref })
        return targets.length > 0 ? targets.every(targetIs) : ofLanguage.has(ref.name)
      }
      default:
        return false
    }
  }
  return targetIs(target)
}
