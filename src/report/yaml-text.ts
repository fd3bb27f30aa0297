import type { Json } from '../model/index.ts'
import { shortForm } from './words.ts'

/** A document as lines of block YAML: intrinsic functions of one text get their short tag, texts are quoted only where they must be. */
export function yamlLines(json: Json, indent = 0): string[] {
  const margin = ' '.repeat(indent)
  if (Array.isArray(json)) return (json as readonly Json[]).flatMap((item) => itemLines(item, margin, indent))
  if (isRecord(json)) return Object.entries(json).flatMap(([key, value]) => fieldLines(`${margin}${yamlKey(key)}:`, value, indent + 2))
  return [`${margin}${scalar(json) ?? ''}`]
}

function itemLines(item: Json, margin: string, indent: number): string[] {
  const inline = scalar(item)
  if (inline !== undefined) return [`${margin}- ${inline}`]
  const [first = '', ...rest] = yamlLines(item, indent + 2)
  return [`${margin}- ${first.slice(indent + 2)}`, ...rest]
}

function fieldLines(head: string, value: Json, indent: number): string[] {
  const inline = scalar(value)
  return inline === undefined ? [head, ...yamlLines(value, indent)] : [`${head} ${inline}`]
}

/** What fits on one line: a text, a number, an intrinsic of one text, an empty collection. */
function scalar(json: Json): string | undefined {
  if (typeof json === 'string') return yamlText(json)
  if (typeof json !== 'object' || json === null) return String(json)
  const short = shortForm(json)
  if (short && typeof short.argument === 'string') return `${short.tag} ${yamlText(short.argument)}`
  return Object.keys(json).length > 0 ? undefined : Array.isArray(json) ? '[]' : '{}'
}

const isRecord = (json: Json): json is { readonly [key: string]: Json } => typeof json === 'object' && json !== null && !Array.isArray(json)

// Letters, digits and what ARNs, actions and names are made of; a colon inside is followed by another character.
const plain = /^[A-Za-z_/$](?:[A-Za-z0-9_./*+=,${}()?@-]|:(?=[^\s]))*$/
// What YAML 1.1 or 1.2 reads as something else than text. https://yaml.org/type/bool.html https://yaml.org/spec/1.2.2/#103-core-schema
const otherThanText = /^(?:y|n|yes|no|on|off|true|false|null)$/i

/** A text as YAML 1.1 and 1.2 both read it back as the same text. */
export function yamlText(text: string): string {
  if (plain.test(text) && !otherThanText.test(text)) return text
  if (/[\u0000-\u001f\u007f-\u00a0\u2028\u2029\ud800-\udfff\ufeff]/.test(text)) return escaped(text)
  return `'${text.replaceAll("'", "''")}'`
}

// JSON leaves the next-line character, the line separators and the byte order mark as they are; YAML would break lines at them.
const escaped = (text: string): string =>
  JSON.stringify(text).replace(/[\u007f-\u00a0\u2028\u2029\ufeff]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`)

/** A key of a map. */
export const yamlKey = (key: string): string => yamlText(key)

/** A text inside a comment must not end it. */
export const oneLine = (text: string): string => text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ')
