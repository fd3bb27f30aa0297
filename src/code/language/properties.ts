import {
  type Abstract,
  absentIn,
  addMember,
  addToUnknown,
  anyField,
  type ForeignCall,
  getterPrefix,
  hasAccessor,
  isOutOfSight,
  joinValues,
  literal,
  notFound,
  nothing,
  optionsOf,
  pointer,
  type Run,
  setField,
  setterPrefix,
  type Thing,
  textOf,
  unknownValue,
  writePerhaps,
} from '../evaluate/index.ts'
import { eachOf } from './entries.ts'

const site = (call: ForeignCall): string => `${call.at.file}:${call.at.line}:${call.at.column ?? 0}`

/** `Object.assign`. */
export function assigned(run: Run, call: ForeignCall): Abstract {
  const [first = nothing, ...others] = call.arguments.items
  const sources = [...others, ...(call.arguments.rest ? [joinValues([call.arguments.rest, nothing])] : [])]
  eachOf(run, first, call, (option) => {
    const writes = option.kind === 'pointer' && hasAccessor(run, option.thing, unknownValue('is any name'), setterPrefix)
    if (option.kind === 'pointer' && !writes) for (const from of sources) run.copyFields(from, option.thing, call.scope)
    else if (writes || option.kind === 'foreign' || option.kind === 'unknown') assignTo(run, option, sources, call)
  })
  return first
}

/** `Object.assign(process.env, { ... })`, a part of the event, or an object with setters: field by field. */
function assignTo(run: Run, owner: Abstract, sources: readonly Abstract[], call: ForeignCall): void {
  const fields = run.heap.thing('record', site(call))
  for (const from of sources) run.copyFields(from, fields, call.scope)
  for (const [name, field] of [...fields.fields.map]) {
    if (name === anyField) run.write(owner, unknownValue('is a name that is not known'), field, call.scope)
    else if (!name.startsWith('\0')) run.write(owner, literal(name), field, call.scope)
  }
}

/** `Object.getOwnPropertyDescriptor`, and with no key the descriptors of all that an object has itself. */
export function described(run: Run, owner: Abstract, key: Abstract | undefined, call: ForeignCall): Abstract {
  if (key) {
    const name = textOf(key)
    const made = optionsOf(owner).map((option) =>
      option.kind === 'pointer' && name !== undefined ? descriptorOf(run, option, name, call) : undefined,
    )
    return joinValues(made.map((one) => one ?? unknownValue('is a descriptor of what is not known', { at: call.at })))
  }
  const all = run.heap.thing('record', site(call))
  for (const option of optionsOf(owner)) {
    if (option.kind !== 'pointer') run.heap.set(all.fields, anyField, unknownValue('is a descriptor of what is not known', { at: call.at }))
    else for (const name of namesOf(run, option.thing)) run.heap.set(all.fields, name, descriptorOf(run, option, name, call) ?? nothing)
  }
  return pointer(all)
}

function namesOf(run: Run, { fields }: Thing): readonly string[] {
  run.heap.touch(fields)
  const plain = (name: string): string => name.replace(getterPrefix, '').replace(setterPrefix, '')
  return [...new Set([...fields.map.keys()].map(plain))].filter((name) => !name.startsWith('\0'))
}

function descriptorOf(run: Run, owner: Abstract & { kind: 'pointer' }, name: string, call: ForeignCall): Abstract | undefined {
  const { fields } = owner.thing
  const parts = [
    ['value', run.heap.get(fields, name)],
    ['get', run.heap.get(fields, getterPrefix + name)],
    ['set', run.heap.get(fields, setterPrefix + name)],
  ] as const
  if (parts.every(([, part]) => part === undefined)) return fields.map.has(anyField) || owner.thing.kind === 'opaque' ? undefined : nothing
  const made = run.heap.thing('record', run.heap.siteOf(site(call), name))
  for (const [slot, part] of parts) if (part) run.heap.set(made.fields, slot, part)
  return pointer(made)
}

/** `Object.defineProperty`. */
export function defined(run: Run, owner: Abstract, key: Abstract, descriptor: Abstract, call: ForeignCall): Abstract {
  const value = run.read(descriptor, literal('value'), call.scope, 0)
  const accessors = [getterPrefix, setterPrefix].map(
    (prefix) => [prefix, run.read(descriptor, literal(prefix === getterPrefix ? 'get' : 'set'), call.scope, 0)] as const,
  )
  const name = textOf(key)
  if (!(value.kind === 'literal' && value.value === undefined)) putValue(run, owner, key, name, value, call)
  for (const [prefix, accessor] of accessors)
    if (!optionsOf(accessor).every((option) => option.kind === 'literal'))
      for (const option of optionsOf(owner)) {
        if (option.kind === 'pointer' && (name !== undefined || prefix === getterPrefix))
          putAccessor(run, option.thing, prefix, key, accessor, option === owner && !option.thing.many)
        else if (prefix === getterPrefix && isOutOfSight(option))
          writePerhaps(run, [option], key, run.call(accessor, option, { ...call, arguments: { items: [] } }))
        else if (name === undefined || prefix !== getterPrefix) run.escape([accessor], 'an object that is not followed', call)
        else if (option.kind === 'foreign') addMember(run, option, name, accessor, call, prefix)
        else addToUnknown(run, literal(name), accessor, call, prefix)
      }
  return owner
}

/** It takes the place of a value. Where the name or the owner is one of several, or not known at all, what was there may still be there. */
function putAccessor(run: Run, { fields }: Thing, prefix: string, key: Abstract, accessor: Abstract, certain: boolean): void {
  const names = optionsOf(key).map((option) => textOf(option) ?? anyField)
  for (const name of names) {
    const isCertain = certain && names.length === 1 && name !== anyField
    const before = isCertain ? undefined : run.heap.get(fields, prefix + name)
    run.heap.set(fields, prefix + name, before ? joinValues([before, accessor]) : accessor)
    const isMeant = (field: string): boolean => (name === anyField ? !field.startsWith('\0') : field === name)
    for (const [field, value] of [...fields.map])
      if (isMeant(field) && value.kind !== 'items') run.heap.set(fields, field, isCertain ? undefined : joinValues([value, notFound]))
  }
}

/** A value takes the place of whatever was there, an accessor included, and asks no setter. */
function putValue(run: Run, owner: Abstract, key: Abstract, name: string | undefined, value: Abstract, call: ForeignCall): void {
  const owners = optionsOf(owner)
  for (const option of owners) {
    if (option.kind !== 'pointer' || name === undefined || option.thing.kind === 'list') {
      run.write(option, key, value, call.scope)
      continue
    }
    const { thing } = option
    const before = run.heap.get(thing.fields, name)
    const accessors = [getterPrefix, setterPrefix].filter((prefix) => thing.fields.map.has(prefix + name))
    const certain = owners.length === 1 && !thing.many
    if (certain) for (const prefix of accessors) run.heap.set(thing.fields, prefix + name, undefined)
    setField(run, thing, name, certain ? value : joinValues([before ?? absentIn(thing), value]))
  }
}

/** `Object.defineProperties`, and the second argument of `Object.create`. */
export function definedAll(run: Run, owner: Abstract, descriptors: Abstract, call: ForeignCall): Abstract {
  for (const option of optionsOf(descriptors)) {
    if (option.kind !== 'pointer') continue
    run.heap.touch(option.thing.fields)
    for (const [name, descriptor] of [...option.thing.fields.map]) if (!name.startsWith('\0')) defined(run, owner, literal(name), descriptor, call)
  }
  return owner
}
