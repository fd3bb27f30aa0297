import {
  type Abstract,
  calledName,
  type ForeignCall,
  foreign,
  joinValues,
  later,
  literal,
  nothing,
  optionsOf,
  pointer,
  type Run,
  withFallback,
} from '../../evaluate/index.ts'
import type { Idiom } from '../idiom.ts'
import { fluentDialect } from './fluent.ts'
import { functionalDialect } from './functional.ts'
import { applySchema, builtOf, makeSchema } from './schema.ts'

const processEnvironment = foreign('global', ['process', 'env'])
const siteOf = (call: ForeignCall): string => `${call.at.file}:${call.at.line}:${call.at.column ?? 0}`
const given = (value: Abstract): boolean => optionsOf(value).some((option) => !(option.kind === 'literal' && option.value === undefined))

/** The fields of a record, one by one, under what each of them becomes. */
function mapFields(run: Run, records: readonly Abstract[], call: ForeignCall, change: (name: string, field: Abstract) => Abstract): Abstract {
  const made = run.heap.thing('record', siteOf(call))
  for (const option of records.flatMap(optionsOf)) {
    if (option.kind !== 'pointer') continue
    run.heap.touch(option.thing.fields)
    for (const [name, field] of [...option.thing.fields.map]) if (!name.startsWith('\0')) run.heap.set(made.fields, name, change(name, field))
  }
  return pointer(made)
}

/** `cleanEnv(process.env, { TABLE: str({ default: 'x' }) })`: https://github.com/af/envalid */
export const envalid: Idiom = {
  name: 'envalid',
  call(run, symbol, call) {
    const name = symbol.path.at(-1)
    if (symbol.package !== 'envalid' || name === undefined) return undefined
    const [source = nothing, specs = nothing] = call.arguments.items
    if (name === 'cleanEnv' || name === 'customCleanEnv')
      return mapFields(run, [specs], call, (field, spec) => cleaned(run, spec, run.read(source, literal(field), call.scope, 0), call))
    return makeSchema(run, symbol, name, call.arguments, call)
  },
  method(run, receiver, name, call) {
    const validator = builtOf(run, receiver)
    if (validator?.made.package !== 'envalid' || name !== calledName) return undefined
    const [, code = nothing] = validator.built.items
    const [options = nothing] = call.arguments.items
    return makeSchema(run, validator.made, 'own', { items: [options, code] }, call)
  },
}

function cleaned(run: Run, spec: Abstract, value: Abstract, call: ForeignCall): Abstract {
  return joinValues(
    optionsOf(spec).map((option) => {
      const [name = nothing, options = nothing, code = nothing] = builtOf(run, option)?.built.items ?? []
      const part = (field: string): Abstract => run.read(options, literal(field), call.scope, 0)
      // Which default holds is decided by NODE_ENV, which a bundler may have put in as well.
      const defaults = ['default', 'devDefault'].map(part).filter(given)
      const found = code.kind === 'pointer' ? run.call(code, nothing, { ...call, arguments: { items: [value] } }) : converted(name, value)
      return defaults.length > 0 ? withFallback(found, joinValues(defaults), '??') : found
    }),
  )
}

function converted(name: Abstract, value: Abstract): Abstract {
  const kind = name.kind === 'literal' ? name.value : undefined
  if (value.kind !== 'environment') return value
  if (kind === 'json') return later(value, { kind: 'json', path: [] })
  return kind === 'bool' || kind === 'num' || kind === 'port' ? later(value, { kind: 'method', name: 'valueOf', given: [] }) : value
}

/** `createEnv({ server: { TABLE: z.string() }, runtimeEnv: process.env })`: https://env.t3.gg/docs/core; `parseEnv(process.env, { ... })` of znv. */
export const checkedEnvironments: Idiom = {
  name: 'checked-environments',
  call(run, symbol, call) {
    const name = symbol.path.at(-1)
    const [first = nothing, second = nothing] = call.arguments.items
    if (symbol.package === 'znv' && name === 'parseEnv')
      return mapFields(run, [second], call, (field, schema) => checkedBy(run, schema, first, field, call))
    if (!/^@t3-oss\/env-/.test(symbol.package) || name !== 'createEnv') return undefined
    const part = (field: string): Abstract => run.read(first, literal(field), call.scope, 0)
    const named = ['runtimeEnvStrict', 'runtimeEnv', 'experimental__runtimeEnv'].map(part).filter(given)
    const schemas = ['shared', 'server', 'client'].map(part).filter(given)
    const made = mapFields(run, schemas, call, (field, schema) => {
      const values = named.map((source) => checkedBy(run, schema, source, field, call))
      const known = values.filter(given)
      return known.length > 0 ? joinValues(known) : checkedBy(run, schema, processEnvironment, field, call)
    })
    const inherited = part('extends')
    if (made.kind === 'pointer')
      for (const option of optionsOf(inherited))
        for (const preset of run.elements(option, call.scope).items) run.copyFields(preset, made.thing, call.scope)
    return made
  },
}

