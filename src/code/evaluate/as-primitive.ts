import { oneOf } from './alternatives.ts'
import { joinValues } from './join.ts'
import { findField } from './members.ts'
import type { Run } from './run.ts'
import type { Scope } from './scope.ts'
import { type Abstract, itemsField, optionsOf, type Pointer, symbolPrefix, type Thing } from './values.ts'

/** How deep lists are looked into whose elements are put into one text. */
const deepest = 3

/**
 * What a value is where a text or a number is made of it: an object of ours is asked, by the methods that the language asks; anything else stays
 * what it is.
 */
export function asPrimitive(run: Run, value: Abstract, wanted: 'text' | 'number', scope: Scope, depth = deepest): Abstract {
  const options = optionsOf(value)
  if (!options.some((option) => option.kind === 'pointer' && mayAnswer(option.thing))) return value
  return oneOf(run, scope, options, (option) => (option.kind === 'pointer' ? askOne(run, option, wanted, scope, depth) : option))
}

const mayAnswer = ({ kind, client }: Thing): boolean => !client && (kind === 'record' || kind === 'instance' || kind === 'list' || kind === 'class')

function askOne(run: Run, option: Pointer, wanted: 'text' | 'number', scope: Scope, depth: number): Abstract {
  const { thing } = option
  const ask = (name: string): readonly Abstract[] => {
    const method = findField(run, option, thing, name, scope, 4096)
    return method ? [run.call(method, option, { arguments: { items: [] }, at: placeOf(run, method, scope), scope })] : []
  }
  if (thing.kind === 'list') {
    const items = run.heap.get(thing.fields, itemsField)
    if (depth > 0 && items?.kind === 'items')
      for (const item of [...items.items, ...(items.rest ? [items.rest] : [])]) asPrimitive(run, item, 'text', scope, depth - 1)
    return option
  }
  const symbol = ask(`${symbolPrefix}toPrimitive`)
  if (symbol.length > 0) return joinValues(symbol)
  const [first, second] = wanted === 'text' ? ['toString', 'valueOf'] : ['valueOf', 'toString']
  const answers = ask(first)
  // What gives an object back is no answer, so the other one is asked.
  const isAnswer = answers.length > 0 && optionsOf(joinValues(answers)).every(({ kind }) => kind !== 'pointer')
  const given = isAnswer || (wanted === 'text' && answers.length === 0) ? answers : [...answers, ...ask(second)]
  return given.length > 0 ? joinValues(given) : option
}

function placeOf(run: Run, method: Abstract, scope: Scope) {
  const closure = method.kind === 'pointer' ? method.thing.closure : undefined
  return closure ? run.place(closure.scope.file, closure.code.at) : run.place(scope, 4096)
}
