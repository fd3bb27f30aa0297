import type { TypeRef } from '../summary/index.ts'
import { activity } from './activity.ts'
import { noteGiven } from './alike.ts'
import { choose, oneOf } from './alternatives.ts'
import { isCallable } from './callable.ts'
import { start, valueWith } from './decorated.ts'
import { emptyField, fieldKey, methodScope } from './define-class.ts'
import { joinValues, missingOf } from './join.ts'
import { anyTimesMeanwhile } from './meanwhile.ts'
import { findField, hasAccessor } from './members.ts'
import { tooManyThings } from './out-of-sight.ts'
import { wholeOf } from './part-of.ts'
import { askPot, invokeRoughly } from './rough-libraries.ts'
import type { Arguments, ForeignCall, Run } from './run.ts'
import type { Scope } from './scope.ts'
import { writable } from './store.ts'
import { thrownSoFar } from './thrown.ts'
import {
  type Abstract,
  anyField,
  type Closure,
  calledName,
  type Foreign,
  getterPrefix,
  noChoice,
  nothing,
  optionsOf,
  pointer,
  setterPrefix,
  type Thing,
  textOf,
  type Unknown,
  unknownValue,
} from './values.ts'

/** The parts of the run that calling is put together from. */
export function createInvoker(
  run: Run,
  callClosure: (thing: Thing, closure: Closure, self: Abstract, call: ForeignCall) => Abstract,
): Pick<Run, 'call' | 'method' | 'construct' | 'callSuper' | 'initialiseFields' | 'invokeBlindly'> {
  const call = (callee: Abstract, self: Abstract, given: ForeignCall): Abstract => {
    run.step()
    return oneOfThem(given, optionsOf(callee), (option) => callOne(option, self, given))
  }

  /** Only one of several receivers is the real one: what a call of it changes stays as it was where it is another. */
  const oneOfThem = (given: ForeignCall, options: readonly Abstract[], one: (option: Abstract) => Abstract): Abstract =>
    options.filter((option) => option.kind !== 'literal' && option.kind !== 'unknown').length > 1
      ? oneOf(run, given.scope, options, one)
      : joinValues(options.map(one))

  const callOne = (callee: Abstract, self: Abstract, given: ForeignCall, through = nowhere): Abstract => {
    switch (callee.kind) {
      case 'pointer': {
        const { thing } = callee
        if (thing.closure) return callClosure(thing, thing.closure, self, given)
        if (thing.kind === 'opaque') return callOpaque(callee, given)
        // A class without `new`, or an object that is no function: an error at run time, or made callable by something not followed.
        run.escape(given.arguments.items, 'a call that is not followed', given)
        return unknownValue('comes from a call that is not followed', { at: given.at })
      }
      case 'foreign':
        return run.callForeign(callee, given)
      case 'method': {
        const from = callee.name.startsWith('\0') ? { ...given, self } : given
        const items = callee.bound && [...callee.bound, ...given.arguments.items]
        return method(callee.of, callee.name, items ? { ...from, arguments: { ...given.arguments, items } } : from, through)
      }
      case 'literal':
        return noChoice
      case 'unknown': {
        const typed = typedCall(callee, given)
        if (typed) return typed
        if (callee.why === tooManyThings) run.limit(tooManyThings, given)
        run.escape(given.arguments.items, 'a function that is not known', given)
        return unknownValue(callee.origin ? `comes from a call of ${callee.origin}` : callee.why, { at: given.at })
      }
      default:
        run.escape(given.arguments.items, 'a function that is not known', given)
        return unknownValue('comes from a call that is not followed', { at: given.at })
    }
  }

  /** `const { save } = repository` and `repository.save` handed on: the member of what is only known by its type. */
  const typedCall = (callee: Unknown, given: ForeignCall): Abstract | undefined => {
    const { type } = callee
    if (!type) return undefined
    if (!type.owner) {
      const found = run.typedValue(callee, given)
      return found && call(found, nothing, given)
    }
    const { name, type: owner } = type.owner
    const receiver = run.typedReceiver({ ...callee, type: owner }, name, given)
    return receiver && method(receiver, name, given)
  }

  /** The things of libraries that are being called. */
  const asked = new Set<Thing>()

  /** What a library made of our functions: it may pass the call on to any of them. */
  const callOpaque = (callee: Abstract & { kind: 'pointer' }, given: ForeignCall): Abstract => {
    const known = run.libraryCall(callee, calledName, given)
    if (known) return known
    // It may hold a member of itself, which leads back here.
    if (asked.has(callee.thing)) return callee
    asked.add(callee.thing)
    try {
      return askOpaque(callee, given)
    } finally {
      asked.delete(callee.thing)
    }
  }

  const askOpaque = (callee: Abstract & { kind: 'pointer' }, given: ForeignCall): Abstract => {
    const { rough } = run.heap
    if (rough && callee.thing === rough.pot) return askPot(run, rough, callee, given, callOne)
    const carried = run.heap.get(callee.thing.fields, anyField)
    const inner = carried ? optionsOf(carried).filter(isCallable) : []
    const result = anyTimesMeanwhile(run, given, (from) => oneOf(run, given.scope, inner, (option) => callOne(option, nothing, from)))
    run.escape(given.arguments.items, 'a library', given)
    return joinValues([result, callee])
  }

  const method = (receiver: Abstract, name: string, given: ForeignCall, through = nowhere): Abstract => {
    run.step()
    // A promise is taken for what it holds: one that is rejected, or belongs to a function that always throws, holds no value at all.
    if (optionsOf(receiver).length === 0 && promiseMethods.has(name)) return run.builtinMethod(receiver, name, given)
    return oneOfThem(given, optionsOf(receiver), (option) => methodOne(option, name, given, through))
  }

  /** `through` are the members that led here: what a library made may hold its own member, or one that leads back to it. */
  const methodOne = (receiver: Abstract, name: string, given: ForeignCall, through: ReadonlySet<string>): Abstract => {
    const mark = receiver.kind === 'pointer' ? `${receiver.thing.id}.${name}` : ''
    if (receiver.kind === 'pointer' && !through.has(mark)) {
      const member = findField(run, receiver, receiver.thing, name, given.scope, 0)
      if (member) {
        const further = new Set(through).add(mark)
        const known = optionsOf(member).filter((option) => !(option.kind === 'literal'))
        return joinValues(known.map((option) => callOne(option, receiver, given, further)))
      }
    }
    if (missingOf(receiver) === true && !promiseMethods.has(name)) return noChoice
    if (receiver.kind === 'unknown' && receiver.why === tooManyThings) run.limit(tooManyThings, given)
    const base = receiver.kind === 'pointer' && receiver.thing.kind === 'class' ? packageBase(receiver.thing) : undefined
    if (base && !functionMethods.has(name)) return run.callForeign({ ...base, path: [...base.path, name] }, given)
    return run.builtinMethod(receiver, name, given)
  }

  const construct = (callee: Abstract, given: ForeignCall): Abstract =>
    oneOf(run, given.scope, optionsOf(callee), (option) => constructOne(option, given))

  const constructOne = (callee: Abstract, given: ForeignCall): Abstract => {
    run.step()
    const site = `${given.scope.file}:${given.at.line}:${given.at.column ?? 0}`
    if (callee.kind === 'foreign') return run.constructForeign(callee, given)
    // Where there is no class at all, an error is thrown.
    if (callee.kind === 'literal') return noChoice
    if (callee.kind !== 'pointer') {
      run.escape(wholeOf(callee), 'code that computes which part of it is meant', given)
      run.escape(given.arguments.items, 'a constructor that is not known', given)
      return unknownValue(callee.kind === 'unknown' ? callee.why : 'is made by a constructor that is not known', { at: given.at })
    }
    const { thing } = callee
    if (thing.kind === 'opaque') return callOpaque(callee, given)
    const made = pointer(run.heap.thing('instance', site, { made: callee }))
    const result = thing.body ? initialise(thing, made, given) : thing.closure ? callClosure(thing, thing.closure, made, given) : nothing
    // What a constructor returns takes the place of the new object where it is an object itself.
    return joinValues(
      optionsOf(result).map((option) => (option.kind === 'literal' ? made : option.kind === 'pointer' ? option : joinValues([made, option]))),
    )
  }

  /** Runs the constructor chain of a class on a new instance, and gives what its constructor returns. */
  const initialise = (thing: Thing, made: Abstract, given: ForeignCall): Abstract => {
    const { body } = thing
    if (!body) return nothing
    const create: Closure | undefined = body.code.create ? { code: body.code.create, scope: body.scope, home: thing, constructs: true } : undefined
    if (create) {
      const holder = constructorThing(run, thing, create)
      return callClosure(holder, create, made, given)
    }
    if (body.base) initialiseBase(body.base, made, given)
    initialiseFields(thing, made, given)
    return nothing
  }

  const initialiseFields = (thing: Thing, made: Abstract, given: ForeignCall): void => {
    const room = thing.body?.decorated
    if (room) start(run, room.starts, made, given)
    for (const member of thing.body?.code.members ?? []) {
      if (member.kind !== 'field' || member.static || member.ambient || !thing.body) continue
      const scope = methodScope(run, thing, made, given.scope)
      const type = member.type
      const isGiven = room?.values.has(member) === true
      const own = member.value
        ? run.evaluate(member.value, scope)
        : member.decorators && !isGiven
          ? injected(run, type, scope.file)
          : emptyField(run, made, member, scope)
      const value = isGiven ? valueWith(run, thing, member, own, made, given) : own
      if (!member.value && !member.decorators && type !== undefined) continue
      const key = fieldKey(run, member, scope)
      if (member.accessor) run.write(made, key, value, scope)
      else defineField(run, made, key, value, scope)
    }
  }

  const initialiseBase = (base: Abstract, made: Abstract, given: ForeignCall): void => {
    oneOf(run, given.scope, optionsOf(base), (option) => {
      if (option.kind === 'pointer') return initialise(option.thing, made, given)
      if (option.kind === 'foreign') return run.constructForeign(option, given, made)
      run.escape(given.arguments.items, 'a base class that is not known', given)
      return nothing
    })
  }

  const callSuper = (given: ForeignCall): Abstract => {
    const { home, self } = given.scope.activation
    if (!home?.body) return nothing
    if (home.body.base) initialiseBase(home.body.base, self, given)
    initialiseFields(home, self, given)
    return nothing
  }

  /**
   * Calls every function that a value is, with arguments that are not known; they may be what the library's thing that hands them in holds, or
   * what was thrown under its eyes.
   */
  const invokeBlindly = (value: Abstract, given: ForeignCall, by?: Abstract): Abstract => {
    const unseen = unknownValue('is handed in by a library')
    const callable = optionsOf(value).filter(isCallable)
    if (callable.length === 0) return noChoice
    if (run.heap.rough) return invokeRoughly(run, run.heap.rough, callable, given, by, callOne)
    return anyTimesMeanwhile(run, given, (from) => {
      // Who calls it decides what `this` is.
      const self = joinValues([unseen, ...(by ? [by] : [])])
      const thrown = thrownSoFar(run)
      const blind: Arguments = { items: [], rest: joinValues([self, ...(thrown ? [thrown] : [])]) }
      return oneOf(run, from.scope, callable, (option) => {
        const before = activity()
        const result = callOne(option, self, { ...from, arguments: blind })
        if (option.kind === 'pointer' && option.thing.closure) noteGiven(run.heap, option.thing, result, activity() === before + 1)
        return result
      })
    })
  }

  return {
    call,
    method: (receiver, name, given) => method(receiver, name, given),
    construct,
    callSuper,
    invokeBlindly,
    initialiseFields,
  }
}

