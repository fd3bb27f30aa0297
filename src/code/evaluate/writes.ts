import { addMember, addToUnknown, isCalledUnseen } from './added.ts'
import { choose } from './alternatives.ts'
import { writePerhaps } from './change-perhaps.ts'
import { isGlobalObject, isProcessEnvironment, writeEnvironment } from './globals.ts'
import { isOpen, joinValues, mayBeAbsent, missingOf } from './join.ts'
import { mayBe } from './may-be.ts'
import { classOf, hasAccessor, prototypeOf } from './members.ts'
import type { Run } from './run.ts'
import type { Scope } from './scope.ts'
import type { Store } from './store.ts'
import {
  type Abstract,
  anyField,
  type Foreign,
  fieldOf,
  getterPrefix,
  type Items,
  itemsField,
  notFound,
  nothing,
  optionsOf,
  orderField,
  pointer,
  setterPrefix,
  symbolField,
  type Thing,
  textOf,
  type Unknown,
} from './values.ts'

/** Writes a member. */
export function write(run: Run, object: Abstract, key: Abstract, value: Abstract, scope: Scope): void {
  const owners = optionsOf(object)
  const keys = optionsOf(key)
  const certain = owners.length === 1 && keys.length === 1
  if (!certain && owners.some((owner) => owner.kind === 'pointer' && keys.some((one) => hasAccessor(run, owner.thing, one, setterPrefix)))) {
    const ways = owners.flatMap((owner) => keys.map((one) => ({ owner, one })))
    choose(
      run,
      scope,
      ways.map(({ owner, one }) => () => {
        write(run, owner, one, value, scope)
        return nothing
      }),
    )
    return
  }
  for (const owner of owners) {
    if (owner.kind === 'foreign' && isGlobalObject(owner)) {
      // Whoever reads it may come first: what a global holds is always possible, never certain.
      for (const option of keys) writeField(run, pointer(run.globals), run.globals, option, value, false, scope)
    }
    if (owner.kind === 'foreign' && isProcessEnvironment(owner)) writeEnvironment(run, key, value)
    if (owner.kind === 'foreign') for (const option of keys) putOnForeign(run, owner, option, value, scope)
    else if (owner.kind === 'unknown' || isOpen(owner)) handOver(run, value, scope)
    if (owner.kind === 'unknown') noteChange(owner, keys.length === 1 ? textOf(keys[0] ?? nothing) : undefined, scope)
    if (owner.kind !== 'pointer') {
      // What else there is may be a promise of it, which is an object.
      if (owner.kind !== 'foreign' && missingOf(owner) !== true)
        for (const option of keys) addToUnknown(run, option, value, { at: run.place(scope, 4096), scope })
      continue
    }
    for (const option of keys) writeField(run, owner, owner.thing, option, value, certain && !owner.thing.many, scope)
  }
  writePerhaps(run, owners, key, value)
}

/** `Array.prototype.last = ...`, `console.log = ...`. */
function putOnForeign(run: Run, owner: Foreign, key: Abstract, value: Abstract, scope: Scope): void {
  const name = textOf(key)
  if (name !== undefined && !isGlobalObject(owner) && !isProcessEnvironment(owner))
    addMember(run, owner, name, value, { at: run.place(scope, 4096), scope })
  if (name !== undefined) run.putForeign(owner, name, value)
  if (isCalledUnseen(owner, name)) handOver(run, value, scope)
}

/** `worker.onmessage = handle`: whoever has the object may call what is put on it. */
function handOver(run: Run, value: Abstract, scope: Scope): void {
  const functions = optionsOf(value).filter((option) => option.kind === 'pointer' && option.thing.closure !== undefined)
  if (functions.length > 0) run.escape(functions, 'an object that is not followed', { arguments: { items: [] }, at: run.place(scope, 4096), scope })
}

