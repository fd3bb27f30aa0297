import type { When } from './format.ts'

/** A condition of the map in words that follow "if": `Tagging is set`, `ACL or GrantRead is set, and Bucket does not end with "--x-s3"`. */
export function whenWords(when: When): string {
  return words(when, false)
}

function words(when: When, negated: boolean): string {
  if ('not' in when) return words(when.not, !negated)
  if ('surely' in when) return negated ? words(when.surely, true) : `${words(when.surely, false)} for certain`
  if ('any' in when) return joined(when.any, negated ? ', and ' : ', or ', negated)
  if ('all' in when) return joined(when.all, negated ? ', or ' : ', and ', negated)
  if ('has' in when) {
    const paths = typeof when.has === 'string' ? [when.has] : when.has
    return negated && paths.length > 1 ? `none of ${series(paths, 'and')} is set` : `${series(paths, 'or')} is ${negated ? 'not ' : ''}set`
  }
  if ('refersTo' in when) {
    const [path, ...types] = when.refersTo
    return `${path} ${negated ? 'does not refer' : 'refers'} to a declared ${series(types, 'or')}`
  }
  if ('isArn' in when) return `${when.isArn} is ${negated ? 'no' : 'an'} ARN`
  if ('equals' in when) return test(when.equals, negated ? 'is not' : 'is')
  if ('starts' in when) return test(when.starts, negated ? 'does not start with' : 'starts with')
  if ('ends' in when) return test(when.ends, negated ? 'does not end with' : 'ends with')
  return test(when.contains, negated ? 'does not contain' : 'contains')
}

const joined = (parts: readonly When[], link: string, negated: boolean): string => parts.map((part) => words(part, negated)).join(link)

function test([path, ...values]: readonly (string | boolean | number)[], verb: string): string {
  return `${path} ${verb} ${series(
    values.map((value) => (typeof value === 'string' ? `"${value}"` : String(value))),
    'or',
  )}`
}

function series(items: readonly string[], last: string): string {
  return items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} ${last} ${items.at(-1)}`
}
