import { assignedIn } from './code-names.ts'
import { isFresh } from './fresh.ts'
import type { Trace } from './heap.ts'
import { type Abstract, type Closure, optionsOf, type Thing } from './values.ts'

/**
 * Whether a result holds a function that shares with others what its call made and what may change later: a variable that one of them assigns, or
 * an object. Such a result belongs to one call; another call would have made variables and objects of its own.
 */
export function keepsState(result: Abstract, trace: Trace): boolean {
  const seen = new Set<Thing>()

  const holds = (value: Abstract, inScope: boolean): boolean => {
    switch (value.kind) {
      case 'choice':
        return value.options.some((option) => holds(option, inScope))
      case 'items':
        return value.items.some((item) => holds(item, inScope)) || (value.rest !== undefined && holds(value.rest, inScope))
      case 'method':
        return holds(value.of, inScope) || (value.bound ?? []).some((one) => holds(one, inScope))
      case 'pointer':
        return holdsThing(value.thing, inScope)
      default:
        return false
    }
  }
  const holdsThing = (thing: Thing, inScope: boolean): boolean => {
    if (!isFresh(thing.fields, trace) || thing.client) return false
    if (inScope && !thing.closure) return true
    if (seen.has(thing)) return false
    seen.add(thing)
    if (thing.closure && sharesState(thing.closure)) return true
    if (thing.command && holds(thing.command.input, inScope)) return true
    return [...thing.fields.map.values()].some((field) => holds(field, inScope))
  }
  const sharesState = ({ code, scope, self, bound }: Closure): boolean => {
    if ([self, ...(bound ?? []), code.arrow ? scope.activation.self : undefined].some((one) => one && holds(one, true))) return true
    const assigned = assignedIn(code)
    for (let at: typeof scope | undefined = scope; at && isFresh(at.names, trace); at = at.parent) {
      for (const [name, value] of at.names.map) {
        if (assigned.has(name)) return true
        // The list of arguments is made for each call, and looked at by few.
        if (name !== 'arguments' && holds(value, true)) return true
      }
    }
    return false
  }
  return optionsOf(result).some((option) => holds(option, false))
}
