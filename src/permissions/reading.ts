import { type Json, join, type MadeValue, type ResourceValue, text, type UnknownValue, unknown, type Value } from '../model/index.ts'
import { makeText, type Shape, whyNotMade } from './made.ts'
import type { Told, Triggers } from './told.ts'
import type { Choose } from './worlds.ts'

/**
 * Where the environment comes from. `declared`: a service file that was read whole. `filled`: such a file, and one that the code reads while it runs.
 * `partly-read`: a service file of which a part cannot be read.
 * `given`: whoever asked named what they liked, and the rest may still be set.
 */
export type EnvironmentSource = 'declared' | 'filled' | 'partly-read' | 'given'

/** What is around a call: the environment of its function and the service's declared resources, asked in one world. */
export interface Reading {
  readonly environment: Pick<ReadonlyMap<string, Value>, 'get'>
  readonly environmentSource: EnvironmentSource
  readonly region: Value
  readonly choose: Choose
  /** Environment variables that were asked for and are declared nowhere. */
  readonly missing: Set<string>
  /** Environment variables that nobody gave or declared, and whose default in the code was taken. */
  readonly defaulted: Set<string>
  /** Those that are declared nowhere, and for which the code then takes an empty text. */
  readonly emptied?: Set<string>
  readonly triggers?: Triggers
  /** What triggers said of the event. */
  readonly told: Map<string, Told>
  /** Whether a reference is to a resource of the template. */
  readonly declares?: (reference: ResourceValue) => boolean
  /** What a reference looks like inside; undefined where that is not known. */
  readonly shapeOf?: (value: Value) => Shape | undefined
}

