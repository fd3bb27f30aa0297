import { nextVersion } from './store.ts'
import type { Thing } from './words.ts'

/** Lets two things that are alike count as one from now on: what is put on one of them may be on the other, and takes the place of nothing. */
export function beOne(one: Thing, other: Thing): void {
  if (one.fields === other.fields) return
  const [older, younger] = one.fields.born <= other.fields.born ? [one, other] : [other, one]
  // INVARIANT: whoever has looked at them asks again.
  younger.fields.version = nextVersion()
  if (!older.many) older.fields.version = nextVersion()
  older.many = true
  younger.many = true
  younger.fields = older.fields
}
