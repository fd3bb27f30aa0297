import {
  type Abstract,
  type Arguments,
  anyField,
  anyItem,
  argument,
  asPrimitive,
  type ForeignCall,
  foreign,
  inherit,
  joinValues,
  jsonName,
  literal,
  makeList,
  nothing,
  optionsOf,
  ownSymbol,
  pointer,
  type Run,
  textOf,
  unknownValue,
} from '../evaluate/index.ts'
import type { Idiom } from '../idioms/idiom.ts'
import { eachOf, fromEntries, grouped, listed } from './entries.ts'
import { cloned, parsed, stringified } from './json.ts'
import { assigned, defined, definedAll, described } from './properties.ts'

/** What the language's own objects do that matters to values: `Object`, `Array`, `JSON`, `Reflect`; and what has no effect at all. */
export const objects: Idiom = {
  name: 'objects',
  call(run, symbol, call) {
    if (symbol.package === 'util' && symbol.path.at(-1) === 'inherits') return inheritsFrom(run, call)
    if (symbol.package !== 'global') return undefined
    const name = symbol.path.join('.')
    const first = argument(call.arguments, 0)
    switch (name) {
      case 'Object.assign':
        return assigned(run, call)
      case 'Object.freeze':
      case 'Object.seal':
      case 'Object.preventExtensions':
      case 'Object':
        return first
      case 'Object.setPrototypeOf':
      case 'Reflect.setPrototypeOf':
        eachOf(run, first, call, (option) => {
          if (option.kind === 'pointer') inherit(run, argument(call.arguments, 1), option.thing, call.scope)
        })
        return first
      case 'structuredClone':
        return cloned(run, first, call)
      case 'JSON.parse':
        return parsed(run, call)
      case 'JSON.stringify':
        return stringified(run, call)
      case 'Object.create': {
        const objects = optionsOf(first).map((option) => {
          const from = option.kind === 'pointer' ? option.thing : undefined
          const made = run.heap.thing('instance', site(call), {
            // What it is made after has its members from a class in its turn.
            ...(from?.kind === 'instance' && from.made ? { made: from.made } : {}),
            ...(from?.client ? { client: from.client } : {}),
            ...(from?.command ? { command: from.command } : {}),
          })
          if (from) inherit(run, option, made, call.scope)
          definedAll(run, pointer(made), argument(call.arguments, 1), call)
          return pointer(made)
        })
        return joinValues(objects)
      }
      case 'Object.keys':
      case 'Object.values':
      case 'Object.entries':
      case 'Reflect.ownKeys':
      case 'Object.getOwnPropertyNames':
        return listed(run, first, name, call)
      case 'Object.fromEntries':
        return fromEntries(run, first, call)
      case 'Object.getPrototypeOf':
      case 'Reflect.getPrototypeOf':
        return joinValues(
          optionsOf(first).map((option) => {
            if (option.kind === 'pointer' && option.thing.kind === 'instance') return run.read(option, literal('__proto__'), call.scope, 0)
            return (option.kind === 'pointer' ? option.thing.body?.base : undefined) ?? unknownValue(`comes from ${name}()`, { at: call.at })
          }),
        )
      case 'Object.getOwnPropertyDescriptor':
      case 'Reflect.getOwnPropertyDescriptor':
        return described(run, first, argument(call.arguments, 1), call)
      case 'Object.getOwnPropertyDescriptors':
        return described(run, first, undefined, call)
      case 'Object.groupBy':
        return grouped(run, call)
      case 'Object.defineProperty':
      case 'Reflect.defineProperty':
        return defined(run, first, argument(call.arguments, 1), argument(call.arguments, 2), call)
      case 'Object.defineProperties':
        return definedAll(run, first, argument(call.arguments, 1), call)
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
        const at = (index: number): Abstract => run.read(first, literal(String(index)), call.scope, 0)
        const counted = length !== undefined && Number(length) <= 24 ? Array.from({ length: Number(length) }, (_, index) => at(index)) : undefined
        const source = sized ? makeList(run, counted ?? [], site(call), counted ? undefined : joinValues([nothing, ...numbered(run, first)])) : made
        return callback ? run.method(source, 'map', { ...call, arguments: { items: call.arguments.items.slice(1) } }) : source
      }
      case 'Array':
        return makeList(run, [], site(call), joinValues([nothing, ...call.arguments.items]))
      case 'Reflect.get':
        return run.read(first, argument(call.arguments, 1), call.scope, 0)
      case 'Reflect.set':
        // It may set what another object has, or not be allowed to.
        for (const owner of [first, ...call.arguments.items.slice(3)])
          run.write(owner, argument(call.arguments, 1), argument(call.arguments, 2), call.scope)
        return unknownValue('is the outcome of a test')
      case 'Reflect.deleteProperty':
        run.remove(first, argument(call.arguments, 1))
        return unknownValue('is the outcome of a test')
      case 'Reflect.apply':
        return run.call(first, argument(call.arguments, 1), { ...call, arguments: listOf(run, argument(call.arguments, 2), call) })
      case 'Reflect.construct':
        return run.construct(first, { ...call, arguments: listOf(run, argument(call.arguments, 1), call) })
      case 'Symbol':
      case 'Symbol.for':
        return newSymbol(first, name === 'Symbol.for', call)
      default:
        if (!harmless.has(symbol.path[0] ?? '')) return undefined
        convert(run, symbol.path[0] ?? '', call)
        // `Object.groupBy(list, callback)` and the like.
        run.escape(call.arguments.items.filter(isFunction), name, call)
        return unknownValue(`comes from ${name}()`, { at: call.at })
    }
  },
  construct(run, symbol, call, made) {
    if (symbol.package !== 'global') return undefined
    const [name = ''] = symbol.path
    if (name === 'Array' && !made) return makeList(run, [], site(call), joinValues([nothing, ...call.arguments.items]))
    if (name === 'Object') return pointer(run.heap.thing('record', site(call)))
    if (name.endsWith('Error')) return newError(run, name, call, made)
    if (name === 'Date' || name === 'URLSearchParams' || name === 'RegExp') {
      convert(run, name, call)
      return made ?? unknownValue(`is a new ${name}`, { at: call.at })
    }
    return undefined
  },
  method(run, receiver, name, call) {
    if (name === 'hasOwnProperty') return unknownValue('is the outcome of a test')
    if (name === 'toString' && receiver.kind === 'method' && receiver.name === jsonName) return receiver
    if (receiver.kind === 'foreign' && receiver.package === 'global' && receiver.path[0] === 'RegExp') {
      for (const item of call.arguments.items) run.escape([item], 'RegExp', call)
      return unknownValue('is the outcome of a test')
    }
    return undefined
  },
}

