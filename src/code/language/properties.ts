import {
  type Abstract,
  anyField,
  type ForeignCall,
  getterPrefix,
  hasAccessor,
  joinValues,
  literal,
  nothing,
  optionsOf,
  type Run,
  setterPrefix,
  textOf,
  unknownValue,
} from '../evaluate/index.ts'
import { eachOf } from './entries.ts'

const site = (call: ForeignCall): string => `${call.at.file}:${call.at.line}:${call.at.column ?? 0}`

/** `Object.assign`. */
export function assigned(run: Run, call: ForeignCall): Abstract {
  const [first = nothing, ...others] = call.arguments.items
  const sources = [...others, ...(call.arguments.rest ? [joinValues([call.arguments.rest, nothing])] : [])]
  eachOf(run, first, call, (option) => {
    const writes = option.kind === 'pointer' && hasAccessor(run, option.thing, unknownValue('is any name'), setterPrefix)
    if (option.kind === 'pointer' && !writes) for (const from of sources) run.copyFields(from, option.thing, call.scope)
    else if (writes || option.kind === 'foreign' || option.kind === 'unknown') assignTo(run, option, sources, call)
  })
  return first
}

/** `Object.assign(process.env, { ... })`, a part of the event, or an object with setters: field by field. */
function assignTo(run: Run, owner: Abstract, sources: readonly Abstract[], call: ForeignCall): void {
  const fields = run.heap.thing('record', site(call))
  for (const from of sources) run.copyFields(from, fields, call.scope)
  for (const [name, field] of [...fields.fields.map]) {
    if (name === anyField) run.write(owner, unknownValue('is a name that is not known'), field, call.scope)
    else if (!name.startsWith('\0')) run.write(owner, literal(name), field, call.scope)
  }
}

/** `Object.defineProperty`. */
export function defined(run: Run, owner: Abstract, key: Abstract, descriptor: Abstract, call: ForeignCall): Abstract {
  const value = run.read(descriptor, literal('value'), call.scope, 0)
  const accessors = [getterPrefix, setterPrefix].map(
    (prefix) => [prefix, run.read(descriptor, literal(prefix === getterPrefix ? 'get' : 'set'), call.scope, 0)] as const,
  )
  if (value !== nothing && !(value.kind === 'literal' && value.value === undefined)) run.write(owner, key, value, call.scope)
  const name = textOf(key)
  for (const [prefix, accessor] of accessors)
    if (name !== undefined && accessor.kind === 'pointer')
      for (const option of optionsOf(owner)) if (option.kind === 'pointer') run.heap.set(option.thing.fields, prefix + name, accessor)
  return owner
}

/** `Object.defineProperties`, and the second argument of `Object.create`. */
export function definedAll(run: Run, owner: Abstract, descriptors: Abstract, call: ForeignCall): Abstract {
  for (const option of optionsOf(descriptors)) {
    if (option.kind !== 'pointer') continue
    run.heap.touch(option.thing.fields)
    for (const [name, descriptor] of [...option.thing.fields.map]) if (!name.startsWith('\0')) defined(run, owner, literal(name), descriptor, call)
  }
  return owner
}
