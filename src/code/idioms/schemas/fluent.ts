import { type Abstract, type ForeignCall, nothing, pointer, type Run, unknownValue } from '../../evaluate/index.ts'
import type { Idiom } from '../idiom.ts'
import { applySchema, builtOf, type Dialect, makeSchema, outcome, type Role } from './schema.ts'

// Schemas whose methods refine them: zod (https://zod.dev/api), yup (https://github.com/jquense/yup#api), joi (https://joi.dev/api).

const roles = new Map<string, Role>([
  ['object', 'object'],
  ['strictObject', 'object'],
  ['interface', 'object'],
  ['looseObject', 'looseObject'],
  ['extend', 'extend'],
  ['safeExtend', 'extend'],
  ['merge', 'extend'],
  ['shape', 'extend'],
  ['keys', 'extend'],
  ['append', 'extend'],
  ['concat', 'extend'],
  ['and', 'extend'],
  ['augment', 'extend'],
  ['passthrough', 'loose'],
  ['loose', 'loose'],
  ['catchall', 'loose'],
  ['unknown', 'loose'],
  ['union', 'union'],
  ['discriminatedUnion', 'union'],
  ['or', 'alternative'],
  ['literal', 'literal'],
  ['valid', 'choice'],
  ['enum', 'choice'],
  ['nativeEnum', 'choice'],
  ['oneOf', 'choice'],
  ['array', 'array'],
  ['listOf', 'listOf'],
  ['default', 'default'],
  ['prefault', 'default'],
  ['catch', 'catch'],
  ['failover', 'catch'],
  ['transform', 'transform'],
  ['overwrite', 'transform'],
  ['preprocess', 'preprocess'],
  ['refine', 'check'],
  ['superRefine', 'check'],
  ['check', 'check'],
  ['test', 'check'],
  ['custom', 'transform'],
  ['pipe', 'pipe'],
  ['lazy', 'lazy'],
  ['trim', 'trim'],
  ['toLowerCase', 'lower'],
  ['lowercase', 'lower'],
  ['toUpperCase', 'upper'],
  ['uppercase', 'upper'],
  ['number', 'converted'],
  ['boolean', 'converted'],
  ['stringbool', 'converted'],
  ['bigint', 'converted'],
  ['date', 'converted'],
  ['bool', 'converted'],
])

interface Library {
  readonly dialect: Dialect
  /** How a value is checked: the name, and how the answer is wrapped. */
  readonly checks: ReadonlyMap<string, 'value' | 'data' | 'pair'>
}

const library = (loose: boolean, checks: readonly (readonly [string, 'value' | 'data' | 'pair'])[]): Library => ({
  dialect: { roles, loose },
  checks: new Map(checks),
})

const zod = library(false, [
  ['parse', 'value'],
  ['parseAsync', 'value'],
  ['decode', 'value'],
  ['safeParse', 'data'],
  ['safeParseAsync', 'data'],
  ['spa', 'data'],
  ['safeDecode', 'data'],
])
const libraries = new Map<string, Library>([
  ['zod', zod],
  [
    'yup',
    library(true, [
      ['validate', 'value'],
      ['validateSync', 'value'],
      ['cast', 'value'],
    ]),
  ],
  [
    'joi',
    library(true, [
      ['validate', 'pair'],
      ['validateAsync', 'value'],
    ]),
  ],
])
libraries.set('@hapi/joi', libraries.get('joi') as Library)

/** How the schemas of a package check, where it is one of these. */
export const fluentDialect = (name: string): Dialect | undefined => libraryOf(name)?.dialect

const libraryOf = (name: string): Library | undefined => libraries.get(/^zod(?:\/|$)/.test(name) ? 'zod' : name)

/** Schemas of zod, yup and joi. */
export const fluentSchemas: Idiom = {
  name: 'fluent-schemas',

  call(run, symbol, call) {
    const found = libraryOf(symbol.package)
    const name = symbol.path.at(-1)
    if (!found || name === undefined) return undefined
    const [first = nothing, second = nothing] = call.arguments.items
    if (name === 'attempt' || name === 'assert') return applySchema(run, found.dialect, second, first, call)
    if (symbol.path.includes('coerce')) return makeSchema(run, symbol, name === 'string' ? 'string' : 'number', call.arguments, call)
    if (isPlainFunction.has(name)) return undefined
    const made = makeSchema(run, symbol, name === 'custom' ? 'refine' : name, call.arguments, call)
    if (found === zod) keepShape(run, made, name, call)
    return made
  },

  method(run, receiver, name, call) {
    const schema = builtOf(run, receiver)
    const found = schema && libraryOf(schema.made.package)
    if (!schema || !found) return undefined
    const wrapped = found.checks.get(name)
    if (wrapped) return checked(run, found.dialect, receiver, wrapped, call)
    // `schema.array()` and `schema.unwrap()` keep what the schema does to its values.
    const role = name === 'array' && call.arguments.items.length === 0 ? 'listOf' : name
    const made = makeSchema(run, schema.made, role, call.arguments, call, receiver)
    if (found === zod) keepShape(run, made, name, call, receiver)
    return made
  },
}

/** `schema.shape`, the schemas of all fields, which go into other objects as they are. */
function keepShape(run: Run, schema: Abstract, name: string, call: ForeignCall, of?: Abstract): void {
  const role = roles.get(name)
  const { items, rest } = call.arguments
  const [first] = items
  if (schema.kind !== 'pointer' || !first || rest) return
  const added = builtOf(run, first) ? shapeOf(run, first) : first
  const before = of && shapeOf(run, of)
  if (role === 'object' || role === 'looseObject') run.heap.set(schema.thing.fields, 'shape', added ?? first)
  else if (role === 'extend' && before && added) {
    const both = run.heap.thing('record', `${schema.thing.site}:both`)
    run.copyFields(before, both, call.scope)
    run.copyFields(added, both, call.scope)
    run.heap.set(schema.thing.fields, 'shape', pointer(both))
  }
}

const shapeOf = (run: Run, schema: Abstract): Abstract | undefined =>
  schema.kind === 'pointer' ? run.heap.get(schema.thing.fields, 'shape') : undefined

/** Functions of these packages that build no schema. */
const isPlainFunction: ReadonlySet<string> = new Set([
  'setErrorMap',
  'config',
  'setLocale',
  'addMethod',
  'toJSONSchema',
  'treeifyError',
  'prettifyError',
])

function checked(run: Run, dialect: Dialect, schema: Abstract, wrapped: 'value' | 'data' | 'pair', call: ForeignCall): Abstract {
  const [input = nothing] = call.arguments.items
  const value = applySchema(run, dialect, schema, input, call)
  if (wrapped === 'value') return value
  const error = unknownValue('is an error that was caught')
  return outcome(run, call, wrapped === 'pair' ? { value, error } : { data: value, error, success: unknownValue('is the outcome of a test') })
}
