import {
  type Abstract,
  type Arguments,
  anyField,
  anyItem,
  builtField,
  type Foreign,
  type ForeignCall,
  type Items,
  joinValues,
  later,
  literal,
  makeList,
  namedPrefix,
  nothing,
  optionsOf,
  pointer,
  type Run,
  type Thing,
  textOf,
  unknownValue,
  withFallback,
} from '../../evaluate/index.ts'

// A schema is a thing of a library that remembers how it was built, so that what comes of a value can be told when it is checked: the fields
// that it keeps, the defaults that it fills in, the functions that it sends values through.

/** Under this it keeps the schema that it refines. */
const ofField = '\0of'

/** How deep schemas are followed; one may hold itself. */
const deepest = 12

/** How many parts of a schema one value that is not known is held against: schemas that hold each other are more and more the deeper one goes. */
const mostSteps = 500

/** What the names of a library's builders and methods do. */
export interface Dialect {
  /** What a name does, of builders and methods alike; a name that is missing only checks. */
  readonly roles: ReadonlyMap<string, Role>
  /** Whether members that an object schema does not name are kept. */
  readonly loose: boolean
}

/** The ways in which a schema changes what it checks. */
export type Role =
  /** An object; its fields are the first argument. */
  | 'object'
  | 'looseObject'
  | 'extend'
  | 'loose'
  /** The first argument is a list of alternatives, or the arguments are. */
  | 'union'
  | 'alternative'
  | 'literal'
  | 'choice'
  | 'array'
  /** The elements are checked by the schema that this is called on. */
  | 'listOf'
  /** The value may be missing; the last argument takes its place. */
  | 'default'
  | 'optional'
  | 'catch'
  /** Functions: what comes out goes on, or only a check. */
  | 'transform'
  | 'preprocess'
  | 'check'
  /** A further schema, or several in a row. */
  | 'pipe'
  | 'all'
  | 'lazy'
  /** Letters and spaces change. */
  | 'trim'
  | 'lower'
  | 'upper'
  /** The text becomes something else that is written alike. */
  | 'converted'

/** Makes a schema; `of` is the one that it refines. */
export function makeSchema(run: Run, made: Foreign, name: string, given: Arguments, call: ForeignCall, of?: Abstract): Abstract {
  const site = `${call.at.file}:${call.at.line}:${call.at.column ?? 0}`
  const thing = run.heap.thing('opaque', site, { made })
  run.heap.set(thing.fields, builtField, { kind: 'items', items: [literal(name), ...given.items] })
  if (of) run.heap.set(thing.fields, ofField, of)
  // Whether it will ever check anything is not known, so the functions in it are called in any case.
  run.escape(given.items.filter(isFunction), made.package, call)
  return pointer(thing)
}

const isText = (value: Abstract): boolean => textOf(value) !== undefined
const isFunction = (value: Abstract): boolean => value.kind === 'pointer' && value.thing.closure !== undefined

/** How a schema was built: undefined where a value is none. */
export function builtOf(run: Run, value: Abstract): { readonly thing: Thing; readonly made: Foreign; readonly built: Items } | undefined {
  if (value.kind !== 'pointer' || value.thing.kind !== 'opaque' || value.thing.made?.kind !== 'foreign') return undefined
  const built = run.heap.get(value.thing.fields, builtField)
  return built?.kind === 'items' ? { thing: value.thing, made: value.thing.made, built } : undefined
}

// One check is under way at a time, but for those that a function of a schema makes itself.
let steps = 0

/** What comes of a value that a schema checks. */
export function applySchema(run: Run, dialect: Dialect, schema: Abstract, input: Abstract, call: ForeignCall, depth = 0): Abstract {
  const before = steps
  if (depth === 0) steps = 0
  try {
    return joinValues(optionsOf(schema).map((option) => applyOne(run, dialect, option, input, call, depth)))
  } finally {
    if (depth === 0) steps = before
  }
}

