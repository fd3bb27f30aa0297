import { hash } from 'node:crypto'
import type { Location } from '../../model/index.ts'
import type { Abstract, Choice, DeclaredType, Foreign, Literal, Pointer, Thing, Unknown } from './words.ts'
import { isRough, spend } from './work.ts'

export type {
  Abstract,
  Choice,
  ClientFacet,
  Closure,
  CommandFacet,
  DeclaredType,
  Environment,
  Foreign,
  Items,
  Joined,
  Literal,
  Made,
  Method,
  Pointer,
  Thing,
  Unknown,
} from './words.ts'

/** Key under which a store keeps what any other field may be. */
export const anyField = '\0any'
/** Key under which a function keeps what it gave whenever a library called it. */
export const gaveField = '\0gave'
/** Key under which a list keeps its elements. */
export const itemsField = '\0items'
/** Key under which a list says that it is a set. */
export const setMark = '\0set'
/** Prefix of fields whose name is not known but has an identity (`{ [process.env.TABLE]: ... }`); they hold the name and the value as items. */
export const namedPrefix = '\0named:'
/** Under this a thing that an idiom made keeps how it was built: the name, then the arguments. */
export const builtField = '\0built'
/** The member that stands for calling such a thing itself. */
export const calledName = '()'
/** Prefix of what an object of a library keeps, which no code can read or write. */
export const keptPrefix = '\0kept:'
/** Key under which a thing has what stands in for a library notes about it. */
export const roomField = '\0kept:room'
/** Key under which a client or command keeps what its middlewares put into the input of a request. */
export const rewrittenField = '\0kept:rewritten'
/** Key under which an object says that the order of its fields is not known. */
export const orderField = '\0order'
/** The member that stands for the JSON of a value: a text, which nobody calls. */
export const jsonName = '\0json'
/** How deep data is copied, such as what JSON is made of; what is deeper is shared. */
export const deepestCopy = 6
/** Prefix of accessor keys in a store. */
export const getterPrefix = '\0get:'
/** Prefix of setter keys in a store. */
export const setterPrefix = '\0set:'

/** A primitive. */
export const literal = (value: Literal['value']): Literal => ({ kind: 'literal', value })
/** `undefined`. */
export const nothing: Literal = literal(undefined)
/** What a lookup by an unknown name gives where the name is not there. */
export const notFound: Literal = { kind: 'literal', value: undefined, lookup: true }
/** A reference to a thing. */
export const pointer = (thing: Thing): Pointer => ({ kind: 'pointer', thing })
/** Something that a package provides. */
export const foreign = (name: string, path: readonly string[]): Foreign => ({ kind: 'foreign', package: name, path })
/** No value at all: what comes here is never reached. */
export const noChoice: Choice = { kind: 'choice', options: [] }
/** A value that is not known, with the reason. */
export const unknownValue = (why: string, more: { at?: Location; origin?: string; type?: DeclaredType; falsy?: true } = {}): Unknown => ({
  kind: 'unknown',
  why,
  ...more,
})

/** The options of a choice; anything else is its own single option. */
export const optionsOf = (value: Abstract): readonly Abstract[] => (value.kind === 'choice' ? value.options : [value])

/** The text of a value where it is known to the last character. */
export function textOf(value: Abstract): string | undefined {
  return value.kind === 'literal' && (typeof value.value === 'string' || typeof value.value === 'number') ? String(value.value) : undefined
}

/** Prefix of fields whose name is a symbol: one of the language's own, `Symbol.asyncIterator` above all, or one that the code has made. */
export const symbolPrefix = '\0symbol:'

/** The name of a symbol that the code has made begins with this. */
export const ownSymbol = '@'

/** The symbol that a store key stands for; undefined for any other key. */
export const symbolOf = (field: string): Foreign | undefined =>
  field.startsWith(symbolPrefix) ? foreign('global', ['Symbol', field.slice(symbolPrefix.length)]) : undefined

/** Whether a store key stands for a symbol that the code has made. */
export const isOwnSymbol = (field: string): boolean => field.startsWith(symbolPrefix + ownSymbol)

/** The store key for a symbol that is known. */
export function symbolField(name: Abstract): string | undefined {
  return name.kind === 'foreign' && name.package === 'global' && name.path[0] === 'Symbol' && name.path[1] !== undefined
    ? symbolPrefix + name.path[1]
    : undefined
}

/** The store key for a computed name: its text, a key of its own for what has an identity, or the key that stands for any field. */
export function fieldOf(name: Abstract): string {
  const known = textOf(name)
  const fixed = known ?? symbolField(name)
  if (fixed !== undefined) return fixed
  return name.kind === 'environment' || name.kind === 'joined' || name.kind === 'made' ? namedPrefix + keyOf(name) : anyField
}

