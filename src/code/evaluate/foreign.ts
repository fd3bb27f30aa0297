import type { Idiom } from '../idioms/idiom.ts'
import { joinValues, stepInto } from './join.ts'
import type { ForeignCall, Run } from './run.ts'
import { type Abstract, anyField, type Foreign, foreign, optionsOf, pointer, type Thing, unknownValue } from './values.ts'

/** How deep records and lists that are handed to a library are searched for functions. */
const deepest = 4

/** What happens to values that leave the analysed code, and what comes back. */
export function createForeign(run: Run, idioms: readonly Idiom[]): Pick<Run, 'callForeign' | 'constructForeign' | 'builtinMethod' | 'escape'> {
  const escaping = new Set<Thing>()

  const escape = (values: readonly Abstract[], to: string, call: ForeignCall): void => {
    for (const value of values) for (const option of optionsOf(value)) escapeOne(option, to, call, deepest)
  }

  const escapeOne = (value: Abstract, to: string, call: ForeignCall, depth: number): void => {
    if (value.kind === 'method') {
      run.invokeBlindly(value, call)
      return
    }
    if (value.kind === 'items') {
      escape([...value.items, ...(value.rest ? [value.rest] : [])], to, call)
      return
    }
    if (value.kind !== 'pointer' || depth === 0) return
    const { thing } = value
    if (escaping.has(thing)) return
    escaping.add(thing)
    try {
      if (thing.command) run.send(undefined, value, call, to)
      else if (thing.client) run.clientEscapes(thing.client, to, call)
      else if (thing.closure) run.invokeBlindly(value, call)
      else if (thing.body) {
        const made = run.construct(value, { ...call, arguments: { items: [], rest: unknownValue('is handed in by a library') } })
        escape([made], to, call)
      } else if (thing.kind === 'instance') escapeMethods(value, thing, to, call)
      else if (thing.kind === 'record' || thing.kind === 'list' || thing.kind === 'map') {
        run.heap.touch(thing.fields)
        for (const field of [...thing.fields.map.values()]) for (const option of optionsOf(field)) escapeOne(option, to, call, depth - 1)
      }
    } finally {
      escaping.delete(thing)
    }
  }

  /** Whoever holds an instance may call its methods. */
  const escapeMethods = (self: Abstract, thing: Thing, to: string, call: ForeignCall): void => {
    const blind: ForeignCall = { ...call, arguments: { items: [], rest: unknownValue('is handed in by a library') } }
    const names = new Set<string>()
    for (let at = thing.made?.kind === 'pointer' ? thing.made.thing : undefined, steps = 0; at?.body && steps < 32; steps++) {
      for (const name of at.body.prototype.map.keys()) if (!name.startsWith('\0')) names.add(name)
      at = at.body.base?.kind === 'pointer' ? at.body.base.thing : undefined
    }
    for (const name of names) run.method(self, name, blind)
    for (const field of [...thing.fields.map.values()]) {
      for (const option of optionsOf(field)) if (option.kind === 'pointer' && option.thing.closure) escapeOne(option, to, call, 1)
    }
  }

  /** What a library gives back may be, hold or call whatever it was handed. */
  const opaque = (made: Foreign | undefined, values: readonly Abstract[], call: ForeignCall): Abstract => {
    const thing = run.heap.thing('opaque', `${call.at.file}:${call.at.line}:${call.at.column ?? 0}`, made ? { made } : {})
    carry(thing, values)
    return pointer(thing)
  }

  const carry = (thing: Thing, values: readonly Abstract[]): void => {
    const kept = values.flatMap((value) => carried(value, 2))
    if (kept.length === 0) return
    const before = run.heap.get(thing.fields, anyField)
    run.heap.set(thing.fields, anyField, joinValues([...(before ? [before] : []), ...kept]))
  }

  const carried = (value: Abstract, depth: number): readonly Abstract[] =>
    optionsOf(value).flatMap((option): readonly Abstract[] => {
      if (option.kind === 'method') return [option]
      if (option.kind !== 'pointer') return []
      const { thing } = option
      if (thing.closure || thing.body || thing.client || thing.command || thing.kind === 'instance') return [option]
      if (thing.kind === 'opaque') {
        const inner = run.heap.get(thing.fields, anyField)
        return inner ? optionsOf(inner) : []
      }
      if (depth === 0) return []
      const fields = [...thing.fields.map.values()].flatMap((field) =>
        field.kind === 'items' ? [...field.items, ...(field.rest ? [field.rest] : [])] : [field],
      )
      return fields.flatMap((field) => carried(field, depth - 1))
    })

  const all = (call: ForeignCall): readonly Abstract[] => [...call.arguments.items, ...(call.arguments.rest ? [call.arguments.rest] : [])]

  const callForeign = (symbol: Foreign, call: ForeignCall): Abstract => {
    const plain = withoutDefault(symbol)
    for (const idiom of idioms) {
      const result = idiom.call?.(run, plain, call)
      if (result) return result
    }
    escape(all(call), nameOf(plain), call)
    return plain.package === 'global' ? unknownValue(`comes from ${plain.path.join('.')}()`, { at: call.at }) : opaque(plain, all(call), call)
  }

  const constructForeign = (symbol: Foreign, call: ForeignCall, made?: Abstract): Abstract => {
    const plain = withoutDefault(symbol)
    for (const idiom of idioms) {
      const result = idiom.construct?.(run, plain, call, made)
      if (result) return result
    }
    escape(all(call), nameOf(plain), call)
    return made ?? opaque(plain, all(call), call)
  }

  const builtinMethod = (receiver: Abstract, name: string, call: ForeignCall): Abstract => {
    if (receiver.kind === 'foreign') {
      for (const idiom of idioms) {
        const result = idiom.method?.(run, receiver, name, call)
        if (result) return result
      }
      return callForeign({ ...receiver, path: [...receiver.path, name] }, call)
    }
    for (const idiom of idioms) {
      const result = idiom.method?.(run, receiver, name, call)
      if (result) return result
    }
    if (receiver.kind === 'pointer' && receiver.thing.kind === 'opaque') {
      escape(all(call), `${name}()`, call)
      carry(receiver.thing, all(call))
      const inner = run.heap.get(receiver.thing.fields, anyField)
      const own = inner
        ? optionsOf(inner).filter(
            (option) => option.kind === 'pointer' && option.thing.kind === 'instance' && (!option.thing.client || name === 'send'),
          )
        : []
      const results = own.map((option) => run.method(option, name, call))
      return joinValues([...results, receiver])
    }
    if (receiver.kind === 'unknown') {
      escape(all(call), receiver.origin ?? 'something that is not known', call)
      return stepInto(receiver, `.${name}()`)
    }
    escape(all(call), `${name}()`, call)
    return unknownValue(`comes from ${name}()`, { at: call.at })
  }

  return { callForeign, constructForeign, builtinMethod, escape }
}

const nameOf = (symbol: Foreign): string => (symbol.package === 'global' ? symbol.path.join('.') : [symbol.package, ...symbol.path].join('.'))

/** `import X from 'package'` and `require('package')` name the same thing for most packages. */
const withoutDefault = (symbol: Foreign): Foreign => (symbol.path[0] === 'default' ? foreign(symbol.package, symbol.path.slice(1)) : symbol)
