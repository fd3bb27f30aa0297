import { type Abstract, argument, type ForeignCall, nothing, pointer, type Run, textOf, unknownValue } from '../evaluate/index.ts'
import type { Idiom } from './idiom.ts'
import { postedObject } from './posted-object.ts'
import { mayFail } from './sdk-clients.ts'

const root = 'aws-sdk'
const documentPackage = 'aws-sdk/DocumentClient'

/** Methods of SDK v2 clients and requests that send nothing by themselves. */
const inert = new Set(['config', 'setupRequestListeners', 'makeUnauthenticatedRequest', 'createSet', 'defineService'])
/** Members of an SDK v2 request; the call that made the request counts already. */
const requestMembers = new Set(['promise', 'createReadStream', 'on', 'send', 'abort', 'eachPage', 'eachItem', 'httpRequest'])

/** SDK v2: `new AWS.S3().putObject(params).promise()`, `aws-sdk/clients/s3`, the document client, signed URLs, callbacks. */
export const legacySdk: Idiom = {
  name: 'legacy-sdk',

  construct(run, symbol, call, made) {
    const [name, member] = classNames(symbol.package, symbol.path)
    if (name === undefined) return undefined
    const service = run.facts.legacyServices.get(name) ?? run.facts.legacyServices.get(name.toLowerCase())
    // `AWS.Config`, `AWS.Credentials` and the like are no services; what is done with them is followed like any other library.
    if (service === undefined) return undefined
    const isDocument = member === 'DocumentClient'
    const client = { service, options: argument(call.arguments, 0), package: isDocument ? documentPackage : root }
    if (made?.kind === 'pointer') {
      Object.assign(made.thing, { client })
      return made
    }
    return pointer(run.heap.thing('instance', siteOf(call), { client }))
  },

  typed(run, symbol, call) {
    const [name, member, ...more] = classNames(symbol.package, symbol.path)
    // `AWS.S3.PutObjectRequest` is what a method of the class takes.
    if (name === undefined || more.length > 0 || (member !== undefined && member !== 'DocumentClient')) return undefined
    return legacySdk.construct?.(run, symbol, {
      ...call,
      arguments: { items: [unknownValue('is given where it is made, which cannot be followed')] },
    })
  },

  call(_run, symbol) {
    // `AWS.config.update(...)` and its like say nothing about permissions.
    return symbol.package === root && symbol.path[0] === 'config' ? nothing : undefined
  },

  method(run, receiver, name, call) {
    if (receiver.kind === 'unknown' && requestMembers.has(name) && receiver.origin?.endsWith('()')) {
      for (const item of call.arguments.items) run.invokeBlindly(item, call)
      return receiver
    }
    if (receiver.kind === 'pointer' && receiver.thing.kind === 'record' && name === 'promise') return receiver
    const client = receiver.kind === 'pointer' ? receiver.thing.client : undefined
    if (!client || (client.package !== root && client.package !== documentPackage)) return undefined
    if (inert.has(name)) return nothing
    const [first = nothing, second = nothing] = call.arguments.items
    if (name === 'getSignedUrl' || name === 'getSignedUrlPromise') return signed(run, client.service, receiver, textOf(first), second, call)
    if (name === 'createPresignedPost') {
      run.request({ service: client.service, command: 'PutObject', input: postedObject(run, first, call), client: receiver, call })
      return run.response(client.service, 'PutObject', nothing, call)
    }
    if (name === 'waitFor') {
      const state = textOf(first)
      const command = state === undefined ? '*' : `waitUntil${state.charAt(0).toUpperCase()}${state.slice(1)}`
      run.request({ service: client.service, command, input: second, client: receiver, call })
      return answered(run, client.service, command, second, call)
    }
    const aggregated = run.facts.libraries.get(client.package)?.aggregated
    const operation =
      aggregated?.[name] ??
      run.facts.libraries.get(root)?.aggregated?.[`${client.service}.${name}`] ??
      (name === '*' ? '*' : name.charAt(0).toUpperCase() + name.slice(1))
    for (const command of operation.split(' ')) run.request({ service: client.service, command, input: first, client: receiver, call })
    return answered(run, client.service, operation.split(' ')[0] ?? operation, first, call)
  },
}

/** The service class that a symbol of the v2 package names, and what is taken out of it. */
function classNames(name: string, path: readonly string[]): readonly (string | undefined)[] {
  if (name === root) return path
  const single = /^aws-sdk\/clients\/([a-z0-9]+)(?:\.js)?$/.exec(name)?.[1]
  return single === undefined ? [] : [single, ...path]
}

function signed(run: Run, service: string, client: Abstract, method: string | undefined, input: Abstract, call: ForeignCall): Abstract {
  run.request({ service, command: method === undefined ? '*' : method.charAt(0).toUpperCase() + method.slice(1), input, client, call })
  return run.response(service, 'signed', nothing, call)
}

/** The answer goes to a callback, or is asked for later with `promise()`. */
function answered(run: Run, service: string, command: string, input: Abstract, call: ForeignCall): Abstract {
  const result = run.response(service, command, input, call)
  for (const item of call.arguments.items) {
    if (item.kind === 'pointer' && item.thing.closure) run.call(item, nothing, { ...call, arguments: { items: [mayFail, result] } })
  }
  return result
}

const siteOf = (call: ForeignCall): string => `${call.at.file}:${call.at.line}:${call.at.column ?? 0}`
