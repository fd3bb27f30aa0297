import { type Abstract, argument, type Foreign, type ForeignCall, joinValues, nothing, oneOf, optionsOf, type Run } from '../evaluate/index.ts'
import type { Idiom } from './idiom.ts'

/** Libraries that only hand values on, to callbacks and back: code of ours that does the same is followed in their place. */
export const standIns: Idiom = {
  name: 'stand-ins',
  call(run, symbol, call) {
    if (isQuestion(symbol) && run.isStandIn(call.scope.file)) return answer(run, symbol, call)
    const found = run.facts.standIns?.of(symbol.package)
    const name = found && nameIn(symbol, found.name)
    if (!found || name === undefined || given(call).some((one) => isLeftOpen(run, one, found.file))) return undefined
    const module = run.load(found.file)
    const stands = module && functionOf(run, found.file, name, found.name !== undefined)
    if (!stands) return undefined
    call.scope.activation.node.children.set(module.node, call.at)
    return run.call(stands, nothing, call)
  },
}

/**
 * What stands in for a library may ask what no code can: what of a value is known (`keycard.known`), or is not (`keycard.notKnown`), and may have
 * something done with each that a value may be (`keycard.oneOf`).
 */
const isQuestion = ({ package: from, path }: Foreign): boolean => from === 'global' && path.length === 2 && path[0] === 'keycard'

function answer(run: Run, { path }: Foreign, call: ForeignCall): Abstract {
  const options = optionsOf(argument(call.arguments, 0))
  const isUnknown = ({ kind }: Abstract): boolean => kind === 'unknown'
  if (path[1] === 'known') return joinValues(options.filter((option) => !isUnknown(option)))
  if (path[1] === 'notKnown') return joinValues(options.some(isUnknown) ? options.filter(isUnknown) : [nothing])
  const step = argument(call.arguments, 1)
  const each = (value: Abstract): Abstract => run.call(step, nothing, { ...call, arguments: { items: [value] } })
  return options.length > mostApart ? each(joinValues(options)) : oneOf(run, call.scope, options, each)
}

/** How many values are gone through one by one. */
const mostApart = 8

/** `_.partial(step, _, 'second')`: the library itself stands for what is left open, which only the library understands. */
function isLeftOpen(run: Run, value: Abstract, file: string): boolean {
  if (value.kind !== 'foreign') return false
  const found = run.facts.standIns?.of(value.package)
  const path = value.path.filter((one) => one !== 'default')
  return found?.file === file && (path.at(-1) === 'placeholder' || (found.name === undefined && path.length === 0))
}

const given = ({ arguments: { items, rest } }: ForeignCall): readonly Abstract[] => [...items, ...(rest ? [rest] : [])].flatMap(optionsOf)

/** The function of the library that a symbol is: a member of the package, or a package of its own. */
function nameIn({ path }: Foreign, single: string | undefined): string | undefined {
  if (single !== undefined) return path.length === 0 ? single : undefined
  return path.length === 1 ? path[0] : undefined
}

/** Packages of one function are named in small letters: `lodash.clonedeep`. */
function functionOf(run: Run, file: string, name: string, single: boolean): Abstract | undefined {
  const names = run.summary(file)?.exports.map((one) => one.name) ?? []
  const found = names.find((one) => one === name) ?? (single ? names.find((one) => one.toLowerCase() === name) : undefined)
  return found === undefined ? undefined : run.exported(file, found)
}
