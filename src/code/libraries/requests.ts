import type { LibraryRequest } from '../../model/index.ts'
import { type Abstract, concat, joinValues, literal, missingOf, nothing, optionsOf, pointer, textOf, unknownValue } from '../evaluate/index.ts'
import { holds } from './conditions.ts'
import { siteOf } from './kept.ts'
import { inputOf, type LibraryCall, valueAt } from './sources.ts'

/** Notes a request that a library sends, once for each element where the facts say so. */
export function sendRequest(of: LibraryCall, request: LibraryRequest): void {
  if (request.each === undefined) {
    sendOne(of, request)
    return
  }
  for (const option of optionsOf(valueAt(of, request.each))) {
    const { items, rest } = of.run.elements(option, of.call.scope)
    for (const item of rest ? [...items, rest] : items) sendOne({ ...of, item }, request)
  }
}

function sendOne(of: LibraryCall, request: LibraryRequest): void {
  if (request.when !== undefined && holds(of, request.when) === false) return
  const given = inputOf(of, request.input)
  const sent = {
    service: request.client,
    command: request.command,
    input: request.placeholder === undefined ? given : withPlaceholder(of, given, request.placeholder),
    client: clientOf(of, request),
    call: of.call,
    via: of.fact.package,
    ...(request.only ? { only: request.only } : {}),
  }
  const asRole = request.role === undefined ? false : holds(of, request.role.when)
  if (asRole !== true) of.run.request(sent)
  if (request.role === undefined || asRole === false) return
  const role = inputOf(of, request.role.is)
  of.run.request({ ...sent, role: missingOf(role) === true ? unknownValue(request.role.otherwise) : role })
}

/** The client that the user hands over, or the one that the library makes with the user's options. */
function clientOf(of: LibraryCall, request: LibraryRequest): Abstract {
  const handed = request.with === undefined ? nothing : valueAt(of, request.with)
  if (request.options === undefined) return handed
  const certain = optionsOf(handed).every(isClient)
  if (certain && handed !== nothing) return handed
  const options = inputOf(of, request.options)
  const made = pointer(of.run.heap.thing('instance', siteOf(of.call), { client: { service: request.client, options, package: of.fact.package } }))
  return joinValues([...optionsOf(handed).filter(isClient), made])
}

/** Whether a value is a client of AWS. */
export const isClient = (value: Abstract): boolean => value.kind === 'pointer' && value.thing.client !== undefined

/** The input with a text that others fill in later taken for what it is: not known. */
function withPlaceholder({ run, call }: LibraryCall, input: Abstract, placeholder: string): Abstract {
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
      const thing = run.heap.thing('record', siteOf(call))
      for (const [name, field] of option.thing.fields.map) run.heap.set(thing.fields, name, field.kind === 'items' ? field : opened(field))
      return pointer(thing)
    }),
  )
}