function checkedBy(run: Run, schema: Abstract, source: Abstract, name: string, call: ForeignCall): Abstract {
  const value = run.read(source, literal(name), call.scope, 0)
  return joinValues(
    optionsOf(schema).map((option) => {
      const from = builtOf(run, option)?.made.package ?? ''
      const dialect = fluentDialect(from) ?? functionalDialect(from)
      return dialect ? applySchema(run, dialect, option, value, call) : value
    }),
  )
}

/** `env.get('TABLE').required().asString()`, `from(process.env)`: https://github.com/evanshortiss/env-var */
export const envVar: Idiom = {
  name: 'env-var',
  call(run, symbol, call) {
    if (symbol.package !== 'env-var') return undefined
    const [first = nothing] = call.arguments.items
    const name = symbol.path.at(-1)
    if (name === 'from') return makeSchema(run, symbol, 'source', call.arguments, call)
    return name === 'get' ? variable(run, processEnvironment, first, call) : undefined
  },
  method(run, receiver, name, call) {
    const found = builtOf(run, receiver)
    if (found?.made.package !== 'env-var') return undefined
    const [kind = nothing, held = nothing] = found.built.items
    const [first = nothing] = call.arguments.items
    if (kind.kind === 'literal' && kind.value === 'source') return name === 'get' ? variable(run, held, first, call) : undefined
    if (name === 'default') return makeSchema(run, found.made, 'variable', { items: [withFallback(held, first, '??')] }, call)
    if (!name.startsWith('as')) return receiver
    const within = { ...call, arguments: { items: [held] } }
    if (name === 'asArray' || name === 'asSet')
      return run.method(held, 'split', { ...call, arguments: { items: [given(first) ? first : literal(',')] } })
    if (name.startsWith('asJson')) return run.callForeign(foreign('global', ['JSON', 'parse']), within)
    if (name === 'asUrlObject') return run.constructForeign(foreign('global', ['URL']), within)
    return /^as(?:String|Enum|Url|Email)/.test(name) || held.kind !== 'environment'
      ? held
      : later(held, { kind: 'method', name: 'valueOf', given: [] })
  },
}

function variable(run: Run, source: Abstract, name: Abstract, call: ForeignCall): Abstract {
  if (!given(name)) return source
  return makeSchema(run, foreign('env-var', ['get']), 'variable', { items: [run.read(source, name, call.scope, 0)] }, call)
}

/** `convict({ table: { default: 'x', env: 'TABLE' } }).get('table')`: https://github.com/mozilla/node-convict */
export const convict: Idiom = {
  name: 'convict',
  call(run, symbol, call) {
    return symbol.package === 'convict' && symbol.path.length === 0 ? makeSchema(run, symbol, 'config', call.arguments, call) : undefined
  },
  method(run, receiver, name, call) {
    const found = builtOf(run, receiver)
    if (found?.made.package !== 'convict') return undefined
    const [, schema = nothing] = found.built.items
    const [first = nothing, second = nothing] = call.arguments.items
    if (name === 'load' || name === 'loadFile' || name === 'set') {
      // What stands in a file that is loaded comes before the defaults.
      const before = run.heap.get(found.thing.fields, '\0loaded')
      const more = name === 'set' ? second : { kind: 'unknown' as const, why: `may be set by ${name}()`, at: call.at }
      run.heap.set(found.thing.fields, '\0loaded', before ? joinValues([before, more]) : more)
      return receiver
    }
    if (name !== 'get' && name !== 'getProperties' && name !== 'default') return name === 'validate' ? receiver : undefined
    const path = first.kind === 'literal' && typeof first.value === 'string' ? first.value.split('.') : []
    const loaded = run.heap.get(found.thing.fields, '\0loaded')
    return configured(
      run,
      path.reduce((node, part) => run.read(node, literal(part), call.scope, 0), schema),
      loaded,
      call,
      0,
    )
  },
}

function configured(run: Run, node: Abstract, loaded: Abstract | undefined, call: ForeignCall, depth: number): Abstract {
  return joinValues(
    optionsOf(node).map((option) => {
      if (option.kind !== 'pointer' || option.thing.kind !== 'record' || depth > 12) return option
      const { map } = option.thing.fields
      if (!map.has('default') && !map.has('format'))
        return mapFields(run, [option], call, (_, field) => configured(run, field, loaded, call, depth + 1))
      const otherwise = run.read(option, literal('default'), call.scope, 0)
      const fallback = loaded ? joinValues([otherwise, loaded]) : otherwise
      const name = run.read(option, literal('env'), call.scope, 0)
      return given(name) ? withFallback(run.read(processEnvironment, name, call.scope, 0), fallback, '??') : fallback
    }),
  )
}
