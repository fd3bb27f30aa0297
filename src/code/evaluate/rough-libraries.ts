import { isCallable } from './callable.ts'
import { joinValues } from './join.ts'
import type { Rough } from './rough.ts'
import { doRoughly } from './rough-calls.ts'
import type { ForeignCall, Run } from './run.ts'
import { thrownSoFar } from './thrown.ts'
import { type Abstract, anyField, keyOf, nothing, optionsOf, type Pointer, unknownValue } from './values.ts'

type CallOne = (callee: Abstract, self: Abstract, call: ForeignCall) => Abstract

/** Where less is told apart, any of all functions that libraries were handed is called with what any of those is called with. */
export function askPot(run: Run, rough: Rough, pot: Pointer, given: ForeignCall, callOne: CallOne): Abstract {
  const { fields } = pot.thing
  run.escape(given.arguments.items, 'a library', given)
  given.arguments.items.forEach((item, index) => {
    run.heap.fill(fields, `${index}`, item)
  })
  return doRoughly(run, rough, 'pot', given, (from) => {
    const held = run.heap.get(fields, anyField)
    const items: Abstract[] = []
    for (let item = fields.map.get('0'); item; item = fields.map.get(`${items.length}`)) items.push(item)
    const call = { ...from, arguments: { items, rest: unknownValue('is handed in by a library') } }
    return joinValues((held ? optionsOf(held).filter(isCallable) : []).map((option) => callOne(option, nothing, call)))
  })
}

/** Calls functions with arguments that are not known: each once, whoever does it. */
export function invokeRoughly(
  run: Run,
  rough: Rough,
  callable: readonly Abstract[],
  given: ForeignCall,
  by: Abstract | undefined,
  callOne: CallOne,
): Abstract {
  return joinValues(callable.map((option) => invokeOne(run, rough, option, given, by, callOne)))
}

function invokeOne(run: Run, rough: Rough, option: Abstract, given: ForeignCall, by: Abstract | undefined, callOne: CallOne): Abstract {
  return doRoughly(run, rough, `${keyOf(option)} ${by ? keyOf(by) : ''}`, given, (from) => {
    const self = joinValues([unknownValue('is handed in by a library'), ...(by ? [by] : [])])
    const thrown = thrownSoFar(run)
    return callOne(option, self, { ...from, arguments: { items: [], rest: joinValues([self, ...(thrown ? [thrown] : [])]) } })
  })
}
