import {
  type Abstract,
  anyField,
  anyTimes,
  argument,
  type Foreign,
  type ForeignCall,
  joinValues,
  keyOf,
  literal,
  makeList,
  nothing,
  oneOf,
  optionsOf,
  pointer,
  type Run,
  roomField,
  type Thing,
  textOf,
  thereField,
  unknownValue,
} from '../evaluate/index.ts'
import type { Idiom } from './idiom.ts'

/** Libraries that only hand values on, to callbacks and back: code of ours that does the same is followed in their place. */
export const standIns: Idiom = {
  name: 'stand-ins',
  call(run, symbol, call) {
    if (isQuestion(symbol) && run.isStandIn(call.scope.file)) return answer(run, symbol, call)
    const found = run.facts.standIns?.of(symbol.package)
    const name = found && nameIn(symbol, found.name)
    if (!found || name === undefined || given(call).some((one) => isLeftOpen(run, one, found.file))) return undefined
    const module = run.load(found.file)
    const stands = module && functionOf(run, found.file, name, found.name !== undefined)
    if (!stands) return undefined
    call.scope.activation.node.children.set(module.node, call.at)
    return run.call(stands, nothing, call)
  },
}

/** What stands in for a library may ask what no code can: `keycard.known(x)` and what else there is a question for. */
const isQuestion = ({ package: from, path }: Foreign): boolean => from === 'global' && path.length === 2 && path[0] === 'keycard'

function answer(run: Run, { path }: Foreign, call: ForeignCall): Abstract {
  const first = argument(call.arguments, 0)
  const question = questions[path[1] ?? '']
  if (!question) throw new Error(`nobody answers keycard.${path[1]}`)
  return question(run, first, call)
}

const isUnknown = ({ kind }: Abstract): boolean => kind === 'unknown'

