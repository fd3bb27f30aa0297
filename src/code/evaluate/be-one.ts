import { nextVersion } from './store.ts'
import type { Thing } from './words.ts'

/** Lets a thing stand for several: what is put on one of them takes the place of nothing from now on. */
export function beMany(thing: Thing): void {
  // INVARIANT: whoever has looked at it asks again.
  if (!thing.many) thing.fields.version = nextVersion()
  thing.many = true
}

/** Lets two things that are alike count as one from now on: what is put on one of them may be on the other. */
export function beOne(one: Thing, other: Thing): void {
  if (one.fields === other.fields) return
  const [older, younger] = one.fields.born <= other.fields.born ? [one, other] : [other, one]
  beMany(older)
  beMany(younger)
  younger.fields = older.fields
}
