import type { LibraryFact, LibraryInput } from '../../model/index.ts'
import {
  type Abstract,
  type Arguments,
  anyItem,
  argument,
  concat,
  type ForeignCall,
  joinValues,
  keyOf,
  literal,
  makeList,
  missingOf,
  nothing,
  optionsOf,
  pointer,
  type Run,
  readEnvironment,
  textOf,
  unknownValue,
} from '../evaluate/index.ts'
import { keptOf, madeWith, shared, siteOf } from './kept.ts'

/** One call of a library's export or member. */
export interface LibraryCall {
  readonly run: Run
  readonly fact: LibraryFact
  readonly call: ForeignCall
  /** What the member belongs to. */
  readonly receiver?: Abstract & { readonly kind: 'pointer' }
  /** The last name on the way to the member. */
  readonly name?: string
  /** The name before it. */
  readonly owner?: string
  /** The element of `each` or `some` that is looked at. */
  readonly item?: Abstract
}

/** Reads a path of the facts, see `ArgumentPath`. */
export function valueAt(of: LibraryCall, path: string): Abstract {
  if (path.startsWith('=')) return literal(path.slice(1))
  if (path.startsWith('?')) return unknownValue(path.slice(1))
  if (path.startsWith('text ')) return textOfParts(of, path.slice('text '.length))
  if (path.startsWith('url '))
    return urlOfParts(
      path
        .slice('url '.length)
        .split(' | ')
        .map((part) => valueAt(of, part)),
    )
  if (path.startsWith('result ')) return resultOf(of, path.slice('result '.length).split(' | '))
  const choices = path.split(' ?? ')
  if (choices.length > 1) return firstThere(choices.map((choice) => valueAt(of, choice)))
  const [, word = '', rest = ''] = /^(any-key|any|values|keys|entries) (.*)$/.exec(path) ?? []
  if (word === 'any' || word === 'any-key')
    return anyItem(of.run.elements(valueAt(of, `${word === 'any' ? 'values' : 'keys'} ${rest}`), of.call.scope))
  if (word !== '') {
    const there = optionsOf(valueAt(of, rest)).filter((option) => missingOf(option) !== true)
    if (there.length === 0) return makeList(of.run, [], siteOf(of.call))
    const given: Arguments = { items: [joinValues(there)] }
    return of.run.call({ kind: 'foreign', package: 'global', path: ['Object', word] }, nothing, { ...of.call, arguments: given })
  }
  const [head = '0', ...members] = path.match(/\{[^}]*\}|[^.]+/g) ?? []
  const [start, left] = startOf(of, head, members)
  return left.reduce((value, member) => step(of, value, member), start)
}

function startOf(of: LibraryCall, head: string, members: readonly string[]): readonly [Abstract, readonly string[]] {
  const { run, call, receiver } = of
  const [next = '0', ...others] = members
  if (head.startsWith('$')) return [receiver ? keptOf(run, receiver, head.slice(1)) : nothing, members]
  switch (head) {
    case 'item':
      return [of.item ?? nothing, members]
    case 'name':
      return [of.name === undefined ? nothing : literal(of.name), members]
    case 'owner':
      return [of.owner === undefined ? nothing : literal(of.owner), members]
    case 'self':
      return [receiver ?? nothing, members]
    case 'shared':
      return [shared(run, next), others]
    case 'environment':
      return [readEnvironment(run, next), others]
    case 'arguments':
      return [makeList(run, call.arguments.items, siteOf(call), call.arguments.rest), members]
    case 'made': {
      const list = receiver && madeWith(run, receiver.thing)
      return [list ? argument(run.elements(list, call.scope), Number(next)) : nothing, others]
    }
    default:
      return [argument(call.arguments, Number(head)), members]
  }
}

function step(of: LibraryCall, value: Abstract, member: string): Abstract {
  if (member.startsWith('$')) return keptOf(of.run, value, member.slice(1))
  if (member === '[]') return joinValues(optionsOf(value).map((option) => anyItem(of.run.elements(option, of.call.scope))))
  const name = member.startsWith('{') ? valueAt(of, member.slice(1, -1)) : literal(member)
  return joinValues(optionsOf(value).map((option) => readOf(of, option, name)))
}

/** `https://{0.hostname}{0.path}`: what is not there is left out. */
function textOfParts(of: LibraryCall, template: string): Abstract {
  return concat(
    template.split(/[{}]/).map((part, index) => {
      const value = index % 2 === 0 ? literal(part) : valueAt(of, part)
      return missingOf(value) === true ? literal('') : value
    }),
  )
}

