import { holdsCode } from './holds-code.ts'
import { joinValues } from './join.ts'
import { loseSight, tooMany } from './out-of-sight.ts'
import type { Arguments } from './run.ts'
import { type Abstract, optionsOf, unknownValue } from './values.ts'

const plain = unknownValue(tooMany)

/**
 * What a function is called with that was called in very many ways before: whatever can be called in its arguments, all of these times together, and of
 * the data nothing.
 */
export function givenUp(before: Arguments | undefined, { items, rest }: Arguments): Arguments {
  const widen = (value: Abstract, old: Abstract | undefined): Abstract =>
    joinValues([...(old ? [old] : []), ...optionsOf(value).map((option) => (holdsCode(option, 8) ? option : giveUp(option)))])
  const others = rest ?? before?.rest
  return {
    items: items.map((item, index) => widen(item, before?.items[index])),
    ...(others ? { rest: widen(others, before?.rest) } : {}),
  }
}

function giveUp(value: Abstract): Abstract {
  loseSight([value])
  return plain
}
