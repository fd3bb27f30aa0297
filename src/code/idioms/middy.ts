import {
  type Abstract,
  type Arguments,
  anyField,
  anyItem,
  anyTimes,
  anyTimesMeanwhile,
  argument,
  calledName,
  caught,
  caughtError,
  choose,
  type ForeignCall,
  type Items,
  joinValues,
  literal,
  missingOf,
  nothing,
  optionsOf,
  pointer,
  type Run,
  type Thing,
  unknownValue,
} from '../evaluate/index.ts'
import type { Idiom } from './idiom.ts'

const core = '@middy/core'
const router = /^@middy\/(?:http|ws|cloudformation)-router$/

/** The functions of a chain, in the order in which it goes through them (https://middy.js.org/docs/intro/how-it-works). */
const phases = ['before', 'after', 'onError'] as const
type Phase = (typeof phases)[number]

const fieldOf = (phase: Phase): string => `\0chain:${phase}`
const handlerField = '\0chain:handler'

const running = new Set<Thing>()

/** Handlers that middy wraps: what a middleware puts into the request is there for the handler. */
export const middy: Idiom = {
  name: 'middy',

  call(run, symbol, call) {
    const isRouter = router.test(symbol.package)
    if ((symbol.package !== core && !isRouter) || symbol.path.length > 0) return undefined
    const thing = run.heap.thing('opaque', siteOf(call), { made: symbol })
    const self = pointer(thing)
    // Whoever wraps it may call it.
    run.heap.set(thing.fields, anyField, self)
    const [first = nothing, ...others] = call.arguments.items
    if (isRouter) run.heap.set(thing.fields, handlerField, handlersOf(run, first, call))
    else if (isFunction(first)) run.heap.set(thing.fields, handlerField, first)
    else run.escape([first], core, call)
    run.escape(others, core, call)
    return self
  },

  method(run, receiver, name, call) {
    if (receiver.kind !== 'pointer' || receiver.thing.kind !== 'opaque') return undefined
    const { thing } = receiver
    const made = thing.made?.kind === 'foreign' ? thing.made.package : ''
    if (made !== core && !router.test(made)) return undefined
    const [first = nothing] = call.arguments.items
    if (name === calledName) return go(run, thing, call.arguments, call)
    if (name === 'handed over') return anyTimesMeanwhile(run, call, (from) => go(run, thing, unseen, { ...call, ...from }))
    if (made !== core) return undefined
    if (name === 'use') use(run, thing, first, call)
    else if (name === 'handler') run.heap.set(thing.fields, handlerField, first)
    else if (isPhase(name)) add(run, thing, name, first)
    else return undefined
    return receiver
  },
}

const unseen: Arguments = { items: [], rest: unknownValue('is handed in by a library') }

const isPhase = (name: string): name is Phase => (phases as readonly string[]).includes(name)

const siteOf = (call: ForeignCall): string => `${call.at.file}:${call.at.line}:${call.at.column ?? 0}`

/** What can be called: a function of ours, or what a library made; middy tells a handler from a plugin alike. */
const isFunction = (value: Abstract): boolean =>
  optionsOf(value).some(
    (one) => one.kind === 'method' || one.kind === 'foreign' || (one.kind === 'pointer' && (one.thing.closure || one.thing.kind === 'opaque')),
  )

/** The handlers of routes: a list of them, or one under `routes`. */
function handlersOf(run: Run, given: Abstract, call: ForeignCall): Abstract {
  const routes = optionsOf(given).map((option) =>
    option.kind === 'pointer' && option.thing.kind === 'record' ? run.read(option, literal('routes'), call.scope, 0) : option,
  )
  const each = routes.flatMap((route) => optionsOf(route)).map((route) => anyItem(run.elements(route, call.scope)))
  return run.read(joinValues(each), literal('handler'), call.scope, 0)
}

