import { nearestNames, UserError } from '../../model/index.ts'
import { type Entry, excerptAt, locationAt } from '../document.ts'
import type { Configuration } from './configuration.ts'
import type { Spot } from './spot.ts'

/** A setting as it stands: its key, its value, and what it is called in messages. */
export interface Field {
  readonly entry: Entry
  readonly spot: Spot
  readonly name: string
}
/** The settings of one map, by their keys. */
export type Fields = ReadonlyMap<string, Field>

/** The settings in a map; a key that is not among the allowed ones is refused, for it would change nothing in silence. */
export function expectMap(configuration: Configuration, spot: Spot, name: string, allowed?: readonly string[], prefix = `${name}.`): Fields {
  const entries = configuration.entries(spot)
  if (!entries)
    throw configuration.mistake(
      spot.node,
      `${name} has to be a map`,
      allowed ? `it may hold ${allowed.join(', ')}` : 'write one key per line below it',
    )
  const fields = new Map<string, Field>()
  for (const [entry, value] of entries) {
    if (allowed && !allowed.includes(entry.key)) throw mistakeAtKey(entry, `${name} does not know ${entry.key}`, suggestion(entry.key, allowed))
    fields.set(entry.key, { entry, spot: value, name: `${prefix}${entry.key}` })
  }
  return fields
}

/** A mistake of the user at a key. */
export const mistakeAtKey = ({ source, keyStart }: Entry, message: string, mend: string): UserError =>
  new UserError(message, { at: locationAt(source, keyStart), mend, excerpt: excerptAt(source, keyStart) })

/** `did you mean failOn?`, or all that there is to choose from. */
export function suggestion(wrong: string, known: readonly string[]): string {
  const [close] = nearestNames(wrong, known)
  return close === undefined ? `it may hold ${known.join(', ')}` : `did you mean ${close}?`
}

/** A text that is written out; what only the deployment knows cannot steer a run. */
export function plainText(configuration: Configuration, { spot, name }: Pick<Field, 'spot' | 'name'>): string {
  const value = configuration.value(spot)
  const words = value.kind === 'text' ? value.text.trim() : value.kind === 'constant' && value.value !== null ? String(value.value) : ''
  if (words === '') throw configuration.mistake(spot.node, `${name} has to be a text that is written out`, 'write the value itself')
  return words
}

/** A text, or a list of them. */
export function plainTexts(
  configuration: Configuration,
  field: Pick<Field, 'spot' | 'name'>,
): readonly { readonly word: string; readonly spot: Spot }[] {
  const items = configuration.items(field.spot)
  if (!items) return [{ word: plainText(configuration, field), spot: field.spot }]
  return items.map(([, spot], index) => ({ word: plainText(configuration, { spot, name: `${field.name}[${index}]` }), spot }))
}

/** One of some names; another is refused with the nearest of them. */
export function oneOfNames<Name extends string>(
  configuration: Configuration,
  field: Pick<Field, 'spot' | 'name'>,
  word: string,
  names: readonly Name[],
): Name {
  const found = names.find((name) => name === word)
  if (found === undefined)
    throw configuration.mistake(
      field.spot.node,
      `${field.name} does not know ${word}`,
      suggestion(word, names).replace('it may hold', 'it is one of'),
    )
  return found
}
