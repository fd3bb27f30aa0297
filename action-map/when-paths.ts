import type { When } from '../src/permissions/format.ts'

/** The member paths that a condition asks for. */
export function pathsIn(when: When): string[] {
  if ('has' in when) return typeof when.has === 'string' ? [when.has] : [...when.has]
  if ('not' in when) return pathsIn(when.not)
  if ('surely' in when) return pathsIn(when.surely)
  if ('any' in when) return when.any.flatMap(pathsIn)
  if ('all' in when) return when.all.flatMap(pathsIn)
  if ('refersTo' in when) return [when.refersTo[0]]
  if ('isArn' in when) return [when.isArn]
  return ['equals' in when ? when.equals[0] : 'starts' in when ? when.starts[0] : 'ends' in when ? when.ends[0] : when.contains[0]]
}

/** The resource types that a condition asks for. */
export function typesIn(when: When): string[] {
  if ('not' in when) return typesIn(when.not)
  if ('surely' in when) return typesIn(when.surely)
  if ('any' in when) return when.any.flatMap(typesIn)
  if ('all' in when) return when.all.flatMap(typesIn)
  return 'refersTo' in when ? when.refersTo.slice(1) : []
}