/** A symbol that is made once, while its module is loaded, or that is shared by its name, is told apart from all others. */
function newSymbol(description: Abstract, shared: boolean, call: ForeignCall): Abstract {
  const name = textOf(description)
  const once = call.scope.activation.scope.parent === undefined
  return name !== undefined && (shared || once)
    ? foreign('global', ['Symbol', `${ownSymbol}${shared ? 'for' : site(call)}:${name}`])
    : unknownValue('is a symbol')
}

/** The arguments that a list gives. */
function listOf(run: Run, given: Abstract, call: ForeignCall): Arguments {
  const lists = optionsOf(given).map((option) => run.elements(option, call.scope))
  const [only] = lists
  return lists.length === 1 && only ? only : { items: [], rest: joinValues(lists.map(anyItem)) }
}

/** `util.inherits(Later, Earlier)`. */
function inheritsFrom(run: Run, call: ForeignCall): Abstract {
  const [to, from] = [0, 1].map((index) => run.read(argument(call.arguments, index), literal('prototype'), call.scope, 0))
  for (const option of optionsOf(to ?? nothing)) if (option.kind === 'pointer') inherit(run, from ?? nothing, option.thing, call.scope)
  return nothing
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

/** Asks objects that are handed to what makes texts or numbers of them. */
function convert(run: Run, name: string, call: ForeignCall): void {
  if (asTheyAre.has(name)) return
  for (const item of call.arguments.items) asPrimitive(run, item, ofNumbers.has(name) ? 'number' : 'text', call.scope)
}

const asTheyAre: ReadonlySet<string> = new Set(['console', 'Object', 'JSON', 'Symbol'])
const ofNumbers: ReadonlySet<string> = new Set(['Math', 'Date', 'Number', 'isNaN', 'isFinite'])

/** What stands under indexes in objects that are no lists. */
const numbered = (run: Run, value: Abstract): readonly Abstract[] =>
  optionsOf(value).flatMap((option) =>
    option.kind === 'pointer'
      ? [...option.thing.fields.map.keys()].filter((name) => /^\d+$/.test(name)).flatMap((name) => run.heap.get(option.thing.fields, name) ?? [])
      : [],
  )

/** An error, with what it is said to have been caused by. */
function newError(run: Run, name: string, call: ForeignCall, made: Abstract | undefined): Abstract {
  const many = name === 'AggregateError'
  const [message = nothing, options = nothing] = call.arguments.items.slice(many ? 1 : 0)
  asPrimitive(run, message, 'text', call.scope)
  const error = unknownValue(`is a new ${name}`, { at: call.at })
  const held: (readonly [string, Abstract])[] = [
    [
      'cause',
      joinValues(optionsOf(options).map((option) => (option.kind === 'pointer' ? run.read(option, literal('cause'), call.scope, 0) : nothing))),
    ],
    ...(many ? [['errors', argument(call.arguments, 0)] as const] : []),
  ]
  const known = held.filter(([, value]) => optionsOf(value).some(({ kind }) => kind === 'pointer' || kind === 'method'))
  if (known.length === 0) return made ?? error
  const thing = made ?? pointer(run.heap.thing('instance', site(call)))
  for (const [field, value] of known) run.write(thing, literal(field), value, call.scope)
  if (!made && thing.kind === 'pointer') run.heap.set(thing.thing.fields, anyField, error)
  return thing
}

const site = (call: ForeignCall): string => `${call.at.file}:${call.at.line}:${call.at.column ?? 0}`

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
