import { absent, type Json, join, list, oneOf, record, resource, text, type Value } from '../model/index.ts'
import { subText } from './substitution.ts'

// What the functions mean: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html

/** Whether a map with this only key is a function of CloudFormation in its long form. */
export const isIntrinsic = (key: string): boolean => key === 'Ref' || key.startsWith('Fn::')

/** Gives the functions of CloudFormation in a plain value their meaning; what has none here stays opaque. */
export function interpret(value: Value): Value {
  if (value.kind === 'list') return list(value.items.map(interpret))
  if (value.kind !== 'record') return value
  const [only] = value.fields
  if (value.fields.size === 1 && only && isIntrinsic(only[0])) return call(only[0], only[1])
  return record([...value.fields].map(([name, field]) => [name, interpret(field)]))
}

function call(name: string, argument: Value): Value {
  const inner = interpret(argument)
  return known(name, inner) ?? { kind: 'intrinsic', document: { [name]: plainJson(inner) } }
}

/** The function's value, where it can be told before the stack is deployed. */
function known(name: string, argument: Value): Value | undefined {
  const items = argument.kind === 'list' ? argument.items : []
  switch (name) {
    case 'Ref':
      if (argument.kind !== 'text') return undefined
      return argument.text === 'AWS::NoValue' ? absent : resource(argument.text)
    case 'Fn::GetAtt':
      return attribute(argument)
    case 'Fn::Sub':
      return substitute(argument.kind === 'list' ? argument.items[0] : argument, items[1])
    case 'Fn::Join':
      return joined(items[0], items[1])
    case 'Fn::Split':
      if (items[0]?.kind !== 'text' || items[1]?.kind !== 'text' || items[0].text === '') return undefined
      return list(items[1].text.split(items[0].text).map(text))
    case 'Fn::Select':
      return selected(items[0], items[1])
    case 'Fn::If':
      return items[1] && items[2] && items.length === 3 ? either(items[1], items[2], argument) : undefined
    default:
      return undefined
  }
}

/** What a condition of the template chooses; the choice itself is kept, so that it can be written again. */
function either(yes: Value, no: Value, argument: Value): Value {
  const chosen = oneOf([yes, no])
  return chosen.kind === 'oneOf' && isWritable(argument) ? { ...chosen, document: { 'Fn::If': plainJson(argument) } } : chosen
}

function attribute(argument: Value): Value | undefined {
  const words = argument.kind === 'list' ? argument.items.map((item) => (item.kind === 'text' ? item.text : undefined)) : []
  if (argument.kind === 'text') words.push(argument.text)
  if (words.length === 0 || words.includes(undefined)) return undefined
  const [id = '', ...rest] = words.join('.').split('.')
  return id !== '' && rest.length > 0 ? resource(id, rest.join('.')) : undefined
}

function joined(between: Value | undefined, parts: Value | undefined): Value | undefined {
  if (!between || parts?.kind !== 'list') return undefined
  if (!parts.items.every(isOneText)) return undefined
  return join(parts.items.flatMap((part, index) => (index === 0 ? [part] : [between, part])))
}

function selected(index: Value | undefined, from: Value | undefined): Value | undefined {
  if (!index || from?.kind !== 'list') return undefined
  const number = Number(index.kind === 'constant' ? index.value : index.kind === 'text' ? index.text : Number.NaN)
  return from.items[number]
}

/** `Fn::Sub`: names in the map stand for its values, all others for resources, parameters and their attributes. */
function substitute(template: Value | undefined, names: Value | undefined): Value | undefined {
  if (!template || (names && names.kind !== 'record')) return undefined
  const values = names?.kind === 'record' ? names.fields : new Map<string, Value>()
  const parts = template.kind === 'join' ? template.parts : [template]
  if (!parts.every(({ kind }) => kind === 'text' || kind === 'variable' || kind === 'resource')) return undefined
  const found = parts.flatMap((part) => (part.kind === 'text' ? placeholders(part.text, values) : [part]))
  // A placeholder that is cut by a variable of the framework (`${${self:custom.table}.Arn}`) names something only the deployment knows.
  const cut = found.some((part) => part.kind === 'text' && /\$\{[^}]*$/.test(part.text) && !part.text.endsWith('}'))
  return cut || !found.every(isOneText) ? undefined : join(found)
}

function placeholders(template: string, values: ReadonlyMap<string, Value>): Value[] {
  const parts: Value[] = []
  let from = 0
  for (const found of template.matchAll(/\$\{([^${}]*)\}/g)) {
    const name = (found[1] ?? '').trim()
    parts.push(text(template.slice(from, found.index)))
    from = found.index + found[0].length
    const [id = '', ...rest] = name.split('.')
    if (name.startsWith('!')) parts.push(text(`\${${name.slice(1)}}`))
    else parts.push(values.get(name) ?? (rest.length > 0 ? resource(id, rest.join('.')) : resource(id)))
  }
  return [...parts, text(template.slice(from))]
}

