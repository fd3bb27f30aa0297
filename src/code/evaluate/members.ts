import type { Spot } from '../summary/index.ts'
import { addedMember, addedMembers } from './added.ts'
import { choose } from './alternatives.ts'
import { askedPerhaps } from './asked-perhaps.ts'
import { beMany } from './be-one.ts'
import { fieldOfSpread, isGlobalObject, isProcessEnvironment, readEnvironment, variablesLike } from './globals.ts'
import { anyItem, joinValues, mayBeAbsent, missingOf, stepInto } from './join.ts'
import { listMember } from './list-member.ts'
import { fixedText, memberOfMade } from './made.ts'
import { mayBe } from './may-be.ts'
import { functionMembers, textMembers } from './members-of-language.ts'
import { partOf } from './part-of.ts'
import type { Run } from './run.ts'
import type { Scope } from './scope.ts'
import type { Store } from './store.ts'
import {
  type Abstract,
  anyField,
  fieldOf,
  getterPrefix,
  type Items,
  isOwnSymbol,
  literal,
  namedPrefix,
  noChoice,
  notFound,
  nothing,
  optionsOf,
  pointer,
  symbolField,
  type Thing,
  textOf,
  unknownValue,
} from './values.ts'

/** Reads a member of a value by a key of any kind. */
export function read(run: Run, object: Abstract, key: Abstract, scope: Scope, at: Spot): Abstract {
  if (object.kind !== 'choice' && key.kind !== 'choice') return readOne(run, object, key, scope, at)
  const keys = optionsOf(key)
  const names = run.heap.rough?.areMany(keys) ? [unknownValue('is one of many names')] : keys
  const ways = optionsOf(object).flatMap((owner) => names.map((name) => ({ owner, name })))
  // Only one of several is read, so only one accessor does what it does.
  if (ways.length > 1 && ways.some(({ owner, name }) => owner.kind === 'pointer' && hasAccessor(run, owner.thing, name, getterPrefix))) {
    return choose(
      run,
      scope,
      ways.map(
        ({ owner, name }) =>
          () =>
            readOne(run, owner, name, scope, at),
      ),
    )
  }
  return joinValues(ways.map(({ owner, name }) => readOne(run, owner, name, scope, at)))
}

/** Whether a member of a thing is, or may be, an accessor. */
export function hasAccessor(run: Run, thing: Thing, key: Abstract, prefix: string): boolean {
  const name = textOf(key)
  const holds = ({ map }: Store): boolean => (name === undefined ? [...map.keys()].some((one) => one.startsWith(prefix)) : map.has(prefix + name))
  if (holds(thing.fields)) return true
  for (let level = classOf(thing), steps = 0; level && steps < 32; steps++) {
    const store = thing.kind === 'class' ? level.fields : prototypeOf(run, level)
    if (store && holds(store)) return true
    const base: Abstract | undefined = level.body?.base
    level = base?.kind === 'pointer' ? base.thing : undefined
  }
  return false
}

function readOne(run: Run, object: Abstract, given: Abstract, scope: Scope, at: Spot): Abstract {
  const found = readAsItIs(run, object, given, scope, at)
  if (object.kind === 'pointer' || missingOf(object) === true) return found
  const name = textOf(given) ?? symbolField(given)
  const added = name === undefined ? joinValues([found, ...addedMembers(run)]) : addedMember(run, object, name, scope, at)
  return added ? joinValues([found, added]) : found
}