const questions: Readonly<Record<string, (run: Run, value: Abstract, call: ForeignCall) => Abstract>> = {
  /** What of a value is known. */
  known: (_run, value) => joinValues(optionsOf(value).filter((option) => !isUnknown(option))),
  /** What of it is not. */
  notKnown: (_run, value) => joinValues(optionsOf(value).some(isUnknown) ? optionsOf(value).filter(isUnknown) : [nothing]),
  /** Whether it is one thing, one symbol, one text to the last character or what a package provides. */
  isKnown: (_run, value) => {
    const [only, ...more] = optionsOf(value)
    return literal(
      only !== undefined && more.length === 0 && (only.kind === 'pointer' ? !only.thing.many : only.kind === 'literal' || only.kind === 'foreign'),
    )
  },
  /** Does something with each that it may be. */
  oneOf: (run, value, call) => {
    const step = argument(call.arguments, 1)
    const each = (one: Abstract): Abstract => run.call(step, nothing, { ...call, arguments: { items: [one] } })
    const options = optionsOf(value)
    return options.length > mostApart ? each(joinValues(options)) : oneOf(run, call.scope, options, each)
  },
  /** Does something with a promise at once, without waiting for it: whoever waits for what comes of that waits for the promise. */
  promised: (run, value, call) => run.call(argument(call.arguments, 1), nothing, { ...call, arguments: { items: [value] } }),
  /** Does something for one of the things that the library may be asked for: to ask for another one meanwhile is no recursion. */
  askedFor: (run, value, call) =>
    run.askedFor(keyOf(value), () => run.call(argument(call.arguments, 1), nothing, { ...call, arguments: { items: [] } })),
  /** Does something with each field of a record, by its name and what it holds, or with each element of a list, however many there are. */
  each: (run, value, call) => {
    const step = argument(call.arguments, 1)
    const once = (name: Abstract, held: Abstract): Abstract => run.call(step, nothing, { ...call, arguments: { items: [name, held] } })
    for (const option of optionsOf(value)) {
      if (option.kind === 'pointer' && option.thing.kind !== 'list') {
        for (const [name, field] of [...option.thing.fields.map])
          if (name === anyField) once(unknownValue('is a name that is not known'), field)
          else if (!name.startsWith('\0')) once(literal(name), field)
      } else if (option.kind !== 'literal') {
        const { items, rest } = run.elements(option, call.scope)
        items.forEach((item, index) => {
          once(literal(index), item)
        })
        if (rest) anyTimes(run, call, () => once(unknownValue('is a name that is not known'), rest))
      }
    }
    return nothing
  },
  /** What a text, a symbol or something that a package provides is told apart by; nothing for a thing, which is itself. */
  nameOf: (_run, value) => joinValues(optionsOf(value).map(nameOf)),
  /** A text by which it is told apart from everything else: its name, or one of its own for a thing. */
  idOf: (_run, value) => joinValues(optionsOf(value).map((option) => (option.kind === 'pointer' ? literal(`#${option.thing.id}`) : nameOf(option)))),
  /** The class to which a prototype belongs; a class is its own. */
  classOf: (_run, value) =>
    joinValues(
      optionsOf(value).map((option) => {
        const made = option.kind === 'pointer' && !option.thing.body ? option.thing.made : undefined
        return made?.kind === 'pointer' ? made : option
      }),
    ),
  /** A class and those that it extends, as a list. */
  classes: (run, value, call) => {
    const found = optionsOf(value).flatMap((option) => levelsOf(option))
    return makeList(run, found, `${call.at.file}:${call.at.line}:${call.at.column ?? 0}:classes`)
  },
  /** A record that a thing has for the library, which nobody else can see and nobody inherits. */
  room: (run, value) => joinValues(optionsOf(value).map((option) => (option.kind === 'pointer' ? roomOf(run, option.thing) : nothing))),
  /** The class whose constructor makes the objects of a class: itself, or the nearest one before it. */
  maker: (_run, value) => joinValues(optionsOf(value).map(makerOf)),
  /** The places of the parameters of a constructor, from 0. */
  places: (run, value, call) => {
    const counts = optionsOf(value).map((option) => (option.kind === 'pointer' ? option.thing.body?.code.create?.parameters.length : undefined) ?? 0)
    const count = Math.max(0, ...counts)
    const places = Array.from({ length: count }, (_, index) => literal(index))
    return makeList(run, places, `${call.at.file}:${call.at.line}:${call.at.column ?? 0}:places`)
  },
  /** The class that a parameter of a constructor is declared to be of, as code is told that decorates the class. */
  declared: (run, value, call) => {
    const index = Number(textOf(argument(call.arguments, 1)))
    const found = optionsOf(value).flatMap((option) => (option.kind === 'pointer' ? declaredClasses(run, option.thing, index) : []))
    return joinValues(found.length > 0 ? found : [nothing])
  },
  /** The names of the parameters of a function, or of a constructor, as a list. */
  parameters: (run, value, call) => {
    const [option] = optionsOf(value)
    const code = option?.kind === 'pointer' ? (option.thing.closure?.code ?? option.thing.body?.code.create) : undefined
    const names = (code?.parameters ?? []).map((one) => {
      const pattern = one.kind === 'default' ? one.target : one
      return literal(pattern.kind === 'name' ? pattern.name : '')
    })
    return makeList(run, names, `${call.at.file}:${call.at.line}:${call.at.column ?? 0}:parameters`)
  },
  /** How many arguments a function waits for, as its `length` says. */
  arity: (_run, value) => {
    const found = new Set(optionsOf(value).map((option) => (option.kind === 'pointer' ? arityOf(option.thing) : undefined)))
    const [only] = found
    return found.size === 1 && only !== undefined ? literal(only) : unknownValue('is the outcome of a test')
  },
  /** What it is: `class`, `function`, `client`, any other `thing`, or `name` for what `nameOf` names. */
  kindOf: (_run, value) => {
    const found = new Set(optionsOf(value).map(kindOf))
    const [only] = found
    return found.size === 1 && only !== undefined ? literal(only) : unknownValue('is the outcome of a test')
  },
  /** What was asked for by something that another library has handed in goes to that library, which may call each of its methods. */
  lent: (run, value, call) => {
    const given = argument(call.arguments, 1)
    if (optionsOf(value).some((option) => option.kind === 'unknown' && option.why === handedIn)) run.escape([given], 'a library', call)
    return given
  },
  /** It goes to another library, which may call each of its methods. */
  handsOut: (run, value, call) => {
    run.escape([value], 'a library', call)
    return nothing
  },
  /** Says that the library loads modules which nobody can name. */
  loadsUnseen: (run, _value, call) => {
    run.find(
      {
        check: 'dynamic-import',
        severity: 'error',
        confidence: 'certain',
        message: 'modules are loaded by patterns here, so what they call is not in the result',
        at: call.at,
        fix: 'register each of them by its name, or write the permissions down with // keycard-allow',
      },
      call.scope,
    )
    return nothing
  },
  /** Whether a function gives a promise because it says `async`. */
  isAsync: (_run, value) => {
    const found = new Set(optionsOf(value).map((option) => (option.kind === 'pointer' ? option.thing.closure?.code.async === true : undefined)))
    const [only] = found
    return found.size === 1 && only !== undefined ? literal(only) : unknownValue('is the outcome of a test')
  },
  /** What a failure is told by: an error that is there, of which nothing is known but what it holds. */
  failure: (run, value, call) => {
    const made = run.heap.thing('opaque', `${call.at.file}:${call.at.line}:${call.at.column ?? 0}:failure`)
    run.heap.set(made.fields, anyField, value)
    run.heap.set(made.fields, thereField, nothing)
    return pointer(made)
  },
  /** What the library hands in, where only the type that is declared for it says what it is. */
  handedIn: () => unknownValue(handedIn),
}

