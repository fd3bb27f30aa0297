import type { LibraryExport, LibraryFact } from '../../model/index.ts'
import {
  type Abstract,
  type Arguments,
  anyItem,
  argument,
  concat,
  type Foreign,
  type ForeignCall,
  joinValues,
  literal,
  makeList,
  nothing,
  optionsOf,
  pointer,
  type Run,
  textOf,
  truthOf,
  unknownValue,
} from '../evaluate/index.ts'
import type { Idiom } from './idiom.ts'

/** Libraries that call AWS on the user's behalf, or wrap clients and handlers, as the action map tells it. */
export const libraries: Idiom = {
  name: 'libraries',

  call(run, symbol, call) {
    const found = exportOf(run, symbol)
    return found && apply(run, found.fact, found.entry, symbol, call, undefined)
  },

  construct(run, symbol, call, made) {
    const found = exportOf(run, symbol)
    return found && apply(run, found.fact, found.entry, symbol, call, made)
  },

  method(run, receiver, name, call) {
    if (receiver.kind !== 'pointer' || receiver.thing.made?.kind !== 'foreign') return undefined
    const found = exportOf(run, receiver.thing.made)
    const entry = found?.entry.methods?.[name]
    if (!found || !entry) return undefined
    const handed = run.heap.get(receiver.thing.fields, '\0made')
    return apply(run, found.fact, entry, receiver.thing.made, call, undefined, handed)
  },
}

/** What the facts say of an export; the longest name first, so that a static member comes before its class. */
function exportOf(run: Run, symbol: Foreign): { readonly fact: LibraryFact; readonly entry: LibraryExport } | undefined {
  const fact = run.facts.libraries.get(symbol.package)
  if (!fact) return undefined
  const name = symbol.path.join('.')
  const entry = fact.exports[name === '' ? 'default' : name] ?? fact.exports[symbol.path.at(-1) ?? 'default'] ?? fact.exports['*']
  return entry && { fact, entry }
}

function apply(
  run: Run,
  fact: LibraryFact,
  entry: LibraryExport,
  symbol: Foreign,
  call: ForeignCall,
  made: Abstract | undefined,
  handed?: Abstract,
): Abstract | undefined {
  const at = (path: string): Abstract => valueAt(run, path, call, handed)
  const site = `${call.at.file}:${call.at.line}:${call.at.column ?? 0}`
  if (entry.command) {
    const facet = { service: entry.command.client, command: entry.command.name, input: argument(call.arguments, 0), package: fact.package }
    if (made?.kind !== 'pointer') return pointer(run.heap.facet(site, { command: facet }))
    made.thing.command = facet
    return made
  }
  if (entry.client !== undefined) {
    const client = { service: entry.client, options: argument(call.arguments, 0), package: fact.package }
    if (made?.kind !== 'pointer') return pointer(run.heap.facet(site, { client }))
    made.thing.client = client
    return made
  }
  for (const request of entry.sends ?? []) {
    if (request.when !== undefined && !holds(at, request.when)) continue
    const given = typeof request.input === 'string' ? at(request.input) : inputRecord(run, request.input, at, site)
    const input = request.placeholder === undefined ? given : withPlaceholder(run, given, request.placeholder, site)
    run.request({
      service: request.client,
      command: request.command,
      input,
      client: request.with === undefined ? nothing : at(request.with),
      call,
      via: fact.package,
    })
  }
  if (entry.forwards) return run.send(at(entry.forwards.client), at(entry.forwards.command), call, fact.package)
  if (entry.returns !== undefined) return joinValues(optionsOf(at(entry.returns)).map((option) => owned(run, option, fact, site)))
  // Whoever says what it sends uses the clients that it is handed for just that.
  const known = entry.keepsClient || entry.sends !== undefined
  const kept = call.arguments.items.filter((item) => !(known && isClient(item)))
  if (!entry.quiet) run.escape(known ? kept.map((item) => withoutClients(run, item)) : kept, fact.package, call)
  if (!entry.methods && entry.sends) return run.response(fact.package, 'result', nothing, call)
  const thing = made?.kind === 'pointer' ? made.thing : run.heap.thing('opaque', site, { made: symbol })
  run.heap.set(thing.fields, '\0made', makeList(run, call.arguments.items, site, call.arguments.rest))
  return pointer(thing)
}

