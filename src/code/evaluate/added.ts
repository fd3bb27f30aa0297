import type { Spot } from '../summary/index.ts'
import { holdsCode, isDataOf } from './holds-code.ts'
import { joinValues } from './join.ts'
import { keptBeside } from './kept-beside.ts'
import { doRoughly } from './rough-calls.ts'
import type { ForeignCall, Run } from './run.ts'
import type { Scope } from './scope.ts'
import { type Abstract, anyField, type Foreign, getterPrefix, jsonName, noChoice, optionsOf, ownerOf, symbolField, textOf } from './values.ts'

/**
 * Notes what the code puts on an object of the language or of a library. On a prototype it is a member of whatever may be made of that. It may be
 * read before, so that it is never certain.
 */
export function addMember(run: Run, owner: Foreign, name: string, value: Abstract, call: Place, prefix = ''): void {
  add(run, prefix + (isPrototype(owner) ? name : placeOf(owner, name)), value, call)
}

/** Notes what can be called of what the code puts on something that is not known: whatever else is not known may be the same. */
export function addToUnknown(run: Run, key: Abstract, value: Abstract, call: Place, prefix = ''): void {
  const code = optionsOf(value).filter((option) => holdsCode(option, 4) && holdsOurs(option, 4))
  if (code.length > 0) add(run, prefix + unknownPrefix + (textOf(key) ?? symbolField(key) ?? anyField), joinValues(code), call)
}

/** Whether what can be called in a value leads to our code or to AWS: what a library gave that was handed nothing of ours does not. */
function holdsOurs(value: Abstract, depth: number): boolean {
  return optionsOf(value).some((option) => {
    if (option.kind === 'items') return [...option.items, ...(option.rest ? [option.rest] : [])].some((item) => holdsOurs(item, depth))
    if (option.kind === 'method') return option.name !== jsonName && !isDataOf(ownerOf(option))
    if (option.kind !== 'pointer') return option.kind === 'foreign'
    const { kind, fields } = option.thing
    if (kind === 'opaque') return fields.map.size > 0
    if (kind !== 'record' && kind !== 'list' && kind !== 'map') return true
    return depth > 0 && [...fields.map.values()].some((field) => holdsOurs(field, depth - 1))
  })
}

function add(run: Run, name: string, value: Abstract, call: Place): void {
  const { fields } = run.added
  const { loading } = run.heap
  if (loading !== '') run.adders.add(loading)
  const field = moduleOf(loading) + name
  run.heap.set(fields, field, keptBeside(run, run.heap.get(fields, field), value, 'whoever finds it', call))
}

type Place = Pick<ForeignCall, 'at' | 'scope'>

/** A member that code has put there, as it is read off a value that has none of that name itself; undefined where there is none. */
export function addedMember(run: Run, self: Abstract, name: string, scope: Scope, at: Spot): Abstract | undefined {
  const { fields } = run.added
  run.heap.touch(fields)
  if (fields.map.size === 0) return undefined
  const names = [name]
  if (self.kind === 'foreign') names.push(placeOf(self, name))
  if (mayBeUnknown(self)) names.push(unknownPrefix + name)
  // What was put there under a name that is not known may be read off what is not known itself.
  if (holdsUnknown(self)) names.push(unknownPrefix + anyField)
  const { rough } = run.heap
  // Where less is told apart, it does not matter what it is read off.
  if (rough) {
    if (!modulesOf(run).some((module) => names.some((field) => fields.map.has(module + field) || fields.map.has(module + getterPrefix + field))))
      return undefined
    const call = { arguments: { items: [] }, at: run.place(scope, at), scope }
    return doRoughly(run, rough, `added ${names.join()}`, call, (from) => foundUnder(run, self, names, from) ?? noChoice)
  }
  return foundUnder(run, self, names, { arguments: { items: [] }, at: run.place(scope, at), scope })
}

function foundUnder(run: Run, self: Abstract, names: readonly string[], call: ForeignCall): Abstract | undefined {
  const { fields } = run.added
  run.heap.touch(fields)
  const found: Abstract[] = []
  for (const module of modulesOf(run)) {
    for (const field of names) {
      const member = fields.map.get(module + field)
      const getter = fields.map.get(module + getterPrefix + field)
      if (member) found.push(member)
      if (getter) found.push(run.call(getter, self, call))
    }
  }
  return found.length > 0 ? joinValues(found) : undefined
}

/** Whatever code has put on something that is not known, under any name. */
export function addedMembers(run: Run): readonly Abstract[] {
  const { fields } = run.added
  run.heap.touch(fields)
  if (fields.map.size === 0) return []
  return modulesOf(run).flatMap((module) => [...fields.map].filter(([name]) => name.startsWith(module + unknownPrefix)).map(([, member]) => member))
}

/** What a module puts there while it is loaded is there for those who load it. */
function modulesOf(run: Run): readonly string[] {
  if (run.adders.size === 0) return ['']
  const own = run.graph.leadsTo(run.heap.loading || run.heap.entry)
  return ['', ...[...run.adders].filter((module) => own.has(module)).map(moduleOf)]
}

const moduleOf = (module: string): string => (module === '' ? '' : `\0module:${module}\0`)
const unknownPrefix = '\0in:'

/** Whether a value may be something that is not known; primitives stand for promises of that as well. */
const mayBeUnknown = (self: Abstract): boolean => self.kind !== 'foreign' && (self.kind !== 'pointer' || holdsUnknown(self))

/** Whether a value is not known, or has members that are not. */
const holdsUnknown = (self: Abstract): boolean =>
  self.kind === 'unknown' || (self.kind === 'pointer' && (self.thing.kind === 'opaque' || self.thing.fields.map.has(anyField)))

/** Whether what is put on an object is called by the language, or by a library, without being named by our code. */
export const isCalledUnseen = (owner: Foreign, name: string | undefined): boolean =>
  owner.package !== 'global' || !isPrototype(owner) || name === undefined || unseen.has(name)

const unseen: ReadonlySet<string> = new Set(['toString', 'valueOf', 'toJSON', 'then', 'next', 'return', 'throw'])

const isPrototype = ({ path }: Foreign): boolean => path.at(-1) === 'prototype'

const placeOf = ({ package: name, path }: Foreign, member: string): string => `\0at:${[name, ...path].join('\0')}\0${member}`