/** Whether a value can be a part of a text. */
const isOneText = (value: Value): boolean => !['list', 'record', 'absent'].includes(value.kind)

/** Reads a long-form document: `{ "Fn::GetAtt": ["Table", "Arn"] }`. `readText` says what variables of the deployment tool a text holds. */
export function fromCloudFormation(document: Json, readText: (words: string) => Value = text): Value {
  const plain = (json: Json): Value => {
    if (typeof json === 'string') return readText(json)
    if (json === null || typeof json !== 'object') return { kind: 'constant', value: json }
    if (Array.isArray(json)) return list(json.map(plain))
    return record(Object.entries(json).map(([name, field]) => [name, plain(field)]))
  }
  return interpret(plain(document))
}

/**
 * Writes a value as CloudFormation's long form. Values that only code knows (an environment variable, an unknown, a choice that no
 * condition of the template makes) are a mistake of the caller.
 */
export function toCloudFormation(value: Value): Json {
  switch (value.kind) {
    case 'text':
      return escapeVariables(value.text)
    case 'constant':
      return value.value
    case 'variable':
      return value.text
    case 'absent':
      return { Ref: 'AWS::NoValue' }
    case 'resource':
      return value.attribute === undefined ? { Ref: value.id } : { 'Fn::GetAtt': [value.id, value.attribute] }
    case 'intrinsic':
      return value.document
    case 'oneOf':
      if (!value.document) break
      return value.document
    case 'join':
      return joinText(value.parts)
    case 'list':
      if (value.rest) break
      return value.items.filter((item) => item.kind !== 'absent').map(toCloudFormation)
    case 'record':
      if (value.rest) break
      return Object.fromEntries(
        [...value.fields].filter(([, field]) => field.kind !== 'absent').map(([name, field]) => [name, toCloudFormation(field)]),
      )
  }
  throw new Error(`a value of kind ${value.kind} cannot be written to a template`)
}

/** Whether a value can be written to a template: nothing in it is known to code alone. */
export function isWritable(value: Value): boolean {
  switch (value.kind) {
    case 'environment':
    case 'made':
    case 'unknown':
      return false
    case 'oneOf':
      return value.document !== undefined
    case 'join':
      return value.parts.every(isWritable)
    case 'list':
      return !value.rest && value.items.every(isWritable)
    case 'record':
      return !value.rest && !value.computed && [...value.fields.values()].every(isWritable)
    default:
      return true
  }
}

/** Plain text where the parts allow it, else `Fn::Sub`. */
function joinText(parts: readonly Value[]): Json {
  const words = parts.map((part) =>
    part.kind === 'text' ? escapeVariables(part.text) : part.kind === 'variable' && isWords(part) ? part.text : undefined,
  )
  if (!words.includes(undefined)) return words.join('')
  return subText(parts.map((part) => (part.kind === 'variable' && !isWords(part) ? { opaque: part.text } : piece(part))))
}

function piece(part: Value): Parameters<typeof subText>[0][number] {
  if (part.kind === 'text') return { text: part.text }
  if (part.kind === 'variable') return { raw: part.text }
  if (part.kind === 'resource') return { id: part.id, ...(part.attribute === undefined ? {} : { attribute: part.attribute }) }
  return { opaque: toCloudFormation(part) }
}

/** Whether a variable yields words: one that yields a function of CloudFormation cannot stand inside a text. */
function isWords(variable: Value & { kind: 'variable' }): boolean {
  const { now } = variable
  if (!now || now.kind === 'text' || now.kind === 'constant') return true
  if (now.kind === 'variable') return isWords(now)
  return now.kind === 'join' && now.parts.every((part) => part.kind === 'text' || (part.kind === 'variable' && isWords(part)))
}

/** A literal text that looks like a variable of the framework gets the framework's escape. */
const escapeVariables = (words: string): string => words.replace(/\$\{(?=\s*[a-z][a-zA-Z0-9.-]*[:(])/g, '\\${')

/** Long form for the inside of an opaque function, where nothing has to be known. */
function plainJson(value: Value): Json {
  if (value.kind === 'oneOf' && value.document) return value.document
  if (value.kind === 'oneOf' || value.kind === 'unknown' || value.kind === 'environment') return `<${value.kind}>`
  if (value.kind === 'list') return value.items.map(plainJson)
  if (value.kind === 'record') return Object.fromEntries([...value.fields].map(([name, field]) => [name, plainJson(field)]))
  if (
    value.kind === 'join' &&
    value.parts.some((part) => !['text', 'variable', 'resource', 'intrinsic', 'constant'].includes(part.kind) && !isWritable(part))
  )
    return '<join>'
  return toCloudFormation(value)
}
