import type { ActionFact, CommandFact } from '../src/permissions/format.ts'

/** What is said of the command as a whole, and its actions one by one. */
export function apart(fact: CommandFact): { about: CommandFact; actions: readonly ActionFact[] } {
  const { basis, why, source, note, actions, ...single } = fact
  const about = {
    ...(basis ? { basis } : {}),
    ...(why === undefined ? {} : { why }),
    ...(source === undefined ? {} : { source }),
    ...(note === undefined ? {} : { note }),
  }
  return { about, actions: actions ?? [single] }
}