/** Puts texts together; unknown parts stay as parts, a choice of texts multiplies out as long as it stays small. */
export function concat(parts: readonly Abstract[]): Abstract {
  let variants: Abstract[][] = [[]]
  for (const part of parts) {
    const all = optionsOf(part)
    const found = all.filter((option) => !(option.kind === 'literal' && option.lookup))
    const options = found.length > 0 ? found : all
    if (options.length === 0) return noChoice
    if (options.length > 1 && variants.length * options.length <= 16)
      variants = variants.flatMap((variant) => options.map((option) => [...variant, option]))
    else for (const variant of variants) variant.push(options.length === 1 && options[0] ? options[0] : part)
  }
  const made = variants.map(concatOne)
  return made.length === 1 && made[0] ? made[0] : { kind: 'choice', options: uniqueByKey(made) }
}

function concatOne(parts: readonly Abstract[]): Abstract {
  const flat: Abstract[] = []
  const add = (part: Abstract): void => {
    if (part.kind === 'joined') {
      for (const inner of part.parts) add(inner)
      return
    }
    const last = flat.at(-1)
    if (part.kind !== 'literal') flat.push(...(sizeOf(part) > mostInside ? beginningOf(part) : [part]))
    else if (last?.kind === 'literal') flat[flat.length - 1] = literal(String(last.value) + String(part.value))
    else flat.push(literal(String(part.value)))
  }
  for (const part of parts) add(part)
  const filled = shortened(flat.filter((part) => !(part.kind === 'literal' && part.value === '')))
  if (filled.length === 0) return literal('')
  return filled.length === 1 && filled[0] && isText.has(filled[0].kind) ? filled[0] : { kind: 'joined', parts: filled }
}

/** Kinds of values that are the same text alone as they are in a template. */
const isText: ReadonlySet<Abstract['kind']> = new Set(['literal', 'environment', 'made', 'unknown'])

/** Very long texts (pages of HTML put together in a loop) are no names: their middle is given up. */
function shortened(parts: readonly Abstract[]): readonly Abstract[] {
  const size = parts.reduce((sum, part) => sum + (part.kind === 'literal' ? String(part.value).length : 0), 0)
  if (parts.length <= mostParts && size <= mostLetters) return parts
  const cut = (part: Abstract | undefined, from: number, to: number | undefined): Abstract[] =>
    part?.kind === 'literal' ? [literal(String(part.value).slice(from, to))] : part ? [part] : []
  if (parts.length === 1) return size <= mostLetters * 8 ? parts : [...cut(parts[0], 0, 200), unknownValue('is a very long text')]
  return [...cut(parts[0], 0, 200), unknownValue('is a very long text'), ...cut(parts.at(-1), -200, undefined)]
}

/** What stays of a part that is too many different texts. */
const beginningOf = (part: Abstract): Abstract[] => {
  const head = common(optionsOf(part).map(headOf))
  return [...(head === '' ? [] : [literal(head)]), unknownValue('can be too many different texts')]
}

/** The known beginning of a text. */
export function headOf(value: Abstract): string {
  if (value.kind === 'literal') return typeof value.value === 'string' ? value.value : ''
  if (value.kind === 'choice') return common(value.options.map(headOf))
  return value.kind === 'joined' && value.parts[0] ? headOf(value.parts[0]) : ''
}

/** The beginning that texts share. */
export function common(texts: readonly string[]): string {
  const [first = '', ...others] = texts
  let size = first.length
  for (const text of others) while (!text.startsWith(first.slice(0, size))) size -= 1
  return first.slice(0, size)
}

/** How many texts there are in a part; what is put together of several, again and again, would be more each time. */
export function sizeOf(part: Abstract): number {
  const inner = partsOf(part)
  if (inner.length === 0) return 1
  // The same part may be in many others, so it is counted once.
  const known = sizes.get(part)
  if (known !== undefined) return known
  const size = inner.reduce((sum, one) => sum + sizeOf(one), part.kind === 'choice' || part.kind === 'joined' ? 0 : 1)
  sizes.set(part, size)
  return size
}

const sizes = new WeakMap<Abstract, number>()

function partsOf(part: Abstract): readonly Abstract[] {
  if (part.kind === 'choice') return part.options
  if (part.kind === 'joined') return part.parts
  if (part.kind !== 'environment' && part.kind !== 'made') return []
  return [...(part.kind === 'made' ? [part.of] : []), ...(part.fallback ? [part.fallback] : [])]
}

/** How many texts a part of another one may be. */
export const mostInside = 64
const mostParts = 24
const mostLetters = 2048

/** A text that equal values share; objects count by identity unless `deep` looks into records and lists. */
export function keyOf(value: Abstract, deep = 0): string {
  return keyWithin(value, deep, deep > 0 ? [] : none)
}

