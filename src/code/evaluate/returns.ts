import type { Statement } from '../summary/index.ts'
import type { Closure } from './values.ts'

/** Whether a function has a return other than as its last statement, so that it can end in different states. */
export function returnsEarly(code: Closure['code']): boolean {
  const known = early.get(code)
  if (known !== undefined) return known
  const found = code.body.some((statement, index) => holdsReturn(statement) && !(statement.kind === 'return' && index === code.body.length - 1))
  early.set(code, found)
  return found
}

const early = new WeakMap<Closure['code'], boolean>()

function holdsReturn(node: Statement): boolean {
  switch (node.kind) {
    case 'return':
      return true
    case 'if':
      return [...node.yes, ...node.no].some(holdsReturn)
    case 'block':
    case 'labelled':
    case 'loop':
    case 'each':
      return node.body.some(holdsReturn)
    case 'switch':
      return node.cases.some(({ body }) => body.some(holdsReturn))
    case 'try':
      return [...node.body, ...(node.handler ?? []), ...node.last].some(holdsReturn)
    default:
      return false
  }
}
