import { decorate, decorateClass } from './decorators.ts'
import { joinValues } from './join.ts'
import type { Run } from './run.ts'
import type { Scope } from './scope.ts'
import { type Abstract, anyField, literal, nothing, optionsOf, pointer, symbolField, type Thing } from './values.ts'

/** The scope in which field initialisers run: `this` is the instance. */
export function methodScope(run: Run, thing: Thing, self: Abstract, outer: Scope): Scope {
  const body = thing.body
  const parent = body?.scope ?? outer
  const activation = { ...outer.activation, self, home: thing, returns: [], yields: [], jumps: [] }
  const scope: Scope = { names: run.heap.scope(), parent, activation, file: parent.file }
  activation.scope = scope
  return scope
}

/** Makes the things that a class declaration or expression stands for: one for each class that it may extend. */
export function defineClass(run: Run, code: NonNullable<Thing['body']>['code'], scope: Scope): Abstract {
  if (!code.base) return defineOne(run, code, scope, undefined)
  return joinValues(optionsOf(run.evaluate(code.base, scope)).map((base) => defineOne(run, code, scope, base)))
}

function defineOne(run: Run, code: NonNullable<Thing['body']>['code'], scope: Scope, base: Abstract | undefined): Abstract {
  const inner: Scope = { names: run.heap.scope(), parent: scope, activation: scope.activation, file: scope.file }
  for (let at: Scope | undefined = inner; at && !at.names.captured; at = at.parent) at.names.captured = true
  const thing = run.heap.thing('class', `${scope.file}:${code.at}`, {
    body: { code, scope: inner, prototype: run.heap.scope(), ...(base ? { base } : {}) },
  })
  const self = pointer(thing)
  if (code.name !== '') run.heap.set(inner.names, code.name, self)
  for (const member of code.members) {
    if (member.kind !== 'method' && member.kind !== 'getter' && member.kind !== 'setter') continue
    const key = run.key(member.key, inner)
    const made = pointer(run.heap.thing('function', `${scope.file}:${member.code.at}`, { closure: { code: member.code, scope: inner, home: thing } }))
    const prefix = member.kind === 'getter' ? '\0get:' : member.kind === 'setter' ? '\0set:' : ''
    const store = member.static ? thing.fields : (thing.body?.prototype ?? thing.fields)
    const target = member.static || !thing.body ? thing : { ...thing, fields: thing.body.prototype }
    const finished = member.decorators ? decorate(run, member, made, key, target, inner, run.place(scope, member.code.at)) : made
    for (const name of optionsOf(key))
      run.heap.set(store, name.kind === 'literal' ? prefix + String(name.value) : (symbolField(name) ?? anyField), finished)
  }
  for (const member of code.members) {
    const statics = methodScope(run, thing, self, scope)
    if (member.kind === 'field' && member.static)
      run.write(self, run.key(member.key, statics), member.value ? run.evaluate(member.value, statics) : literal(undefined), statics)
    if (member.kind === 'block') run.execute(member.body, statics)
    if (member.kind === 'field' && member.decorators && thing.body)
      decorate(run, member, nothing, run.key(member.key, statics), { ...thing, fields: thing.body.prototype }, inner, run.place(scope, code.at))
  }
  return code.decorators.length > 0 ? decorateClass(run, code.decorators, self, scope, run.place(scope, code.at)) : self
}
