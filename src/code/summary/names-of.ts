import type { Pattern } from './summary.ts'

/** Tells every name that a pattern binds or assigns. */
export function namesOf(target: Pattern, found: (name: string) => void): void {
  switch (target.kind) {
    case 'name':
      found(target.name)
      return
    case 'object':
      for (const member of target.members) namesOf(member.target, found)
      break
    case 'array':
      for (const item of target.items) if (item) namesOf(item, found)
      break
    case 'default':
      namesOf(target.target, found)
      return
    default:
      return
  }
  if (target.rest) namesOf(target.rest, found)
}