/** A wrapped client belongs to the wrapping package, whose methods may be named otherwise. */
function owned(run: Run, value: Abstract, fact: LibraryFact, site: string): Abstract {
  if (value.kind !== 'pointer' || !value.thing.client || !fact.aggregated) return value
  return pointer(run.heap.facet(site, { client: { ...value.thing.client, package: fact.package } }))
}

function holds(at: (path: string) => Abstract, test: string): boolean {
  const negated = test.startsWith('!')
  const truth = truthOf(at(negated ? test.slice(1) : test))
  return truth === undefined || truth !== negated
}

/** Reads `1.client.x`; `values `, `keys ` and `=` as the facts' format says. */
function valueAt(run: Run, path: string, call: ForeignCall, handed: Abstract | undefined): Abstract {
  if (path.startsWith('=')) return literal(path.slice(1))
  const one = /^any(-key)? (.*)$/.exec(path)
  if (one?.[2] !== undefined) return anyItem(run.elements(valueAt(run, `${one[1] ? 'keys' : 'values'} ${one[2]}`, call, handed), call.scope))
  const listing = /^(values|keys) (.*)$/.exec(path)
  if (listing?.[2] !== undefined)
    return run.call({ kind: 'foreign', package: 'global', path: ['Object', listing[1] ?? ''] }, nothing, {
      ...call,
      arguments: { items: [valueAt(run, listing[2], call, handed)] },
    })
  const parts = path.split('.')
  let given: Arguments = call.arguments
  if (parts[0] === 'made') {
    parts.shift()
    const list = handed ? run.elements(handed, call.scope) : { items: [] }
    given = list
  }
  const [index = '0', ...members] = parts
  return members.reduce((value, member) => run.read(value, literal(member), call.scope, 0), argument(given, Number(index)))
}

/** The input with a text that others fill in later taken for what it is: not known. */
function withPlaceholder(run: Run, input: Abstract, placeholder: string, site: string): Abstract {
  const open = unknownValue(`holds ${placeholder}, which is filled in later`)
  const opened = (value: Abstract): Abstract =>
    joinValues(
      optionsOf(value).map((option) => {
        if (option.kind === 'joined') return concat(option.parts.map(opened))
        const text = textOf(option)
        return text?.includes(placeholder)
          ? concat(text.split(placeholder).flatMap((part, index) => (index === 0 ? [literal(part)] : [open, literal(part)])))
          : option
      }),
    )
  return joinValues(
    optionsOf(input).map((option) => {
      if (option.kind !== 'pointer' || option.thing.kind !== 'record') return option
      const thing = run.heap.thing('record', site)
      for (const [name, field] of option.thing.fields.map) run.heap.set(thing.fields, name, field.kind === 'items' ? field : opened(field))
      return pointer(thing)
    }),
  )
}

function inputRecord(
  run: Run,
  input: { readonly [field: string]: string | readonly string[] },
  at: (path: string) => Abstract,
  site: string,
): Abstract {
  const thing = run.heap.thing('record', site)
  for (const [field, path] of Object.entries(input)) {
    const value = typeof path === 'string' ? at(path) : makeList(run, path.map(at), site)
    if (!(value.kind === 'literal' && value.value === undefined)) run.heap.set(thing.fields, field, value)
  }
  return pointer(thing)
}

const isClient = (value: Abstract): boolean => value.kind === 'pointer' && value.thing.client !== undefined

/** A record of options without the clients in it. */
function withoutClients(run: Run, value: Abstract): Abstract {
  if (value.kind !== 'pointer' || value.thing.kind !== 'record') return value
  const thing = run.heap.thing('record', value.thing.site)
  for (const [name, field] of value.thing.fields.map) if (!optionsOf(field).some(isClient)) run.heap.set(thing.fields, name, field)
  return pointer(thing)
}
