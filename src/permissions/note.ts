import type { CommandFact } from './format.ts'

/** What a command may need beyond what is derived for it, in words that follow its name. */
export function noteOf({ note, beside }: CommandFact): string | undefined {
  if (note !== undefined || beside === undefined) return note
  return `may need ${beside} too, by the authorization reference or by a role in its input`
}
