import { absent, type When } from '../../model/index.ts'
import { toValue } from './convert.ts'
import { credentialsOf, roleOfOptions } from './credentials.ts'
import { joinValues } from './join.ts'
import type { ForeignCall, Request, Run } from './run.ts'
import { type Abstract, anyField, type ClientFacet, concat, literal, nothing, optionsOf, pointer, rewrittenField, unknownValue } from './values.ts'

/** A request as it is noted. */
interface Noted {
  readonly service: string
  readonly command: string
  readonly input: Abstract
  readonly client: Abstract | undefined
  readonly via?: string | undefined
  readonly role?: Abstract | undefined
  readonly only?: When | undefined
}

/** Notes what is sent to AWS. */
export function createRequests(run: Run): Pick<Run, 'request' | 'send' | 'response' | 'clientEscapes'> {
  /** Notes a request once for the function, and once for each role whose credentials the client has; says whether it is the function's. */
  const note = (noted: Noted, call: ForeignCall): boolean => {
    const { at, notes, scope } = call
    const input = toValue(rewritten(noted.input, noted.client, call), at)
    const senders = sendersOf(noted, call)
    for (const { options, role } of senders)
      run.record(
        {
          client: noted.service,
          command: noted.command,
          input,
          clientOptions: options.length > 0 ? toValue(joinValues(options), at) : absent,
          at,
          ...(noted.via === undefined ? {} : { via: noted.via }),
          ...(role ? { role: toValue(role, at) } : {}),
          ...(noted.only ? { only: noted.only } : {}),
          ...(notes && notes.length > 0 ? { annotations: notes } : {}),
        },
        scope,
      )
    return senders.some(({ role }) => !role)
  }

  /** An input with what middlewares of its client, or of its command, put into it. */
  const rewritten = (input: Abstract, by: Abstract | undefined, call: ForeignCall): Abstract => {
    const changes = optionsOf(by ?? nothing).flatMap((one) =>
      one.kind === 'pointer' ? optionsOf(run.heap.get(one.thing.fields, rewrittenField) ?? nothing) : [],
    )
    const records = changes.flatMap((one) => (one.kind === 'pointer' ? [one.thing] : []))
    if (records.length === 0) return input
    const made = run.heap.thing('record', `${call.at.file}:${call.at.line}:${call.at.column ?? 0}`)
    run.copyFields(input, made, call.scope)
    for (const record of records) {
      // The middleware may leave it as it is.
      run.copyFields(joinValues([pointer(record), nothing]), made, call.scope)
    }
    return pointer(made)
  }

  const sendersOf = ({ client, role }: Noted, call: ForeignCall): readonly { readonly options: readonly Abstract[]; readonly role?: Abstract }[] => {
    const options = (client ? optionsOf(client) : []).flatMap((option) =>
      option.kind === 'pointer' && option.thing.client ? [option.thing.client.options] : [],
    )
    if (role) return [{ options, role }]
    const own: Abstract[] = []
    const others: { options: readonly Abstract[]; role: Abstract }[] = []
    for (const one of options.flatMap(optionsOf)) {
      const assumed = roleOfOptions(run, one, call)
      if (assumed) others.push({ options: [one], role: assumed })
      else own.push(one)
    }
    return own.length > 0 || others.length === 0 ? [{ options: own }, ...others] : others
  }

  const request = ({ service, command, input, client, call, via, role, only }: Request): void => {
    const isOwn = note({ service, command, input, client, via, role, only }, call)
    if (command === '*' && isOwn) unknownCommand(service, 'the method that is called on this client is not known', call)
  }

  const send = (client: Abstract | undefined, command: Abstract, call: ForeignCall, via?: string): Abstract => {
    const results: Abstract[] = []
    for (const option of optionsOf(command).flatMap((one) => optionsOf((one.kind === 'unknown' ? run.typedValue(one, call) : undefined) ?? one))) {
      const facet = option.kind === 'pointer' ? option.thing.command : undefined
      if (facet) {
        // What was put in the place of its input since it was made is what is sent.
        const input = option.kind === 'pointer' ? (run.heap.get(option.thing.fields, 'input') ?? facet.input) : facet.input
        note({ ...facet, input: rewritten(input, option, call), client, via: facet.package.startsWith('@aws-sdk/client-') ? via : undefined }, call)
        results.push(response(facet.service, facet.command, input, call))
        continue
      }
      if (option.kind === 'literal') continue
      for (const sender of client ? optionsOf(client) : []) {
        if (sender.kind !== 'pointer' || !sender.thing.client) continue
        const { service } = sender.thing.client
        const input = unknownValue('belongs to a command that is not known')
        if (note({ service, command: '*', input, client: sender, via }, call))
          unknownCommand(service, 'the command that is sent here is not known', call)
      }
      results.push(unknownValue('is the answer to a command that is not known', { at: call.at }))
    }
    return joinValues(results)
  }

  const unknownCommand = (service: string, message: string, call: ForeignCall): void => {
    if (isAnnotated(call)) return
    run.find(
      {
        check: 'command-unknown',
        severity: 'error',
        confidence: 'certain',
        message: `${message}, so every action of ${service} is allowed here`,
        at: call.at,
        fix: 'construct the command where it is sent, or write what it may be with // keycard-allow',
      },
      call.scope,
    )
  }

  const response = (service: string, command: string, input: Abstract, call: ForeignCall): Abstract => {
    const rest = unknownValue('is an answer of AWS', { origin: `${command}()`, at: call.at })
    const repeated = run.facts.responses.get(service)?.[command]
    if (!repeated) return rest
    const thing = run.heap.thing('record', `${call.at.file}:${call.at.line}:${call.at.column ?? 0}`)
    for (const [member, template] of Object.entries(repeated)) {
      if (typeof template !== 'string') {
        run.heap.set(thing.fields, member, credentialsOf(run, input, template.credentialsOf, call))
        continue
      }
      // `https://queue/{QueueName}`: what stands in braces is a member of the input.
      const parts = template
        .split(/[{}]/)
        .map((part, index): Abstract => (index % 2 === 0 ? literal(part) : run.read(input, literal(part), call.scope, 0)))
      run.heap.set(thing.fields, member, concat(parts))
    }
    run.heap.set(thing.fields, anyField, rest)
    return pointer(thing)
  }

  const clientEscapes = (client: ClientFacet, to: string, call: ForeignCall): void => {
    const thing = run.heap.thing('instance', `${call.at.file}:${call.at.line}:${call.at.column ?? 0}`, { client })
    const input = unknownValue(`is made by ${to}`)
    if (!note({ service: client.service, command: '*', input, client: pointer(thing), via: to }, call) || isAnnotated(call)) return
    run.find(
      {
        check: 'client-escapes',
        severity: 'error',
        confidence: 'certain',
        message: `a client of ${client.service} is handed to ${to}, which cannot be followed, so every action of ${client.service} is allowed`,
        at: call.at,
        fix: 'write what it calls with // keycard-allow at this line',
      },
      call.scope,
    )
  }

  return { request, send, response, clientEscapes }
}

/** Whether a person wrote down beside the call what it needs. */
const isAnnotated = (call: ForeignCall): boolean => (call.notes?.length ?? 0) > 0