/** Why a value is not known that code which cannot be seen calls a function with. */
const handedIn = 'is handed in by a library'

function kindOf(option: Abstract): string | undefined {
  if (option.kind === 'literal' || option.kind === 'foreign') return 'name'
  if (option.kind !== 'pointer') return undefined
  return option.thing.body ? 'class' : option.thing.closure ? 'function' : option.thing.client ? 'client' : 'thing'
}

function arityOf({ closure }: Thing): number | undefined {
  if (!closure || closure.bound) return undefined
  const { parameters } = closure.code
  const first = parameters.findIndex(({ kind }) => kind === 'default')
  return first < 0 ? parameters.length : first
}

const nameOf = (option: Abstract): Abstract => {
  if (option.kind === 'foreign') return literal(`${option.package} ${option.path.join('.')}`)
  return option.kind === 'pointer' ? nothing : option
}

function levelsOf(value: Abstract): readonly Abstract[] {
  const levels: Abstract[] = []
  for (let at: Abstract | undefined = value; at?.kind === 'pointer' && at.thing.body && levels.length < 32; at = at.thing.body.base) levels.push(at)
  return levels
}

function roomOf(run: Run, thing: Thing): Abstract {
  const known = run.heap.get(thing.fields, roomField)
  if (known) return known
  const made = pointer(run.heap.thing('record', `${thing.site}:room`))
  run.heap.set(thing.fields, roomField, made)
  return made
}

function makerOf(value: Abstract): Abstract {
  for (let at: Abstract | undefined = value, steps = 0; at?.kind === 'pointer' && steps < 32; steps++) {
    if (at.thing.body?.code.create) return at
    at = at.thing.body?.base
  }
  return value
}

function declaredClasses(run: Run, { body }: Thing, index: number): readonly Abstract[] {
  const parameter = body?.code.create?.parameters[index]
  const pattern = parameter?.kind === 'default' ? parameter.target : parameter
  const type = pattern?.kind === 'name' ? pattern.type : undefined
  if (!body || type?.kind !== 'type') return []
  const named = run.evaluate({ kind: 'name', name: type.name }, body.scope)
  return optionsOf(named).filter((option) => option.kind === 'foreign' || (option.kind === 'pointer' && option.thing.body !== undefined))
}

/** How many values are gone through one by one. */
const mostApart = 8

/** `_.partial(step, _, 'second')`, `R.map(R.__, list)`: the library itself stands for what is left open, which only the library understands. */
function isLeftOpen(run: Run, value: Abstract, file: string): boolean {
  if (value.kind !== 'foreign') return false
  const found = run.facts.standIns?.of(value.package)
  const path = value.path.filter((one) => one !== 'default')
  return found?.file === file && (path.at(-1) === 'placeholder' || path.at(-1) === '__' || (found.name === undefined && path.length === 0))
}

const given = ({ arguments: { items, rest } }: ForeignCall): readonly Abstract[] => [...items, ...(rest ? [rest] : [])].flatMap(optionsOf)

/** The function of the library that a symbol is: a member of the package, or a package of its own. */
function nameIn({ path }: Foreign, single: string | undefined): string | undefined {
  if (single !== undefined) return path.length === 0 ? single : undefined
  return path.length === 1 ? path[0] : undefined
}

/** Packages of one function are named in small letters: `lodash.clonedeep`. */
function functionOf(run: Run, file: string, name: string, single: boolean): Abstract | undefined {
  const names = run.summary(file)?.exports.map((one) => one.name) ?? []
  const found = names.find((one) => one === name) ?? (single ? names.find((one) => one.toLowerCase() === name) : undefined)
  return found === undefined ? undefined : run.exported(file, found)
}