function readAsItIs(run: Run, object: Abstract, given: Abstract, scope: Scope, at: Spot): Abstract {
  const fixed = fixedText(given)
  const key = fixed === undefined ? given : literal(fixed)
  const name = fixed ?? symbolField(key)
  switch (object.kind) {
    case 'pointer':
      if (name === undefined) {
        const named = run.heap.get(object.thing.fields, fieldOf(key))
        if (named?.kind === 'items' && named.items[1] && fieldOf(key) !== anyField) return named.items[1]
      }
      return name === undefined ? anyMember(run, object.thing, scope, key) : readField(run, object, object.thing, name, scope, at)
    case 'foreign':
      if (isProcessEnvironment(object)) {
        return name === undefined
          ? (variablesLike(run, key) ?? unknownValue('is an environment variable whose name is computed', { at: run.place(scope, at) }))
          : readEnvironment(run, name)
      }
      if (isGlobalObject(object) && name !== undefined) {
        const stored = run.heap.get(run.globals.fields, name)
        return stored ? joinValues([stored, nothing]) : { kind: 'foreign', package: 'global', path: [name] }
      }
      return name === undefined ? partOf(object) : { ...object, path: [...object.path, name] }
    case 'unknown':
      if (object.falsy) return nothing
      if (name !== undefined) {
        const typed = run.typedMember(object, name, scope)
        if (typed) return typed
      }
      return name === undefined ? stepInto(object, '[]') : stepInto(object, /^\d+$/.test(name) ? '[]' : `.${name}`)
    case 'literal':
      // Reading a member of nothing throws; what comes after it is not reached.
      if (object.value === undefined || object.value === null) return { kind: 'choice', options: [] }
      if (typeof object.value === 'string' && name === 'length') return literal(object.value.length)
      if (typeof object.value === 'string' && name !== undefined && /^\d+$/.test(name)) return literal(object.value[Number(name)])
      if (typeof object.value === 'string' && name !== undefined && !textMembers.has(name)) return nothing
      return name === undefined ? unknownValue('is a character of a text') : { kind: 'method', of: object, name }
    case 'choice':
      return read(run, object, key, scope, at)
    case 'items':
      return anyItem(object)
    case 'made':
      return memberOfMade(object, name) ?? (name === undefined ? unknownValue('is read by a computed name') : { kind: 'method', of: object, name })
    default:
      if (object.kind === 'joined' && name !== undefined && !/^\d+$/.test(name) && !textMembers.has(name)) return nothing
      return name === undefined ? unknownValue('is read by a computed name') : { kind: 'method', of: object, name }
  }
}

/** Reads a named field: own fields, accessors, the class chain, then what belongs to the kind of thing. */
function readField(run: Run, self: Abstract, thing: Thing, name: string, scope: Scope, at: Spot): Abstract {
  const found = findField(run, self, thing, name, scope, at)
  if (found) return found
  const added = addedMember(run, self, name, scope, at)
  const given = givenField(run, self, thing, name, scope, at)
  return added ? joinValues([added, given]) : given
}

/** What a thing has under a name that its code does not define. */
function givenField(run: Run, self: Abstract, thing: Thing, name: string, scope: Scope, at: Spot): Abstract {
  // What a library keeps of ours is no field of what it gives: which member leads to it is the library's secret.
  if (thing.kind === 'opaque') return { kind: 'method', of: self, name }
  if (thing.kind === 'list') return listMember(run, thing, name)
  if (thing.kind === 'function' && name === 'prototype') {
    const record = pointer(run.heap.thing('record', `${thing.site}:prototype`))
    run.heap.fill(thing.fields, 'prototype', record, true)
    return record
  }
  if (thing.body && name === 'prototype') return prototypeThing(run, thing, thing.body.prototype)
  if (thing.kind === 'instance' && name === '__proto__') {
    const made = classOf(thing)
    if (made?.body) return prototypeThing(run, made, made.body.prototype)
  }
  const getter = thing.fields.map.get(getterPrefix + anyField)
  // A getter of which the name is not known may be meant.
  const given = getter ? [run.call(getter, self, { arguments: { items: [] }, at: run.place(scope, at), scope })] : []
  const held = run.heap.get(thing.fields, anyField)
  const rest = held || given.length > 0 ? joinValues([...(held ? [held] : []), ...given]) : undefined
  const computed = computedFields(thing).map((pair) => pair.items[1] ?? nothing)
  const spread = fieldOfSpread(run, thing.fields, name)
  if (spread) return rest || computed.length > 0 ? joinValues([spread, ...(rest ? [rest] : []), ...computed]) : spread
  if (rest || computed.length > 0) return joinValues([...(rest ? [rest] : []), ...computed, nothing])
  if (name === 'constructor') return constructorOf(thing)
  if (name === 'name' && (thing.kind === 'class' || thing.kind === 'function'))
    return unknownValue('is the name of a class or function, which a bundler may shorten')
  if (thing.command && name === 'input') return thing.command.input
  if (thing.kind === 'function' && (isOwnSymbol(name) || !name.startsWith('\0')) && !functionMembers.has(name)) return nothing
  if (thing.client || thing.command || thing.kind === 'function' || thing.kind === 'map') return { kind: 'method', of: self, name }
  if (thing.kind === 'class' && thing.body?.base?.kind === 'foreign')
    return { kind: 'foreign', package: thing.body.base.package, path: [...thing.body.base.path, name] }
  if (foreignBase(thing))
    return textsOfErrors.has(name) && isError(thing) ? unknownValue('is the text of an error') : { kind: 'method', of: self, name }
  if (objectMethods.has(name)) return { kind: 'method', of: self, name }
  return nothing
}

