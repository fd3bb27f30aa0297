import { beMany } from './be-one.ts'
import { areNoted, type Effects } from './effects.ts'
import { isFresh } from './fresh.ts'
import type { Trace } from './heap.ts'
import { joinValues } from './join.ts'
import type { Run } from './run.ts'
import type { Store } from './store.ts'
import { type Abstract, keyOf, optionsOf, type Pointer, type Thing } from './values.ts'
import { spend } from './work.ts'

/**
 * Where a call has put data that it made into the place of some that is alike, as one that fetches a token again, the one that was there stays and
 * stands for both. Nothing has changed then, and the next call finds what this one found. Gives the result, in which it does so as well.
 */
export function asBefore(run: Run, result: Abstract, trace: Trace): Abstract {
  const { effects } = trace
  // What functions and what goes on beside the rest can see is more than is looked through here.
  if (!effects || !areNoted(effects) || trace.begun || (run.heap.loading !== '' && run.heap.meanwhile.under.length === 0)) return result
  const alike = alikeIn(effects, trace)
  if (alike.size === 0) return result
  const made = madeIn([result, ...heldIn(effects)], trace)
  if (!made) return result
  for (const thing of alike.values()) beMany(thing)
  const put = (store: Store, key: string): void => {
    const value = store.map.get(key)
    const next = value && replace(value, alike)
    if (!isSame(value, next)) run.heap.put(store, key, next)
  }
  for (const { fields } of made) for (const key of fields.map.keys()) put(fields, key)
  for (const [store, { names }] of effects.stores) {
    for (const [key, { written }] of names) {
      put(store, key)
      retell(written, alike)
      for (const { values } of [...run.heap.histories, ...run.heap.guards]) retell(values.get(store)?.get(key), alike)
      run.heap.meanwhile.retell(store, key, (value) => replace(value, alike))
    }
  }
  for (const [store, { version, names }] of effects.stores)
    if ([...names].every(([key, { before, written }]) => !written.has(undefined) && isSame(store.map.get(key), before))) store.version = version
  return replace(result, alike)
}

/** Says of each value that was written for a time what is told now. */
function retell(written: Set<Abstract | undefined> | undefined, by: ReadonlyMap<Thing, Thing>): void {
  for (const value of written ? [...written] : []) {
    const next = value && replace(value, by)
    if (isSame(value, next)) continue
    written?.delete(value)
    written?.add(next)
  }
}

const isSame = (one: Abstract | undefined, other: Abstract | undefined): boolean =>
  one === other || (one !== undefined && other !== undefined && keyOf(one) === keyOf(other))

/** What a call made and put where something alike was, with that. */
function alikeIn({ stores }: Effects, trace: Trace): ReadonlyMap<Thing, Thing> {
  const alike = new Map<Thing, Thing>()
  for (const [store, { names }] of stores) {
    for (const [key, { before }] of names) {
      const value = store.map.get(key)
      if (!before || !value || value === before) continue
      const older = partsOf(before)
        .filter(isData)
        .filter(({ thing }) => !isFresh(thing.fields, trace))
      for (const part of partsOf(value).filter(isData)) {
        if (alike.has(part.thing) || !isFresh(part.thing.fields, trace)) continue
        const same = older.find(({ thing }) => thing.site === part.thing.site && likeness(thing) === likeness(part.thing))
        if (same) alike.set(part.thing, same.thing)
      }
    }
  }
  return alike
}

const dataKinds: ReadonlySet<Thing['kind']> = new Set(['record', 'list', 'map', 'instance'])

/** Whether a value is data, or an instance of a class, the methods of which all instances share. */
const isData = (value: Abstract): value is Pointer => value.kind === 'pointer' && dataKinds.has(value.thing.kind) && !value.thing.client

/** What data has in common with what is alike, down to so many levels. */
function likeness(thing: Thing, depth = 3): string {
  spend(thing.fields.map.size)
  const fields = [...thing.fields.map].map(
    ([name, field]) =>
      `${name}:${optionsOf(field)
        .map((option) => likenessOf(option, depth))
        .join('|')}`,
  )
  return `${thing.site} ${thing.made ? keyOf(thing.made) : ''}(${fields.join()})`
}

function likenessOf(value: Abstract, depth: number): string {
  if (value.kind === 'items')
    return `[${[...value.items, ...(value.rest ? [value.rest] : [])].map((item) => optionsOf(item).map((option) => likenessOf(option, depth)))}]${value.items.length}`
  return isData(value) && depth > 0 ? likeness(value.thing, depth - 1) : keyOf(value)
}

const partsOf = (value: Abstract): readonly Abstract[] =>
  optionsOf(value).flatMap((option) =>
    option.kind === 'items' ? [...option.items, ...(option.rest ? [option.rest] : [])].flatMap(optionsOf) : [option],
  )

function heldIn({ stores }: Effects): readonly Abstract[] {
  return [...stores].flatMap(([store, { names }]) => [...names.keys()].flatMap((key) => store.map.get(key) ?? []))
}

/** The data that a call made and that is found through values; undefined where anything else of it is. */
function madeIn(values: readonly Abstract[], trace: Trace): ReadonlySet<Thing> | undefined {
  const made = new Set<Thing>()
  const open = [...values]
  for (let value = open.pop(); value; value = open.pop()) {
    if (value.kind === 'choice') open.push(...value.options)
    else if (value.kind === 'items') open.push(...value.items, ...(value.rest ? [value.rest] : []))
    else if (value.kind === 'method') open.push(value.of, ...(value.bound ?? []))
    else if (value.kind === 'pointer' && isFresh(value.thing.fields, trace) && !made.has(value.thing)) {
      if (!isData(value)) return undefined
      made.add(value.thing)
      open.push(...value.thing.fields.map.values())
    }
  }
  return made
}

/** A value with some things in the place of others; itself where it has none of them. */
function replace(value: Abstract, by: ReadonlyMap<Thing, Thing>): Abstract {
  return has(value, by) ? replaced(value, by) : value
}

function has(value: Abstract, by: ReadonlyMap<Thing, Thing>): boolean {
  switch (value.kind) {
    case 'choice':
      return value.options.some((option) => has(option, by))
    case 'items':
      return value.items.some((item) => has(item, by)) || (value.rest !== undefined && has(value.rest, by))
    case 'method':
      return has(value.of, by) || (value.bound ?? []).some((one) => has(one, by))
    case 'pointer':
      return by.has(value.thing)
    default:
      return false
  }
}

function replaced(value: Abstract, by: ReadonlyMap<Thing, Thing>): Abstract {
  const each = (one: Abstract): Abstract => replace(one, by)
  switch (value.kind) {
    case 'choice':
      return joinValues(value.options.map(each))
    case 'items':
      return value.rest ? { ...value, items: value.items.map(each), rest: each(value.rest) } : { ...value, items: value.items.map(each) }
    case 'method':
      return { ...value, of: each(value.of), ...(value.bound ? { bound: value.bound.map(each) } : {}) }
    case 'pointer': {
      const thing = by.get(value.thing)
      return thing ? { kind: 'pointer', thing } : value
    }
    default:
      return value
  }
}
