import type { Changes } from './heap.ts'
import type { CallNode } from './nodes.ts'
import type { Store } from './store.ts'
import type { Abstract, Thing } from './values.ts'

/** One call of a function while it is being evaluated. */
export interface Activation {
  readonly self: Abstract
  readonly home?: Thing
  readonly node: CallNode
  /** What it has returned so far, and yielded. */
  readonly returns: Abstract[]
  readonly yields: Abstract[]
  /** The scope that `var` goes to. */
  scope: Scope
  /** How many `try` blocks of this function are open: a throw inside one does not leave the function. */
  open: number
  /** The loops and `switch` statements that are under way, innermost last. */
  jumps?: JumpTarget[]
}

/** Where `break` and `continue` lead: the states in which they were met, each since the alternative of a depth was opened. */
export interface JumpTarget {
  readonly kind: 'loop' | 'switch'
  readonly depth: number
  readonly breaks: Changes[]
  readonly continues: Changes[]
}

/** A lexical scope. */
export interface Scope {
  readonly names: Store
  readonly parent?: Scope
  readonly activation: Activation
  /** The file that the code stands in. */
  readonly file: string
}

/** How a statement ends: it runs on, leaves the function, or jumps inside it. */
export type Completion = 'next' | 'return' | 'jump'
