import type { Expression } from '../summary/index.ts'
import { anyItem, joinValues } from './join.ts'
import type { Run } from './run.ts'
import type { Scope } from './scope.ts'
import { type Abstract, type Items, keyOf, optionsOf } from './values.ts'

/** What there is to go through at any moment: a collection of ours is looked at again where it may have changed. */
export function elementsNow(run: Run, over: Abstract, scope: Scope): () => Items {
  const parts = optionsOf(over).map((option) => elementsOfOne(run, option, scope))
  const [only] = parts
  if (parts.length === 1 && only) return only
  let seen: readonly Items[] = []
  let all: Items = { kind: 'items', items: [] }
  return () => {
    const held = parts.map((part) => part())
    if (held.length === seen.length && held.every((one, index) => one === seen[index])) return all
    seen = held
    const rest = joinValues(held.map(anyItem))
    all = { kind: 'items', items: [], ...(optionsOf(rest).length === 0 ? {} : { rest }) }
    return all
  }
}

function elementsOfOne(run: Run, option: Abstract, scope: Scope): () => Items {
  let held = run.elements(option, scope)
  if (option.kind !== 'pointer' || (option.thing.kind !== 'list' && option.thing.kind !== 'map')) return () => held
  const { fields } = option.thing
  let seen = fields.version
  return () => {
    if (fields.version === seen) return held
    held = run.elements(option, scope)
    seen = fields.version
    return held
  }
}

/** `map.values()` and the like, which give what is there while it is gone through; undefined for anything else. */
export function viewNow(run: Run, of: Expression, scope: Scope): (() => Items) | undefined {
  if (of.kind !== 'call' || of.items.length > 0 || of.optional || of.callee.kind !== 'member' || of.callee.optional) return undefined
  const { object, key } = of.callee
  if ((key !== 'values' && key !== 'keys' && key !== 'entries') || !isPlain(object)) return undefined
  const owner = run.evaluate(object, scope)
  const stores = optionsOf(owner).flatMap((one) =>
    one.kind === 'pointer' && (one.thing.kind === 'list' || one.thing.kind === 'map') ? [one.thing.fields] : [],
  )
  if (stores.length === 0 || stores.length < optionsOf(owner).length) return undefined
  const look = (): Items => elementsNow(run, run.method(owner, key, { arguments: { items: [] }, at: run.place(scope, of.at), scope }), scope)()
  const versions = (): string => stores.map(({ version }) => version).join()
  let held = look()
  let seen = versions()
  return () => {
    if (versions() === seen) return held
    held = look()
    seen = versions()
    return held
  }
}

/** What can be asked for twice, as nothing comes of asking. */
const isPlain = (of: Expression): boolean => of.kind === 'name' || of.kind === 'this' || (of.kind === 'member' && isPlain(of.object))

/** Whether nothing but more elements has come since. */
export const goesOn = (before: Items, now: Items): boolean =>
  before === now || before.items.every((item, index) => now.items[index] !== undefined && keyOf(item) === keyOf(now.items[index]))
