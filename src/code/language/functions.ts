import {
  type Abstract,
  anyItem,
  anyTimesMeanwhile,
  argument,
  awaited,
  caughtError,
  type ForeignCall,
  type Items,
  isSettledLater,
  itemsField,
  joinValues,
  literal,
  makeList,
  meanwhile,
  nothing,
  optionsOf,
  pointer,
  promiseOf,
  type Run,
  raise,
  raiseTogether,
  rejecting,
  resolve,
  resolving,
  unknownValue,
} from '../evaluate/index.ts'
import type { Idiom } from '../idioms/idiom.ts'

const site = (call: ForeignCall): string => `${call.at.file}:${call.at.line}:${call.at.column ?? 0}`

/** `bind`, `call` and `apply`. */
export const functions: Idiom = {
  name: 'functions',
  method(run, receiver, name, call) {
    if (name === 'bind' && receiver.kind === 'pointer' && receiver.thing.body) {
      // With which arguments it is made is not followed.
      if (call.arguments.items.length > 1) run.escape([receiver], 'bind()', call)
      return receiver
    }
    if (!isFunction(receiver)) return undefined
    const [self = nothing, ...rest] = call.arguments.items
    if (name === 'call')
      return run.call(receiver, self, { ...call, arguments: { items: rest, ...(call.arguments.rest ? { rest: call.arguments.rest } : {}) } })
    if (name === 'apply') {
      const given = argument(call.arguments, 1)
      const lists = optionsOf(given).map((option) => run.elements(option, call.scope))
      const [only] = lists
      const spread = lists.length === 1 && only ? only : ({ kind: 'items', items: [], rest: joinValues(lists.map(anyItem)) } as Items)
      return run.call(receiver, self, { ...call, arguments: { items: spread.items, ...(spread.rest ? { rest: spread.rest } : {}) } })
    }
    if (name !== 'bind') return undefined
    if (receiver.kind === 'method') return rest.length === 0 ? receiver : { ...receiver, bound: [...(receiver.bound ?? []), ...rest] }
    if (receiver.kind !== 'pointer' || !receiver.thing.closure) return receiver
    const { closure } = receiver.thing
    const bound = { ...closure, self: closure.self ?? self, bound: [...(closure.bound ?? []), ...rest], of: closure.of ?? receiver.thing }
    return pointer(run.heap.thing('function', site(call), { closure: bound }))
  },
}

const isFunction = (value: Abstract): boolean => value.kind === 'method' || (value.kind === 'pointer' && value.thing.closure !== undefined)

/** Promises are seen through: a promise of a value is that value. */
export const promises: Idiom = {
  name: 'promises',
  call(run, symbol, call) {
    if (symbol.package !== 'global' || symbol.path[0] !== 'Promise') return undefined
    const first = argument(call.arguments, 0)
    switch (symbol.path[1]) {
      case 'resolve':
        return awaited(run, first, call.scope)
      case 'reject':
        raise(run, first, call)
        return { kind: 'choice', options: [] }
      case 'all':
        return gathered(run, first, call)
      case 'allSettled': {
        const settled = (given: Abstract): Abstract => {
          const value = awaited(run, given, call.scope)
          const made = run.heap.thing('record', site(call))
          run.heap.set(made.fields, 'status', unknownValue('is fulfilled or rejected'))
          run.heap.set(made.fields, 'value', joinValues([value, nothing]))
          run.heap.set(made.fields, 'reason', joinValues([caughtError(run), nothing]))
          return pointer(made)
        }
        const lists = optionsOf(first).map((option) => run.elements(option, call.scope))
        return joinValues(lists.map((list) => makeList(run, list.items.map(settled), site(call), list.rest && settled(list.rest))))
      }
      case 'any':
        raiseTogether(run, call)
        return awaited(run, joinValues(optionsOf(first).map((option) => anyItem(run.elements(option, call.scope)))), call.scope)
      case 'race':
        return awaited(run, joinValues(optionsOf(first).map((option) => anyItem(run.elements(option, call.scope)))), call.scope)
      default:
        return undefined
    }
  },
  construct(run, symbol, call) {
    if (symbol.package !== 'global' || symbol.path[0] !== 'Promise') return undefined
    // `resolve` puts its argument into a list; what the promise holds is any element of it.
    const box = run.heap.thing('list', site(call))
    run.heap.set(box.fields, itemsField, { kind: 'items', items: [] })
    run.call(argument(call.arguments, 0), nothing, {
      ...call,
      arguments: { items: [{ kind: 'method', of: pointer(box), name: resolving }, rejecting] },
    })
    const made = promiseOf(run, box, call)
    return isSettledLater(made) ? made : awaited(run, made, call.scope)
  },
  method(run, receiver, name, call) {
    if (name === rejecting.name) {
      raise(run, argument(call.arguments, 0), call)
      return nothing
    }
    if (name === resolving && receiver.kind === 'pointer') return resolve(run, receiver.thing, call)
    if (name !== 'then' && name !== 'catch' && name !== 'finally') return undefined
    const results: Abstract[] = name === 'then' ? [] : [receiver]
    const [first, second] = call.arguments.items
    const follow = (from: ForeignCall): Abstract => {
      if (first) {
        const given =
          name === 'then' ? [isSettledLater(receiver) ? awaited(run, receiver, from.scope) : receiver] : name === 'catch' ? [caughtError(run)] : []
        const result = awaited(run, run.call(first, nothing, { ...from, arguments: { items: given } }), from.scope)
        if (name !== 'finally') results.push(result)
      }
      if (second) results.push(awaited(run, run.call(second, nothing, { ...from, arguments: { items: [caughtError(run)] } }), from.scope))
      return nothing
    }
    if (call.loose) meanwhile(run, call, follow)
    else follow(call)
    return joinValues(results.length > 0 ? results : [receiver])
  },
}

