import {
  type Abstract,
  anyField,
  anyTimes,
  argument,
  asJson,
  deepestCopy,
  type ForeignCall,
  foreignBase,
  holdsCode,
  itemsField,
  joinValues,
  jsonName,
  keyOf,
  later,
  literal,
  type Method,
  noChoice,
  nothing,
  optionsOf,
  pointer,
  type Run,
  setMark,
  type Thing,
  textOf,
  type Unknown,
  unknownValue,
} from '../evaluate/index.ts'

const site = (call: ForeignCall): string => `${call.at.file}:${call.at.line}:${call.at.column ?? 0}`

/** `JSON.stringify`: what it gives stands for the JSON of what went in, as it was then, and for each that this can be it is another text. */
export function stringified(run: Run, call: ForeignCall): Abstract {
  const value = asJson(run, argument(call.arguments, 0), call.scope)
  const [, replacer] = call.arguments.items
  const taken = replacer && namedFields(run, replacer, call)
  const replaced = replacer ? visited(run, replacer, taken ? copied(run, value, call, undefined, taken) : value, call) : value
  return joinValues(optionsOf(copied(run, replaced, call)).map((of) => ({ kind: 'method', of, name: jsonName })))
}

/** Which fields of an object are taken: those of a list, or any. */
type Taken = ReadonlySet<string> | 'any'

/** What a replacer that is a list lets through; undefined where it is none. */
function namedFields(run: Run, replacer: Abstract, call: ForeignCall): Taken | undefined {
  const options = optionsOf(replacer)
  if (!options.some((option) => option.kind === 'pointer' && option.thing.kind === 'list')) return undefined
  const [only] = options
  const { items, rest } = only && options.length === 1 ? run.elements(only, call.scope) : { items: [], rest: nothing }
  const names = items.flatMap((item) => textOf(item) ?? [])
  return rest || names.length < items.length ? 'any' : new Set(names)
}

/** `JSON.parse`. */
export function parsed(run: Run, call: ForeignCall): Abstract {
  const [value = nothing, reviver] = call.arguments.items
  const known = parsedOf(run, value, call)
  return reviver ? visited(run, reviver, known, call) : known
}

function parsedOf(run: Run, value: Abstract, call: ForeignCall): Abstract {
  const options = optionsOf(value)
  // JSON.parse(JSON.stringify(x)) is a copy of x.
  const held = options.flatMap((option) => (isJson(option) ? optionsOf(option.of) : []))
  return joinValues([
    ...(held.length > 0 ? [copied(run, { kind: 'choice', options: held }, call)] : []),
    ...options.map((option) => {
      if (isJson(option)) return noChoice
      const text = textOf(option)
      if (text !== undefined) {
        try {
          return run.fromJson(JSON.parse(text), site(call))
        } catch {
          return noChoice
        }
      }
      if (option.kind === 'unknown') return untyped(option)
      if (option.kind === 'environment' || option.kind === 'joined' || option.kind === 'made') return later(option, { kind: 'json', path: [] })
      return unknownValue('is parsed from JSON that is not known', { at: call.at })
    }),
  ])
}

const isJson = (value: Abstract): value is Method => value.kind === 'method' && value.name === jsonName

/** The type of a text says nothing of what is in it. */
const untyped = ({ type: _, ...rest }: Unknown): Unknown => rest

/** What a function makes of a value and all that is in it, part by part: each part may be whatever it gives. */
function visited(run: Run, visit: Abstract, value: Abstract, call: ForeignCall): Abstract {
  const functions = optionsOf(visit).filter((option) => option.kind === 'pointer' && option.thing.closure)
  if (functions.length === 0) return value
  const part = unknownValue('is a part of JSON', { at: call.at })
  const any = joinValues([part, ...partsWithCode(run, value, 6)])
  const given = anyTimes(run, call, () =>
    run.call(joinValues(functions), joinValues([any, value]), { ...call, arguments: { items: [part, joinValues([value, any])] } }),
  )
  const made = run.heap.thing('record', site(call))
  run.heap.set(made.fields, anyField, joinValues([given, part]))
  return joinValues([pointer(made), part, given])
}

/** The objects in a value that hold what can be called, the value itself included. */
function partsWithCode(run: Run, value: Abstract, depth: number): readonly Abstract[] {
  if (depth === 0 || !holdsCode(value, depth)) return []
  return optionsOf(value).flatMap((option) => {
    if (option.kind !== 'pointer') return [option]
    run.heap.touch(option.thing.fields)
    const fields = [...option.thing.fields.map.values()].flatMap((field) =>
      field.kind === 'items' ? [...field.items, ...(field.rest ? [field.rest] : [])] : [field],
    )
    return [option, ...fields.flatMap((field) => partsWithCode(run, field, depth - 1))]
  })
}

/** A copy of data to its last part: what is changed in it leaves the original as it is. Only some of its fields may be taken. */
export function copied(run: Run, value: Abstract, call: ForeignCall, depth = deepestCopy, taken?: Taken, withMaps = false): Abstract {
  // Where less is told apart, a copy is one thing with what it is made of.
  if (run.heap.rough && !taken) return value
  return joinValues(
    unlike(optionsOf(value), depth).map((option) => {
      if (option.kind !== 'pointer' || !isCopied(option.thing, withMaps) || depth === 0) return option
      // What a class gives is not copied.
      const made = run.heap.thing(option.thing.kind === 'instance' ? 'record' : option.thing.kind, site(call))
      run.copyFields(option, made, call.scope)
      if (withMaps && option.thing.fields.map.has(setMark)) run.heap.set(made.fields, setMark, literal(true))
      const copy = (field: Abstract): Abstract => copied(run, field, call, depth - 1, taken, withMaps)
      for (const [name, field] of [...made.fields.map]) {
        const changed =
          field.kind === 'items' && name === itemsField
            ? { ...field, items: field.items.map(copy), ...(field.rest ? { rest: copy(field.rest) } : {}) }
            : copy(field)
        if (!taken || name.startsWith('\0')) run.heap.set(made.fields, name, changed)
        else if (taken === 'any') run.heap.set(made.fields, name, joinValues([changed, nothing]))
        else run.heap.set(made.fields, name, taken.has(name) ? changed : undefined)
      }
      return pointer(made)
    }),
  )
}

/** `structuredClone`: of maps and sets too, and of what is in them. */
export function cloned(run: Run, value: Abstract, call: ForeignCall): Abstract {
  return copied(run, value, call, deepestCopy, undefined, true)
}

const isCopied = (thing: Thing, withMaps: boolean): boolean =>
  thing.kind === 'record' ||
  thing.kind === 'list' ||
  (thing.kind === 'map' && withMaps) ||
  (thing.kind === 'instance' && !thing.client && !thing.command && !foreignBase(thing))

/** One of each that hold the same: their copies could not be told apart, and what is copied again and again would be more each time. */
function unlike(options: readonly Abstract[], depth: number): readonly Abstract[] {
  if (options.length < 2) return options
  const known = new Set<string>()
  return options.filter((option) => {
    if (option.kind !== 'pointer') return true
    const { size } = known
    return known.add(keyOf(option, depth)).size > size
  })
}
