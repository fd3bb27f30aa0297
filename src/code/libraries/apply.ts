import type { LibraryExport, LibraryFact, LibraryInput } from '../../model/index.ts'
import {
  type Abstract,
  argument,
  type Foreign,
  type ForeignCall,
  giveThing,
  joinValues,
  missingOf,
  nothing,
  optionsOf,
  pointer,
  type Run,
  type Thing,
  unknownValue,
} from '../evaluate/index.ts'
import { exportOf, inherited, memberOf, unspoken } from './find-fact.ts'
import { keep, keepAll, libraryThing, type Receiver, share, siteOf } from './kept.ts'
import { isClient, sendRequest } from './requests.ts'
import { inputOf, type LibraryCall, valueAt } from './sources.ts'
import { sayUnread } from './unread.ts'

/** What is called or constructed, and what a class of the analysed code that extends it has made already. */
interface Applied {
  readonly symbol?: Foreign
  readonly made?: Abstract | undefined
}

/** A call or construction of an export. */
export function applyExport(run: Run, symbol: Foreign, call: ForeignCall, made?: Abstract): Abstract | undefined {
  const found = exportOf(run.facts.libraries, symbol)
  return found && apply({ run, fact: found.fact, call }, found.entry, { symbol, made })
}

/** A call of a member of something that a library made. */
export function applyMember(run: Run, receiver: Receiver, name: string, call: ForeignCall): Abstract | undefined {
  const { fact, entry } = receiver.found
  const full = [...receiver.path, name].join('.')
  const member = memberOf(entry, full)
  const owner = receiver.path.at(-1)
  const of: LibraryCall = { run, fact, call, receiver: receiver.value, name, ...(owner === undefined ? {} : { owner }) }
  if (member) return apply(of, member, {})
  const isOwn = entry.methods !== undefined && fact.could !== undefined && !inherited.has(name) && !unspoken.has(name)
  return isOwn ? apply(of, { unread: fact.could ?? '' }, {}) : undefined
}

function apply(of: LibraryCall, entry: LibraryExport, { symbol, made }: Applied): Abstract | undefined {
  const { run, fact, call } = of
  const facet = facetOf(of, entry, made)
  if (facet) return facet
  for (const [name, source] of Object.entries(entry.shares ?? {})) share(run, name, inputOf(of, source))
  for (const [target, names] of Object.entries(entry.marks ?? {})) markEach(of, valueAt(of, target), names)
  for (const one of entry.sends ?? [])
    for (const request of typeof one === 'string' ? (fact.requests?.[one.slice(1)] ?? []) : [one]) sendRequest(of, request)
  if (entry.unread !== undefined) sayUnread(of, entry.unread, symbol)
  for (const { on, member, with: given } of entry.calls ?? []) {
    const items = (given ?? []).map((source) => handedOf(of, source))
    const inner: ForeignCall = { ...call, arguments: { items } }
    if (member === '()') run.call(valueAt(of, on), nothing, inner)
    else run.method(valueAt(of, on), member, inner)
  }
  if (entry.hands)
    run.escape(
      entry.hands.map((path) => valueAt(of, path)),
      fact.package,
      call,
    )
  if (entry.forwards) return run.send(valueAt(of, entry.forwards.client), valueAt(of, entry.forwards.command), call, fact.package)
  if (entry.returns !== undefined) return joinValues(optionsOf(valueAt(of, entry.returns)).map((option) => owned(run, option, fact, siteOf(call))))
  letGo(of, entry)
  if (entry.makes !== undefined) return makeNamed(of, entry, entry.makes)
  return resultOf(of, entry, symbol, made)
}

/** What a library gives a function of the user: something of its own, or what a path names. */
function handedOf(of: LibraryCall, source: LibraryInput): Abstract {
  return typeof source === 'string' && source.startsWith('@') ? libraryThing(of.run, of.fact, source, of.call) : inputOf(of, source)
}

