import { oneOf } from './alternatives.ts'
import { joinValues } from './join.ts'
import { findField } from './members.ts'
import { doRoughly } from './rough-calls.ts'
import type { Run } from './run.ts'
import type { Scope } from './scope.ts'
import { type Abstract, getterPrefix, type Items, literal, optionsOf, type Pointer, pointer, type Thing, unknownValue } from './values.ts'

/** How deep it is looked for what answers. */
const deepest = 8

/** What JSON is made of: `toJSON` is asked and getters are read on the way. Where nothing answers, the value itself. */
export function asJson(run: Run, value: Abstract, scope: Scope): Abstract {
  return jsonOf(run, value, scope, deepest, new Map())
}

function jsonOf(run: Run, value: Abstract, scope: Scope, depth: number, known: Known): Abstract {
  const options = optionsOf(value)
  if (depth === 0 || !options.some((option) => option.kind === 'pointer' && mayAnswer(option.thing))) return value
  return oneOf(run, scope, options, (option) => {
    if (option.kind !== 'pointer' || !mayAnswer(option.thing)) return option
    const before = known.get(option.thing)
    if (before) return before
    // What holds itself cannot be made JSON.
    known.set(option.thing, option)
    const { rough } = run.heap
    const call = { arguments: { items: [] }, at: run.place(scope, 4096), scope }
    const answer = rough
      ? doRoughly(run, rough, `json ${option.thing.id}`, call, (from) => answerOf(run, option, from.scope, deepest, known))
      : answerOf(run, option, scope, depth, known)
    known.set(option.thing, answer)
    return answer
  })
}

/** What was made of each object: it is asked once, however many hold it. */
type Known = Map<Thing, Abstract>

function answerOf(run: Run, option: Pointer, scope: Scope, depth: number, known: Known): Abstract {
  const method = findField(run, option, option.thing, 'toJSON', scope, 4096)
  if (!method) return insideOf(run, option, scope, depth, known)
  const closure = method.kind === 'pointer' ? method.thing.closure : undefined
  const at = closure ? run.place(closure.scope.file, closure.code.at) : run.place(scope, 4096)
  const given = run.call(method, option, { arguments: { items: [unknownValue('is the name of a field')] }, at, scope })
  const inside = optionsOf(given).map((one) => (one.kind === 'pointer' && mayAnswer(one.thing) ? insideOf(run, one, scope, depth, known) : one))
  return joinValues(inside)
}

const mayAnswer = ({ kind, client, command }: Thing): boolean => !client && !command && (kind === 'record' || kind === 'instance' || kind === 'list')

/** The same object where nothing in it answers, or a record or list of what does. */
function insideOf(run: Run, option: Pointer, scope: Scope, depth: number, known: Known): Abstract {
  const { thing } = option
  const to = (field: Abstract): Abstract => jsonOf(run, field, scope, depth - 1, known)
  const changed = new Map<string, Abstract>()
  run.heap.touch(thing.fields)
  for (const [name, field] of [...thing.fields.map]) {
    const getter = name.startsWith(getterPrefix) ? name.slice(getterPrefix.length) : undefined
    if (getter !== undefined) changed.set(getter, to(run.read(option, literal(getter), scope, 4096)))
    else if (field.kind === 'items') {
      const items = itemsOf(field, to)
      if (items !== field) changed.set(name, items)
    } else {
      const given = to(field)
      if (given !== field) changed.set(name, given)
    }
  }
  if (changed.size === 0) return option
  const made = run.heap.thing(thing.kind === 'list' ? 'list' : 'record', `${thing.site}:json`)
  for (const [name, field] of thing.fields.map) if (!name.startsWith(getterPrefix)) run.heap.set(made.fields, name, field)
  for (const [name, field] of changed) run.heap.set(made.fields, name, field)
  return pointer(made)
}

function itemsOf(items: Items, to: (item: Abstract) => Abstract): Items {
  const given = items.items.map(to)
  const rest = items.rest && to(items.rest)
  if (rest === items.rest && given.every((item, index) => item === items.items[index])) return items
  return { kind: 'items', items: given, ...(rest ? { rest } : {}) }
}
