import { anyItem, joinValues } from './join.ts'
import { isOutOfSight, loseSight, tooMany } from './out-of-sight.ts'
import type { ForeignCall, Run } from './run.ts'
import {
  type Abstract,
  anyField,
  itemsField,
  noChoice,
  nothing,
  optionsOf,
  setMark,
  symbolField,
  type Thing,
  textOf,
  unknownValue,
} from './values.ts'

/** A member of an object, or an element of a list, is set or taken away. */
const member = 'member:'
/** The elements of a list are changed, those of a set, or what a map holds. */
const elements = 'elements:'
const members = 'members:'
const entries = 'entries:'

/** What is not known may be one of very many records or lists: each of them may be written to. */
export function writePerhaps(run: Run, owners: readonly Abstract[], key: Abstract, value: Abstract): void {
  if (!owners.some(isOutOfSight)) return
  for (const option of optionsOf(key)) changeOutOfSight(run, member + (textOf(option) ?? symbolField(option) ?? anyField), value)
}

/** The same where a method is called that may change it. */
export function callPerhaps(run: Run, receiver: Abstract, name: string, { arguments: { items, rest } }: ForeignCall): void {
  if (!isOutOfSight(receiver)) return
  const given = [...items, ...(rest ? [rest] : [])]
  const [key = nothing, value = rest ?? nothing] = given
  if (ofLists.has(name)) changeOutOfSight(run, elements, joinValues(given))
  if (name === 'add') changeOutOfSight(run, members, key)
  if (name === 'set') changeOutOfSight(run, entries + (textOf(key) ?? symbolField(key) ?? anyField), value)
  if (name === 'delete' || name === 'clear') {
    changeOutOfSight(run, members, noChoice)
    changeOutOfSight(run, entries + (name === 'clear' ? anyField : (textOf(key) ?? anyField)), nothing)
  }
}

const ofLists: ReadonlySet<string> = new Set(['push', 'unshift', 'splice', 'fill', 'copyWithin', 'pop', 'shift', 'sort', 'reverse'])

/** Does to each of them what may be done to one; how and where as it is written above. */
export function changeOutOfSight(run: Run, how: string, value: Abstract): void {
  const { heap } = run
  const before = heap.rough?.done.get(how)
  heap.rough?.done.set(how, before ? joinValues([before, value]) : value)
  heap.changeAgain(heap.outOfSight.store, how, value, () => {
    for (const { thing } of heap.outOfSight.all()) change(run, thing, how, value)
  })
}

/** Where less is told apart, does again all that was done to what is not told apart any more: there may be more of that by now. */
export function changeAgainOutOfSight(run: Run): void {
  for (const [how, value] of run.heap.rough?.done ?? []) changeOutOfSight(run, how, value)
}

function change(run: Run, thing: Thing, how: string, value: Abstract): void {
  const name = how.slice(how.indexOf(':') + 1)
  const isSet = thing.fields.map.has(setMark)
  if (how.startsWith(member)) {
    if (thing.kind === 'list') {
      if (name === anyField || /^\d+$/.test(name) || name === 'length') changeElements(run, thing, value)
    } else if (thing.kind !== 'map') changeField(run, thing, name, value)
  } else if (how.startsWith(entries)) {
    if (thing.kind === 'map') changeField(run, thing, name, value)
  } else if (thing.kind === 'list' && isSet === how.startsWith(members)) changeElements(run, thing, value)
}

/** Any element may be another one of the list, or the new one. */
function changeElements(run: Run, thing: Thing, value: Abstract): void {
  const before = thing.fields.map.get(itemsField)
  const all = both(before?.kind === 'items' ? anyItem(before) : noChoice, value)
  run.heap.set(thing.fields, itemsField, { kind: 'items', items: [], ...(optionsOf(all).length > 0 ? { rest: all } : {}) })
}

function changeField(run: Run, thing: Thing, name: string, value: Abstract): void {
  const { map } = thing.fields
  if (name !== anyField) {
    run.heap.set(thing.fields, name, both(map.get(name) ?? nothing, value))
    return
  }
  for (const [one, field] of run.heap.rough ? [] : [...map])
    if (!one.startsWith('\0') && field.kind !== 'items') run.heap.set(thing.fields, one, both(field, value))
  const before = map.get(anyField)
  run.heap.set(thing.fields, anyField, both(before ?? noChoice, value))
}

/** More than so many that are made at one place are not told apart where any of many may hold them, or each would hold all that is ever made there. */
const mostOfPlace = 3

function both(before: Abstract, value: Abstract): Abstract {
  const placesOf = (one: Abstract): readonly string[] => (one.kind === 'pointer' ? [one.thing.site] : [])
  const places = optionsOf(before).flatMap(placesOf)
  const isKept = (one: Abstract): boolean =>
    one.kind !== 'pointer' || !isPlain(one.thing) || optionsOf(before).some((held) => held.kind === 'pointer' && held.thing === one.thing)
  const more = optionsOf(value).map((option) => {
    if (isKept(option) || placesOf(option).every((place) => places.filter((other) => other === place).length < mostOfPlace)) return option
    loseSight([option])
    return unknownValue(tooMany)
  })
  return joinValues([before, ...more])
}

const isPlain = ({ kind }: Thing): boolean => kind === 'record' || kind === 'list'
