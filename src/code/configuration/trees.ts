import { type CodeEntry, type CodePlace, type CodeSlot, type CodeTree, type Location, unknown } from '../../model/index.ts'
import {
  type Abstract,
  anyField,
  getterPrefix,
  itemsField,
  joinValues,
  nothing,
  optionsOf,
  spreadField,
  type Thing,
  toValue,
} from '../evaluate/index.ts'
import { compiler, type ts } from '../summary/index.ts'
import type { Literal, Literals } from './literals.ts'

/** What a collection may be said to be while it is being built. */
type Draft = { -readonly [K in 'fixed' | 'open']?: (CodeTree & { kind: 'map' })[K] }

/** No configuration is nested deeper; what is, holds itself or was made to harm. */
const deepest = 100

/** Turns what the evaluation found into trees with places; `called` are the functions that are called for this one configuration alone. */
export function createTrees(literals: Literals, called: ReadonlySet<string>): (value: Abstract, place: CodePlace) => CodeTree {
  const known = new Map<Thing, CodeTree>()
  const bySite = new Map<string, Draft[]>()
  const open = new Set<Thing>()
  const several = new Map<string, CodeTree>()
  const numbers = new Map<Thing, number>()

  const treeOf = (value: Abstract, place: CodePlace): CodeTree => {
    const options = optionsOf(value)
    const [only] = options
    if (options.length === 1 && only?.kind === 'literal' && only.value !== undefined) {
      const quote = typeof only.value === 'string' ? literals.quoteAt(place, only.value) : undefined
      return { ...place, kind: 'scalar', value: only.value, ...(quote ? { quote } : {}) }
    }
    const things = options.flatMap((option) => (option.kind === 'pointer' && isPlain(option.thing) ? [option.thing] : []))
    const others = options.filter((option) => !(option.kind === 'pointer' && isPlain(option.thing)) && !isMissing(option))
    const [thing] = things
    if (!thing) return { ...place, kind: 'partial', value: toValue(value, locationOf(place)) }
    if (things.length === 1 && others.length === 0) return collection(thing, place)
    if (others.length === 0 && things.every(({ kind }) => kind === 'list')) return oneOfLists(things, place)
    if (others.length === 0 && things.every(({ kind }) => kind !== 'list')) return oneOfMaps(things, place)
    return { ...place, kind: 'partial', value: unknown('is one of several, depending on what is not known', locationOf(place)) }
  }

  const locationOf = (place: CodePlace): Location => literals.locate(place)

  const slot = (value: Abstract, place: CodePlace): CodeSlot => {
    const options = optionsOf(value)
    const conditional = options.length > 1 && options.some(isMissing)
    return { tree: treeOf(value, place), place, ...(conditional ? { conditional } : {}) }
  }

  const collection = (thing: Thing, around: CodePlace): CodeTree => {
    const before = known.get(thing)
    if (before) return before
    if (open.has(thing) || open.size > deepest)
      return { ...around, kind: 'partial', value: unknown(open.has(thing) ? 'holds itself' : 'is nested too deep', locationOf(around)) }
    open.add(thing)
    const written = literals.find(thing.site)
    const place = written ? literals.placeOf(written.node, written.source) : around
    const draft: Draft = {}
    const twins = bySite.get(thing.site) ?? []
    bySite.set(thing.site, [...twins, draft])
    const fixed = fixedBecause(thing, written)
    if (fixed !== undefined) draft.fixed = fixed
    if (twins.length > 0) for (const twin of [...twins, draft]) twin.fixed ??= 'what is written there makes several objects'
    const made: CodeTree =
      thing.kind === 'list'
        ? Object.assign(draft, { ...place, kind: 'list' as const, items: itemsOf(thing, written, place, draft) })
        : Object.assign(draft, { ...place, kind: 'map' as const, entries: entriesOf(thing, written, place, draft) })
    known.set(thing, made)
    open.delete(thing)
    return made
  }

  const fixedBecause = (thing: Thing, written: Literal | undefined): string | undefined => {
    if (!written) return 'it is made by code, not written out'
    if (thing.many) return 'what is written there makes several objects'
    const { fileName } = written.source
    const within = written.functions.some(({ at, parameters }) => parameters > 0 && !called.has(`${fileName}:${at}`))
    return within ? 'it is written in a function that takes arguments' : undefined
  }

  const itemsOf = (thing: Thing, written: Literal | undefined, place: CodePlace, draft: Draft): readonly CodeSlot[] => {
    const held = thing.fields.map.get(itemsField)
    if (!held) return []
    if (held.kind !== 'items' || held.parts) {
      draft.open = { ...place, why: 'how many there are is not known' }
      return []
    }
    const elements = written && compiler.isArrayLiteralExpression(written.node) ? written.node.elements : undefined
    const own = elements?.length === held.items.length && !held.rest && !elements.some(compiler.isSpreadElement)
    if (!own) draft.fixed ??= 'it is put together by code'
    const items = held.items.map((item, index) => {
      const element = own ? elements?.[index] : undefined
      return slot(item, written && element ? literals.placeOf(element, written.source) : place)
    })
    for (const option of held.rest ? optionsOf(held.rest) : []) {
      if (isMissing(option)) continue
      if (option.kind === 'pointer' || option.kind === 'literal') items.push({ ...slot(option, place), conditional: true })
      else draft.open = { ...place, why: whyOf(option, place) }
    }
    return items
  }

  /** One of several lists: what any of them holds may be there. */
  const oneOfLists = (things: readonly Thing[], place: CodePlace): CodeTree => {
    const lists = things.map((thing) => collection(thing, place))
    const opened = lists.find((list) => list.kind === 'list' && list.open)
    return {
      ...place,
      kind: 'list',
      fixed: 'it is one of several lists',
      items: lists.flatMap((list) => (list.kind === 'list' ? list.items.map((item): CodeSlot => ({ ...item, conditional: true })) : [])),
      ...(opened?.kind === 'list' && opened.open ? { open: opened.open } : {}),
    }
  }

  /** One of several objects: each field is what it may be in any of them. */
  const oneOfMaps = (things: readonly Thing[], place: CodePlace): CodeTree => {
    const maps = things.map((thing) => collection(thing, place))
    const key = numbersOf(things)
    const before = several.get(key)
    if (before) return before
    const names = new Map(maps.flatMap((map) => (map.kind === 'map' ? [...map.entries].reverse() : [])))
    const opened = maps.find((map) => map.kind === 'map' && map.open)
    const entries = new Map<string, CodeEntry>()
    const made: CodeTree = {
      ...place,
      kind: 'map',
      fixed: 'it is one of several objects',
      entries,
      ...(opened?.kind === 'map' && opened.open ? { open: opened.open } : {}),
    }
    several.set(key, made)
    for (const [name, entry] of names) entries.set(name, slot(joinValues(things.map(({ fields }) => fields.map.get(name) ?? nothing)), entry.place))
    return made
  }

  /** What tells the same objects again. */
  const numbersOf = (things: readonly Thing[]): string =>
    things
      .map((thing) => {
        if (!numbers.has(thing)) numbers.set(thing, numbers.size)
        return numbers.get(thing)
      })
      .join()

  const entriesOf = (thing: Thing, written: Literal | undefined, place: CodePlace, draft: Draft): ReadonlyMap<string, CodeEntry> => {
    const object = written && compiler.isObjectLiteralExpression(written.node) ? written.node : undefined
    const properties = object?.properties ?? []
    const spreads = properties.filter(compiler.isSpreadAssignment)
    const [spread] = spreads
    const elsewhere = written && spread && spreads.length === 1 ? literals.placeOf(spread, written.source) : place
    const entries = new Map<string, CodeEntry>()
    for (const [name, value] of thing.fields.map) {
      if (name === anyField) draft.open = { ...elsewhere, why: whyOf(value, elsewhere) }
      else if (name === spreadField) draft.open = { ...elsewhere, why: 'is the environment of whoever deploys' }
      else if (name.startsWith(getterPrefix)) draft.open = { ...place, why: 'is worked out when it is asked for' }
      else if (name.startsWith('\0')) draft.open ??= { ...place, why: 'has a name that is not known' }
      else if (!(value.kind === 'literal' && value.value === undefined)) {
        const property = properties.findLast((one) => nameOf(one) === name)
        const key = property?.name && written ? literals.placeOf(property.name, written.source) : undefined
        const stands = property && written ? literals.placeOf(initializerOf(property), written.source) : elsewhere
        entries.set(name, { ...slot(value, stands), ...(key ? { key } : {}) })
      }
    }
    return entries
  }

  const whyOf = (value: Abstract, place: CodePlace): string => {
    const read = toValue(value, locationOf(place))
    return read.kind === 'unknown' ? read.why : 'is not known'
  }

  return treeOf
}

const isPlain = (thing: Thing): boolean =>
  (thing.kind === 'record' || thing.kind === 'list' || thing.kind === 'instance') && !thing.client && !thing.command && !thing.closure

/** What a condition leaves where it does not hold. */
const isMissing = (value: Abstract): boolean =>
  (value.kind === 'literal' && (value.value === undefined || value.value === null || value.value === false)) ||
  (value.kind === 'unknown' && value.falsy === true)

function nameOf(property: ts.ObjectLiteralElementLike): string | undefined {
  const { name } = property
  if (!name) return undefined
  if (compiler.isIdentifier(name) || compiler.isStringLiteralLike(name) || compiler.isNumericLiteral(name)) return name.text
  return compiler.isComputedPropertyName(name) && compiler.isStringLiteralLike(name.expression) ? name.expression.text : undefined
}

const initializerOf = (property: ts.ObjectLiteralElementLike): ts.Node =>
  compiler.isPropertyAssignment(property) ? property.initializer : (property.name ?? property)
