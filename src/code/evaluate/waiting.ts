import type { Expression } from '../summary/index.ts'

/** The calls for whose promise the code around them waits, and those whose promise it hands on to its own caller. */
const known = new WeakMap<Expression, 'awaited' | 'returned'>()

/** Notes that a value is waited for, or returned: the promises that it is, comes from, or is put together from are too. */
export function noteWait(node: Expression, how: 'awaited' | 'returned'): void {
  switch (node.kind) {
    case 'call':
      if (known.get(node) === how) return
      known.set(node, how)
      if (node.callee.kind !== 'member') return
      if (chains.has(node.callee.key)) noteWait(node.callee.object, how)
      // The members of a list that is waited for, and what `map` makes of each of them; and what a promise of a library is made from.
      if (isGathering(node.callee) || isWrapping(node.callee)) for (const { value } of node.items) noteWait(value, how)
      return
    case 'array':
      for (const { value } of node.items) noteWait(value, how)
      return
    case 'conditional':
      noteWait(node.yes, how)
      noteWait(node.no, how)
      return
    case 'logical':
      noteWait(node.left, how)
      noteWait(node.right, how)
      return
    case 'sequence': {
      const last = node.items.at(-1)
      if (last) noteWait(last, how)
      return
    }
    case 'cast':
    case 'await':
      noteWait(node.value, how)
      return
    default:
  }
}

/** Whether a call's promise is left to itself; one that is returned is where its caller leaves it to itself. */
export function isLoose(node: Expression, byCaller: boolean): boolean {
  const how = known.get(node)
  return how === undefined || (how === 'returned' && byCaller)
}

const chains: ReadonlySet<unknown> = new Set(['then', 'catch', 'finally'])

/** `keycard.promised(promise, wrap)`, in code that stands in for a library. */
const isWrapping = ({ object, key }: Extract<Expression, { kind: 'member' }>): boolean =>
  object.kind === 'name' && object.name === 'keycard' && key === 'promised'

const isGathering = ({ object, key }: Extract<Expression, { kind: 'member' }>): boolean =>
  object.kind === 'name' && object.name === 'Promise' && (key === 'all' || key === 'allSettled')
