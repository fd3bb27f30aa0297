import {
  type Abstract,
  anyField,
  anyItem,
  argument,
  type ForeignCall,
  foreign,
  getterPrefix,
  itemsField,
  joinValues,
  later,
  literal,
  makeList,
  nothing,
  optionsOf,
  pointer,
  type Run,
  setterPrefix,
  textOf,
  unknownValue,
} from '../evaluate/index.ts'
import type { Idiom } from '../idioms/idiom.ts'
import { eachOf, fromEntries, listed } from './entries.ts'

/** What the language's own objects do that matters to values: `Object`, `Array`, `JSON`, `Reflect`; and what has no effect at all. */
export const objects: Idiom = {
  name: 'objects',
  call(run, symbol, call) {
    if (symbol.package !== 'global') return undefined
    const name = symbol.path.join('.')
    const first = argument(call.arguments, 0)
    switch (name) {
      case 'Object.assign': {
        const sources = [...call.arguments.items.slice(1), ...(call.arguments.rest ? [joinValues([call.arguments.rest, nothing])] : [])]
        eachOf(run, first, call, (option) => {
          if (option.kind === 'pointer') for (const from of sources) run.copyFields(from, option.thing, call.scope)
          else if (option.kind === 'foreign' || option.kind === 'unknown') assignTo(run, option, call)
        })
        return first
      }
      case 'Object.freeze':
      case 'Object.seal':
      case 'Object.preventExtensions':
      case 'Object.setPrototypeOf':
      case 'Object':
        return first
      case 'structuredClone':
      case 'JSON.parse':
        return name === 'JSON.parse' ? parsed(run, first, call) : copied(run, first, call)
      case 'JSON.stringify':
        return { kind: 'method', of: first, name: 'toJSON' }
      case 'Object.create': {
        const made = run.heap.thing('instance', site(call))
        for (const option of optionsOf(first)) if (option.kind === 'pointer') run.copyFields(option, made, call.scope)
        return pointer(made)
      }
      case 'Object.keys':
      case 'Object.values':
      case 'Object.entries':
      case 'Reflect.ownKeys':
      case 'Object.getOwnPropertyNames':
        return listed(run, first, name, call)
      case 'Object.fromEntries':
        return fromEntries(run, first, call)
      case 'Object.defineProperty':
        return defined(run, call)
      case 'Array.isArray':
        return isList(first)
      case 'Array.of':
        return makeList(run, call.arguments.items, site(call), call.arguments.rest)
      case 'Array.from': {
        const lists = optionsOf(first).map((option) => run.elements(option, call.scope))
        const [only] = lists
        const made =
          lists.length === 1 && only
            ? makeList(run, only.items, site(call), only.rest)
            : makeList(run, [], site(call), joinValues(lists.map(anyItem)))
        const callback = call.arguments.items[1]
        const sized = optionsOf(first).some(
          (option) => option.kind === 'pointer' && option.thing.kind === 'record' && only?.items.length === 0 && !only.rest,
        )
        const length = sized ? textOf(run.read(first, literal('length'), call.scope, 0)) : undefined
        const counted = length !== undefined && Number(length) <= 24 ? Array.from({ length: Number(length) }, () => nothing) : undefined
        const source = sized ? makeList(run, counted ?? [], site(call), counted ? undefined : nothing) : made
        return callback ? run.method(source, 'map', { ...call, arguments: { items: [callback] } }) : source
      }
      case 'Array':
        return makeList(run, [], site(call), joinValues([nothing, ...call.arguments.items]))
      case 'Reflect.get':
        return run.read(first, argument(call.arguments, 1), call.scope, 0)
      case 'Reflect.apply':
        return run.call(first, argument(call.arguments, 1), {
          ...call,
          arguments: {
            items: [],
            rest: joinValues(optionsOf(argument(call.arguments, 2)).map((option) => anyItem(run.elements(option, call.scope)))),
          },
        })
      case 'Reflect.construct':
        return run.construct(first, {
          ...call,
          arguments: {
            items: [],
            rest: joinValues(optionsOf(argument(call.arguments, 1)).map((option) => anyItem(run.elements(option, call.scope)))),
          },
        })
      case 'Symbol':
      case 'Symbol.for':
        return unknownValue('is a symbol')
      default:
        if (!harmless.has(symbol.path[0] ?? '')) return undefined
        // `Object.groupBy(list, callback)` and the like.
        run.escape(call.arguments.items.filter(isFunction), name, call)
        return unknownValue(`comes from ${name}()`, { at: call.at })
    }
  },
  construct(run, symbol, call, made) {
    if (symbol.package !== 'global') return undefined
    const [name = ''] = symbol.path
    if (name === 'Array') return makeList(run, [], site(call), joinValues([nothing, ...call.arguments.items]))
    if (name === 'Object') return pointer(run.heap.thing('record', site(call)))
    if (name === 'Proxy' && symbol.path.length === 1) {
      // Either the target answers, or a trap, which is called like any callback and gives what nobody can know.
      const traps = run.constructForeign(foreign('global', ['Proxy', 'traps']), { ...call, arguments: { items: [argument(call.arguments, 1)] } })
      return joinValues([argument(call.arguments, 0), traps])
    }
    if (name.endsWith('Error') || name === 'Date' || name === 'URLSearchParams' || name === 'RegExp')
      return made ?? unknownValue(`is a new ${name}`, { at: call.at })
    return undefined
  },
  method(run, receiver, name, call) {
    if (name === 'hasOwnProperty') return unknownValue('is the outcome of a test')
    if (name === 'toString' && receiver.kind === 'method' && receiver.name === 'toJSON') return receiver
    if (receiver.kind === 'foreign' && receiver.package === 'global' && receiver.path[0] === 'RegExp') {
      for (const item of call.arguments.items) run.escape([item], 'RegExp', call)
      return unknownValue('is the outcome of a test')
    }
    return undefined
  },
}

