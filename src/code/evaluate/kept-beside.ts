import { joinValues } from './join.ts'
import type { ForeignCall, Run } from './run.ts'
import { type Abstract, gaveField, optionsOf, roomField, unknownValue } from './values.ts'

/** How many things that are made at one place are told apart; containers lead to all that they can make, so that it pays to tell more of them apart. */
const mostOfPlace = 4
const mostContainers = 32

/** Keeps a value beside others for `who` may find it; where there are many of its place, what can be called in it may as well be called now. */
export function keptBeside(run: Run, before: Abstract | undefined, value: Abstract, who: string, call: Pick<ForeignCall, 'at' | 'scope'>): Abstract {
  if (!before) return value
  const known = optionsOf(before)
  const more = optionsOf(value).map((option): Abstract => {
    if (option.kind !== 'pointer' || option.thing.client || known.some((one) => one.kind === 'pointer' && one.thing === option.thing)) return option
    const alike = known.filter((one) => one.kind === 'pointer' && one.thing.site === option.thing.site)
    if (alike.length < (option.thing.fields.map.has(roomField) ? mostContainers : mostOfPlace)) return option
    // A library that was given it calls it anyway, with whatever there is.
    const isCalled = option.thing.closure !== undefined && run.heap.get(option.thing.fields, gaveField) !== undefined
    if (!isCalled) run.escape([option], who, { ...call, arguments: { items: [] } })
    return unknownValue('is one of more than are followed')
  })
  return joinValues([before, ...more])
}