/** `use(middleware)`, `use([one, another])`. */
function use(run: Run, thing: Thing, given: Abstract, call: ForeignCall): void {
  const [only] = optionsOf(given)
  if (optionsOf(given).length === 1 && only?.kind === 'pointer' && only.thing.kind === 'list') {
    const { items, rest } = run.elements(only, call.scope)
    for (const item of items) use(run, thing, item, call)
    if (rest) use(run, thing, rest, call)
    return
  }
  run.escape(optionsOf(given).flatMap(ofLibraries), core, call)
  for (const phase of phases) {
    const member = run.read(given, literal(phase), call.scope, 0)
    if (missingOf(member) !== true) add(run, thing, phase, member)
  }
}

/** What libraries made of a middleware: itself, or what is spread into it. */
const ofLibraries = (value: Abstract): readonly Abstract[] =>
  value.kind === 'pointer' && value.thing.kind === 'record'
    ? [...value.thing.fields.map.values()].flatMap(optionsOf).filter(isOpaque)
    : [value].filter(isOpaque)

const isOpaque = (value: Abstract): boolean => value.kind === 'pointer' && value.thing.kind === 'opaque'

/** What comes after the handler is gone through from the last one to the first. */
function add(run: Run, thing: Thing, phase: Phase, code: Abstract): void {
  const { items, rest } = chainOf(run, thing, phase)
  const all = phase === 'before' ? [...items, code] : [code, ...items]
  run.heap.set(thing.fields, fieldOf(phase), { kind: 'items', items: all, ...(rest ? { rest } : {}) })
}

function chainOf(run: Run, thing: Thing, phase: Phase): Items {
  const kept = run.heap.get(thing.fields, fieldOf(phase))
  return kept?.kind === 'items' ? kept : { kind: 'items', items: [] }
}

/** A call of the handler, with all that stands before and after it. */
function go(run: Run, thing: Thing, given: Arguments, call: ForeignCall): Abstract {
  // A chain may be handed to itself.
  if (running.has(thing)) return pointer(thing)
  running.add(thing)
  try {
    const request = requestOf(run, thing, given)
    const value = (name: string): Abstract => run.read(request, literal(name), call.scope, 0)
    const ask = (code: Abstract, items: readonly Abstract[]): Abstract =>
      optionsOf(code).every((one) => one.kind === 'literal')
        ? nothing
        : run.call(code, nothing, { at: call.at, scope: call.scope, arguments: { items } })
    const answers: Abstract[] = []
    const through = (phase: Phase): void => {
      const { items, rest } = chainOf(run, thing, phase)
      for (const code of items) answers.push(ask(code, [request]))
      if (rest) answers.push(anyTimes(run, call, () => ask(rest, [request])))
    }
    caught(run, call.scope, () => {
      through('before')
      const handler = run.heap.get(thing.fields, handlerField) ?? nothing
      const response = ask(handler, [value('event'), value('context'), unknownValue('is handed in by a library')])
      run.write(request, literal('response'), response, call.scope)
      through('after')
    })
    choose(run, call.scope, [
      () => {
        run.write(request, literal('error'), caughtError(run), call.scope)
        through('onError')
        return nothing
      },
      () => nothing,
    ])
    return joinValues([value('response'), ...answers])
  } finally {
    running.delete(thing)
  }
}

/** What middlewares are handed; they put into the context, and into what they keep to themselves, whatever they like. */
function requestOf(run: Run, thing: Thing, given: Arguments): Abstract {
  const request = run.heap.thing('record', `${thing.site}:request`)
  const context = optionsOf(argument(given, 1)).map((option) =>
    option.kind === 'pointer' ? option : pointer(run.heap.thing('opaque', `${thing.site}:context`)),
  )
  const fields = {
    event: argument(given, 0),
    context: joinValues(context),
    response: nothing,
    error: nothing,
    internal: pointer(run.heap.thing('opaque', `${thing.site}:internal`)),
  }
  for (const [name, value] of Object.entries(fields)) run.heap.set(request.fields, name, value)
  return pointer(request)
}
