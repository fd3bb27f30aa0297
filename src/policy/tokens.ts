import { join, type Value, valueKey } from '../model/index.ts'
import { constantText } from './value-text.ts'

/** A part of a pattern that is known only when the stack is deployed or the request is made; it equals only itself. */
export interface OpaqueToken {
  readonly kind: 'opaque'
  readonly key: string
  readonly value: Value
  /** It fills one of the first five fields of an ARN, so it holds no colon. */
  readonly field: boolean
}

/** One step of a pattern. `field`: it stays within one of the first five fields of an ARN. */
export type Token =
  | { readonly kind: 'char'; readonly char: string; readonly fold: boolean }
  | { readonly kind: 'any'; readonly field: boolean }
  | { readonly kind: 'star'; readonly field: boolean }
  | OpaqueToken

/** A pattern over texts. More than one alternative means: it is one of them, nobody here knows which. */
export interface Pattern {
  readonly key: string
  readonly alternatives: readonly (readonly Token[])[]
  /** It is about actions. */
  readonly action?: boolean
}

/** How the characters of a text are meant. */
export interface Reading {
  /** `*` and `?` are wildcards. */
  readonly wildcards: boolean
  /** Upper and lower case are the same. */
  readonly fold: boolean
  /** A text that begins with `arn:` has fields that a wildcard does not cross. */
  readonly fields: boolean
}

/** How `Resource` reads its texts. */
export const arnReading: Reading = { wildcards: true, fold: false, fields: true }

/** More alternatives than this are not told apart: the value as a whole becomes opaque. */
const MOST_ALTERNATIVES = 64

/** Reads a value as a pattern. */
export function patternOf(value: Value, reading: Reading = arnReading): Pattern {
  const expanded = alternativesOf(value) ?? [value]
  return {
    key: `${reading.wildcards ? '*' : '='}${reading.fold ? 'i' : ''}${reading.fields ? ':' : ''}${valueKey(value)}`,
    alternatives: expanded.map((one) => tokensOf(one, reading)),
  }
}

/** Reads an action: `s3:Get*`, upper and lower case alike. A wildcard stays on its side of the colon, `*` alone is everything. */
export function actionPattern(action: string): Pattern {
  const lower = action.toLowerCase().replace(/^\*+$/, '*:*')
  const field = lower.includes(':')
  const tokens = [...lower].map((char): Token => (char === '*' ? star(field) : char === '?' ? { kind: 'any', field } : literal(char, false)))
  return { key: `a${lower}`, alternatives: [merged(tokens)], action: true }
}

/** The values that a value with choices inside may be; undefined where they are too many. */
export function alternativesOf(value: Value): readonly Value[] | undefined {
  if (value.kind === 'oneOf') {
    const all = value.options.map(alternativesOf)
    return all.includes(undefined) || all.flat().length > MOST_ALTERNATIVES ? undefined : all.flatMap((one) => one ?? [])
  }
  if (value.kind !== 'join' || !value.parts.some((part) => part.kind === 'oneOf')) return [value]
  let heads: readonly (readonly Value[])[] = [[]]
  for (const part of value.parts) {
    const options = alternativesOf(part)
    if (!options || heads.length * options.length > MOST_ALTERNATIVES) return undefined
    heads = heads.flatMap((head) => options.map((option) => [...head, option]))
  }
  return heads.map((parts) => join(parts))
}

const star = (field: boolean): Token => ({ kind: 'star', field })
const literal = (char: string, fold: boolean): Token => ({ kind: 'char', char, fold })

// `${aws:username}` stands for what the request brings, `${*}`, `${?}` and `${$}` for the characters themselves.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
const VARIABLE = /\$\{([^}]*)\}/y

function tokensOf(value: Value, reading: Reading): readonly Token[] {
  const parts = value.kind === 'join' ? value.parts : [value]
  const first = parts[0] && constantText(parts[0])
  const fields = reading.fields && (first?.startsWith('arn:') ?? false)
  const colons = parts.reduce((sum, part) => sum + (constantText(part)?.split(':').length ?? 1) - 1, 0)
  const tokens: Token[] = []
  let seen = 0
  for (const part of parts) {
    const text = constantText(part)
    if (text === undefined) {
      tokens.push(opaque(valueKey(part), part, fields && colons >= 5 && seen < 5))
      continue
    }
    for (let at = 0; at < text.length; at++) {
      const char = text.charAt(at)
      VARIABLE.lastIndex = at
      const variable = char === '$' ? VARIABLE.exec(text) : null
      if (variable) {
        const name = variable[1] ?? ''
        at += variable[0].length - 1
        if (name === '*' || name === '?' || name === '$') tokens.push(literal(name, reading.fold))
        else tokens.push(opaque(`p${name.toLowerCase()}`, { kind: 'variable', text: variable[0] }, fields && colons >= 5 && seen < 5))
      } else if (reading.wildcards && (char === '*' || char === '?')) {
        tokens.push({ kind: char === '*' ? 'star' : 'any', field: fields && seen < 5 })
      } else {
        if (char === ':') seen++
        tokens.push(literal(char, reading.fold))
      }
    }
  }
  // A short form such as `arn:aws:s3*` or `arn:*` is open at its end.
  const last = tokens.at(-1)
  if (last?.kind === 'star' && last.field) tokens[tokens.length - 1] = star(false)
  return merged(tokens)
}

function opaque(key: string, value: Value, field: boolean): OpaqueToken {
  const known = samePlace.get(key) ?? key
  return { kind: 'opaque', key: field ? `:${known}` : known, value, field }
}

/** Two spellings of where the stack is deployed: the framework's and CloudFormation's. */
const samePlace = new Map(
  [
    ['${aws:region}', 'AWS::Region'],
    ['${aws:accountId}', 'AWS::AccountId'],
    ['${aws:partition}', 'AWS::Partition'],
  ].map(([variable = '', id = '']) => [valueKey({ kind: 'variable', text: variable }), valueKey({ kind: 'resource', id })]),
)

/** Wildcards that meet: `**` is `*`, and `*?` is `?*`. */
export function merged(tokens: readonly Token[]): readonly Token[] {
  const result: Token[] = []
  for (const token of tokens) {
    const last = result.at(-1)
    if (last?.kind === 'star' && token.kind === 'star' && last.field === token.field) continue
    if (last?.kind === 'star' && token.kind === 'any' && last.field === token.field) result.splice(-1, 1, token, last)
    else result.push(token)
  }
  return result
}
