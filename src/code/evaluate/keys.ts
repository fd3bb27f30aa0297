import { mayBeAbsent } from './join.ts'
import { computedFields } from './members.ts'
import type { Run } from './run.ts'
import { type Abstract, anyField, getterPrefix, literal, nothing, orderField, type Thing, unknownValue } from './values.ts'

/** The names of an object's own fields, in their order. */
export interface Keys {
  /** Those that come first, and are surely there. */
  readonly sure: readonly Abstract[]
  /** Those that may come after them, in any order. */
  readonly open: readonly Abstract[]
}

/** Lists the names of an object's own fields as the language does: numbers first, then in the order in which they were written. */
export function keysOf(run: Run, thing: Thing): Keys {
  run.heap.touch(thing.fields)
  const isClass = thing.kind === 'instance' || thing.kind === 'class'
  const sure: Abstract[] = []
  const open: Abstract[] = []
  const entries = [...thing.fields.map]
  const isNumber = ([name]: readonly [string, Abstract]): boolean => /^(?:0|[1-9]\d*)$/.test(name)
  const ordered = [...entries.filter(isNumber).sort(([a], [b]) => Number(a) - Number(b)), ...entries.filter((entry) => !isNumber(entry))]
  const mixed = thing.many || thing.fields.map.has(orderField) || thing.fields.map.has(anyField) || computedFields(thing).length > 0
  for (const [name, field] of ordered) {
    if (name.startsWith(getterPrefix)) {
      if (!isClass) open.push(literal(name.slice(getterPrefix.length)))
    } else if (!name.startsWith('\0') && !(isClass && name.startsWith('#'))) {
      // What may not be there moves all that comes after it.
      if (mixed || open.length > 0 || mayBeAbsent(field)) open.push(literal(name))
      else sure.push(literal(name))
    }
  }
  open.push(...computedFields(thing).map(({ items: [name = nothing] }) => name))
  if (thing.fields.map.has(anyField)) open.push(unknownValue('is a name that is not known'))
  return { sure, open }
}
