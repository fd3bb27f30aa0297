import { type Abstract, builtField, calledName, literal, nothing, optionsOf, pointer, type Run, textOf, unknownValue } from '../../evaluate/index.ts'
import type { Idiom } from '../idiom.ts'
import { applySchema, builtOf, type Dialect, makeSchema, outcome, type Role } from './schema.ts'

// Schemas that functions put together: valibot (https://valibot.dev/api), arktype (https://arktype.io/docs).

const valibot: Dialect = {
  loose: false,
  roles: new Map<string, Role>([
    ['object', 'object'],
    ['strictObject', 'object'],
    ['objectAsync', 'object'],
    ['looseObject', 'looseObject'],
    ['union', 'union'],
    ['variant', 'union'],
    ['picklist', 'choice'],
    ['enum', 'choice'],
    ['enum_', 'choice'],
    ['literal', 'literal'],
    ['array', 'array'],
    ['optional', 'optional'],
    ['nullish', 'optional'],
    ['nullable', 'optional'],
    ['exactOptional', 'optional'],
    ['fallback', 'optional'],
    ['pipe', 'all'],
    ['pipeAsync', 'all'],
    ['transform', 'transform'],
    ['transformAsync', 'transform'],
    ['check', 'check'],
    ['checkAsync', 'check'],
    ['trim', 'trim'],
    ['toLowerCase', 'lower'],
    ['toUpperCase', 'upper'],
    ['lazy', 'lazy'],
    ['number', 'converted'],
    ['boolean', 'converted'],
  ]),
}

/** Schemas of valibot. */
export const valibotSchemas: Idiom = {
  name: 'valibot',
  call(run, symbol, call) {
    const name = symbol.path.at(-1)
    if (symbol.package !== 'valibot' || name === undefined) return undefined
    const [first = nothing, second = nothing] = call.arguments.items
    if (name === 'parse' || name === 'parseAsync') return applySchema(run, valibot, first, second, call)
    if (name === 'safeParse' || name === 'safeParseAsync')
      return outcome(run, call, {
        output: applySchema(run, valibot, first, second, call),
        success: unknownValue('is the outcome of a test'),
        issues: unknownValue('is an error that was caught'),
      })
    return makeSchema(run, symbol, name, call.arguments, call)
  },
}

const arktype: Dialect = {
  loose: true,
  roles: new Map<string, Role>([
    ['type', 'pipe'],
    ['default', 'default'],
    ['pipe', 'transform'],
    ['and', 'extend'],
    ['merge', 'extend'],
    ['or', 'alternative'],
    ['array', 'listOf'],
  ]),
}

/** How the schemas of a package check, where it is one of these. */
export const functionalDialect = (name: string): Dialect | undefined => (name === 'valibot' ? valibot : name === 'arktype' ? arktype : undefined)

/** Types of arktype: an object of definitions, each a text in a language of its own. */
export const arktypeSchemas: Idiom = {
  name: 'arktype',
  call(run, symbol, call) {
    if (symbol.package !== 'arktype' || symbol.path.at(-1) !== 'type') return undefined
    const [first = nothing] = call.arguments.items
    return makeSchema(run, symbol, 'type', { items: [definitions(run, first, `${call.at.file}:${call.at.line}`, 0)] }, call)
  },
  method(run, receiver, name, call) {
    const schema = builtOf(run, receiver)
    if (schema?.made.package !== 'arktype') return undefined
    const [first = nothing] = call.arguments.items
    if (name === 'assert' || name === 'from' || name === calledName) return applySchema(run, arktype, receiver, first, call)
    return makeSchema(run, schema.made, name, call.arguments, call, receiver)
  },
}

/** The definitions that are objects, with a schema for every field that has a default: `"string = 'x'"`. */
function definitions(run: Run, value: Abstract, site: string, depth: number): Abstract {
  if (value.kind !== 'pointer' || value.thing.kind !== 'record' || depth > 8) return value
  const made = run.heap.thing('record', site)
  for (const [name, field] of value.thing.fields.map) {
    const text = textOf(field)
    const otherwise = text === undefined ? undefined : /=\s*(?:'([^']*)'|"([^"]*)"|(-?\d+(?:\.\d+)?))\s*$/.exec(text)
    const plain = name.replace(/\?$/, '').replace(/=.*$/, '')
    if (otherwise) {
      const schema = run.heap.thing('opaque', site, { made: { kind: 'foreign', package: 'arktype', path: ['type'] } })
      run.heap.set(schema.fields, builtField, {
        kind: 'items',
        items: [literal('default'), literal(otherwise[1] ?? otherwise[2] ?? Number(otherwise[3]))],
      })
      run.heap.set(made.fields, plain, pointer(schema))
    } else {
      const inner = optionsOf(field).map((option) => definitions(run, option, site, depth + 1))
      run.heap.set(made.fields, plain, inner.length === 1 && inner[0] ? inner[0] : field)
    }
  }
  return pointer(made)
}