/** Lets an argument keep what it is given, or each element of a list. */
function markEach(of: LibraryCall, target: Abstract, names: { readonly [name: string]: LibraryInput }): void {
  const list = target.kind === 'pointer' && target.thing.kind === 'list' ? of.run.elements(target, of.call.scope) : undefined
  for (const each of list ? [...list.items, ...(list.rest ? [list.rest] : [])] : [target])
    for (const [name, source] of Object.entries(names)) {
      const value = inputOf(of, source)
      if (missingOf(value) !== true) keep(of.run, each, name, value)
    }
}

/** A client or a command of AWS under another name. */
function facetOf({ run, fact, call }: LibraryCall, entry: LibraryExport, made: Abstract | undefined): Abstract | undefined {
  const input = argument(call.arguments, 0)
  const facets = entry.command
    ? { command: { service: entry.command.client, command: entry.command.name, input, package: fact.package } }
    : entry.client === undefined
      ? undefined
      : { client: { service: entry.client, options: input, package: fact.package } }
  if (!facets) return undefined
  if (made?.kind !== 'pointer') return pointer(run.heap.thing('instance', siteOf(call), facets))
  Object.assign(made.thing, facets)
  return made
}

/** Functions and clients that the library is handed, and that the facts do not speak of. */
function letGo({ run, fact, call }: LibraryCall, entry: LibraryExport): void {
  if (entry.quiet) return
  // Whoever says what it sends uses the clients that it is handed for just that.
  const known = entry.keepsClient || entry.sends !== undefined || entry.keeps !== undefined || entry.assumes !== undefined
  const called = new Set((entry.calls ?? []).map(({ on }) => on))
  const left = call.arguments.items.filter((item, index) => !(known && isOfAws(item)) && !called.has(String(index)))
  run.escape(known ? left.map((item) => withoutClients(run, item)) : left, fact.package, call)
}

function resultOf(of: LibraryCall, entry: LibraryExport, symbol: Foreign | undefined, made: Abstract | undefined): Abstract | undefined {
  const { run, fact, call, receiver } = of
  const { gives } = entry
  if (typeof gives === 'object') return recordOf(of, entry, gives)
  if (entry.changes && receiver) {
    keepIn(of, entry, receiver)
    return receiver
  }
  const hasMembers = [gives, entry.methods, entry.keeps, entry.has, entry.assumes].some((one) => one !== undefined)
  if (!hasMembers && (entry.sends || entry.calls))
    return made ?? run.response(fact.package, [fact.package, ...(of.name === undefined ? (symbol?.path ?? []) : [of.name])].join('.'), nothing, call)
  if (entry.quiet && !hasMembers && symbol && !receiver && !made) return pointer(giveThing(run, siteOf(call), symbol))
  const thing =
    gives === 'self' && receiver
      ? copyOf(of, receiver)
      : symbol || gives !== undefined
        ? libraryThing(run, fact, gives === undefined ? (symbol as Foreign) : `@${gives}`, call, made)
        : pointer(run.heap.thing('opaque', siteOf(call)))
  if (receiver && thing.thing !== receiver.thing) keepAll(run, receiver.thing, thing.thing)
  keepIn(of, entry, thing)
  return thing
}

function keepIn(of: LibraryCall, entry: LibraryExport, thing: Abstract): void {
  for (const [name, source] of Object.entries(entry.keeps ?? {})) {
    const value = inputOf(of, source)
    if (!(value.kind === 'literal' && value.value === undefined)) keep(of.run, thing, name, value)
  }
  if (entry.assumes) {
    const role = inputOf(of, entry.assumes.role)
    keep(of.run, thing, 'role', missingOf(role) === true ? unknownValue(entry.assumes.otherwise) : role)
  }
  if (thing.kind === 'pointer') for (const [member, source] of Object.entries(entry.has ?? {})) giveMember(of, thing.thing, member, source)
}

