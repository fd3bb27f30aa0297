import type { Json, StatementDocument } from '../../model/index.ts'
import { printCodeInline } from './print-code.ts'
import type { Style } from './style.ts'

/** The keys of a statement in the order they are written. */
const order = ['Sid', 'Effect', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition'] as const

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html */
const policyVersion = '2012-10-17'

/** A statement's fields in the order they are written; empty ones left out. */
export function fieldsOf(document: StatementDocument): [string, Json][] {
  const fields = new Map<string, Json | undefined>(Object.entries(document))
  // A statement that speaks of all resources but some names none beside.
  const left = fields.has('NotResource') ? '' : 'Resource'
  return order.flatMap((name): [string, Json][] => {
    const value = fields.get(name)
    return value === undefined || (Array.isArray(value) && value.length === 0 && name !== left) ? [] : [[name, value]]
  })
}

/** What a property holds: a list of statements, the inline policies of a role with them, a text, a list of plain values, or a map of such properties. */
export type Content =
  | readonly StatementDocument[]
  | { readonly policyName: string; readonly documents: readonly StatementDocument[] }
  | { readonly text: string }
  | { readonly plain: readonly Json[] }
  | { readonly fields: readonly (readonly [string, Content])[] }

/** A key with statements as its value, the key's own indentation left out; `rest` are keys in between (`iam`, `role`). */
export function printProperty(keys: readonly string[], content: Content, column: number, style: Style): string {
  const [key = '', ...rest] = keys
  if (rest.length === 0) return `${key}:${printContent(content, column, style)}`
  const inner = column + style.indent
  return `${key}:${style.lineEnd}${' '.repeat(inner)}${printProperty(rest, content, inner, style)}`
}

/** What follows the colon of a key that holds it. */
export function printContent(content: Content, column: number, style: Style): string {
  if ('text' in content) return ` ${printInline(content.text, style, 'block')}`
  if ('plain' in content) return printField(content.plain, column, style)
  if ('fields' in content) {
    const margin = style.lineEnd + ' '.repeat(column + style.indent)
    return content.fields.map(([name, field]) => margin + printProperty([name], field, column + style.indent, style)).join('')
  }
  if (!('policyName' in content)) return printList(content, column, style)
  const dash = column + style.listIndent
  const inner = dash + 2 + style.indent
  return [
    '',
    `${' '.repeat(dash)}- PolicyName: ${content.policyName}`,
    `${' '.repeat(dash + 2)}PolicyDocument:`,
    `${' '.repeat(inner)}Version: ${printInline(policyVersion, style, 'block')}`,
    `${' '.repeat(inner)}${printProperty(['Statement'], content.documents, inner, style)}`,
  ].join(style.lineEnd)
}

/** The same as a plain value, for braces and JSON. */
export function plainContent(content: Content): Json {
  if ('text' in content) return content.text
  if ('plain' in content) return content.plain
  if ('fields' in content) return Object.fromEntries(content.fields.map(([name, field]) => [name, plainContent(field)]))
  if (!('policyName' in content)) return content.map((document) => Object.fromEntries(fieldsOf(document)))
  const { policyName, documents } = content
  return [{ PolicyName: policyName, PolicyDocument: { Version: policyVersion, Statement: plainContent(documents) } }]
}

/** What follows a key's colon: a block list, or `[]`. */
export function printList(documents: readonly StatementDocument[], column: number, style: Style): string {
  if (documents.length === 0) return ' []'
  const dash = column + style.listIndent
  return documents.map((document) => `${style.lineEnd}${' '.repeat(dash)}- ${printStatement(document, dash + 2, style)}`).join('')
}

/** A statement in block form, its first line without indentation; the others start at the column. */
export function printStatement(document: StatementDocument, column: number, style: Style): string {
  const margin = style.lineEnd + ' '.repeat(column)
  return fieldsOf(document)
    .map(([name, value]) => `${name}:${printField(value, column, style)}`)
    .join(margin)
}

/** What follows the colon of a statement's field. */
export function printField(value: Json, column: number, style: Style): string {
  if (Array.isArray(value)) {
    if (value.length === 0) return ' []'
    const margin = `${style.lineEnd}${' '.repeat(column + style.listIndent)}- `
    return value.map((item) => margin + printItem(item, style)).join('')
  }
  if (isMap(value) && !isCall(value)) {
    const inner = column + style.indent
    return entriesOf(value)
      .map(([name, field]) => `${style.lineEnd}${' '.repeat(inner)}${key(name, style, 'block')}:${printField(field, inner, style)}`)
      .join('')
  }
  return ` ${printInline(value, style, 'block')}`
}

/** An item of a block list on one line: a function in long form needs no braces there. */
export function printItem(value: Json, style: Style): string {
  const [only] = isCall(value) ? entriesOf(value) : []
  if (only && !style.shortTags) return `${only[0]}: ${printInline(only[1], style, 'flow')}`
  return printInline(value, style, 'block')
}

/** Any value on one line. */
export function printInline(value: Json, style: Style, within: 'block' | 'flow'): string {
  if (style.format === 'json') return JSON.stringify(value)
  if (style.format === 'code') return printCodeInline(value, style)
  if (typeof value === 'string') return scalar(value, style, within)
  if (value === null || typeof value !== 'object') return String(value)
  if (Array.isArray(value)) return `[${value.map((item) => printInline(item, style, 'flow')).join(', ')}]`
  const [only] = isCall(value) ? entriesOf(value) : []
  const short = only && style.shortTags ? shortForm(only[0], only[1], style, within) : undefined
  if (short !== undefined) return short
  const fields = entriesOf(value as { readonly [key: string]: Json }).map(
    ([name, field]) => `${key(name, style, 'flow')}: ${printInline(field, style, 'flow')}`,
  )
  return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`
}

/** `!GetAtt Table.Arn`; a tag cannot stand directly on another tag, so its inside is written in long form. */
function shortForm(name: string, argument: Json, style: Style, within: 'block' | 'flow'): string | undefined {
  if (name !== 'Ref' && !name.startsWith('Fn::')) return undefined
  const tag = name === 'Ref' ? '!Ref' : `!${name.slice('Fn::'.length)}`
  if (name === 'Fn::GetAtt' && Array.isArray(argument) && argument.every((part) => typeof part === 'string')) {
    return `${tag} ${scalar(argument.join('.'), style, within)}`
  }
  if (typeof argument === 'string') return `${tag} ${scalar(argument, style, within)}`
  if (isCall(argument)) return `${tag} ${printInline(argument, { ...style, shortTags: false }, 'flow')}`
  return `${tag} ${printInline(argument, style, 'flow')}`
}

const entriesOf = (value: { readonly [key: string]: Json }): [string, Json][] => Object.entries(value)
const isMap = (value: Json): value is { readonly [key: string]: Json } => typeof value === 'object' && value !== null && !Array.isArray(value)

function isCall(value: Json): value is { readonly [key: string]: Json } {
  if (!isMap(value)) return false
  const keys = Object.keys(value)
  return keys.length === 1 && (keys[0] === 'Ref' || keys[0]?.startsWith('Fn::') === true)
}

const key = (words: string, style: Style, within: 'block' | 'flow'): string => scalar(words, { ...style, quotesAlways: false }, within)

/** A text as plain scalar where every YAML reader takes it for the same text, else quoted. */
function scalar(words: string, style: Style, within: 'block' | 'flow'): string {
  if (style.format === 'json') return JSON.stringify(words)
  const needsNone = within === 'flow' ? /^[A-Za-z_/][\w./:*@+=-]*$/ : /^[A-Za-z_/$][^\x00-\x1f\x7f-\x9f\u2028\u2029\uFEFF]*$/
  const plain =
    needsNone.test(words) && !/: |:$| #|\s$|^(true|false|null|yes|no|on|off|y|n)$/i.test(words) && !(within === 'flow' && words.endsWith(':'))
  if (plain && !style.quotesAlways) return words
  // Only double quotes can hold control characters.
  if (/[\x00-\x1f\x7f-\x9f\u2028\u2029\uFEFF]/.test(words)) return JSON.stringify(words)
  return style.quote === '"' ? JSON.stringify(words) : `'${words.replaceAll("'", "''")}'`
}
