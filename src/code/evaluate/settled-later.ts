import { holdsCode } from './holds-code.ts'
import { anyItem, joinValues } from './join.ts'
import type { ForeignCall, Run } from './run.ts'
import { type Abstract, itemsField, keptPrefix, nothing, optionsOf, type Pointer, pointer, type Thing, unknownValue } from './values.ts'

/** The member of the list of what a promise is resolved with that resolves it. */
export const resolving = '\0resolve'

/** Under this an object that stands for a promise keeps the list of what that is resolved with. */
const resolvedField = `${keptPrefix}resolved`
/** Under this such a list says that somebody has gone on with what was in it. */
const takenField = `${keptPrefix}taken`

/** What a promise holds that its executor has resolved; one that is resolved later, by whoever was handed the function for it, stays an object. */
export function promiseOf(run: Run, box: Thing, { at }: ForeignCall): Abstract {
  const held = run.heap.get(box.fields, itemsField)
  if (held?.kind === 'items' && optionsOf(anyItem(held)).length > 0) {
    run.heap.set(box.fields, takenField, nothing)
    return anyItem(held)
  }
  const made = run.heap.thing('record', `${at.file}:${at.line}:${at.column ?? 0}`)
  run.heap.set(made.fields, resolvedField, pointer(box))
  return pointer(made)
}

/** Whether a value is a promise that is resolved later. */
export const isSettledLater = (value: Abstract): value is Pointer =>
  value.kind === 'pointer' && value.thing.kind === 'record' && value.thing.fields.map.has(resolvedField)

/** What such a promise has been resolved with by now, and may be resolved with yet. */
export function settledSoFar(run: Run, { thing }: Pointer): Abstract {
  const boxes = optionsOf(run.heap.get(thing.fields, resolvedField) ?? nothing)
  const later = unknownValue('is resolved later')
  return joinValues(
    boxes.map((box) => {
      if (box.kind !== 'pointer') return later
      const { fields } = box.thing
      const held = run.heap.get(fields, itemsField)
      if (!run.heap.get(fields, takenField)) run.heap.set(fields, takenField, nothing)
      if (held?.kind !== 'items') return later
      return held.items.length > 0 && !held.rest ? anyItem(held) : joinValues([later, anyItem(held)])
    }),
  )
}

/** Resolves a promise. Who went on before holds nothing of that, so what can be called in it may as well be called now. */
export function resolve(run: Run, box: Thing, call: ForeignCall): Abstract {
  const held = run.heap.get(box.fields, itemsField)
  const known = held?.kind === 'items' ? optionsOf(anyItem(held)) : []
  const isKnown = (value: Abstract): boolean =>
    known.some((one) => one === value || (one.kind === 'pointer' && value.kind === 'pointer' && one.thing.site === value.thing.site))
  const [first] = call.arguments.items
  const value = first ?? call.arguments.rest
  if (run.heap.get(box.fields, takenField) && value) {
    const news = optionsOf(value).filter((option) => !isKnown(option) && holdsCode(option, 4))
    if (news.length > 0) run.escape(news, 'whoever waits for it', call)
  }
  return run.method(pointer(box), 'push', value === first ? { ...call, arguments: { items: first ? [first] : [] } } : call)
}