function applyOne(run: Run, dialect: Dialect, schema: Abstract, input: Abstract, call: ForeignCall, depth: number): Abstract {
  steps += 1
  // What is not known stays so, whatever checks it, and the functions of the schema were called when it was made.
  if (steps > mostSteps && optionsOf(input).every(({ kind }) => kind === 'unknown' || kind === 'literal' || kind === 'method')) return input
  // A constructor or a plain object in the place of a schema.
  if (schema.kind === 'pointer' && schema.thing.kind === 'record') return fieldsOf(run, dialect, schema, input, call, depth, dialect.loose)
  const found = builtOf(run, schema)
  if (!found || depth > deepest) return found ? unknownValue('is nested too deeply') : input
  const [name = nothing, ...given] = found.built.items
  const role = dialect.roles.get(textOf(name) ?? '')
  const of = run.heap.get(found.thing.fields, ofField)
  const to = (next: Abstract, value: Abstract): Abstract => applySchema(run, dialect, next, value, call, depth + 1)
  const [first = nothing, second = nothing] = given
  const ask = (code: Abstract, value: Abstract): Abstract => run.call(code, nothing, { ...call, arguments: { items: [value] } })
  if (role === 'object' || role === 'looseObject' || role === 'extend' || role === 'loose') {
    const before = of ? to(of, input) : undefined
    const made = role === 'loose' ? input : fieldsOf(run, dialect, first, input, call, depth, role === 'looseObject' || dialect.loose)
    return before ? merged(run, before, made, call) : made
  }
  const value = role === 'preprocess' || !of ? input : to(of, input)
  switch (role) {
    case 'union':
    case 'all': {
      const members = given.flatMap((each) => optionsOf(each).flatMap((option) => listed(run, option, call)))
      if (role === 'union') return joinValues(members.filter((each) => builtOf(run, each)).map((each) => to(each, input)))
      return members.reduce((before, each) => step(run, dialect, each, before, call, depth), value)
    }
    case 'alternative':
      return joinValues([value, to(first, input)])
    case 'literal':
    case 'choice': {
      const allowed = given.flatMap((each, index) =>
        optionsOf(each).flatMap((option) => (index === 0 ? listed(run, option, call) : isText(option) ? [option] : [])),
      )
      // Of what is not known nothing else gets through.
      return joinValues(optionsOf(value).map((option) => (option.kind === 'unknown' && allowed.length > 0 ? joinValues(allowed) : option)))
    }
    case 'array':
      return makeList(run, [], siteOf(call), joinValues(optionsOf(input).map((option) => to(first, anyItem(run.elements(option, call.scope))))))
    case 'listOf':
      return makeList(
        run,
        [],
        siteOf(call),
        joinValues(optionsOf(input).map((option) => (of ? to(of, anyItem(run.elements(option, call.scope))) : option))),
      )
    case 'default':
      return withFallback(value, isFunction(first) ? ask(first, nothing) : first, '??')
    case 'optional': {
      const inner = builtOf(run, first) ? to(first, input) : value
      return given.length > 1 ? withFallback(inner, isFunction(second) ? ask(second, nothing) : second, '??') : inner
    }
    case 'catch':
      return joinValues([value, isFunction(first) ? ask(first, nothing) : first])
    case 'transform':
      return ask(first, value)
    case 'preprocess':
      return to(second, ask(first, input))
    case 'check':
      if (isFunction(first)) ask(first, value)
      return value
    case 'pipe':
      return to(first, value)
    case 'lazy':
      return to(ask(first, nothing), input)
    case 'trim':
    case 'lower':
    case 'upper':
      return run.method(value, role === 'trim' ? 'trim' : role === 'lower' ? 'toLowerCase' : 'toUpperCase', { ...call, arguments: { items: [] } })
    case 'converted':
      return joinValues(
        optionsOf(value).map((option) => (option.kind === 'environment' ? later(option, { kind: 'method', name: 'valueOf', given: [] }) : option)),
      )
    default:
      return value
  }
}

/** A member of a pipe: a schema, or a function that the value goes through. */
function step(run: Run, dialect: Dialect, next: Abstract, value: Abstract, call: ForeignCall, depth: number): Abstract {
  return isFunction(next)
    ? run.call(next, nothing, { ...call, arguments: { items: [value] } })
    : applySchema(run, dialect, next, value, call, depth + 1)
}

function listed(run: Run, value: Abstract, call: ForeignCall): readonly Abstract[] {
  if (value.kind !== 'pointer' || builtOf(run, value) || (value.thing.kind !== 'list' && value.thing.kind !== 'record')) return [value]
  if (value.thing.kind === 'record') return [...value.thing.fields.map].flatMap(([name, field]) => (name.startsWith('\0') ? [] : [field]))
  const { items, rest } = run.elements(value, call.scope)
  return rest ? [...items, rest] : items
}

/** The fields that a shape names, each checked by its own schema; what a pipe holds after an object is a schema that only changes. */
function fieldsOf(run: Run, dialect: Dialect, shape: Abstract, input: Abstract, call: ForeignCall, depth: number, loose: boolean): Abstract {
  const made = run.heap.thing('record', siteOf(call))
  if (loose) run.copyFields(input, made, call.scope)
  for (const option of optionsOf(shape).flatMap(shapeOwner)) {
    // Of a shape that is not known to the end, any field may stay.
    if (isOpenShape(run, option)) run.copyFields(input, made, call.scope)
    if (option.kind !== 'pointer') continue
    run.heap.touch(option.thing.fields)
    // `a.merge(b)`: the fields of another schema.
    if (builtOf(run, option)) {
      run.copyFields(applySchema(run, dialect, option, input, call, depth + 1), made, call.scope)
      continue
    }
    for (const [name, schema] of [...option.thing.fields.map]) {
      if (name.startsWith('\0')) continue
      const value = applySchema(run, dialect, schema, run.read(input, literal(name), call.scope, 0), call, depth + 1)
      run.heap.set(made.fields, name, value)
    }
  }
  return pointer(made)
}

/** `schema.shape` stands for the fields of the schema. */
const shapeOwner = (shape: Abstract): readonly Abstract[] =>
  shape.kind === 'method' && shape.name === 'shape' && !shape.bound ? optionsOf(shape.of) : [shape]

function isOpenShape(run: Run, shape: Abstract): boolean {
  if (shape.kind === 'literal') return false
  if (shape.kind !== 'pointer') return true
  if (builtOf(run, shape)) return false
  return shape.thing.kind !== 'record' || [...shape.thing.fields.map.keys()].some((name) => name === anyField || name.startsWith(namedPrefix))
}

function merged(run: Run, before: Abstract, after: Abstract, call: ForeignCall): Abstract {
  const made = run.heap.thing('record', siteOf(call))
  run.copyFields(before, made, call.scope)
  run.copyFields(after, made, call.scope)
  return pointer(made)
}

const siteOf = (call: ForeignCall): string => `${call.at.file}:${call.at.line}:${call.at.column ?? 0}`

/** A record of a check's outcome: what it gives where it went well, and nothing known of how it went. */
export function outcome(run: Run, call: ForeignCall, fields: { readonly [name: string]: Abstract }): Abstract {
  const made = run.heap.thing('record', siteOf(call))
  for (const [name, value] of Object.entries(fields)) run.heap.set(made.fields, name, value)
  return pointer(made)
}