/** The fields of a thing whose names are computed, as pairs of name and value. */
export function computedFields(thing: Thing): readonly Items[] {
  const found: Items[] = []
  for (const [name, field] of thing.fields.map) if (name.startsWith(namedPrefix) && field.kind === 'items') found.push(field)
  return found
}

const textsOfErrors = new Set(['message', 'stack', 'name'])

/** Whether a class chain ends in an error of the language. */
function isError(thing: Thing): boolean {
  for (let at = classOf(thing), steps = 0; at && steps < 32; steps++) {
    const base: Abstract | undefined = at.body?.base
    if (base?.kind === 'foreign') return base.package === 'global' && base.path.length === 1 && /Error$/.test(base.path[0] ?? '')
    at = base?.kind === 'pointer' ? base.thing : undefined
  }
  return false
}

/** The class that an object is of. */
function constructorOf(thing: Thing): Abstract {
  if (thing.made) return thing.made
  if (thing.kind === 'record' || thing.kind === 'list')
    return { kind: 'foreign', package: 'global', path: [thing.kind === 'list' ? 'Array' : 'Object'] }
  return unknownValue('is the class of an object')
}

const objectMethods = new Set(['hasOwnProperty', 'toString', 'valueOf', 'then', 'catch', 'finally'])

/** Whether a class chain ends in a class that cannot be seen. */
export function foreignBase(thing: Thing): boolean {
  for (let at = classOf(thing), steps = 0; at && steps < 32; steps++) {
    const base: Abstract | undefined = at.body?.base
    if (base?.kind !== 'pointer') return base !== undefined
    if (base.thing.kind === 'opaque') return true
    at = base.thing
  }
  return false
}

/** The class that a thing is, or was made by. */
export const classOf = (thing: Thing): Thing | undefined =>
  thing.kind === 'class' ? thing : thing.made?.kind === 'pointer' ? thing.made.thing : undefined

/** The field as the analysed code defines it; undefined where it does not. */
export function findField(run: Run, self: Abstract, thing: Thing, name: string, scope: Scope, at: Spot): Abstract | undefined {
  const own = run.heap.get(thing.fields, name)
  if (own) {
    const rest = thing.many || own.kind !== 'choice' ? undefined : run.heap.get(thing.fields, anyField)
    // Where it is not there, the class has a say.
    const isSure = own.kind !== 'choice' || !mayBeAbsent(own)
    const inherited = isSure ? undefined : inheritedField(run, self, thing, name, scope, at)
    const given = isSure ? [] : askedPerhaps(run, self, thing, name, scope, at)
    return rest || inherited || given.length > 0 ? joinValues([own, ...(rest ? [rest] : []), ...(inherited ? [inherited] : []), ...given]) : own
  }
  const getter = run.heap.get(thing.fields, getterPrefix + name)
  if (getter) return run.call(getter, self, { arguments: { items: [] }, at: run.place(scope, at), scope })
  return inheritedField(run, self, thing, name, scope, at)
}

