import { unknownValue } from '../evaluate/index.ts'
import { applyExport, applyMember, isMade, isUnread, receiverOf } from '../libraries/index.ts'
import type { Idiom } from './idiom.ts'

/** Libraries that call AWS on the user's behalf, or wrap clients and handlers, as the action map tells it. */
export const libraries: Idiom = {
  name: 'libraries',

  call(run, symbol, call) {
    return applyExport(run, symbol, call)
  },

  construct(run, symbol, call, made) {
    return applyExport(run, symbol, call, made)
  },

  typed(run, symbol, call) {
    return isMade(run.facts.libraries, symbol)
      ? applyExport(run, symbol, { ...call, arguments: { items: [], rest: unknownValue('is given where it is made, which cannot be followed') } })
      : undefined
  },

  handed(run, symbol, _to, call) {
    if (isUnread(run.facts.libraries, symbol)) applyExport(run, symbol, { ...call, arguments: { items: [] } })
  },

  method(run, receiver, name, call) {
    const found = receiverOf(run, receiver)
    return found && applyMember(run, found, name, call)
  },
}
