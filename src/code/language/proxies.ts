import {
  type Abstract,
  argument,
  calledName,
  type ForeignCall,
  foreign,
  joinValues,
  keptPrefix,
  literal,
  makeList,
  nothing,
  optionsOf,
  type Run,
  unknownValue,
} from '../evaluate/index.ts'
import type { Idiom } from '../idioms/idiom.ts'

const targetField = `${keptPrefix}proxied`
const handlerField = `${keptPrefix}traps`

/**
 * `Proxy`. Either the target answers, or a trap, which is called like any callback and gives what nobody can know; where something of the proxy is called,
 * or the proxy itself, the trap that is asked for that is called with what it is really handed.
 */
export const proxies: Idiom = {
  name: 'proxies',
  construct(run, symbol, call) {
    if (symbol.package !== 'global' || symbol.path.join('.') !== 'Proxy') return undefined
    const [target, handler] = [argument(call.arguments, 0), argument(call.arguments, 1)]
    const traps = run.constructForeign(foreign('global', ['Proxy', 'traps']), { ...call, arguments: { items: [handler] } })
    for (const option of optionsOf(traps)) {
      if (option.kind !== 'pointer') continue
      keep(run, option, targetField, target)
      keep(run, option, handlerField, handler)
    }
    return joinValues([target, traps])
  },
  method(run, receiver, name, call) {
    if (receiver.kind !== 'pointer' || receiver.thing.kind !== 'opaque') return undefined
    const handler = run.heap.get(receiver.thing.fields, handlerField)
    const target = run.heap.get(receiver.thing.fields, targetField)
    if (!handler || !target) return undefined
    const ask = (trap: string, items: readonly Abstract[]): Abstract | undefined => trapped(run, handler, trap, { ...call, arguments: { items } })
    const unseen = unknownValue('comes from a trap of a proxy', { at: call.at })
    if (name === calledName) {
      const { items, rest } = call.arguments
      const result = ask('apply', [target, call.self ?? nothing, makeList(run, items, `${call.at.file}:${call.at.line}:proxy`, rest)])
      return result && joinValues([result, unseen])
    }
    const member = ask('get', [target, literal(name), receiver])
    return member && joinValues([run.call(member, receiver, call), unseen])
  },
}

function keep(run: Run, { thing }: Abstract & { kind: 'pointer' }, field: string, value: Abstract): void {
  const before = run.heap.get(thing.fields, field)
  run.heap.set(thing.fields, field, before ? joinValues([before, value]) : value)
}

/** What a trap gives; undefined where there is none. */
function trapped(run: Run, handler: Abstract, name: string, call: ForeignCall): Abstract | undefined {
  const traps = optionsOf(handler).flatMap((option) => (option.kind === 'pointer' ? optionsOf(run.read(option, literal(name), call.scope, 0)) : []))
  const functions = traps.filter((trap) => trap.kind === 'pointer' && trap.thing.closure !== undefined)
  return functions.length > 0 ? run.call(joinValues(functions), handler, call) : undefined
}
