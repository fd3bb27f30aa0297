import { holdsCode } from './holds-code.ts'
import { joinValues, tooMany } from './join.ts'
import type { Arguments, Run } from './run.ts'
import { type Abstract, anyField, itemsField, optionsOf, type Thing, unknownValue } from './values.ts'

const plain = unknownValue(tooMany)

/**
 * What a function is called with that was called in very many ways before: whatever can be called in its arguments, all of these times together, and of
 * the data nothing; what it may do to that is not known from here on.
 */
export function givenUp(run: Run, before: Arguments | undefined, { items, rest }: Arguments): Arguments {
  const widen = (value: Abstract, old: Abstract | undefined): Abstract =>
    joinValues([...(old ? [old] : []), ...optionsOf(value).map((option) => (holdsCode(option, 8) ? option : forget(run, option)))])
  const others = rest ?? before?.rest
  return {
    items: items.map((item, index) => widen(item, before?.items[index])),
    ...(others ? { rest: widen(others, before?.rest) } : {}),
  }
}

function forget(run: Run, value: Abstract): Abstract {
  forgetIn(run, value, new Set())
  return plain
}

function forgetIn(run: Run, value: Abstract, seen: Set<Thing>): void {
  if (value.kind === 'items') for (const item of [...value.items, ...(value.rest ? [value.rest] : [])]) forgetIn(run, item, seen)
  for (const option of optionsOf(value)) {
    if (option.kind !== 'pointer' || seen.has(option.thing)) continue
    const { thing } = option
    seen.add(thing)
    for (const [name, field] of thing.fields.map) {
      forgetIn(run, field, seen)
      if (field.kind === 'items') {
        const all = joinValues([...field.items, ...(field.rest ? [field.rest] : []), plain])
        run.heap.set(thing.fields, itemsField, { kind: 'items', items: [], rest: all })
      } else if (!name.startsWith('\0') || name === anyField) run.heap.set(thing.fields, name, joinValues([field, plain]))
    }
    if (thing.kind === 'record') run.heap.set(thing.fields, anyField, joinValues([thing.fields.map.get(anyField) ?? plain, plain]))
  }
}