// Set by the Lambda runtime itself: https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
const regionVariables: ReadonlySet<string> = new Set(['AWS_REGION', 'AWS_DEFAULT_REGION'])
const DEEPEST = 40
const SEGMENT = /^([^[{]+)(\{\})?(\[\])?$/

/** Fills environment variables and decides choices, so that what is left is one value of this world. */
export function settle(value: Value, key: string, reading: Reading, depth = 0): Value {
  if (depth > DEEPEST) return unknown('refers to itself')
  switch (value.kind) {
    case 'environment':
      return settle(environmentValue(value.name, value.fallback, reading), `environment ${value.name}`, reading, depth + 1)
    case 'oneOf': {
      if (value.options.length === 0) return unknown('has no value that Keycard could find')
      const index = reading.choose(`${key}|`, value.options.length)
      const option = value.options[index]
      return option ? settle(option, `${key}|${index}`, reading, depth + 1) : unknown('has more possible values than Keycard follows one by one')
    }
    case 'unknown':
      return toldOf(value, reading, depth)
    case 'made':
      return madeValue(value, key, reading, depth)
    case 'join':
      return join(value.parts.map((part, index) => inText(settle(part, `${key}+${index}`, reading, depth + 1))))
    default:
      return value
  }
}

/** What the trigger that has sent the event says of something that comes out of it. */
function toldOf(value: UnknownValue, reading: Reading, depth: number): Value {
  const { origin } = value
  const told = origin === undefined ? undefined : reading.triggers?.of(origin)
  if (!told || origin === undefined) return value
  const way = told.ways[reading.choose(`event ${told.shape}`, told.ways.length)]
  if (!way?.value) return value
  reading.told.set(origin, told)
  // What the trigger leaves open comes from where the value does.
  const open = (part: Value): Value => (part.kind === 'unknown' ? unknown(value.why, value.at) : part)
  const settled = settle(way.value, `event ${origin}`, reading, depth + 1)
  return settled.kind === 'join' ? join(settled.parts.map(open)) : open(settled)
}

function environmentValue(name: string, fallback: Value | undefined, reading: Reading): Value {
  const declared = reading.environment.get(name)
  if (declared) return declared
  if (regionVariables.has(name)) return reading.region
  const source = reading.environmentSource
  const isSet = source === 'partly-read' || (source === 'filled' && reading.choose(`${name} is set`, 2) !== 1)
  if (fallback && fallback.kind !== 'absent' && !isSet) {
    reading.defaulted.add(name)
    if (source !== 'given' && fallback.kind === 'text' && fallback.text === '') reading.emptied?.add(name)
    return fallback
  }
  return missingVariable(name, reading)
}

/** What there is to say of a variable that is declared nowhere. */
export function missingVariable(name: string, reading: Reading): UnknownValue {
  reading.missing.add(name)
  return unknown(`comes from the environment variable ${name}, ${missingWords[reading.environmentSource](name)}`)
}

const missingWords: { readonly [source in EnvironmentSource]: (name: string) => string } = {
  declared: () => 'which is declared nowhere',
  filled: () => 'which is declared nowhere, and which a file that the code loads may set',
  'partly-read': () => 'which is not among those that can be read',
  given: (name) => `which was not given (--env ${name}=VALUE)`,
}

/** What comes of a text that the code works on, now that its environment is known. */
function madeValue(value: MadeValue, key: string, reading: Reading, depth: number): Value {
  const from = settle(value.from, `${key}=`, reading, depth + 1)
  const fallback = (otherwise: Value): Value => (value.fallback ? settle(value.fallback, `${key}?`, reading, depth + 1) : otherwise)
  if (from.kind === 'absent') return fallback(from)
  if (from.kind === 'unknown') {
    if (value.from.kind !== 'environment' || reading.environment.get(value.from.name) !== undefined) return from
    return settle(environmentValue(value.from.name, value.fallback, reading), `${key}?`, reading, depth + 1)
  }
  const found = makeText(value, from, reading.shapeOf ?? (() => undefined))
  if (!found) return (from.kind === 'join' ? from.parts.find(({ kind }) => kind === 'unknown') : undefined) ?? unknown(whyNotMade(value))
  const there = found.filter((option) => !(value.fallback && option.kind === 'text' && option.text === ''))
  if (there.length === 0) return fallback(found[0] ?? { kind: 'absent' })
  return there.length === 1 && there[0] ? there[0] : settle({ kind: 'oneOf', options: there }, `${key}*`, reading, depth + 1)
}

function inText(part: Value): Value {
  if (part.kind === 'absent') return unknown('may be undefined')
  return part.kind === 'record' || part.kind === 'list' ? unknown('is built from something that is no text') : part
}

/** The member of a settled value; a further field of a spread may be there or not. */
export function memberOf(value: Value, name: string, key: string, reading: Reading): Value {
  if (value.kind === 'unknown' || value.kind === 'absent') return value
  if (value.kind === 'text' || value.kind === 'constant') return { kind: 'absent' }
  if (value.kind !== 'record') return unknown('is not known before the service is deployed')
  const field = value.fields.get(name)
  if (field) return settle(field, key, reading)
  const rest = value.rest ?? value.computed?.[0]?.[1]
  if (!rest) return { kind: 'absent' }
  if (rest.kind === 'unknown' || value.computed) return rest.kind === 'unknown' ? rest : unknown('may be set under a name that is not known')
  return settle({ kind: 'oneOf', options: [rest, { kind: 'absent' }] }, key, reading)
}

function itemOf(value: Value, key: string, reading: Reading): Value {
  if (value.kind !== 'list') return value
  const items = value.rest ? [...value.items, value.rest] : value.items
  if (items.length === 0) return unknown('comes from a list that is empty here')
  return settle({ kind: 'oneOf', options: items }, `${key}[]`, reading)
}

/** One of the values of a record's fields, whatever their names: the roles of `Roles{}`. */
function fieldOf(value: Value, key: string, reading: Reading): Value {
  if (value.kind === 'unknown' || value.kind === 'absent') return value
  if (value.kind !== 'record') return unknown('is not known before the service is deployed')
  const fields = [...value.fields.values(), ...(value.computed ?? []).map(([, field]) => field), ...(value.rest ? [value.rest] : [])]
  if (fields.length === 0) return unknown('comes from an object that is empty here')
  return settle({ kind: 'oneOf', options: fields }, `${key}{}`, reading)
}

/** Follows a member path (`Delete.Objects[].Key`, `Roles{}`, `$client.region`) through the input of a call. */
export function readPath(path: string, input: Value, clientOptions: Value, reading: Reading): Value {
  let at = ''
  let value = settle(input, at, reading)
  for (const segment of path.split('.')) {
    if (segment === '$client') {
      at = segment
      value = settle(clientOptions, at, reading)
      continue
    }
    const [, name = segment, field, item] = SEGMENT.exec(segment) ?? []
    at = `${at}.${segment}`
    value = memberOf(value, name, at, reading)
    if (field) value = fieldOf(value, at, reading)
    if (item) value = itemOf(value, at, reading)
  }
  return value
}

/** One of the names of a record's fields: the table names of `RequestItems`. */
export function fieldName(value: Value, key: string, reading: Reading): Value {
  if (value.kind !== 'record') return value.kind === 'absent' ? value : unknown(value.kind === 'unknown' ? value.why : 'is not known')
  const names: Value[] = [...value.fields.keys()].map(text)
  for (const [name] of value.computed ?? []) names.push(name)
  if (value.rest) names.push(unknown(value.rest.kind === 'unknown' ? value.rest.why : 'is a name that is not known'))
  if (names.length === 0) return unknown('comes from an object that is empty here')
  return settle({ kind: 'oneOf', options: names }, `${key}{}`, reading)
}

/** What a value is in this run: variables replaced by what they stand for now; undefined where any part is not known now. */
export function textNow(value: Value): string | undefined {
  if (value.kind === 'text') return value.text
  if (value.kind === 'constant') return String(value.value)
  if (value.kind === 'variable') return value.now ? textNow(value.now) : undefined
  if (value.kind !== 'join') return undefined
  const parts = value.parts.map(textNow)
  return parts.some((part) => part === undefined) ? undefined : parts.join('')
}

/** The text of a value with everything that is no text left out: for hints in names. */
export function hintText(value: Value): string {
  if (value.kind === 'text') return value.text
  if (value.kind === 'variable') return value.text
  if (value.kind === 'resource') return value.attribute ?? value.id
  if (value.kind === 'intrinsic') return JSON.stringify(value.document satisfies Json)
  return ''
}