/** The URL of a host and a path; where they are parts of one URL that is known only later, that URL. */
function urlOfParts([host = nothing, path = nothing]: readonly Abstract[]): Abstract {
  const whole = joinValues(
    optionsOf(host).map((option) => {
      const from = partOfUrl(option, ['host', 'hostname'])
      if (!from) return concat([literal('https://'), option, ...(missingOf(path) === true ? [] : [path])])
      const same = missingOf(path) === true || optionsOf(path).every((one) => keyOf(partOfUrl(one, ['pathname']) ?? nothing) === keyOf(from))
      return same ? from : concat([from, unknownValue('is a path that is not that of the URL')])
    }),
  )
  return missingOf(host) === true ? nothing : whole
}

/** The URL of which a value is a part, where that is known only later. */
function partOfUrl(value: Abstract, parts: readonly string[]): Abstract | undefined {
  const last = value.kind === 'made' ? value.steps.at(-1) : undefined
  if (value.kind !== 'made' || last?.kind !== 'url' || !parts.includes(last.part)) return undefined
  return value.steps.length === 1 ? value.of : { ...value, steps: value.steps.slice(0, -1) }
}

/** A member; nothing, texts and what the language itself brings have none, and of a client only what our code gave it. */
function readOf(of: LibraryCall, value: Abstract, name: Abstract): Abstract {
  const isText = value.kind === 'literal' || value.kind === 'joined' || value.kind === 'environment' || value.kind === 'made'
  const text = textOf(name)
  if (value.kind === 'pointer' && value.thing.client && text !== undefined) return of.run.heap.get(value.thing.fields, text) ?? nothing
  const isBuiltIn = value.kind === 'foreign' && value.package === 'global'
  if (isText || isBuiltIn || missingOf(name) === true) return nothing
  return of.run.read(value, name, of.call.scope, 0)
}

/** The first that is there; where that is not known, one of those that may be. */
function firstThere(values: readonly Abstract[]): Abstract {
  const kept: Abstract[] = []
  for (const value of values) {
    const missing = missingOf(value)
    if (missing !== true) kept.push(...optionsOf(value).filter((option) => missingOf(option) !== true))
    if (missing === false) break
    const last = kept.at(-1)
    if (value.kind === 'environment' && last?.kind === 'environment' && !last.fallback) {
      const fallback = firstThere(values.slice(values.indexOf(value) + 1))
      kept[kept.length - 1] = missingOf(fallback) === true ? last : { ...last, fallback }
      break
    }
    // What the user hands over but cannot be seen through stands for itself: a default would be a guess.
    if (missing === undefined && value.kind !== 'choice') break
  }
  return kept.length > 0 ? joinValues(kept) : nothing
}

/** What a function gives for these arguments; anything else is itself. */
function resultOf(of: LibraryCall, [path = '0', ...given]: readonly string[]): Abstract {
  const items = given.map((each) => valueAt(of, each))
  return joinValues(
    optionsOf(valueAt(of, path)).map((option) => {
      const isFunction = option.kind === 'method' || (option.kind === 'pointer' && option.thing.closure !== undefined)
      return isFunction ? of.run.call(option, nothing, { ...of.call, arguments: { items } }) : option
    }),
  )
}

/** Builds what a request is made of. */
export function inputOf(of: LibraryCall, input: LibraryInput): Abstract {
  const { run, call } = of
  if (typeof input === 'string') return valueAt(of, input)
  if (Array.isArray(input))
    return makeList(
      run,
      input.map((each: LibraryInput) => inputOf(of, each)),
      siteOf(call),
    )
  const thing = run.heap.thing('record', siteOf(call))
  for (const [field, source] of Object.entries(input as { readonly [field: string]: LibraryInput })) {
    const value = inputOf(of, source)
    if (value.kind === 'literal' && value.value === undefined) continue
    if (field === '...') run.copyFields(value, thing, call.scope)
    else if (field.startsWith('{')) for (const name of optionsOf(valueAt(of, field.slice(1, -1)))) run.write(pointer(thing), name, value, call.scope)
    else run.heap.set(thing.fields, field, value)
  }
  return pointer(thing)
}

/** The text that a value is known to be. */
export const textAt = (of: LibraryCall, path: string): string | undefined => textOf(valueAt(of, path))