/** Lets a thing have a member that is read like any other. */
function giveMember({ run, fact, call, ...rest }: LibraryCall, thing: Thing, member: string, source: LibraryInput): void {
  if (typeof source !== 'string' || !source.startsWith('@')) {
    const value = inputOf({ run, fact, call, ...rest }, source)
    if (missingOf(value) !== true) run.heap.set(thing.fields, member, value)
    return
  }
  const made = libraryThing(run, fact, source, call)
  keepAll(run, thing, made.thing)
  run.heap.set(thing.fields, member, made)
}

/** Another object of the same kind, which keeps the same. */
function copyOf({ run, call }: LibraryCall, receiver: Abstract & { readonly kind: 'pointer' }): Abstract & { readonly kind: 'pointer' } {
  const { thing } = receiver
  const made = run.heap.thing('opaque', siteOf(call), thing.made ? { made: thing.made } : {})
  run.heap.touch(thing.fields)
  for (const [name, value] of [...thing.fields.map]) if (name.startsWith('\0')) run.heap.set(made.fields, name, value)
  return pointer(made)
}

function recordOf(of: LibraryCall, entry: LibraryExport, fields: { readonly [field: string]: string }): Abstract {
  const { run, fact, call, receiver } = of
  const record = run.heap.thing('record', siteOf(call))
  for (const [field, source] of Object.entries(fields)) {
    const value = source.startsWith('@') ? libraryThing(run, fact, source, call) : valueAt(of, source)
    if (source.startsWith('@') && value.kind === 'pointer') {
      if (receiver) keepAll(run, receiver.thing, value.thing)
      keepIn(of, entry, value)
    }
    run.heap.set(record.fields, field, value)
  }
  return pointer(record)
}

/** Makes what an export of the library makes that is handed over by name. */
function makeNamed(of: LibraryCall, entry: LibraryExport, path: string): Abstract {
  const { run, fact, call, receiver } = of
  return joinValues(
    optionsOf(valueAt(of, path)).map((option) => {
      const found = option.kind === 'foreign' ? exportOf(run.facts.libraries, option) : undefined
      if (option.kind !== 'foreign' || !found || found.entry.unread !== undefined) {
        if (option.kind !== 'literal') sayUnread(of, found?.entry.unread ?? fact.could ?? 'AWS', option.kind === 'foreign' ? option : undefined)
        return run.response(fact.package, 'result', nothing, call)
      }
      const thing = libraryThing(run, found.fact, option, { ...call, arguments: { items: [] } })
      if (receiver) keepAll(run, receiver.thing, thing.thing)
      keepIn(of, entry, thing)
      // What it would keep of arguments it is not given here; what it keeps of itself is left.
      keepIn({ ...of, call: { ...call, arguments: { items: [] } } }, found.entry, thing)
      return thing
    }),
  )
}

/** A wrapped client belongs to the wrapping package, whose methods may be named otherwise. */
function owned(run: Run, value: Abstract, fact: LibraryFact, site: string): Abstract {
  if (value.kind !== 'pointer' || !value.thing.client || !fact.aggregated) return value
  const made = run.heap.thing('instance', site, { client: { ...value.thing.client, package: fact.package } })
  // Both have the same middlewares, whichever they are put on.
  return pointer({ ...made, fields: value.thing.fields })
}

/** A client, or a class of clients. */
const isOfAws = (value: Abstract): boolean => isClient(value) || value.kind === 'foreign'

/** A record of options without the clients in it, and in the records that it holds. */
function withoutClients(run: Run, value: Abstract, depth = 2): Abstract {
  if (value.kind !== 'pointer' || value.thing.kind !== 'record') return value
  const thing = run.heap.thing('record', `${value.thing.site}:left`)
  for (const [name, field] of value.thing.fields.map)
    if (!optionsOf(field).some(isOfAws)) run.heap.set(thing.fields, name, depth > 0 ? withoutClients(run, field, depth - 1) : field)
  return pointer(thing)
}
