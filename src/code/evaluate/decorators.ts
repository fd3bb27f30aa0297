import type { Location } from '../../model/index.ts'
import type { ClassMember, Expression } from '../summary/index.ts'
import { joinValues } from './join.ts'
import type { Run } from './run.ts'
import type { Scope } from './scope.ts'
import { type Abstract, literal, nothing, optionsOf, pointer, type Thing } from './values.ts'

/**
 * What a method is once its decorators have run. Those of the analysed code are followed, in both dialects; one that a library
 * provides is taken to call the method with what it is called with itself, and to add nothing of AWS.
 */
export function decorate(
  run: Run,
  member: Exclude<ClassMember, { kind: 'block' }>,
  made: Abstract,
  name: Abstract,
  target: Thing,
  scope: Scope,
  at: Location,
): Abstract {
  return (member.decorators ?? []).reduceRight<Abstract>(
    (value, decorator) =>
      joinValues(ownDecorators(run, decorator, scope).map((one) => decorateOnce(run, one, member.kind, value, name, target, scope, at))),
    made,
  )
}

/** What a class is once its decorators have run; a library that is handed the class may do with it what it likes. */
export function decorateClass(run: Run, decorators: readonly Expression[], self: Abstract, scope: Scope, at: Location): Abstract {
  return decorators.reduceRight<Abstract>((value, decorator) => {
    const result = run.call(run.evaluate(decorator, scope), nothing, { arguments: { items: [value] }, at, scope })
    const replaced = optionsOf(result).filter((option) => option.kind === 'pointer' && option.thing.body !== undefined)
    return replaced.length > 0 ? joinValues(replaced) : value
  }, self)
}

/** The functions that a decorator expression stands for, one for each that can be followed; undefined where it cannot. */
function ownDecorators(run: Run, decorator: Expression, scope: Scope): readonly (Abstract | undefined)[] {
  const options = optionsOf(run.evaluate(decorator, scope)).map((option) => (option.kind === 'pointer' && option.thing.closure ? option : undefined))
  return options.length > 0 ? options : [undefined]
}

function decorateOnce(
  run: Run,
  decorator: Abstract | undefined,
  kind: 'method' | 'getter' | 'setter' | 'field',
  value: Abstract,
  name: Abstract,
  target: Thing,
  scope: Scope,
  at: Location,
): Abstract {
  if (decorator?.kind !== 'pointer') return value
  const code = decorator.thing.closure?.code
  const call = (items: readonly Abstract[]): Abstract => run.call(decorator, nothing, { arguments: { items }, at, scope })
  if (kind === 'field') {
    call([pointer(target), name])
    return value
  }
  const slot = kind === 'getter' ? 'get' : kind === 'setter' ? 'set' : 'value'
  // The dialects differ in their parameters: `(target, name, descriptor)` in the older one, `(method, context)` in the standard.
  if (code && code.parameters.length < 3 && !code.rest) {
    const context = run.heap.thing('record', `${at.file}:${at.line}:decorated`)
    run.heap.set(context.fields, 'name', name)
    run.heap.set(context.fields, 'kind', literal(kind))
    return replacedBy(call([value, pointer(context)]), value)
  }
  const descriptor = run.heap.thing('record', `${at.file}:${at.line}:descriptor`)
  run.heap.set(descriptor.fields, slot, value)
  const returned = optionsOf(call([pointer(target), name, pointer(descriptor)])).filter(
    (option) => option.kind === 'pointer' && option.thing.kind === 'record',
  )
  const results = returned.length > 0 ? returned : [pointer(descriptor)]
  return joinValues(results.map((one) => replacedBy(run.read(one, literal(slot), scope, 0), value)))
}

/** A decorator that gives back a function replaces the method with it. */
function replacedBy(result: Abstract, value: Abstract): Abstract {
  const callable = optionsOf(result).filter((option) => option.kind === 'method' || option.kind === 'pointer')
  return callable.length > 0 ? joinValues(callable) : value
}
