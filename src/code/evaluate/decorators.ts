import type { ClassMember, Expression, FunctionSummary } from '../summary/index.ts'
import { choose } from './alternatives.ts'
import { contextOf, type Subject } from './decorated.ts'
import { joinValues } from './join.ts'
import type { Run } from './run.ts'
import type { Scope } from './scope.ts'
import { type Abstract, literal, nothing, optionsOf, type Pointer, pointer } from './values.ts'
import type { FieldValue } from './words.ts'

/**
 * The two dialects of decorators: the older one `(target, name, descriptor)`, which runs when all of the class is there, and the standard one
 * `(value, context)`, which runs before its static fields are set.
 */
export type Dialect = 'older' | 'standard'

/** Does what decorators of our own do in one of the dialects, the last of them first; those of a library are taken to add nothing of AWS. */
function inTurn<T>(run: Run, { decorators, scope, room }: Subject, dialect: Dialect, start: T, once: (value: T, ours: Ours, sure: boolean) => T): T {
  return decorators.reduceRight<T>((value, decorator) => {
    const made = room.made.get(decorator) ?? run.evaluate(decorator, scope)
    room.made.set(decorator, made)
    const ours = optionsOf(made).flatMap((option) => {
      const code = option.kind === 'pointer' ? option.thing.closure?.code : undefined
      return option.kind === 'pointer' && code ? [{ value: option, code }] : []
    })
    return ours.reduce((before, one) => {
      const spoken = dialectsOf(one.code)
      return spoken.includes(dialect) ? once(before, one, spoken.length === 1 && ours.length === 1) : before
    }, value)
  }, start)
}

interface Ours {
  readonly value: Pointer
  readonly code: FunctionSummary
}

/** The dialects that a decorator may speak, as its parameters say. */
function dialectsOf({ parameters, rest, named }: FunctionSummary): readonly Dialect[] {
  const second = parameters[1]
  const type = second?.kind === 'name' || second?.kind === 'object' ? second.type : undefined
  if (type?.kind === 'type' && type.name.endsWith('DecoratorContext')) return ['standard']
  if (named || parameters.length > 2) return ['older']
  return rest || parameters.length < 2 || !type ? ['older', 'standard'] : ['older']
}

/** What a method or accessor is once its decorators have run. */
export function decorate(run: Run, subject: Subject, made: Abstract, dialect: Dialect): Abstract {
  const slot = subject.kind === 'getter' ? 'get' : subject.kind === 'setter' ? 'set' : 'value'
  return inTurn(run, subject, dialect, made, (value, ours, sure) => {
    const once = (): Abstract => {
      if (dialect === 'standard') return replacedBy(ask(run, ours, subject, [value, contextOf(run, subject)]), value)
      const descriptor = run.heap.thing('record', `${subject.at.file}:${subject.at.line}:descriptor`)
      run.heap.set(descriptor.fields, slot, value)
      return joinValues(described(run, ours, subject, descriptor).map((one) => replacedBy(run.read(one, literal(slot), subject.scope, 0), value)))
    }
    return sure ? once() : choose(run, subject.scope, [once, () => value])
  })
}

/** The getter and setter of a field that has its own, and what its decorators make of its first value. */
export function decorateAccessor(
  run: Run,
  subject: Subject,
  made: Pointer,
  dialect: Dialect,
): { readonly pair: Pointer; readonly values: FieldValue[] } {
  const values: FieldValue[] = []
  const pair = inTurn(run, subject, dialect, made, (before, ours, sure) => {
    const given =
      dialect === 'standard' ? optionsOf(ask(run, ours, subject, [before, contextOf(run, subject)])) : described(run, ours, subject, before.thing)
    const after = run.heap.thing('record', `${subject.at.file}:${subject.at.line}:accessor`)
    const records = given.filter((option) => option.kind === 'pointer')
    for (const slot of ['get', 'set'] as const) {
      const old = run.read(before, literal(slot), subject.scope, 0)
      const found = records.map((one) => replacedBy(run.read(one, literal(slot), subject.scope, 0), old))
      run.heap.set(after.fields, slot, joinValues(sure && found.length > 0 && found.length === given.length ? found : [...found, old]))
    }
    for (const one of records) values.push(...valuesIn(run.read(one, literal('init'), subject.scope, 0), sure))
    return pointer(after)
  })
  return { pair, values }
}