/** Notes that the code changes a part of the event; without a name it may be any. */
export function noteChange({ origin }: Unknown, name: string | undefined, scope: Scope): void {
  if (origin === undefined || !/^event(?:[.[]|$)/.test(origin)) return
  scope.activation.node.changes.add(name === undefined ? origin : origin + (/^\d+$/.test(name) ? '[]' : `.${name}`))
}

function writeField(run: Run, self: Abstract, thing: Thing, key: Abstract, value: Abstract, certain: boolean, scope: Scope): void {
  const { heap } = run
  const name = textOf(key) ?? symbolField(key)
  if (thing.kind === 'list' && (name === undefined || name === 'length' || /^\d+$/.test(name))) {
    const items = heap.get(thing.fields, itemsField)
    const before: Items = items?.kind === 'items' ? items : { kind: 'items', items: [] }
    heap.set(thing.fields, itemsField, name === 'length' ? resized(before, value, certain) : withElement(before, name, value, certain))
    return
  }
  if (name === undefined) {
    const call = { arguments: { items: [value] }, at: run.place(scope, 4096), scope }
    for (const setter of settersLike(run, thing, key)) choose(run, scope, [() => run.call(setter, self, call), () => nothing])
    writeSomewhere(run, thing, key, value, certain)
    return
  }
  const setter = accessorOf(run, thing, setterPrefix + name)
  const before = heap.get(thing.fields, name)
  if (setter) {
    const ask = (): Abstract => run.call(setter, self, { arguments: { items: [value] }, at: run.place(scope, 4096), scope })
    // A field of its own stands over what an object inherits.
    const put = (): Abstract => {
      setField(run, thing, name, certain ? value : joinValues([before ?? absentIn(thing), value]))
      return nothing
    }
    if (before) choose(run, scope, [ask, put])
    else ask()
    return
  }
  // What has a getter alone cannot be written: the getter goes on to say what it is.
  if (!before && accessorOf(run, thing, getterPrefix + name)?.kind === 'pointer') return
  setField(run, thing, name, certain ? value : joinValues([before ?? absentIn(thing), value]))
}

/** The setters that a computed key may mean. */
function settersLike(run: Run, thing: Thing, key: Abstract): readonly Abstract[] {
  if (!hasAccessor(run, thing, key, setterPrefix)) return []
  return storesOf(run, thing).flatMap((store) => {
    run.heap.touch(store)
    const isMeant = (name: string): boolean => name.startsWith(setterPrefix) && mayBe(key, name.slice(setterPrefix.length))
    return [...store.map].filter(([name]) => isMeant(name)).map(([, setter]) => setter)
  })
}

/** What a field holds that is not there: which of the objects that one thing stands for has it is not known. */
export const absentIn = ({ many }: Thing): Abstract => (many ? notFound : nothing)

/** Sets a field; one that may not have been there yet comes after all others in that case. */
export function setField(run: Run, thing: Thing, name: string, value: Abstract): void {
  const before = run.heap.get(thing.fields, name)
  if (before && mayBeAbsent(before) && !mayBeAbsent(value)) {
    const names = [...thing.fields.map.keys()].filter((one) => !one.startsWith('\0'))
    if (names.at(-1) !== name) run.heap.set(thing.fields, orderField, nothing)
  }
  run.heap.set(thing.fields, name, value)
}

/** Writes a field whose name is not known: it may be any of those that are there. */
function writeSomewhere(run: Run, thing: Thing, key: Abstract, value: Abstract, certain: boolean): void {
  const { heap } = run
  heap.touch(thing.fields)
  for (const [name, field] of heap.rough ? [] : [...thing.fields.map])
    if (!name.startsWith('\0') && field.kind !== 'items' && mayBe(key, name)) heap.set(thing.fields, name, joinValues([field, value]))
  const field = fieldOf(key)
  const before = heap.get(thing.fields, field)
  if (field === anyField) heap.set(thing.fields, anyField, joinValues([...(before ? [before] : []), value]))
  else {
    const held = before?.kind === 'items' && !certain ? joinValues([before.items[1] ?? nothing, value]) : value
    heap.set(thing.fields, field, { kind: 'items', items: [key, held] })
  }
}

/** A list in which one element has been written. */
function withElement(before: Items, name: string | undefined, value: Abstract, certain: boolean): Items {
  const index = name === undefined ? undefined : Number(name)
  if (certain && index !== undefined && (index < before.items.length || (index === before.items.length && !before.rest))) {
    const items = [...before.items]
    items[index] = value
    return { ...before, items }
  }
  const changed = before.items.map((item, at) => (index === undefined || at === index ? joinValues([item, value]) : item))
  if (index !== undefined && index < changed.length) return { ...before, items: changed }
  return { kind: 'items', items: changed, rest: joinValues([...(before.rest ? [before.rest] : []), value]) }
}

/** A list whose length has been set. */
function resized(before: Items, value: Abstract, certain: boolean): Items {
  const length = value.kind === 'literal' && typeof value.value === 'number' ? value.value : undefined
  if (certain && length !== undefined && length <= before.items.length) return { kind: 'items', items: before.items.slice(0, length) }
  return { kind: 'items', items: [], rest: joinValues([...before.items, ...(before.rest ? [before.rest] : []), nothing]) }
}

/** `delete object[key]`. */
export function remove(run: Run, object: Abstract, key: Abstract): void {
  const owners = optionsOf(object)
  const names = optionsOf(key).map(textOf)
  const [name] = names
  const [owner] = owners
  if (
    owner?.kind === 'pointer' &&
    owners.length === 1 &&
    names.length === 1 &&
    name !== undefined &&
    owner.thing.kind !== 'list' &&
    !owner.thing.many
  )
    run.heap.set(owner.thing.fields, name, undefined)
  else
    for (const one of owners) {
      if (one.kind !== 'pointer') continue
      run.heap.touch(one.thing.fields)
      for (const [field, value] of [...one.thing.fields.map])
        if (!field.startsWith('\0') && names.some((wanted) => wanted === undefined || wanted === field))
          run.heap.set(one.thing.fields, field, joinValues([value, nothing]))
      if (one.thing.kind === 'list') for (const wanted of names) if (wanted === undefined || /^\d+$/.test(wanted)) leaveHole(run, one.thing, wanted)
    }
  writePerhaps(run, owners, key, nothing)
}

/** What is taken out of a list leaves a hole, which is nothing to whoever asks by number, and not there for whoever goes through the list. */
function leaveHole({ heap }: Run, { fields }: Thing, name: string | undefined): void {
  const before = heap.get(fields, itemsField)
  if (before?.kind !== 'items') return
  const at = name === undefined ? 0 : Number(name)
  const beyond = [...before.items.slice(at), ...(before.rest ? [before.rest] : [])]
  if (beyond.length > 0) heap.set(fields, itemsField, { kind: 'items', items: before.items.slice(0, at), rest: joinValues([...beyond, nothing]) })
}

/** The accessor that a thing has, or gets from its classes. */
function accessorOf(run: Run, thing: Thing, name: string): Abstract | undefined {
  for (const store of storesOf(run, thing)) {
    const accessor = run.heap.get(store, name)
    if (accessor) return accessor
  }
  return undefined
}

/** The stores in which a member of a thing is looked for, nearest first. */
function storesOf(run: Run, thing: Thing): readonly Store[] {
  const found = [thing.fields]
  for (let level = classOf(thing), steps = 0; level && steps < 32; steps++) {
    const store = thing.kind === 'class' ? level.fields : prototypeOf(run, level)
    if (store && store !== thing.fields) found.push(store)
    const base: Abstract | undefined = level.body?.base
    level = base?.kind === 'pointer' ? base.thing : undefined
  }
  return found
}