/** Deep keys of the objects that were met on the way, by how deep they are looked into, and how many fields that took: nothing changes while a key is made. */
type Met = Map<Thing, string>[] & { fields?: number }
const none: Met = []
/** From so many fields on, further objects count by identity: what is made of very large data is seldom alike by chance. */
const mostFields = 300

function keyWithin(value: Abstract, deep: number, met: Met): string {
  if (!isMadeOfParts.has(value.kind)) return makeKey(value, deep, met)
  // Values never change, so what is made of many parts is keyed once; a deep key looks into objects, which do change.
  const known = deep === 0 ? keys.get(value) : undefined
  if (known !== undefined) return known
  const made = makeKey(value, deep, met)
  if (deep === 0 && (isRough() || !made.includes(jsonName))) keys.set(value, made)
  return made
}

const keys = new WeakMap<Abstract, string>()

const isMadeOfParts: ReadonlySet<Abstract['kind']> = new Set(['joined', 'choice', 'items', 'made', 'environment'])

function makeKey(value: Abstract, deep: number, met: Met): string {
  switch (value.kind) {
    case 'literal':
      return typeof value.value === 'string' ? JSON.stringify(value.value) : value.lookup ? 'undefined?' : String(value.value)
    case 'joined':
      return `j(${value.parts.map((one) => keyWithin(one, deep, met)).join(',')})`
    case 'environment':
      return `e:${value.name}${value.fallback ? `?${keyWithin(value.fallback, deep, met)}` : ''}`
    case 'made':
      return `d(${keyWithin(value.of, deep, met)})${JSON.stringify(value.steps)}${value.fallback ? `?${keyWithin(value.fallback, deep, met)}` : ''}`
    case 'foreign':
      return `f:${value.package}/${value.path.join('.')}`
    case 'method':
      // Nobody can write to what JSON was made of, a copy, so that what it holds is all there is to it.
      if (value.name === jsonName) return `${jsonName}(${keyWithin(value.of, isRough() ? 0 : deepestCopy, deep > 0 ? met : [])})`
      return `m(${keyWithin(value.of, deep, met)}).${value.name}${value.bound ? `(${value.bound.map((one) => keyWithin(one, deep, met)).join(',')})` : ''}`
    case 'choice':
      spend(value.options.length)
      return `{${value.options
        .map((one) => keyWithin(one, deep, met))
        .sort()
        .join('|')}}`
    case 'items':
      return `[${value.items.map((one) => keyWithin(one, deep, met)).join(',')}${value.rest ? `...${keyWithin(value.rest, deep, met)}` : ''}]${value.parts ? `p(${keyWithin(value.parts.of, deep, met)})${JSON.stringify([value.parts.separator, value.parts.from, value.parts.to])}` : ''}`
    case 'unknown':
      return `u:${value.origin ?? `${value.why}@${value.at ? `${value.at.file}:${value.at.line}` : ''}`}:${value.type ? value.type.key : ''}${value.falsy ? '!' : ''}`
    case 'pointer':
      return thingKey(value.thing, deep, met)
  }
}

function thingKey(thing: Thing, deep: number, met: Met): string {
  const { closure } = thing
  // What is bound to the same is the same function, however often it is bound.
  if (closure?.of && [...thing.fields.map.keys()].every((name) => name.startsWith('\0')))
    return `b(#${closure.of.id};${[closure.self, ...(closure.bound ?? [])].map((one) => (one ? keyWithin(one, 0, none) : '')).join(',')})`
  if (deep === 0 || thing.client || thing.command || (thing.kind !== 'record' && thing.kind !== 'list')) return `#${thing.id}`
  met[deep] ??= new Map()
  const known = met[deep].get(thing)
  if (known !== undefined) return known
  const fields = (met.fields ?? 0) + thing.fields.map.size
  if (fields > mostFields) return `#${thing.id}`
  met.fields = fields
  spend(thing.fields.map.size)
  const parts = [...thing.fields.map].map(([name, field]) => `${name}:${keyWithin(field, deep - 1, met)}`)
  // The order of fields counts, since code may go through them.
  const key = shortKey(`${thing.kind}(${parts.join(',')})`)
  met[deep].set(thing, key)
  return key
}

/** What is held in many places would make the key of all longer and longer. */
const shortKey = (key: string): string => (key.length > longestKey ? hash('sha256', key, 'base64url') : key)
const longestKey = 400

/** What a member is one of, or a member of a member. */
export function ownerOf(value: Abstract): Abstract {
  let at = value
  while (at.kind === 'method') at = at.of
  return at
}

/** Keeps one of each. */
export function uniqueByKey(values: readonly Abstract[]): readonly Abstract[] {
  const kept = new Map<string, Abstract>()
  for (const value of values) {
    const key = keyOf(value)
    if (!kept.has(key)) kept.set(key, value)
  }
  return [...kept.values()]
}
