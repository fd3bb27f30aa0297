import { type TextExpression, type TextPlace, type TextStep, takeStep } from '../../model/index.ts'
import { type Abstract, type Items, keyOf, type Made, textOf, unknownValue } from './values.ts'
import type { TextParts } from './words.ts'

/** How much may be done to a text before it is given up. */
const mostSteps = 12

/** What comes of a text by one more step, to be worked out when the text is known. */
export function later(text: Abstract, step: TextStep): Abstract {
  const made: Made = text.kind === 'made' ? { ...text, steps: [...text.steps, step] } : { kind: 'made', of: text, steps: [step] }
  return made.steps.length > mostSteps ? unknownValue('is made of a text in too many steps') : made
}

/** The elements of a text that is split and known only later. */
export function partItems(parts: TextParts): Items {
  const { of, separator } = parts
  return { kind: 'items', items: [], rest: later(of, { kind: 'each', separator }), parts }
}

/** One of the parts by its index, from the end where it is negative. */
export const partAt = (parts: TextParts, index: number): Abstract => joinParts(partsBetween(parts, index, index === -1 ? undefined : index + 1), '')

/** The parts from one index up to another, both from the end where they are negative. */
export function partsBetween({ of, separator, from: first, to: last }: TextParts, from: number, to?: number): TextParts {
  const start = from < 0 ? (last ?? 0) + from : first + from
  const isOpen = to === undefined || (to >= 0 && first < 0 && first + to >= 0)
  const end = isOpen ? last : to < 0 ? (last ?? 0) + to : first + to
  return { of, separator, from: start, ...(end === undefined ? {} : { to: end }) }
}

/** The parts put together again. */
export function joinParts({ of, separator, from, to }: TextParts, join: string): Abstract {
  return later(of, { kind: 'parts', separator, from, ...(to === undefined ? {} : { to }), join })
}

/** A member of a value that was parsed from JSON which is known only later. */
export function memberOfMade(made: Made, name: string | undefined): Abstract | undefined {
  const last = made.steps.at(-1)
  if (name === undefined || last?.kind !== 'json') return undefined
  if (last.path.length >= 20) return unknownValue('is nested too deeply')
  return { kind: 'made', of: made.of, steps: [...made.steps.slice(0, -1), { kind: 'json', path: [...last.path, name] }] }
}

const placeOf = (value: Abstract): TextPlace | undefined => {
  const last = value.kind === 'made' ? value.steps.at(-1) : undefined
  return last?.kind === 'place' ? last.place : undefined
}

/** `text.indexOf('/') + 1`. */
export function movePlace(value: Abstract, by: Abstract): Abstract | undefined {
  const place = placeOf(value)
  if (!place || value.kind !== 'made' || by.kind !== 'literal' || typeof by.value !== 'number') return undefined
  return { ...value, steps: [...value.steps.slice(0, -1), { kind: 'place', place: { ...place, plus: place.plus + by.value } }] }
}

/** An argument of a method of a text that is known only later: a text, a number, or a place in the same text. */
export function textArgument(value: Abstract, text: Abstract): string | number | TextPlace | undefined {
  if (value.kind === 'literal' && (typeof value.value === 'string' || typeof value.value === 'number')) return value.value
  const place = placeOf(value)
  if (!place || value.kind !== 'made') return undefined
  const whole: Abstract = value.steps.length === 1 ? value.of : { kind: 'made', of: value.of, steps: value.steps.slice(0, -1) }
  return keyOf(whole) === keyOf(text) ? place : undefined
}

/** The text of a value that is known to the last character, or that the service file fixes. */
export function fixedText(value: Abstract): string | undefined {
  switch (value.kind) {
    case 'environment':
      return value.known.textOf(value.name)
    case 'made': {
      let text = fixedText(value.of)
      for (const step of value.steps) {
        const taken = text === undefined ? undefined : takeStep(text, step)
        text = taken?.length === 1 ? taken[0] : undefined
      }
      return text
    }
    case 'joined': {
      const texts = value.parts.map(fixedText)
      return texts.every((text) => text !== undefined) ? texts.join('') : undefined
    }
    default:
      return textOf(value)
  }
}

/** What splits or is looked for: a text, or a regular expression of the code. */
export function separatorOf(value: Abstract): string | TextExpression | undefined {
  const text = textOf(value)
  if (text !== undefined) return text
  if (value.kind !== 'foreign' || value.path[0] !== 'RegExp' || value.path.length !== 3) return undefined
  const [, source = '', flags = ''] = value.path
  return { source, flags }
}

/** What a regular expression finds in a text that is known only later: its groups by number, and by name. */
export function groupsOf(
  text: Abstract,
  expression: TextExpression,
): { readonly groups: readonly Abstract[]; readonly named: ReadonlyMap<string, Abstract> } {
  const count = Math.min(20, (expression.source.match(/\((?!\?(?!<[A-Za-z]))/g) ?? []).length)
  const names = [...expression.source.matchAll(/\(\?<([A-Za-z_]\w*)>/g)].map(([, name = '']) => name)
  return {
    groups: Array.from({ length: count + 1 }, (_, group) => later(text, { kind: 'match', expression, group })),
    named: new Map(names.map((name) => [name, later(text, { kind: 'match', expression, group: name })])),
  }
}
