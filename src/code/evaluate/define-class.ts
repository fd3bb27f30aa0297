import { type ClassMember, type FunctionSummary, spot } from '../summary/index.ts'
import { metadataField, roomFor, type Subject, start, valueWith } from './decorated.ts'
import { type Dialect, decorate, decorateAccessor, decorateClass, decorateField, decorateParameters, subjectKind } from './decorators.ts'
import { joinValues } from './join.ts'
import { findField, hasAccessor } from './members.ts'
import type { Run } from './run.ts'
import type { Scope } from './scope.ts'
import type { Store } from './store.ts'
import {
  type Abstract,
  anyField,
  getterPrefix,
  keyOf,
  literal,
  notFound,
  nothing,
  optionsOf,
  pointer,
  setterPrefix,
  symbolField,
  type Thing,
  textOf,
} from './values.ts'
import type { Decorated, FieldValue } from './words.ts'

/** The scope in which field initialisers run: `this` is the instance. */
export function methodScope(run: Run, thing: Thing, self: Abstract, outer: Scope): Scope {
  const body = thing.body
  const parent = body?.scope ?? outer
  const activation = { ...outer.activation, self, home: thing, returns: [], yields: [], jumps: [] }
  const scope: Scope = { names: run.heap.scope(parent.names, `${thing.id} ${keyOf(self)}`), parent, activation, file: parent.file }
  activation.scope = scope
  return scope
}

/** Makes the things that a class declaration or expression stands for: one for each class that it may extend. */
export function defineClass(run: Run, code: NonNullable<Thing['body']>['code'], scope: Scope): Abstract {
  if (!code.base) return defineOne(run, code, scope, undefined)
  return joinValues(optionsOf(run.evaluate(code.base, scope)).map((base) => defineOne(run, code, scope, base)))
}

function defineOne(run: Run, code: NonNullable<Thing['body']>['code'], scope: Scope, base: Abstract | undefined): Abstract {
  const inner: Scope = {
    names: run.heap.scope(scope.names, base ? `${scope.file}:${code.at} ${keyOf(base)}` : code),
    parent: scope,
    activation: scope.activation,
    file: scope.file,
  }
  for (let at: Scope | undefined = inner; at && !at.names.captured; at = at.parent) at.names.captured = true
  const site = `${scope.file}:${code.at}`
  const room = roomFor(run, code, base, site, scope)
  const thing = run.heap.thing('class', site, {
    body: {
      code,
      scope: inner,
      prototype: run.heap.scope(inner.names, 'prototype'),
      ...(base ? { base } : {}),
      ...(room ? { decorated: room } : {}),
    },
  })
  const self = pointer(thing)
  if (code.name !== '') run.heap.fill(inner.names, code.name, self)
  if (room) run.heap.set(thing.fields, metadataField, room.metadata)
  for (const member of code.members) {
    if (member.kind !== 'method' && member.kind !== 'getter' && member.kind !== 'setter') continue
    const key = run.key(member.key, inner)
    const made = pointer(run.heap.thing('function', `${scope.file}:${member.code.at}`, { closure: { code: member.code, scope: inner, home: thing } }))
    for (const field of fieldsOf(member.kind, key)) run.heap.fill(storeOf(thing, member.static), field, made)
  }
  if (room) decorateMembers(run, thing, room, inner, 'standard')
  if (room) start(run, room.classStarts, self, { arguments: { items: [] }, at: run.place(scope, code.at), scope })
  for (const member of code.members) {
    if (member.kind === 'block' || (member.kind === 'field' && member.static)) {
      const statics = methodScope(run, thing, self, scope)
      if (member.kind === 'block') run.execute(member.body, statics)
      else setStatic(run, thing, member, self, statics)
    }
  }
  if (!room) return self
  decorateMembers(run, thing, room, inner, 'older')
  const at = run.place(scope, code.at)
  const subject = { kind: 'class', name: literal(code.name), isStatic: true, target: self, room, at, scope } as const
  decorateParameters(run, code.create, { ...subject, name: nothing })
  const finished = decorateClass(run, { ...subject, decorators: code.decorators })
  if (code.name !== '' && finished !== self) run.heap.set(inner.names, code.name, joinValues([self, finished]))
  start(run, room.classStarts, finished, { arguments: { items: [] }, at, scope })
  return finished
}

const storeOf = (thing: Thing, isStatic: boolean): Store => (isStatic ? thing.fields : (thing.body?.prototype ?? thing.fields))

/** The keys under which a member is kept. */
function fieldsOf(kind: 'method' | 'getter' | 'setter', key: Abstract): readonly string[] {
  const prefix = kind === 'getter' ? getterPrefix : kind === 'setter' ? setterPrefix : ''
  return optionsOf(key).map((name) => {
    const known = name.kind === 'literal' ? String(name.value) : symbolField(name)
    return known === undefined ? anyField : prefix + known
  })
}

