import { anyItem, type ForeignCall, type Items, literal, textOf } from '../evaluate/index.ts'

/** The elements in another order: exactly where it is known, any of them anywhere where it is not. */
export function turn(items: Items, name: string, call: ForeignCall): Items {
  if (!items.rest && items.items.length < 2) return items
  if (!items.rest && /[rR]everse/.test(name)) return { kind: 'items', items: [...items.items].reverse() }
  const texts = items.items.map(textOf)
  const known = texts.filter((text) => text !== undefined)
  if (!items.rest && call.arguments.items.length === 0 && known.length === texts.length) return { kind: 'items', items: known.sort().map(literal) }
  // There are as many as before, whatever stands where.
  const any = anyItem(items)
  return { kind: 'items', items: items.items.map(() => any), ...(items.rest ? { rest: any } : {}) }
}