const isFunction = (value: Abstract): boolean => optionsOf(value).some((option) => option.kind === 'pointer' && option.thing.closure !== undefined)

/** Globals whose functions only compute or print: nothing that is handed to them is sent, and only callbacks are called. */
const harmless = new Set([
  'console',
  'Math',
  'Date',
  'JSON',
  'Number',
  'String',
  'isNaN',
  'isFinite',
  'Symbol',
  'Object',
  'Buffer',
  'Intl',
  'performance',
  'crypto',
  'btoa',
  'atob',
  'Error',
  'clearTimeout',
  'clearInterval',
  'clearImmediate',
])

const site = (call: ForeignCall): string => `${call.at.file}:${call.at.line}:${call.at.column ?? 0}`

function parsed(run: Run, value: Abstract, call: ForeignCall): Abstract {
  return joinValues(
    optionsOf(value).map((option) => {
      // JSON.parse(JSON.stringify(x)) is a copy of x.
      if (option.kind === 'method' && option.name === 'toJSON') return copied(run, option.of, call)
      const text = textOf(option)
      if (text !== undefined) {
        try {
          return run.fromJson(JSON.parse(text), site(call))
        } catch {
          return { kind: 'choice' as const, options: [] }
        }
      }
      if (option.kind === 'unknown') return option
      if (option.kind === 'environment' || option.kind === 'joined' || option.kind === 'made') return later(option, { kind: 'json', path: [] })
      return unknownValue('is parsed from JSON that is not known', { at: call.at })
    }),
  )
}

/** A copy of data to its last part: what is changed in it leaves the original as it is. */
function copied(run: Run, value: Abstract, call: ForeignCall, depth = 6): Abstract {
  return joinValues(
    optionsOf(value).map((option) => {
      if (option.kind !== 'pointer' || (option.thing.kind !== 'record' && option.thing.kind !== 'list') || depth === 0) return option
      const made = run.heap.thing(option.thing.kind, site(call))
      run.copyFields(option, made, call.scope)
      const copy = (field: Abstract): Abstract => copied(run, field, call, depth - 1)
      for (const [name, field] of [...made.fields.map]) {
        const changed =
          field.kind === 'items' && name === itemsField
            ? { ...field, items: field.items.map(copy), ...(field.rest ? { rest: copy(field.rest) } : {}) }
            : copy(field)
        run.heap.set(made.fields, name, changed)
      }
      return pointer(made)
    }),
  )
}

/** `Object.assign(process.env, { ... })`, or a part of the event: field by field. */
function assignTo(run: Run, owner: Abstract, call: ForeignCall): void {
  const fields = run.heap.thing('record', site(call))
  for (const from of call.arguments.items.slice(1)) run.copyFields(from, fields, call.scope)
  for (const [name, field] of [...fields.fields.map]) {
    if (name === anyField) run.write(owner, unknownValue('is a name that is not known'), field, call.scope)
    else if (!name.startsWith('\0')) run.write(owner, literal(name), field, call.scope)
  }
}

function defined(run: Run, call: ForeignCall): Abstract {
  const [owner = nothing, key = nothing, descriptor = nothing] = call.arguments.items
  const value = run.read(descriptor, literal('value'), call.scope, 0)
  const accessors = [getterPrefix, setterPrefix].map(
    (prefix) => [prefix, run.read(descriptor, literal(prefix === getterPrefix ? 'get' : 'set'), call.scope, 0)] as const,
  )
  if (value !== nothing && !(value.kind === 'literal' && value.value === undefined)) run.write(owner, key, value, call.scope)
  const name = textOf(key)
  for (const [prefix, accessor] of accessors)
    if (name !== undefined && accessor.kind === 'pointer')
      for (const option of optionsOf(owner)) if (option.kind === 'pointer') run.heap.set(option.thing.fields, prefix + name, accessor)
  return owner
}

function isList(value: Abstract): Abstract {
  const answers = new Set(
    optionsOf(value).map((option) =>
      option.kind === 'pointer'
        ? option.thing.kind === 'opaque'
          ? undefined
          : option.thing.kind === 'list'
        : option.kind === 'literal' || option.kind === 'joined'
          ? false
          : undefined,
    ),
  )
  const [only] = answers
  return answers.size === 1 && only !== undefined ? literal(only) : unknownValue('is the outcome of a test')
}
