import {
  type Abstract,
  anyField,
  anyItem,
  anyTimesMeanwhile,
  argument,
  type ForeignCall,
  itemsField,
  joinValues,
  makeList,
  nothing,
  optionsOf,
  pointer,
  type Run,
  rewrittenField,
  type Thing,
  unknownValue,
} from '../evaluate/index.ts'
import type { Idiom } from './idiom.ts'

/** What stands between a client and AWS: middlewares of a client or a command may change the input of a request (https://docs.aws.amazon.com/sdk-for-javascript/v3/developer-guide/middleware-stack.html). */
export const middlewareStack: Idiom = {
  name: 'middleware-stack',
  method(run, receiver, name, call) {
    if (receiver.kind !== 'method' || receiver.name !== 'middlewareStack' || receiver.of.kind !== 'pointer') return undefined
    const { thing } = receiver.of
    if (!thing.client && !thing.command) return undefined
    const [first = nothing] = call.arguments.items
    if (name === 'use') return run.method(first, 'applyToStack', { ...call, arguments: { items: [receiver] } })
    if (name === 'clone' || name === 'concat') return receiver
    if (name !== 'add' && name !== 'addRelativeTo') return undefined
    rewrite(run, thing, argument(call.arguments, 0), call)
    return nothing
  },
}

/** Goes through a middleware with an input that is not known, and keeps what it puts there. */
function rewrite(run: Run, thing: Thing, middleware: Abstract, call: ForeignCall): void {
  const site = `${call.at.file}:${call.at.line}:${call.at.column ?? 0}`
  const open = unknownValue('may be changed by a middleware', { at: call.at })
  const input = run.heap.thing('record', site)
  run.heap.set(input.fields, anyField, open)
  const given = run.heap.thing('record', site)
  run.heap.set(given.fields, 'input', pointer(input))
  run.heap.set(given.fields, anyField, open)
  const passed = makeList(run, [], site)
  anyTimesMeanwhile(run, call, (from) => {
    const next: Abstract = { kind: 'method', of: passed, name: 'push' }
    const handler = run.call(middleware, nothing, { ...from, arguments: { items: [next, unknownValue('is handed in by a client')] } })
    return run.call(handler, nothing, { ...from, arguments: { items: [pointer(given)] } })
  })
  const sent = run.heap.get(passed.thing.fields, itemsField)
  const inputs = optionsOf(sent?.kind === 'items' ? anyItem(sent) : open).flatMap((one) =>
    one.kind === 'pointer' ? optionsOf(run.heap.get(one.thing.fields, 'input') ?? open) : [one],
  )
  const changed = run.heap.thing('record', site)
  for (const one of inputs.length > 0 ? inputs : [open]) {
    if (one.kind !== 'pointer') {
      if (one.kind !== 'literal') run.heap.set(changed.fields, anyField, open)
      continue
    }
    run.heap.touch(one.thing.fields)
    for (const [name, field] of one.thing.fields.map) {
      if (name === anyField && optionsOf(field).every((option) => option === open)) continue
      const before = run.heap.get(changed.fields, name)
      const written = optionsOf(field).filter((option) => option.kind !== 'literal' || option.value !== undefined)
      if (written.length > 0) run.heap.set(changed.fields, name, joinValues([...(before ? [before] : []), ...written]))
    }
  }
  if (changed.fields.map.size === 0) return
  const before = run.heap.get(thing.fields, rewrittenField)
  run.heap.set(thing.fields, rewrittenField, joinValues([...(before ? [before] : []), pointer(changed)]))
}