const nowhere: ReadonlySet<string> = new Set()

/** What can be called on the promise of nothing. */
const promiseMethods = new Set(['then', 'catch', 'finally'])
const functionMethods = new Set(['bind', 'call', 'apply', 'toString', 'hasOwnProperty'])

/** The class of a package that a class extends in the end: its static members are those of the class. */
function packageBase(thing: Thing): Foreign | undefined {
  let at: Abstract | undefined = thing.body?.base
  for (let steps = 0; at?.kind === 'pointer' && steps < 32; steps++) at = at.thing.body?.base
  return at?.kind === 'foreign' && at.package !== 'global' ? at : undefined
}

/** A field is the object's own, whatever accessor of that name it inherits; what is compiled to older code asks the setter. */
function defineField(run: Run, made: Abstract, key: Abstract, value: Abstract, scope: Scope): void {
  const name = textOf(key)
  const has = (prefix: string): boolean => made.kind === 'pointer' && hasAccessor(run, made.thing, key, prefix)
  const isSet = has(setterPrefix)
  if (made.kind !== 'pointer' || name === undefined || !(isSet || has(getterPrefix))) {
    run.write(made, key, value, scope)
    return
  }
  const asked = (): Abstract => {
    run.write(made, key, value, scope)
    return run.read(made, key, scope, 4096)
  }
  run.heap.set(made.thing.fields, name, isSet ? choose(run, scope, [asked, () => value]) : value)
}

/** One thing per constructor, so that its evaluations can be told apart and reused. */
function constructorThing(run: Run, thing: Thing, closure: Closure): Thing {
  const known = thing.fields.map.get('\0constructor')
  if (known?.kind === 'pointer') return known.thing
  const made = run.heap.thing('function', `${thing.site}:constructor`, { closure })
  writable(thing.fields).set('\0constructor', pointer(made))
  return made
}

/** What a decorator may put into a field that the class itself leaves empty. */
const injected = (run: Run, ref: TypeRef | undefined, file: string): Abstract => {
  const type = ref && run.typeOf(file, ref)
  return unknownValue('is injected by a decorator', type ? { type } : {})
}
