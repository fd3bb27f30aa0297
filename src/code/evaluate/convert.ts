import { absent, join, type Location, list, oneOf, record, text, unknown, type Value } from '../../model/index.ts'
import { spreadField } from './globals.ts'
import { computedFields } from './members.ts'
import { type Abstract, anyField, itemsField, jsonName, nothing, type Thing } from './values.ts'

const deepest = 10

/** Turns what the evaluation knows of a value into the words of the model; a snapshot, since objects change later. */
export function toValue(value: Abstract, at: Location): Value {
  return convert(value, at, 0, [], { left: mostNodes })
}

/** How many values one field of an input may be made of; names are short, only documents and mails are long. */
const mostNodes = 400

interface Budget {
  left: number
}

function convert(value: Abstract, at: Location, depth: number, open: readonly Thing[], budget: Budget): Value {
  const to = (inner: Abstract): Value => convert(inner, at, depth + 1, open, budget)
  if (depth > deepest) return unknown('is nested too deeply to follow', at)
  budget.left -= 1
  if (budget.left < 0) return unknown('is too large to follow', at)
  switch (value.kind) {
    case 'literal':
      if (value.value === undefined) return absent
      return typeof value.value === 'string' ? text(value.value) : { kind: 'constant', value: value.value }
    case 'joined':
      return join(value.parts.map(to))
    case 'environment':
      return value.fallback ? { kind: 'environment', name: value.name, fallback: to(value.fallback) } : { kind: 'environment', name: value.name }
    case 'made':
      return { kind: 'made', from: to(value.of), steps: value.steps, ...(value.fallback ? { fallback: to(value.fallback) } : {}) }
    case 'choice':
      return value.options.length === 0 ? unknown('is never set as far as can be seen', at) : oneOf(withoutMisses(value.options).map(to))
    case 'items':
      return value.rest ? list(value.items.map(to), to(value.rest)) : list(value.items.map(to))
    case 'unknown':
      if (value.falsy && depth > 0) return absent
      return unknown(value.origin === undefined ? value.why : `comes from ${value.origin}`, value.at ?? at, eventPath(value.origin))
    case 'foreign':
      return value.package === 'global' && value.path[0] === 'undefined' ? absent : unknown(`is ${[value.package, ...value.path].join('.')}`, at)
    case 'method':
      if (value.of.kind === 'pointer' && value.of.thing.kind === 'opaque') return unknown(madeBy(value.of.thing), at)
      return unknown(value.name === jsonName ? 'is made by JSON.stringify()' : `is a function (${value.name})`, at)
    case 'pointer':
      return thingValue(value.thing, at, depth, open, budget)
  }
}

function thingValue(thing: Thing, at: Location, depth: number, open: readonly Thing[], budget: Budget): Value {
  if (open.includes(thing)) return unknown('holds itself', at)
  const inner = [...open, thing]
  // Each field of the input itself has a budget of its own, so that a large one takes nothing from the names beside it.
  const to = (field: Abstract): Value => convert(field, at, depth + 1, inner, depth === 0 ? { left: mostNodes } : budget)
  if (thing.kind === 'list') {
    const items = thing.fields.map.get(itemsField)
    return items ? to(items) : list([])
  }
  if (thing.kind === 'opaque') return unknown(madeBy(thing), at)
  if (thing.closure || thing.body || thing.client || thing.command || thing.kind === 'map')
    return unknown(`is ${thing.client ? 'a client' : thing.command ? 'a command' : 'no plain value'}`, at)
  const fields: [string, Value][] = []
  let rest: Value | undefined
  for (const [name, field] of thing.fields.map) {
    if (name === anyField) rest = to(field)
    else if (name === spreadField) rest ??= unknown('is an environment variable that was copied with all others', at)
    else if (!name.startsWith('\0')) fields.push([name, to(field)])
  }
  const computed = computedFields(thing).map((pair): readonly [Value, Value] => [to(pair.items[0] ?? nothing), to(pair.items[1] ?? nothing)])
  return computed.length > 0 ? { ...record(fields, rest), computed } : record(fields, rest)
}

/** Only what comes from the event is told on as a path: what another call answers may be of the same shape. */
const eventPath = (origin: string | undefined): string | undefined => (origin !== undefined && /^event[.[]/.test(origin) ? origin : undefined)

/** Where something that a library made came from, in words. */
function madeBy(thing: Thing): string {
  return thing.made?.kind === 'foreign' ? `comes from ${[thing.made.package, ...thing.made.path].join('.')}` : 'comes from a library'
}

/** A lookup that finds nothing makes a request that is refused before it is sent: only what can be found counts, where anything can. */
function withoutMisses(options: readonly Abstract[]): readonly Abstract[] {
  const found = options.filter((option) => !(option.kind === 'literal' && option.lookup))
  return found.some((option) => !(option.kind === 'literal' && option.value === undefined)) ? found : options
}
