import type { Spot } from '../summary/index.ts'
import { joinValues } from './join.ts'
import type { Run } from './run.ts'
import type { Scope } from './scope.ts'
import { type Abstract, type Foreign, getterPrefix } from './values.ts'

/**
 * Notes what the code puts on an object of the language or of a library. On a prototype it is a member of whatever may be made of that. It may be
 * read before, so that it is never certain.
 */
export function addMember(run: Run, owner: Foreign, name: string, value: Abstract, prefix = ''): void {
  const { fields } = run.added
  const field = prefix + (isPrototype(owner) ? name : placeOf(owner, name))
  const before = run.heap.get(fields, field)
  run.heap.set(fields, field, before ? joinValues([before, value]) : value)
}

/** A member that code has put there, as it is read off a value that has none of that name itself; undefined where there is none. */
export function addedMember(run: Run, self: Abstract, name: string, scope: Scope, at: Spot): Abstract | undefined {
  const { fields } = run.added
  run.heap.touch(fields)
  if (fields.map.size === 0) return undefined
  const found: Abstract[] = []
  for (const field of self.kind === 'foreign' ? [name, placeOf(self, name)] : [name]) {
    const member = fields.map.get(field)
    const getter = fields.map.get(getterPrefix + field)
    if (member) found.push(member)
    if (getter) found.push(run.call(getter, self, { arguments: { items: [] }, at: run.place(scope, at), scope }))
  }
  return found.length > 0 ? joinValues(found) : undefined
}

/** Whether what is put on an object is called by the language, or by a library, without being named by our code. */
export const isCalledUnseen = (owner: Foreign, name: string | undefined): boolean =>
  owner.package !== 'global' || !isPrototype(owner) || name === undefined || unseen.has(name)

const unseen: ReadonlySet<string> = new Set(['toString', 'valueOf', 'toJSON', 'then', 'next', 'return', 'throw'])

const isPrototype = ({ path }: Foreign): boolean => path.at(-1) === 'prototype'

const placeOf = ({ package: name, path }: Foreign, member: string): string => `\0at:${[name, ...path].join('\0')}\0${member}`
