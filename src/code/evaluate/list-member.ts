import { joinValues } from './join.ts'
import { partAt } from './made.ts'
import { listMembers } from './members-of-language.ts'
import type { Run } from './run.ts'
import { type Abstract, itemsField, literal, notFound, nothing, pointer, type Thing, unknownValue } from './values.ts'

/** A member of a list: an element, its length, or one of its methods. */
export function listMember(run: Run, thing: Thing, name: string): Abstract {
  const items = run.heap.get(thing.fields, itemsField)
  if (items?.kind !== 'items') return { kind: 'method', of: pointer(thing), name }
  if (/^\d+$/.test(name) && items.parts) return partAt(items.parts, Number(name))
  if (/^\d+$/.test(name)) return items.items[Number(name)] ?? (items.rest ? joinValues([items.rest, notFound]) : nothing)
  if (name === 'length') return items.rest ? unknownValue('is the length of a list') : literal(items.items.length)
  return name.startsWith('\0') || listMembers.has(name) ? { kind: 'method', of: pointer(thing), name } : nothing
}
