import {
  type Abstract,
  argument,
  type ForeignCall,
  isOfObjects,
  joinValues,
  literal,
  nothing,
  pointer,
  type Run,
  unknownValue,
} from '../evaluate/index.ts'
import type { Idiom } from './idiom.ts'

const clientPackage = /^@aws-sdk\/client-([a-z0-9-]+)(?:\/|$)/

/** Members of every client that send nothing. */
const inert = new Set(['destroy', 'middlewareStack', 'config'])

/** SDK v3: clients, commands, `client.send(command)`, aggregated clients, paginators and waiters. */
export const sdkClients: Idiom = {
  name: 'sdk-clients',

  construct(run, symbol, call, made) {
    const service = clientPackage.exec(symbol.package)?.[1]
    const name = symbol.path.at(-1)
    if (service === undefined || name === undefined) return undefined
    const first = argument(call.arguments, 0)
    if (/(?:Exception|Error|Fault)$/.test(name)) return made
    const facets = name.endsWith('Command')
      ? { command: { service, command: name.slice(0, -'Command'.length), input: first, package: symbol.package } }
      : { client: { service, options: first, package: symbol.package } }
    if (made?.kind === 'pointer') {
      Object.assign(made.thing, facets)
      return made
    }
    return pointer(run.heap.thing('instance', siteOf(call), facets))
  },

  typed(run, symbol, call) {
    const service = clientPackage.exec(symbol.package)?.[1]
    const name = symbol.path.at(-1)
    if (service === undefined || name === undefined) return undefined
    if (!isClient(name, service) && !name.endsWith('Command')) return undefined
    return run.constructForeign(symbol, { ...call, arguments: { items: [unknownValue('is given where it is made, which cannot be followed')] } })
  },

  handed(run, symbol, to, call) {
    const service = clientPackage.exec(symbol.package)?.[1]
    const name = symbol.path.at(-1)
    if (service === undefined || name === undefined || !isClient(name, service)) return
    run.clientEscapes({ service, options: unknownValue(`is given by ${to}`), package: symbol.package }, to, call)
  },

  call(run, symbol, call) {
    const service = clientPackage.exec(symbol.package)?.[1]
    if (service === undefined) return undefined
    const name = symbol.path.at(-1) ?? ''
    // Without its `new` a command throws, so that nothing is sent; which one is meant is known all the same.
    if (name.endsWith('Command')) return run.constructForeign(symbol, call)
    const [config = nothing, input = nothing] = call.arguments.items
    const client = run.read(config, literal('client'), call.scope, 0)
    if (name.startsWith('paginate')) {
      run.request({ service, command: name.slice('paginate'.length), input, client, call })
      return pages(run, call)
    }
    if (name.startsWith('waitUntil') || name.startsWith('waitFor')) {
      run.request({ service, command: name, input, client, call })
      return run.response(service, name, input, call)
    }
    return undefined
  },

  method(run, receiver, name, call) {
    if (receiver.kind !== 'pointer') return undefined
    const { client } = receiver.thing
    if (!client) return receiver.thing.command && name === 'resolveMiddleware' ? receiver : undefined
    if (isOfObjects(name)) return undefined
    if (inert.has(name)) return nothing
    const [first = call.arguments.rest ?? nothing, ...others] = call.arguments.items
    if (name === 'send') {
      const result = run.send(receiver, first, call)
      for (const other of others) answer(run, other, result, call)
      return result
    }
    const renamed = run.facts.libraries.get(client.package)?.aggregated?.[name]
    const command = renamed ?? (name === '*' ? '*' : name.charAt(0).toUpperCase() + name.slice(1))
    if (command.startsWith('Paginate')) {
      run.request({ service: client.service, command: command.slice('Paginate'.length), input: first, client: receiver, call })
      return pages(run, call)
    }
    run.request({ service: client.service, command, input: first, client: receiver, call })
    const result = run.response(client.service, command, first, call)
    for (const other of others) answer(run, other, result, call)
    return result
  },
}

/** Whether an export is a client: beside its clients and commands, a package has the types of what they take and give. */
const isClient = (name: string, service: string): boolean => name.endsWith('Client') || name.toLowerCase() === service.replaceAll('-', '')

/** The first argument of a callback: an error, or nothing. */
export const mayFail: Abstract = joinValues([nothing, unknownValue('is an error that was caught')])

/** Callback style: `send(command, (error, data) => ...)`. */
function answer(run: Run, callback: Abstract, result: Abstract, call: ForeignCall): void {
  if (callback.kind === 'pointer' && callback.thing.closure) run.call(callback, nothing, { ...call, arguments: { items: [mayFail, result] } })
}

/** What iterating over a paginator gives. */
function pages(run: Run, call: ForeignCall): Abstract {
  const thing = run.heap.thing('list', siteOf(call))
  run.heap.set(thing.fields, '\0items', { kind: 'items', items: [], rest: run.response('', 'page', nothing, call) })
  return pointer(thing)
}

const siteOf = (call: ForeignCall): string => `${call.at.file}:${call.at.line}:${call.at.column ?? 0}`