/** The list that `Promise.all` takes, with what its elements give; what else can be gone through is gone through. */
function gathered(run: Run, value: Abstract, call: ForeignCall): Abstract {
  return joinValues(
    optionsOf(value).map((option) => {
      if (option.kind !== 'pointer' || option.thing.kind === 'opaque') return option
      const { items, rest } = run.elements(option, call.scope)
      const given = items.map((item) => awaited(run, item, call.scope))
      const others = rest && awaited(run, rest, call.scope)
      const isSame = option.thing.kind === 'list' && others === rest && given.every((item, index) => item === items[index])
      return isSame ? option : makeList(run, given, site(call), others)
    }),
  )
}

/** Functions that call what they are handed, now or later. */
export const timers: Idiom = {
  name: 'timers',
  call(run, symbol, call) {
    const name = symbol.path.at(-1) ?? ''
    if (symbol.package === 'global' && later.has(symbol.path.join('.'))) {
      const [callback, , ...rest] = call.arguments.items
      const items = symbol.path[0] === 'setTimeout' || symbol.path[0] === 'setInterval' ? rest : call.arguments.items.slice(1)
      if (callback) anyTimesMeanwhile(run, call, (from) => run.call(callback, nothing, { ...from, arguments: { items } }))
      return unknownValue('is a timer')
    }
    if (symbol.package === 'util' && name === 'promisify') return { kind: 'method', of: argument(call.arguments, 0), name: promisified }
    if (symbol.package === 'util' && name === 'callbackify') return { kind: 'method', of: argument(call.arguments, 0), name: callbackified }
    return undefined
  },
  method(run, receiver, name, call) {
    if (name === callbackified) {
      const callback = call.arguments.items.at(-1) ?? call.arguments.rest ?? nothing
      const value = run.call(receiver, call.self ?? nothing, { ...call, arguments: { ...call.arguments, items: call.arguments.items.slice(0, -1) } })
      anyTimesMeanwhile(run, call, (from) =>
        run.call(callback, nothing, { ...from, arguments: { items: [joinValues([literal(null), caughtError(run)]), value] } }),
      )
      return nothing
    }
    if (name !== promisified) return undefined
    // The callback that `promisify` hands over takes `(error, value)`; what the promise holds is the value.
    const box = run.heap.thing('list', site(call))
    run.heap.set(box.fields, itemsField, { kind: 'items', items: [] })
    run.call(receiver, call.self ?? nothing, {
      ...call,
      arguments: { ...call.arguments, items: [...call.arguments.items, { kind: 'method', of: pointer(box), name: 'push' }] },
    })
    const held = run.heap.get(box.fields, itemsField)
    // It takes the error first: whoever waits for the promise may catch it.
    if (held?.kind === 'items') raise(run, anyItem(held), call)
    const values =
      held?.kind === 'items'
        ? optionsOf(anyItem(held)).filter((option) => !(option.kind === 'literal' && (option.value === null || option.value === undefined)))
        : []
    return joinValues([...values, unknownValue('is handed to a callback', { at: call.at })])
  },
}

/** The member that stands for what `promisify` makes of a function. */
const promisified = '\0promisified'
/** The same for `callbackify`. */
const callbackified = '\0callbackified'

const later = new Set(['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'process.nextTick'])
