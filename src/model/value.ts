import type { Location } from './location.ts'
import type { TextStep } from './text-step.ts'

/** Plain JSON, as it stands in configuration and in CloudFormation documents. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

/** Text that is known to the last character. */
export interface TextValue {
  readonly kind: 'text'
  readonly text: string
}
/** A number, a boolean or null, where a call's input holds one. */
export interface ConstantValue {
  readonly kind: 'constant'
  readonly value: number | boolean | null
}
/** Nothing at all (`undefined`): a field that is, or may be, left out. */
export interface AbsentValue {
  readonly kind: 'absent'
}
/** Parts that follow each other in one text: a template literal, `Fn::Sub`, `Fn::Join`. Two or more parts, texts merged. */
export interface JoinValue {
  readonly kind: 'join'
  readonly parts: readonly Value[]
}
/** `process.env.NAME` in code, filled later from the service's environment. */
export interface EnvironmentValue {
  readonly kind: 'environment'
  readonly name: string
  /** What the code uses where the variable is not set (`process.env.X ?? 'default'`). */
  readonly fallback?: Value
}
/** What code makes of a text that is known only with the environment: `process.env.TABLE_ARN.split('/')[1]`. */
export interface MadeValue {
  readonly kind: 'made'
  readonly from: Value
  readonly steps: readonly TextStep[]
  /** What the code uses where nothing comes of it. */
  readonly fallback?: Value
}
/** `Ref` (no attribute) or `Fn::GetAtt` of a declared resource, a parameter or a pseudo parameter such as `AWS::Region`. */
export interface ResourceValue {
  readonly kind: 'resource'
  readonly id: string
  readonly attribute?: string
}
/** Any other intrinsic (`Fn::ImportValue`, `Fn::FindInMap`, ...): opaque, equal only to itself, known when the stack is deployed. */
export interface IntrinsicValue {
  readonly kind: 'intrinsic'
  /** The long form, one key: `{ "Fn::ImportValue": "orders-table-arn" }`. */
  readonly document: { readonly [name: string]: Json }
}
/**
 * A variable of the deployment tool whose value depends on how the service is deployed: `${self:provider.stage}`, `${ssm:/path}`.
 * It is written back as its text, so that what is written holds for every stage.
 */
export interface VariableValue {
  readonly kind: 'variable'
  /** The source text with its braces: `${self:provider.stage}`. */
  readonly text: string
  /** What it stands for in this run (the default stage, say), where that can be known offline. */
  readonly now?: Value
}
/** One of several; `oneOf []` is bottom: no value can be here. */
export interface OneOfValue {
  readonly kind: 'oneOf'
  readonly options: readonly Value[]
  /** Where the template chooses, its words for it: `{ "Fn::If": ["IsProduction", ...] }`. They are of no account to what the value is. */
  readonly document?: { readonly [name: string]: Json }
}
/** A list; `rest` is what any number of further items may be. */
export interface ListValue {
  readonly kind: 'list'
  readonly items: readonly Value[]
  readonly rest?: Value
}
/** An object; with `rest`, further fields that are not named here may exist (a spread of something unknown). */
export interface RecordValue {
  readonly kind: 'record'
  readonly fields: ReadonlyMap<string, Value>
  /** Fields whose name is itself a value: `{ [process.env.TABLE]: [...] }`. */
  readonly computed?: readonly (readonly [name: Value, value: Value])[]
  readonly rest?: Value
}
/** Not known, and never silent about it. */
export interface UnknownValue {
  readonly kind: 'unknown'
  /** The reason in words that fit after "because": `comes from the event (event.Records[].s3.bucket.name)`. */
  readonly why: string
  readonly at?: Location
  /** The path by which it came in with the event, where it is exactly that: `event.Records[].s3.bucket.name`. */
  readonly origin?: string
}

/** What code or configuration may hold: a lattice in which `oneOf []` is bottom and `unknown` is top. */
export type Value =
  | TextValue
  | ConstantValue
  | AbsentValue
  | JoinValue
  | EnvironmentValue
  | MadeValue
  | ResourceValue
  | IntrinsicValue
  | VariableValue
  | OneOfValue
  | ListValue
  | RecordValue
  | UnknownValue

/** Makes a text value. */
export const text = (value: string): TextValue => ({ kind: 'text', text: value })

/** The value that is not there. */
export const absent: AbsentValue = { kind: 'absent' }

