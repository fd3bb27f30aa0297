import { joinValues } from './join.ts'
import type { Run } from './run.ts'
import type { Store } from './store.ts'
import { type Abstract, anyField, type Foreign, foreign, literal, notFound, optionsOf, type Thing, textOf } from './values.ts'

/** `process.env`, of the global or of the imported module. */
export const isProcessEnvironment = (value: Foreign): boolean =>
  (value.package === 'global' && value.path.join('.') === 'process.env') ||
  (value.package === 'process' && value.path.at(-1) === 'env' && value.path.length <= 2)

/** The object that holds the language's own names. */
export const isGlobalObject = (value: Foreign): boolean =>
  value.package === 'global' && value.path.length === 1 && /^(?:globalThis|global|window|self)$/.test(value.path[0] ?? '')

/** Prefix under which the global object keeps what code has put into `process.env`. */
const setPrefix = '\0env:'
/** Key under which an object says that all of `process.env` has been spread into it. */
export const spreadField = '\0environment'

/** An environment variable, with what the code itself may have put there. */
export function readEnvironment(run: Run, name: string): Abstract {
  const { fields } = run.globals
  const set = [run.heap.get(fields, setPrefix + name), run.heap.get(fields, setPrefix + anyField)].filter((value) => value !== undefined)
  const declared: Abstract = { kind: 'environment', name, known: run.constants }
  if (set.length === 0) return declared
  // `process.env.X ??= 'x'`: from then on it is never missing.
  const ensured = set.flatMap(optionsOf).some((one) => one.kind === 'environment' && one.name === name && one.fallback !== undefined)
  return joinValues(ensured ? set : [...set, declared])
}

/** The variables whose names begin and end as a computed one does; undefined where there may be others. */
export function variablesLike(run: Run, key: Abstract): Abstract | undefined {
  if (key.kind !== 'joined') return undefined
  const [head, tail] = [key.parts[0], key.parts.at(-1)].map((part) => (part?.kind === 'literal' ? String(part.value) : ''))
  const names = head || tail ? run.constants.namesLike(head ?? '', tail ?? '') : undefined
  return names && names.length > 0 ? joinValues([...names.map((name) => readEnvironment(run, name)), notFound]) : undefined
}

/** Code sets an environment variable: whoever reads it may come first, so what was declared stays possible. */
export function writeEnvironment(run: Run, key: Abstract, value: Abstract): void {
  const { fields } = run.globals
  for (const option of optionsOf(key)) {
    const field = setPrefix + (textOf(option) ?? anyField)
    const before = run.heap.get(fields, field)
    const more = value.kind === 'literal' && typeof value.value !== 'string' && value.value !== undefined ? literal(String(value.value)) : value
    run.heap.set(fields, field, before ? joinValues([before, more]) : more)
  }
}

/** All of `process.env` is spread into an object: fields that are there already are what stands in for variables that are not set. */
export function spreadEnvironment(run: Run, into: Thing): void {
  run.heap.touch(into.fields)
  for (const [name, field] of [...into.fields.map]) {
    if (name.startsWith('\0')) continue
    const value = readEnvironment(run, name)
    run.heap.set(
      into.fields,
      name,
      !run.heap.rough && value.kind === 'environment' && field.kind !== 'items' ? { ...value, fallback: field } : joinValues([value, field]),
    )
  }
  run.heap.set(into.fields, spreadField, foreign('global', ['process', 'env']))
}

/** A field of an object into which the environment was spread. */
export const fieldOfSpread = (run: Run, fields: Store, name: string): Abstract | undefined =>
  run.heap.get(fields, spreadField) ? readEnvironment(run, name) : undefined
