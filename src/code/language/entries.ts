import {
  type Abstract,
  addedMembers,
  anyField,
  anyItem,
  anyTimes,
  argument,
  choose,
  type ForeignCall,
  isProcessEnvironment,
  joinValues,
  keysOf,
  literal,
  makeList,
  nothing,
  optionsOf,
  pointer,
  type Run,
  stepInto,
  type Thing,
  unknownValue,
  whereThere,
} from '../evaluate/index.ts'

/** Does something to the one of several that is meant. */
export function eachOf(run: Run, value: Abstract, call: ForeignCall, work: (option: Abstract) => void): void {
  const options = optionsOf(value)
  if (options.length === 1) options.forEach(work)
  else
    choose(
      run,
      call.scope,
      options.map((option) => () => {
        work(option)
        return nothing
      }),
    )
}

/** `Object.keys`, `Object.values` and `Object.entries`. */
export function listed(run: Run, value: Abstract, name: string, call: ForeignCall): Abstract {
  const wants = name.endsWith('values') ? 'values' : name.endsWith('entries') ? 'entries' : 'keys'
  const made = optionsOf(value).map((option) => {
    const why = option.kind === 'foreign' && isProcessEnvironment(option) ? 'is an environment variable whose name is not known' : undefined
    if (why !== undefined) {
      const value = unknownValue(why, { at: call.at })
      return makeList(run, [], site(call), wants === 'entries' ? makeList(run, [value, value], site(call)) : value)
    }
    if (option.kind === 'unknown' && wants !== 'keys') {
      const part = joinValues([stepInto(option, '[]'), ...addedMembers(run)])
      return makeList(
        run,
        [],
        site(call),
        wants === 'values' ? part : makeList(run, [unknownValue('is a name that is not known', { at: call.at }), part], site(call)),
      )
    }
    if (option.kind !== 'pointer' || option.thing.kind === 'opaque')
      return makeList(run, [], site(call), unknownValue('is a part of something that is not known', { at: call.at }))
    const { thing } = option
    if (thing.kind === 'list') {
      if (wants !== 'keys') return wants === 'values' ? option : run.method(option, 'entries', { ...call, arguments: { items: [] } })
      return makeList(run, [], site(call), unknownValue('is an index'))
    }
    const { sure, open } = keysOf(run, thing)
    const entry = (key: Abstract): Abstract => {
      if (wants === 'keys') return key
      const found = run.read(option, key, call.scope, 0)
      const field = open.includes(key) ? whereThere(found) : found
      return wants === 'values' ? field : makeList(run, [key, field], site(call))
    }
    return makeList(run, sure.map(entry), site(call), open.length > 0 ? joinValues(open.map(entry)) : undefined)
  })
  return joinValues(made)
}

/** `Object.fromEntries`. */
export function fromEntries(run: Run, value: Abstract, call: ForeignCall): Abstract {
  const made: Thing = run.heap.thing('record', site(call))
  eachOf(run, value, call, (option) => {
    const { items, rest } = run.elements(option, call.scope)
    const add = (pair: Abstract): void => {
      run.write(pointer(made), run.read(pair, literal('0'), call.scope, 0), run.read(pair, literal('1'), call.scope, 0), call.scope)
    }
    items.forEach(add)
    if (rest)
      anyTimes(run, call, () => {
        add(rest)
        return nothing
      })
  })
  return pointer(made)
}

const site = (call: ForeignCall): string => `${call.at.file}:${call.at.line}:${call.at.column ?? 0}`

/** `Object.groupBy`: under which name an element is found is not known. */
export function grouped(run: Run, call: ForeignCall): Abstract {
  const list = joinValues(optionsOf(argument(call.arguments, 0)).map((option) => anyItem(run.elements(option, call.scope))))
  anyTimes(run, call, () => run.call(argument(call.arguments, 1), nothing, { ...call, arguments: { items: [list, unknownValue('is an index')] } }))
  const made = run.heap.thing('record', site(call))
  run.heap.set(made.fields, anyField, makeList(run, [], site(call), list))
  return pointer(made)
}