function setStatic(run: Run, thing: Thing, member: ClassMember & { kind: 'field' }, self: Abstract, scope: Scope): void {
  if (member.ambient) return
  const value = member.value ? run.evaluate(member.value, scope) : emptyField(run, self, member, scope)
  const call = { arguments: { items: [] }, at: run.place(scope, thing.body?.code.at ?? 0), scope }
  run.write(self, fieldKey(run, member, scope), valueWith(run, thing, member, value, self, call), scope)
}

/** What a field without a value is: in TypeScript it is the compiler's settings that say whether it stands over what a base class has there. */
export function emptyField(run: Run, owner: Abstract, member: ClassMember & { kind: 'field' }, scope: Scope): Abstract {
  const key = fieldKey(run, member, scope)
  if (owner.kind !== 'pointer' || !/\.[cm]?tsx?$/.test(scope.file) || hasAccessor(run, owner.thing, key, getterPrefix)) return literal(undefined)
  const name = textOf(key)
  const before = name === undefined ? undefined : findField(run, owner, owner.thing, name, scope, 0)
  return before ? joinValues([before, notFound]) : literal(undefined)
}

/** Lets the decorators of all members do what they do in one of the dialects. */
function decorateMembers(run: Run, thing: Thing, room: Decorated, scope: Scope, dialect: Dialect): void {
  for (const member of thing.body?.code.members ?? []) {
    if (member.kind === 'block') continue
    const name = run.key(member.key, scope)
    const target = member.static ? pointer(thing) : run.read(pointer(thing), literal('prototype'), scope, 0)
    const at = run.place(scope, member.kind === 'field' ? (thing.body?.code.at ?? 0) : member.code.at)
    const subject: Subject = {
      ...{ decorators: member.decorators ?? [], kind: subjectKind(member), name, isStatic: member.static },
      ...{ target, room, at, scope },
    }
    const store = storeOf(thing, member.static)
    if (member.kind !== 'field') {
      if (dialect === 'older') decorateParameters(run, member.code, subject)
      if (subject.decorators.length === 0) continue
      for (const field of fieldsOf(member.kind, name)) {
        const made = run.heap.get(store, field)
        if (made) run.heap.set(store, field, decorate(run, subject, made, dialect))
      }
    } else if (subject.decorators.length > 0) {
      const values = member.accessor ? decoratePair(run, member, subject, store, dialect) : decorateField(run, subject, dialect)
      if (values.length > 0) room.values.set(member, [...(room.values.get(member) ?? []), ...values])
    }
  }
}

/** What a field with a getter and setter of its own is read and written by once its decorators have run. */
function decoratePair(run: Run, member: ClassMember & { kind: 'field' }, subject: Subject, store: Store, dialect: Dialect): readonly FieldValue[] {
  const before = run.heap.thing('record', `${subject.at.file}:${subject.at.line}:accessor`)
  const name = textOf(subject.name)
  const [get, set] = [getterPrefix, setterPrefix].map((prefix) => (name === undefined ? undefined : run.heap.get(store, prefix + name)))
  const own = accessorCode(keptKey(member), subject)
  const make = (code: FunctionSummary): Abstract =>
    pointer(run.heap.thing('function', `${scopeSite(subject)}:${code.name}`, { closure: { code, scope: subject.scope } }))
  run.heap.set(before.fields, 'get', get ?? make(own.get))
  run.heap.set(before.fields, 'set', set ?? make(own.set))
  const { pair, values } = decorateAccessor(run, subject, pointer(before), dialect)
  if (name !== undefined) {
    run.heap.set(store, getterPrefix + name, run.read(pair, literal('get'), subject.scope, 0))
    run.heap.set(store, setterPrefix + name, run.read(pair, literal('set'), subject.scope, 0))
  }
  return values
}

const scopeSite = ({ at }: Subject): string => `${at.file}:${at.line}:${at.column ?? 0}`

/** Under which name a field with a getter of its own keeps what it holds. */
const keptKey = (member: ClassMember & { kind: 'field' }): string => `#${typeof member.key === 'string' ? member.key : ''} kept`

/** The name under which a field is kept in an object. */
export const fieldKey = (run: Run, member: ClassMember & { kind: 'field' }, scope: Scope): Abstract =>
  member.accessor && member.decorators ? literal(keptKey(member)) : run.key(member.key, scope)

function accessorCode(key: string, { at }: Subject): { readonly get: FunctionSummary; readonly set: FunctionSummary } {
  const member = { kind: 'member' as const, object: { kind: 'this' as const }, key, at: spot(at.line, at.column ?? 1) }
  const value = { kind: 'name' as const, name: 'value' }
  const common = { arrow: false, generator: false, at: member.at }
  return {
    get: { ...common, name: 'get', parameters: [], body: [{ kind: 'return', value: member }] },
    set: {
      ...common,
      name: 'set',
      parameters: [value],
      body: [{ kind: 'expression', value: { kind: 'assign', operator: '=', target: member, value } }],
    },
  }
}