/** What the decorators of a field make of the value that it is set to. */
export function decorateField(run: Run, subject: Subject, dialect: Dialect): readonly FieldValue[] {
  return inTurn<readonly FieldValue[]>(run, subject, dialect, [], (values, ours, sure) => {
    if (dialect === 'standard') return [...values, ...valuesIn(ask(run, ours, subject, [nothing, contextOf(run, subject)]), sure)]
    ask(run, ours, subject, [subject.target, subject.name, nothing])
    return values
  })
}

/** What decorates the parameters of a method or constructor is told where they stand. */
export function decorateParameters(run: Run, code: FunctionSummary | null, subject: Omit<Subject, 'decorators'>): void {
  for (const [index, decorator] of code?.decorators ?? []) {
    if (!mayBeOurs(run, decorator, subject.scope)) continue
    inTurn(run, { ...subject, decorators: [decorator] }, 'older', undefined, (_, ours) => {
      ask(run, ours, { ...subject, decorators: [] }, [subject.target, subject.name, literal(index)])
      return undefined
    })
  }
}

/** What a class is once its decorators have run; a library that is handed the class may do with it what it likes. */
export function decorateClass(run: Run, subject: Subject): Abstract {
  return subject.decorators.reduceRight<Abstract>((value, decorator) => {
    const result = joinValues(
      optionsOf(run.evaluate(decorator, subject.scope)).map((option) => {
        const items = option.kind === 'pointer' && option.thing.closure ? [value, contextOf(run, subject)] : [value]
        return run.call(option, nothing, { arguments: { items }, at: subject.at, scope: subject.scope })
      }),
    )
    const replaced = optionsOf(result).filter((option) => option.kind === 'pointer' && option.thing.body !== undefined)
    return replaced.length > 0 ? joinValues(replaced) : value
  }, subject.target)
}

const ask = (run: Run, { value }: Ours, { at, scope }: Subject, items: readonly Abstract[]): Abstract =>
  run.call(value, nothing, { arguments: { items }, at, scope })

/** The descriptors that the older dialect leads to: what it gives back, or else the one that it was handed and may have changed. */
function described(run: Run, ours: Ours, subject: Subject, descriptor: Pointer['thing']): readonly Abstract[] {
  const returned = optionsOf(ask(run, ours, subject, [subject.target, subject.name, pointer(descriptor)])).filter(
    (option) => option.kind === 'pointer' && option.thing.kind === 'record',
  )
  return returned.length > 0 ? returned : [pointer(descriptor)]
}

const isCallable = (option: Abstract): boolean => option.kind === 'method' || option.kind === 'pointer'

/** A decorator that gives back a function replaces the method with it. */
function replacedBy(result: Abstract, value: Abstract): Abstract {
  const callable = optionsOf(result).filter(isCallable)
  return callable.length > 0 ? joinValues(callable) : value
}

function valuesIn(result: Abstract, sure: boolean): readonly FieldValue[] {
  const options = optionsOf(result)
  const callable = options.filter(isCallable)
  return callable.length > 0 ? [{ make: joinValues(callable), sure: sure && callable.length === options.length }] : []
}

/** Whether a decorator may be a function of ours: what one of a library is told of a parameter is nothing that it calls. */
function mayBeOurs(run: Run, decorator: Expression, scope: Scope): boolean {
  const made = decorator.kind === 'call' ? decorator.callee : decorator
  if (made.kind !== 'name' && made.kind !== 'member') return true
  return optionsOf(run.evaluate(made, scope)).some((option) => option.kind !== 'foreign')
}

/** The member of a class that decorators are about. */
export const subjectKind = (member: Exclude<ClassMember, { kind: 'block' }>): Subject['kind'] =>
  member.kind === 'field' && member.accessor ? 'accessor' : member.kind
