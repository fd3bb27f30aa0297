import {
  type Abstract,
  argument,
  type ForeignCall,
  isOfObjects,
  joinValues,
  literal,
  missingOf,
  nothing,
  optionsOf,
  pointer,
  type Run,
  textOf,
  unknownValue,
} from '../evaluate/index.ts'
import { share, shared } from '../libraries/index.ts'
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
    const service = serviceOf(run, name)
    // `AWS.Config`, `AWS.Credentials` and the like are no services; what is done with them is followed like any other library.
    if (service === undefined) return undefined
    const isDocument = member === 'DocumentClient'
    const client = { service, options: optionsGiven(run, argument(call.arguments, 0), call), package: isDocument ? documentPackage : root }
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

  handed(run, symbol, to, call) {
    const [name, member, ...more] = classNames(symbol.package, symbol.path)
    if (symbol.package === root && name === undefined) sayHanded(run, to, call)
    const service = name === undefined ? undefined : serviceOf(run, name)
    if (service === undefined || more.length > 0 || (member !== undefined && member !== 'DocumentClient')) return
    run.clientEscapes({ service, options: unknownValue(`is given by ${to}`), package: member ? documentPackage : root }, to, call)
  },

  call(run, symbol, call) {
    if (symbol.package !== root || symbol.path[0] !== 'config') return undefined
    // Of what `AWS.config.update(...)` and its like set, only the region says anything about permissions.
    const region = run.read(argument(call.arguments, 0), regionName, call.scope, 0)
    if (symbol.path[1] === 'update' && missingOf(region) !== true) share(run, sharedRegion, region)
    return nothing
  },

  put(run, owner, name, value) {
    if (owner.package === root && owner.path.at(-1) === 'config' && name === 'region') share(run, sharedRegion, value)
  },

  method(run, receiver, name, call) {
    if (receiver.kind === 'unknown' && requestMembers.has(name) && receiver.origin?.endsWith('()')) {
      for (const item of call.arguments.items) run.invokeBlindly(item, call)
      return receiver
    }
    if (receiver.kind === 'pointer' && receiver.thing.kind === 'record' && name === 'promise') return receiver
    const client = receiver.kind === 'pointer' ? receiver.thing.client : undefined
    if (!client || (client.package !== root && client.package !== documentPackage)) return undefined
    if (isPromisified(name)) return legacySdk.method?.(run, receiver, name.slice(0, -'Async'.length), call)
    if (isOfObjects(name)) return undefined
    if (inert.has(name)) return nothing
    const [first = nothing, second = nothing, third = nothing] = call.arguments.items
    if (name === 'makeRequest')
      return joinValues(
        optionsOf(first).map(
          (operation) => legacySdk.method?.(run, receiver, textOf(operation) ?? '*', withArguments(call, [second, third])) ?? nothing,
        ),
      )
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
    const input = withParameters(run, client.options, first, call)
    for (const command of operation.split(' ')) run.request({ service: client.service, command, input, client: receiver, call })
    return answered(run, client.service, operation.split(' ')[0] ?? operation, first, call)
  },
}

/** `putObjectAsync` is there where bluebird has promisified the client; some operations are called so by themselves: `invokeAsync`. */
const isPromisified = (name: string): boolean => name.endsWith('Async') && !name.startsWith('invoke')

/** The service class that a symbol of the v2 package names, and what is taken out of it. */
function classNames(name: string, path: readonly string[]): readonly (string | undefined)[] {
  if (name === root) return path
  const single = /^aws-sdk\/clients\/([a-z0-9]+)(?:\.js)?$/.exec(name)?.[1]
  return single === undefined ? [] : [single, ...path]
}

const regionName = literal('region')
/** Under which name the region that `AWS.config` holds is kept. */
const sharedRegion = 'aws-sdk region'

/** The options of a client: what is not given there comes from the client that a document client is told to use, and the region from `AWS.config`. */
function optionsGiven(run: Run, given: Abstract, call: ForeignCall): Abstract {
  const inner = optionsOf(run.read(given, literal('service'), call.scope, 0)).find((one) => one.kind === 'pointer' && one.thing.client)
  const options = inner?.kind === 'pointer' && inner.thing.client ? joined(run, inner.thing.client.options, given, call) : given
  const set = shared(run, sharedRegion)
  const own = missingOf(options) === true ? nothing : run.read(options, regionName, call.scope, 0)
  if (missingOf(set) === true || missingOf(own) !== true) return options
  const made = run.heap.thing('record', `${siteOf(call)}:settings`)
  run.heap.set(made.fields, 'region', set)
  return joined(run, pointer(made), options, call)
}

/** What a client is told to take for every request comes before what a request is given. */
function withParameters(run: Run, options: Abstract, input: Abstract, call: ForeignCall): Abstract {
  const bound = run.read(options, literal('params'), call.scope, 0)
  return bound.kind === 'pointer' ? joined(run, bound, input, call) : input
}

/** A record with the fields of one, and over them those of the other. */
function joined(run: Run, under: Abstract, over: Abstract, call: ForeignCall): Abstract {
  const made = run.heap.thing('record', `${siteOf(call)}:joined`)
  run.copyFields(under, made, call.scope)
  run.copyFields(over, made, call.scope)
  return pointer(made)
}

const withArguments = (call: ForeignCall, items: readonly Abstract[]): ForeignCall => ({ ...call, arguments: { items } })

const serviceOf = (run: Run, name: string): string | undefined =>
  run.facts.legacyServices.get(name) ?? run.facts.legacyServices.get(name.toLowerCase())

/** The whole of the SDK is with someone who may make any client of it. */
function sayHanded(run: Run, to: string, call: ForeignCall): void {
  if (call.notes && call.notes.length > 0) return
  run.find(
    {
      check: 'library-unread',
      severity: 'error',
      confidence: 'certain',
      message: `the SDK is handed to ${to}, which cannot be followed, so the permissions of what that calls are missing`,
      at: call.at,
      fix: 'write each permission above this line: // keycard-allow service:Action arn -- reason',
    },
    call.scope,
  )
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
