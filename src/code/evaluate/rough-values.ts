import { joinValues } from './join.ts'
import { type Abstract, type Method, optionsOf, ownerOf, unknownValue } from './values.ts'

/**
 * A value with nothing in it that would go on for ever: members of members, and what is not known for many reasons. A library's thing stands for all that
 * it may hold where there is much of that.
 */
export function plainly(value: Abstract): Abstract {
  if (value.kind === 'items') {
    const { items, rest } = value
    return items.length > mostItems
      ? { kind: 'items', items: [], rest: plainly(joinValues([...items, ...(rest ? [rest] : [])])) }
      : { kind: 'items', items: items.map(plainly), ...(rest ? { rest: plainly(rest) } : {}) }
  }
  const options = optionsOf(value)
  const members = options.filter((option) => isMember(option)).length
  const plain = options.map((option) => (isMember(option) ? withoutMembers(option, members > mostMembers) : option))
  const unknown = plain.filter((option) => option.kind === 'unknown' && !option.type)
  if (unknown.length > mostReasons)
    return joinValues([...plain.filter((option) => !unknown.includes(option)), unknownValue('is not known for many reasons')])
  return plain.every((option, index) => option === options[index]) ? value : joinValues(plain)
}

/** For how many reasons a value may not be known, how many members it may be, and how many elements of a list are told apart. */
const mostReasons = 8
const mostMembers = 4
const mostItems = 60

const isMember = (option: Abstract): option is Method => option.kind === 'method' && !option.bound && !option.name.startsWith('\0')

function withoutMembers(option: Method, areMany: boolean): Abstract {
  if (option.of.kind === 'method' && option.of.name.startsWith('\0')) return option
  const owner = ownerOf(option)
  if (owner.kind === 'pointer' && owner.thing.kind === 'opaque') return areMany ? owner : option
  if (owner.kind === 'foreign') return option
  if (option.of.kind === 'method') return unknownValue('is a member of a member')
  return option.of.kind === 'pointer' ? option : unknownValue('is a member of a text')
}

/** A value of which no text is told any more; what can be called in it stays. */
export function withoutTexts(value: Abstract): Abstract {
  if (value.kind === 'items')
    return { kind: 'items', items: value.items.map(withoutTexts), ...(value.rest ? { rest: withoutTexts(value.rest) } : {}) }
  const stays = (option: Abstract): boolean =>
    option.kind === 'pointer' ||
    option.kind === 'method' ||
    option.kind === 'foreign' ||
    (option.kind === 'literal' && typeof option.value !== 'string' && typeof option.value !== 'number')
  return joinValues([...optionsOf(value).filter(stays), unknownValue('can be too many different texts')])
}
