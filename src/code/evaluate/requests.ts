import type { Location, Value } from '../../model/index.ts'
import { absent } from '../../model/index.ts'
import { toValue } from './convert.ts'
import { joinValues } from './join.ts'
import type { ForeignCall, Request, Run } from './run.ts'
import { type Abstract, anyField, type ClientFacet, concat, literal, optionsOf, pointer, unknownValue } from './values.ts'

/** Notes what is sent to AWS. */
export function createRequests(run: Run): Pick<Run, 'request' | 'send' | 'response' | 'clientEscapes'> {
  const note = (service: string, command: string, input: Value, clientOptions: Value, call: ForeignCall, via: string | undefined): void => {
    const { at, notes, scope } = call
    run.record(
      {
        client: service,
        command,
        input,
        clientOptions,
        at,
        ...(via === undefined ? {} : { via }),
        ...(notes && notes.length > 0 ? { annotations: notes } : {}),
      },
      scope,
    )
  }

  const request = ({ service, command, input, client, call, via }: Request): void => {
    if (command === '*') unknownCommand(service, 'the method that is called on this client is not known', call)
    note(service, command, toValue(input, call.at), optionsValue(client, call.at), call, via)
  }

  const send = (client: Abstract | undefined, command: Abstract, call: ForeignCall, via?: string): Abstract => {
    const results: Abstract[] = []
    for (const option of optionsOf(command)) {
      const facet = option.kind === 'pointer' ? option.thing.command : undefined
      if (facet) {
        note(
          facet.service,
          facet.command,
          toValue(facet.input, call.at),
          optionsValue(client, call.at),
          call,
          facet.package.startsWith('@aws-sdk/client-') ? via : undefined,
        )
        results.push(response(facet.service, facet.command, facet.input, call))
        continue
      }
      if (option.kind === 'literal') continue
      for (const sender of client ? optionsOf(client) : []) {
        if (sender.kind !== 'pointer' || !sender.thing.client) continue
        const { service } = sender.thing.client
        unknownCommand(service, 'the command that is sent here is not known', call)
        note(service, '*', toValue(unknownValue('belongs to a command that is not known'), call.at), optionsValue(sender, call.at), call, via)
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
    if (!isAnnotated(call))
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
    note(client.service, '*', toValue(unknownValue(`is made by ${to}`), call.at), toValue(client.options, call.at), call, to)
  }

  return { request, send, response, clientEscapes }
}

/** Whether a person wrote down beside the call what it needs. */
const isAnnotated = (call: ForeignCall): boolean => (call.notes?.length ?? 0) > 0

function optionsValue(client: Abstract | undefined, at: Location): Value {
  const options = client
    ? optionsOf(client).flatMap((option) => (option.kind === 'pointer' && option.thing.client ? [option.thing.client.options] : []))
    : []
  return options.length > 0 ? toValue(joinValues(options), at) : absent
}
