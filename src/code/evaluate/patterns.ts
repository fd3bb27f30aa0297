import type { Pattern } from '../summary/index.ts'
import { withFallback } from './alternatives.ts'
import { asPrimitive } from './as-primitive.ts'
import { anyItem, joinValues, mayLack, missingOf } from './join.ts'
import { partAt, partItems, partsBetween } from './made.ts'
import { assignName, storeFor } from './names.ts'
import type { Run } from './run.ts'
import type { Scope } from './scope.ts'
import { writeSuper } from './super.ts'
import { type Abstract, itemsField, literal, nothing, optionsOf, pointer } from './values.ts'
import { withType } from './with-type.ts'

/** Binds or assigns a value to a pattern. `hoist` is `var`: the name belongs to the whole function. */
export function bind(run: Run, pattern: Pattern, value: Abstract, scope: Scope, how: 'declare' | 'hoist' | 'assign'): void {
  // Nothing can be taken apart, or written to, where there is nothing; what an iterator does happens here as well.
  if (pattern.kind === 'object' || pattern.kind === 'array') run.heap.mayThrow()
  switch (pattern.kind) {
    case 'name': {
      const typed = pattern.type === undefined ? value : withType(run, value, pattern.type, scope.file)
      if (how === 'declare') run.heap.fill(storeFor(scope, pattern.name), pattern.name, typed)
      else if (how === 'hoist') run.heap.set(storeFor(scope.activation.scope, pattern.name), pattern.name, typed)
      else assignName(run, pattern.name, typed, scope)
      return
    }
    case 'member': {
      const [object, key] = [run.evaluate(pattern.object, scope), run.key(pattern.key, scope)]
      run.heap.mayThrow()
      if (pattern.object.kind === 'super') writeSuper(run, key, value, scope)
      else run.write(object, key, value, scope)
      return
    }
    case 'default': {
      const missing = optionsOf(value).some((option) => option.kind === 'literal' && option.value === undefined)
      const open = optionsOf(value).some((option) => missingOf(option) === undefined)
      if (!missing && !open) bind(run, pattern.target, value, scope, how)
      else {
        const fallback = run.evaluate(pattern.value, scope)
        const given = joinValues(optionsOf(value).filter((option) => !(option.kind === 'literal' && option.value === undefined)))
        const none = given.kind === 'choice' && given.options.length === 0
        bind(run, pattern.target, none ? fallback : missing ? joinValues([given, fallback]) : withFallback(given, fallback, '??'), scope, how)
      }
      return
    }
    case 'object': {
      const typed = pattern.type === undefined ? value : withType(run, value, pattern.type, scope.file)
      const taken: Abstract[] = []
      for (const { key, target } of pattern.members) {
        const name = run.key(key, scope)
        taken.push(name)
        bind(run, target, run.read(typed, name, scope, 0), scope, how)
      }
      if (pattern.rest) {
        const thing = run.heap.thing('record', `${scope.file}:rest`)
        run.copyFields(typed, thing, scope)
        for (const name of taken) run.remove(pointer(thing), name)
        bind(run, pattern.rest, pointer(thing), scope, how)
      }
      return
    }
    case 'array': {
      const lists = optionsOf(value).map((option) => run.elements(option, scope))
      pattern.items.forEach((target, index) => {
        if (!target) return
        const found = lists.map((list) => list.items[index] ?? (list.parts ? partAt(list.parts, index) : list.rest ? mayLack(list.rest) : nothing))
        bind(run, target, joinValues(found.length > 0 ? found : [nothing]), scope, how)
      })
      if (pattern.rest) {
        const thing = run.heap.thing('list', `${scope.file}:rest`)
        const [only] = lists
        const start = pattern.items.length
        const rest =
          lists.length === 1 && only?.parts
            ? partItems(partsBetween(only.parts, start))
            : lists.length === 1 && only
              ? { kind: 'items' as const, items: only.items.slice(start), ...(only.rest ? { rest: only.rest } : {}) }
              : { kind: 'items' as const, items: [], rest: joinValues(lists.map(anyItem)) }
        run.heap.set(thing.fields, itemsField, rest)
        bind(run, pattern.rest, pointer(thing), scope, how)
      }
      return
    }
  }
}

/** The text of a fixed key, or the value of a computed one. */
export function keyValue(run: Run, key: string | Parameters<Run['evaluate']>[0], scope: Scope): Abstract {
  return typeof key === 'string' ? literal(key) : asPrimitive(run, run.evaluate(key, scope), 'text', scope)
}
