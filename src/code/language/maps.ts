import {
  type Abstract,
  anyField,
  anyItem,
  argument,
  type ForeignCall,
  joinValues,
  literal,
  makeList,
  notFound,
  nothing,
  optionsOf,
  pointer,
  type Run,
  type Thing,
  textOf,
  unknownValue,
} from '../evaluate/index.ts'
import type { Idiom } from '../idioms/idiom.ts'

/** `Map`, `WeakMap`, `Set` and their methods. */
export const maps: Idiom = {
  name: 'maps',
  construct(run, symbol, call) {
    if (symbol.package !== 'global') return undefined
    const [name] = symbol.path
    const first = argument(call.arguments, 0)
    if (name === 'Set' || name === 'WeakSet') {
      const lists = optionsOf(first).map((option) => run.elements(option, call.scope))
      const [only] = lists
      return lists.length === 1 && only
        ? makeList(run, only.items, site(call), only.rest)
        : makeList(run, [], site(call), joinValues(lists.map(anyItem)))
    }
    if (name !== 'Map' && name !== 'WeakMap') return undefined
    const made = run.heap.thing('map', site(call))
    for (const option of optionsOf(first)) {
      const { items, rest } = run.elements(option, call.scope)
      for (const pair of [...items, ...(rest ? [rest] : [])])
        put(run, made, run.read(pair, literal('0'), call.scope, 0), run.read(pair, literal('1'), call.scope, 0))
    }
    return pointer(made)
  },
  method(run, receiver, name, call) {
    if (receiver.kind !== 'pointer' || receiver.thing.kind !== 'map') return undefined
    const { thing } = receiver
    const key = argument(call.arguments, 0)
    const everything = (): Abstract => {
      run.heap.touch(thing.fields)
      return joinValues([...[...thing.fields.map].filter(([field]) => !field.startsWith('\0') || field === anyField).map(([, value]) => value)])
    }
    switch (name) {
      case 'set':
        put(run, thing, key, argument(call.arguments, 1))
        return receiver
      case 'get': {
        const text = textOf(key)
        const rest = run.heap.get(thing.fields, anyField)
        if (text === undefined) return joinValues([everything(), notFound])
        const own = run.heap.get(thing.fields, text)
        return joinValues([...(own ? [own] : []), ...(rest ? [rest] : []), ...(own && !rest ? [] : [nothing])])
      }
      case 'forEach':
        run.call(key, nothing, { ...call, arguments: { items: [everything(), unknownValue('is a key of a map'), receiver] } })
        return nothing
      case 'values':
        return makeList(run, [], site(call), everything())
      case 'keys':
        return makeList(
          run,
          [...thing.fields.map.keys()].filter((field) => !field.startsWith('\0')).map(literal),
          site(call),
          unknownValue('is a key of a map'),
        )
      case 'entries':
        return makeList(run, [], site(call), anyItem(run.elements(receiver, call.scope)))
      default:
        return unknownValue('is the outcome of a test')
    }
  },
}

function put(run: Run, thing: Thing, key: Abstract, value: Abstract): void {
  const text = textOf(key)
  const field = text ?? anyField
  const before = run.heap.get(thing.fields, field)
  run.heap.set(thing.fields, field, text !== undefined && !thing.many ? value : joinValues([...(before ? [before] : []), value]))
}

const site = (call: ForeignCall): string => `${call.at.file}:${call.at.line}:${call.at.column ?? 0}`
