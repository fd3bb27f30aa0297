import {
  type Abstract,
  anyField,
  anyTimes,
  argument,
  choose,
  type ForeignCall,
  isOwnSymbol,
  joinValues,
  literal,
  makeList,
  notFound,
  nothing,
  optionsOf,
  pointer,
  type Run,
  setField,
  symbolField,
  type Thing,
  textOf,
  unknownValue,
  visitAll,
} from '../evaluate/index.ts'
import type { Idiom } from '../idioms/idiom.ts'

/** `Map`, `WeakMap` and their methods. */
export const maps: Idiom = {
  name: 'maps',
  construct(run, symbol, call, extended) {
    // A class of ours that extends it may have methods of the same names: what it holds is not followed.
    if (symbol.package !== 'global' || extended) return undefined
    const [name] = symbol.path
    const first = argument(call.arguments, 0)
    if (name !== 'Map' && name !== 'WeakMap') return undefined
    const made = run.heap.thing('map', site(call))
    const fill = (option: Abstract): Abstract => {
      const { items, rest } = run.elements(option, call.scope)
      const add = (pair: Abstract): Abstract => {
        put(run, made, run.read(pair, literal('0'), call.scope, 0), run.read(pair, literal('1'), call.scope, 0))
        return nothing
      }
      items.forEach(add)
      if (rest) anyTimes(run, call, () => add(rest))
      return nothing
    }
    const options = optionsOf(first)
    if (options.length === 1) options.forEach(fill)
    else
      choose(
        run,
        call.scope,
        options.map((option) => () => fill(option)),
      )
    return pointer(made)
  },
  method(run, receiver, name, call) {
    if (receiver.kind !== 'pointer') return undefined
    if (receiver.thing.kind !== 'map') return undefined
    const { thing } = receiver
    const key = argument(call.arguments, 0)
    const everything = (): Abstract => {
      run.heap.touch(thing.fields)
      return joinValues(namesOf(thing).flatMap((field) => thing.fields.map.get(field) ?? []))
    }
    switch (name) {
      case 'set':
        put(run, thing, key, argument(call.arguments, 1))
        return receiver
      case 'get': {
        const text = nameOf(key)
        const rest = run.heap.get(thing.fields, anyField)
        if (text === undefined) return joinValues([everything(), notFound])
        const own = run.heap.get(thing.fields, text)
        return joinValues([...(own ? [own] : []), ...(rest ? [rest] : []), ...(own && !rest ? [] : [nothing])])
      }
      case 'delete': {
        const text = nameOf(key)
        takeOut(run, thing, text === undefined ? namesOf(thing) : [text], text !== undefined)
        return unknownValue('is the outcome of a test')
      }
      case 'clear':
        takeOut(run, thing, namesOf(thing), true)
        return nothing
      case 'forEach': {
        visitAll(run, receiver, call, (pair) => {
          run.call(key, argument(call.arguments, 1), {
            ...call,
            arguments: { items: [half(run, pair, '1', call), half(run, pair, '0', call), receiver] },
          })
        })
        return nothing
      }
      case 'values':
      case 'keys':
      case 'entries': {
        const { items, rest } = run.elements(receiver, call.scope)
        const part = (pair: Abstract): Abstract => (name === 'entries' ? pair : half(run, pair, name === 'keys' ? '0' : '1', call))
        return makeList(run, items.map(part), site(call), rest && part(rest))
      }
      default:
        return unknownValue('is the outcome of a test')
    }
  },
}

/** The keys that something is kept under. */
function namesOf(thing: Thing): readonly string[] {
  return [...thing.fields.map.keys()].filter((name) => !name.startsWith('\0') || name === anyField || isOwnSymbol(name))
}

const nameOf = (key: Abstract): string | undefined => textOf(key) ?? symbolField(key)

function takeOut(run: Run, thing: Thing, names: readonly string[], certain: boolean): void {
  for (const name of names) {
    const before = run.heap.get(thing.fields, name)
    if (before) run.heap.set(thing.fields, name, certain && !thing.many ? undefined : joinValues([before, nothing]))
  }
}

const half = (run: Run, pair: Abstract, index: string, call: ForeignCall): Abstract => run.read(pair, literal(index), call.scope, 0)

function put(run: Run, thing: Thing, key: Abstract, value: Abstract): void {
  const text = nameOf(key)
  const field = text ?? anyField
  const before = run.heap.get(thing.fields, field)
  setField(run, thing, field, text !== undefined && !thing.many ? value : joinValues([...(before ? [before] : []), value]))
}

const site = (call: ForeignCall): string => `${call.at.file}:${call.at.line}:${call.at.column ?? 0}`
