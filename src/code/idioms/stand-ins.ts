import { type Abstract, type Foreign, type ForeignCall, nothing, optionsOf, type Run } from '../evaluate/index.ts'
import type { Idiom } from './idiom.ts'

/** Libraries that only hand values on, to callbacks and back: code of ours that does the same is followed in their place. */
export const standIns: Idiom = {
  name: 'stand-ins',
  call(run, symbol, call) {
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
