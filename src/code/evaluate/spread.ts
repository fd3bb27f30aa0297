import { isProcessEnvironment, spreadEnvironment, spreadField } from './globals.ts'
import { joinValues, mayBeAbsent, stepInto } from './join.ts'
import { classOf, prototypeOf, read } from './members.ts'
import type { Run } from './run.ts'
import type { Scope } from './scope.ts'
import {
  type Abstract,
  anyField,
  getterPrefix,
  type Items,
  isOwnSymbol,
  itemsField,
  literal,
  namedPrefix,
  nothing,
  optionsOf,
  orderField,
  pointer,
  setterPrefix,
  type Thing,
  unknownValue,
} from './values.ts'
import { absentIn, setField, write } from './writes.ts'

const mostLetters = 40

/** Copies what spreading a value (`{ ...value }`, `Object.assign`) brings into an object. */
export function copyFields(run: Run, from: Abstract, into: Thing, scope: Scope): void {
  const options = optionsOf(from)
  // What is conditional (`...(id && { Id: id })`) may leave each field as it was.
  const certain = options.length === 1 && !into.many
  for (const option of options) {
    if (option.kind === 'literal' && typeof option.value === 'string') {
      spreadItems(run, letters(option.value), into, certain)
      continue
    }
    if (option.kind === 'literal' || (option.kind === 'unknown' && option.falsy)) continue
    if (option.kind === 'foreign' && isProcessEnvironment(option)) {
      spreadEnvironment(run, into)
      continue
    }
    if (option.kind !== 'pointer') {
      const from =
        option.kind === 'foreign' ? `comes from ${[option.package, ...option.path].join('.')}` : 'is spread from something that is not followed'
      addAny(run, into, option.kind === 'unknown' ? stepInto(option, '.*') : unknownValue(from))
      continue
    }
    const { thing } = option
    run.heap.touch(thing.fields)
    for (const [name, value] of [...thing.fields.map]) {
      if (name === anyField) {
        // What a library holds is found through what it gave.
        if (thing.kind !== 'opaque') addAny(run, into, value)
      } else if (name === spreadField) spreadEnvironment(run, into)
      else if (name === orderField) run.heap.set(into.fields, orderField, nothing)
      else if (name.startsWith(namedPrefix)) run.heap.set(into.fields, name, value)
      else if (name.startsWith(getterPrefix))
        write(
          run,
          pointer(into),
          literal(name.slice(getterPrefix.length)),
          read(run, option, literal(name.slice(getterPrefix.length)), scope, 4096),
          scope,
        )
      else if (!name.startsWith('\0') || isOwnSymbol(name)) {
        const before = run.heap.get(into.fields, name)
        const kept = certain ? (mayBeAbsent(value) && before ? joinValues([value, before]) : value) : joinValues([before ?? absentIn(into), value])
        setField(run, into, name, kept)
      } else if (name === itemsField && value.kind === 'items') spreadItems(run, value, into, certain)
    }
    if (thing.kind === 'opaque') addAny(run, into, option)
  }
}

/** The letters of a text, by number; those of a long one are not told apart. */
const letters = (text: string): Items =>
  text.length > mostLetters
    ? { kind: 'items', items: [], rest: unknownValue('is a letter of a text') }
    : { kind: 'items', items: text.split('').map((letter) => literal(letter)) }

/** Copies the elements of a list into another list, or into an object that has them by number. */
function spreadItems(run: Run, items: Items, into: Thing, certain: boolean): void {
  const before = (name: string): Abstract => run.heap.get(into.fields, name) ?? nothing
  if (into.kind === 'list') run.heap.set(into.fields, itemsField, certain ? items : joinValues([before(itemsField), items]))
  else {
    for (const [index, item] of items.items.entries()) setField(run, into, String(index), certain ? item : joinValues([before(String(index)), item]))
    if (items.rest) addAny(run, into, items.rest)
  }
}

function addAny(run: Run, into: Thing, value: Abstract): void {
  const before = run.heap.get(into.fields, anyField)
  run.heap.set(into.fields, anyField, joinValues([...(before ? [before] : []), value]))
  // Where less is told apart, whoever reads a field finds that as well.
  if (run.heap.rough) return
  // A field that is already there may be overwritten by what is spread over it.
  run.heap.touch(into.fields)
  for (const [name, field] of [...into.fields.map]) if (!name.startsWith('\0')) run.heap.set(into.fields, name, joinValues([field, value]))
}

/** The key under which an object keeps its prototype, for `super`. */
export const protoField = '\0proto'

/** Gives an object what its prototype has, where it has nothing of that name itself. */
export function inherit(run: Run, from: Abstract, into: Thing, scope: Scope): void {
  if (!optionsOf(from).some(({ kind }) => kind === 'pointer')) return
  const all = run.heap.thing('record', `${into.site}:prototype`)
  copyFields(run, from, all, scope)
  copyAccessors(run, from, all)
  for (const option of optionsOf(from)) if (option.kind === 'pointer' && option.thing.kind === 'instance') copyMembers(run, option.thing, all)
  run.heap.touch(into.fields)
  run.heap.set(into.fields, protoField, from)
  const isHidden = (name: string): boolean =>
    !run.heap.rough && (into.fields.map.has(name) || into.fields.map.has(name.replace(getterPrefix, '').replace(setterPrefix, '')))
  for (const [name, field] of all.fields.map) if (!isHidden(name)) run.heap.set(into.fields, name, field)
}

/** An accessor of a prototype goes on to be one: it is asked for each object by itself. */
function copyAccessors(run: Run, from: Abstract, into: Thing): void {
  const options = optionsOf(from)
  for (const option of options) {
    if (option.kind !== 'pointer') continue
    for (const [name, accessor] of option.thing.fields.map) {
      if (!name.startsWith(getterPrefix) && !name.startsWith(setterPrefix)) continue
      const before = run.heap.get(into.fields, name)
      run.heap.set(into.fields, name, before ? joinValues([before, accessor]) : accessor)
      if (options.length === 1 && name.startsWith(getterPrefix)) run.heap.set(into.fields, name.slice(getterPrefix.length), undefined)
    }
  }
}

/** Copies what an instance has from its class, the nearest first. */
function copyMembers(run: Run, from: Thing, into: Thing): void {
  for (let level = classOf(from), steps = 0; level && steps < 32; steps++) {
    const store = prototypeOf(run, level)
    if (store) run.heap.touch(store)
    for (const [name, member] of store?.map ?? []) if (run.heap.rough || !into.fields.map.has(name)) run.heap.set(into.fields, name, member)
    const base: Abstract | undefined = level.body?.base
    level = base?.kind === 'pointer' ? base.thing : undefined
  }
}
