import { beOne } from './be-one.ts'
import { holdsCode } from './holds-code.ts'
import { loseSight, tooMany, tooManyThings } from './out-of-sight.ts'
import {
  type Abstract,
  type Choice,
  type ClientFacet,
  type Items,
  jsonName,
  keptPrefix,
  keyOf,
  literal,
  noChoice,
  notFound,
  optionsOf,
  type Thing,
  type Unknown,
  unknownValue,
} from './values.ts'
import { isRough, noteShort, shortness, spend } from './work.ts'

/** How many plain options a choice keeps before they are given up as not known. */
const mostTexts = 40
/** How many records and lists of plain data a choice keeps, and how many of them that are made at one place: at first, and where there is much to do. */
const mostRecords = [100, 16, 6] as const
const mostOfPlace = [40, 8, 2] as const
/** How many functions and objects with code a choice keeps; what calls through such a choice beyond it makes a finding. */
const mostThings = 400

/** The value that is one of these. */
export function joinValues(values: readonly Abstract[]): Abstract {
  if (values.length === 1 && values[0]) return values[0]
  const all = values.find(
    (value) => value.kind === 'choice' && value.options.length > few && values.every((one) => one === value || isAmong(one, value)),
  )
  if (all) return all
  const kept = new Map<string, Abstract>()
  for (const value of values) {
    const given = optionsOf(value)
    spend(given.length)
    for (const option of given) add(kept, option)
  }
  const options = [...kept.values()]
  if (options.length === 1 && options[0]) return options[0]
  if (options.length === 0) return noChoice
  if (options.some((option) => option.kind === 'items')) return joinItems(options)
  return { kind: 'choice', options: options.length > mostRecords[shortness()] || options.length > mostTexts ? fewer(options) : options }
}

/** From so many options on it is worth a look whether a choice holds the rest already. */
const few = 8

/** Whether a value is nothing but options that a choice has. */
function isAmong(value: Abstract, choice: Choice): boolean {
  const known = choiceKeys.get(choice) ?? new Set(choice.options.map(joinKey))
  if (![...known].some((key) => key.includes(jsonName))) choiceKeys.set(choice, known)
  const options = optionsOf(value)
  spend(1)
  const isKnown = (option: Abstract): boolean => !(option.kind === 'pointer' && option.thing.client) && known.has(joinKey(option))
  return options.length <= choice.options.length && options.every(isKnown)
}

const choiceKeys = new WeakMap<Choice, ReadonlySet<string>>()

/** The options that are kept of very many; what is given up leaves an unknown in its place. */
function fewer(options: readonly Abstract[]): readonly Abstract[] {
  const isThing = (option: Abstract): boolean => option.kind === 'pointer' || option.kind === 'method' || option.kind === 'foreign'
  const texts = options.filter((option) => !isThing(option))
  const things = options.filter(isThing)
  // Where there is room for all of them, it does not matter which can be called.
  const withCode = isRough() || hasRoom(things) ? new Set(things) : new Set(things.filter((option) => holdsCode(option, 3)))
  const code = [...withCode]
  const data = things.filter((option) => !withCode.has(option))
  const places = countPlaces(data)
  const few = data.filter((option) => option.kind !== 'pointer' || (places.get(option.thing.site) ?? 0) <= mostOfPlace[shortness()])
  if (shortness() > 0) noteShort()
  const kept = few.length > mostRecords[shortness()] ? [] : few
  const lost = [
    ...(code.length > mostThings ? [unknownValue(tooManyThings)] : []),
    ...(texts.length > mostTexts || kept.length < data.length ? [unknownValue(tooMany)] : []),
  ]
  loseSight(code.slice(mostThings))
  if (kept.length < data.length) loseSight(data.filter((option) => !kept.includes(option)))
  return [...code.slice(0, mostThings), ...kept, ...(texts.length > mostTexts ? [] : texts), ...lost]
}

const hasRoom = (things: readonly Abstract[]): boolean =>
  things.length <= mostRecords[shortness()] && [...countPlaces(things).values()].every((count) => count <= mostOfPlace[shortness()])

/** How many things are made at each place. */
function countPlaces(things: readonly Abstract[]): ReadonlyMap<string, number> {
  const places = new Map<string, number>()
  for (const option of things) if (option.kind === 'pointer') places.set(option.thing.site, (places.get(option.thing.site) ?? 0) + 1)
  return places
}

/** What idioms note about a client, above all what middlewares do with its requests. */
const notesOf = ({ fields }: Thing): string => [...fields.map].map(([name, field]) => `${name}=${keyOf(field, 3)}`).join()

/** What two options share that are one where values meet. */
function joinKey(option: Abstract): string {
  // Two clients that were made alike, and on which nothing has been put, are one from then on.
  if (option.kind === 'pointer' && option.thing.client && !hasFields(option.thing))
    return `${clientKey(option.thing, option.thing.client)}:${notesOf(option.thing)}`
  return keyOf(option)
}

const hasFields = ({ fields }: Thing): boolean => [...fields.map.keys()].some((name) => !name.startsWith('\0'))