/** Makes an unknown value with its reason. */
export const unknown = (why: string, at?: Location, origin?: string): UnknownValue => ({
  kind: 'unknown',
  why,
  ...(at ? { at } : {}),
  ...(origin === undefined ? {} : { origin }),
})

/** Makes a reference to a declared resource, or to one attribute of it. */
export const resource = (id: string, attribute?: string): ResourceValue =>
  attribute === undefined ? { kind: 'resource', id } : { kind: 'resource', id, attribute }

/** Makes a record from pairs. */
export const record = (fields: Iterable<readonly [string, Value]>, rest?: Value): RecordValue =>
  rest ? { kind: 'record', fields: new Map(fields), rest } : { kind: 'record', fields: new Map(fields) }

/** Makes a list. */
export const list = (items: readonly Value[], rest?: Value): ListValue => (rest ? { kind: 'list', items, rest } : { kind: 'list', items })

/** Joins parts into one text: nested joins are flattened, neighbouring texts merged, numbers and booleans written out. */
export function join(parts: readonly Value[]): Value {
  const flat: Value[] = []
  const add = (part: Value): void => {
    if (part.kind === 'join') {
      for (const inner of part.parts) add(inner)
      return
    }
    const last = flat.at(-1)
    const words = part.kind === 'text' ? part.text : part.kind === 'constant' ? String(part.value) : undefined
    if (words === undefined) flat.push(part)
    else if (last?.kind === 'text') flat[flat.length - 1] = text(last.text + words)
    else if (words !== '') flat.push(text(words))
  }
  for (const part of parts) add(part)
  if (flat.length === 0) return text('')
  return flat.length === 1 && flat[0] ? flat[0] : { kind: 'join', parts: flat }
}

/** Makes a choice: nested choices are flattened, equal options kept once, a single option stands for itself. */
export function oneOf(options: readonly Value[]): Value {
  const kept = new Map<string, Value>()
  const add = (option: Value): void => {
    if (option.kind === 'oneOf') for (const inner of option.options) add(inner)
    else if (!kept.has(valueKey(option))) kept.set(valueKey(option), option)
  }
  for (const option of options) add(option)
  const all = [...kept.values()]
  return all.length === 1 && all[0] ? all[0] : { kind: 'oneOf', options: all }
}

/** The options of a choice; a value that is no choice is its own single option. */
export const optionsOf = (value: Value): readonly Value[] => (value.kind === 'oneOf' ? value.options : [value])

/** A text that two values share exactly when they are equal; locations of unknowns count, options of a choice are unordered. */
export function valueKey(value: Value): string {
  switch (value.kind) {
    case 'text':
      return `t${JSON.stringify(value.text)}`
    case 'constant':
      return `c${value.value}`
    case 'absent':
      return '-'
    case 'join':
      return `j(${value.parts.map(valueKey).join(',')})`
    case 'environment':
      return `e${JSON.stringify(value.name)}${value.fallback ? `?(${valueKey(value.fallback)})` : ''}`
    case 'made':
      return `m(${valueKey(value.from)})${JSON.stringify(value.steps)}${value.fallback ? `?(${valueKey(value.fallback)})` : ''}`
    case 'resource':
      return `r${JSON.stringify(value.id)}${value.attribute === undefined ? '' : `.${JSON.stringify(value.attribute)}`}`
    case 'intrinsic':
      return `i${JSON.stringify(value.document)}`
    case 'variable':
      return `v${JSON.stringify(value.text)}`
    case 'oneOf':
      return `o{${value.options.map(valueKey).sort().join('|')}}`
    case 'list':
      return `l[${value.items.map(valueKey).join(',')}${value.rest ? `,...${valueKey(value.rest)}` : ''}]`
    case 'record':
      return `d{${[...value.fields]
        .map(([name, field]) => `${JSON.stringify(name)}:${valueKey(field)}`)
        .sort()
        .join(
          ',',
        )}${(value.computed ?? []).map(([name, field]) => `,[${valueKey(name)}]:${valueKey(field)}`).join('')}${value.rest ? `,...${valueKey(value.rest)}` : ''}}`
    case 'unknown':
      return `u${JSON.stringify(value.why)}${value.at ? `@${value.at.file}:${value.at.line}` : ''}`
  }
}

/** Whether two values are the same value (an unknown equals itself only as a value, not as what it stands for). */
export const sameValue = (a: Value, b: Value): boolean => a === b || valueKey(a) === valueKey(b)
