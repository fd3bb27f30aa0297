import type { Json } from '../../model/index.ts'
import type { Style } from './style.ts'

/** How wide a line may be before a list or an object is spread over several. */
const page = 110

/** A value as an expression of JavaScript: on one line where that reads well, statements and what is long over several; the margin is that of its first line. */
export function printCode(value: Json, style: Style, margin: string): string {
  const inline = printCodeInline(value, style)
  if (typeof value !== 'object' || value === null || (!holdsStatements(value) && margin.length + inline.length <= page)) return inline
  const inner = margin + style.unit
  const lines = Array.isArray(value)
    ? value.map((item: Json) => printCode(item, style, inner))
    : Object.entries(value).map(([name, field]) => `${codeKey(name, style)}: ${printCode(field, style, inner)}`)
  const [open, close] = Array.isArray(value) ? '[]' : '{}'
  const body = lines.map((line) => `${style.lineEnd}${inner}${line}`).join(',')
  return `${open}${body}${style.trailingComma ? ',' : ''}${style.lineEnd}${margin}${close}`
}

/** A value as an expression of JavaScript on one line. */
export function printCodeInline(value: Json, style: Style): string {
  if (typeof value === 'string') return codeText(value, style)
  if (value === null || typeof value !== 'object') return String(value)
  if (Array.isArray(value)) return `[${value.map((item: Json) => printCodeInline(item, style)).join(', ')}]`
  const fields = Object.entries(value).map(([name, field]) => `${codeKey(name, style)}: ${printCodeInline(field, style)}`)
  return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`
}

/** A key of an object literal, quoted where it is no name. */
export const codeKey = (name: string, style: Style): string => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : codeText(name, style))

function codeText(words: string, style: Style): string {
  const double = JSON.stringify(words).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')
  // A text that holds the file's quote is easier to read in the other one.
  if (style.quote === '"' ? !words.includes('"') || words.includes("'") : words.includes("'")) return double
  return `'${double.slice(1, -1).replaceAll('\\"', '"')}'`
}

/** Whether a statement stands in it somewhere. */
function holdsStatements(value: Json): boolean {
  if (Array.isArray(value)) return value.some(holdsStatements)
  return typeof value === 'object' && value !== null && ('Effect' in value || Object.values(value).some(holdsStatements))
}