function clientKey({ site }: Thing, client: ClientFacet): string {
  const known = clientKeys.get(client)
  if (known !== undefined) return known
  const made = `client:${client.service}:${site}:${keyOf(client.options, 3)}`
  clientKeys.set(client, made)
  return made
}

const clientKeys = new WeakMap<ClientFacet, string>()

function add(kept: Map<string, Abstract>, option: Abstract): void {
  const key = joinKey(option)
  if (option.kind === 'environment') {
    const bare = `e:${option.name}`
    const other = kept.get(bare)
    if (other) return
    if (option.fallback === undefined) {
      kept.set(bare, option)
      return
    }
  }
  const other = kept.get(key)
  if (!other) kept.set(key, option)
  else if (other.kind === 'pointer' && option.kind === 'pointer') beOne(other.thing, option.thing)
}

/** Lists that meet: element by element as far as both go, what is beyond may be there any number of times. */
function joinItems(options: readonly Abstract[]): Items {
  const lists = options.filter((option): option is Items => option.kind === 'items')
  const shortest = Math.min(...lists.map((list) => list.items.length))
  const items = Array.from({ length: shortest }, (_, index) => joinValues(lists.map((list) => list.items[index] ?? literal(undefined))))
  const beyond = lists.flatMap((list) => [...list.items.slice(shortest), ...(list.rest ? [list.rest] : [])])
  return beyond.length > 0 ? { kind: 'items', items, rest: joinValues(beyond) } : { kind: 'items', items }
}

/** Any element of a list. */
export function anyItem(items: Items): Abstract {
  return joinValues([...items.items, ...(items.rest ? [items.rest] : [])])
}

/** What stands at a place of a list that may not be there; what is not known may be nothing anyway. */
export const mayLack = (rest: Abstract): Abstract => (optionsOf(rest).every(({ kind }) => kind === 'unknown') ? rest : joinValues([rest, notFound]))

/** Whether what holds a value may not hold anything there. */
export const mayBeAbsent = (value: Abstract): boolean => optionsOf(value).some((option) => option.kind === 'literal' && option.value === undefined)

/** A field that is listed where it is there: who finds nothing in it may go on with something else. */
export const whereThere = (field: Abstract): Abstract =>
  mayBeAbsent(field) ? joinValues(optionsOf(field).map((option) => (mayBeAbsent(option) ? notFound : option))) : field

/** Whether a value came out of code that cannot be seen, so that it may be anything, a text or nothing at all included. */
export function isOpen(value: Abstract): boolean {
  if (value.kind === 'pointer') return value.thing.kind === 'opaque'
  if (value.kind === 'foreign') return value.package === 'global'
  return value.kind === 'method' && isOpen(value.of)
}

/** Marks what a library gave where it surely is something: an error that it tells. */
export const thereField = `${keptPrefix}there`

/** Whether a value counts as true; undefined where that is not known. */
export function truthOf(value: Abstract): boolean | undefined {
  switch (value.kind) {
    case 'literal':
      return Boolean(value.value)
    case 'pointer':
      return isOpen(value) && !value.thing.fields.map.has(thereField) ? undefined : true
    case 'foreign':
      return isOpen(value) ? undefined : true
    case 'items':
      return true
    case 'joined':
      return value.parts.some((part) => part.kind === 'literal' && part.value !== '') ? true : undefined
    case 'choice': {
      const truths = new Set(value.options.map(truthOf))
      return truths.size === 1 ? [...truths][0] : undefined
    }
    case 'unknown':
      return value.falsy ? false : undefined
    case 'environment':
      return value.known.truthOf(value.name)
    default:
      return undefined
  }
}

/** Whether a value is null or undefined; undefined where that is not known. */
export function missingOf(value: Abstract): boolean | undefined {
  if (value.kind === 'literal') return value.value === undefined || value.value === null
  if (value.kind === 'choice') {
    const states = new Set(value.options.map(missingOf))
    return states.size === 1 ? [...states][0] : undefined
  }
  if (value.kind === 'environment') return value.known.isSet(value.name) ? false : undefined
  if (value.kind === 'pointer' && value.thing.fields.map.has(thereField)) return false
  return value.kind === 'unknown' || value.kind === 'made' || isOpen(value) ? undefined : false
}

/** The options for which a test can come out as wanted. */
export function keepOptions(value: Abstract, test: (option: Abstract) => boolean | undefined, wanted: boolean): Abstract {
  if (value.kind !== 'choice') return value
  const options = value.options.filter((option) => test(option) !== !wanted)
  return options.length === value.options.length ? value : joinValues(options)
}

/** An unknown that came out of another one, one step further along its path. */
export function stepInto(from: Unknown, step: string): Unknown {
  const type = from.type?.member(step.replace(/^\./, ''))
  const more = { ...(from.at ? { at: from.at } : {}), ...(type ? { type } : {}) }
  if (from.origin === undefined || from.origin.length > 120) return unknownValue(from.why, more)
  return { kind: 'unknown', why: from.why, origin: from.origin + step, ...more }
}