/** The field as the class of a thing, or one of its bases, defines it. */
function inheritedField(run: Run, self: Abstract, thing: Thing, name: string, scope: Scope, at: Spot): Abstract | undefined {
  for (let level = classOf(thing), steps = 0; level && steps < 32; steps++) {
    const store = thing.kind === 'class' ? level.fields : prototypeOf(run, level)
    const member = store && run.heap.get(store, name)
    if (member) return member
    const accessor = store && run.heap.get(store, getterPrefix + name)
    if (accessor) return run.call(accessor, self, { arguments: { items: [] }, at: run.place(scope, at), scope })
    const base: Abstract | undefined = level.body?.base
    level = base?.kind === 'pointer' ? base.thing : undefined
  }
  return undefined
}

/** The object that holds the methods of a class: what is put on it is a method of every instance. */
function prototypeThing(run: Run, thing: Thing, methods: Store): Abstract {
  const known = thing.fields.map.get(prototypeField)
  if (known?.kind === 'pointer' && thing.many) beMany(known.thing)
  if (known) return known
  const made = pointer({ ...run.heap.thing('record', `${thing.site}:prototype`, { made: pointer(thing), many: thing.many }), fields: methods })
  run.heap.set(thing.fields, prototypeField, made, true)
  return made
}

const prototypeField = '\0prototype'

/** Where the methods of a class, or of a function used as one, are kept. */
export function prototypeOf(run: Run, level: Thing): Store | undefined {
  if (level.body) return level.body.prototype
  const record = run.heap.get(level.fields, 'prototype')
  return record?.kind === 'pointer' ? record.thing.fields : undefined
}

/** Whatever a computed key may read. */
function anyMember(run: Run, thing: Thing, scope: Scope, key: Abstract): Abstract {
  const isData = key.kind === 'unknown' && (thing.kind === 'record' || thing.kind === 'list')
  const make = (): Abstract => anyMemberOf(run, thing, scope, key)
  return run.heap.rough && isData ? run.heap.rough.whole(thing.fields, make) : make()
}

function anyMemberOf(run: Run, thing: Thing, scope: Scope, key: Abstract): Abstract {
  if (thing.client) return { kind: 'method', of: pointer(thing), name: '*' }
  run.heap.touch(thing.fields)
  const found: Abstract[] = []
  const add = (name: string, value: Abstract): void => {
    if (name.startsWith(getterPrefix)) {
      if (name !== getterPrefix + anyField && !mayBe(key, name.slice(getterPrefix.length))) return
      const get = (): Abstract => run.call(value, pointer(thing), { arguments: { items: [] }, at: run.place(scope, 4096), scope })
      found.push(choose(run, scope, [get, () => noChoice]))
    } else if (name === anyField || isOwnSymbol(name) || (!name.startsWith('\0') && mayBe(key, name))) found.push(value)
  }
  for (const [name, value] of [...thing.fields.map]) {
    if (name.startsWith(namedPrefix) && value.kind === 'items') found.push(value.items[1] ?? nothing)
    else if (value.kind === 'items') found.push(anyItem(value))
    else add(name, value)
  }
  for (let level = classOf(thing), steps = 0; level && steps < 32; steps++) {
    const store = thing.kind === 'class' ? level.fields : prototypeOf(run, level)
    if (store && store !== thing.fields) for (const [name, value] of store.map) if (value.kind !== 'items') add(name, value)
    const base: Abstract | undefined = level.body?.base
    level = base?.kind === 'pointer' ? base.thing : undefined
  }
  if (thing.kind === 'opaque') return pointer(thing)
  return found.length > 0 ? joinValues([...found, notFound]) : unknownValue('is read by a computed name')
}
