import { type Abstract, type Foreign, foreign, unknownValue } from './values.ts'

const why = 'is a part of '

/** What stands under a computed name in what a package provides. */
export const partOf = ({ package: name }: Foreign): Abstract => unknownValue(`${why}${name}`)

/** The package of which something is a part that is not known. */
export const wholeOf = (value: Abstract): readonly Abstract[] =>
  value.kind === 'unknown' && value.why.startsWith(why) ? [foreign(value.why.slice(why.length), [])] : []
