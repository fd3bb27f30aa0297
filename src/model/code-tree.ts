import type { Reader } from './reader.ts'
import type { Value } from './value.ts'

/** A stretch of a source file; offsets count UTF-16 code units. */
export interface CodePlace {
  readonly file: string
  readonly start: number
  readonly end: number
}

/** A single value that is known. */
export interface CodeScalar {
  readonly kind: 'scalar'
  readonly value: string | number | boolean | null
  /** The quote of a plain text literal. */
  readonly quote?: "'" | '"'
}
/** What is known in part only, or not at all. */
export interface CodePartial {
  readonly kind: 'partial'
  readonly value: Value
}
interface CodeCollection {
  /** Why the literal cannot be edited for this one value: there is none, or it makes others too. */
  readonly fixed?: string
  /** Why there may be more in it than can be seen, and where. */
  readonly open?: CodePlace & { readonly why: string }
}
/** A list. */
export interface CodeList extends CodeCollection {
  readonly kind: 'list'
  readonly items: readonly CodeSlot[]
}
/** An object. */
export interface CodeMap extends CodeCollection {
  readonly kind: 'map'
  readonly entries: ReadonlyMap<string, CodeEntry>
}
/** What a module's code makes, worked out without running it; the place is the literal's, or of the expression that gives it. A graph: what is used twice is one node. */
export type CodeTree = CodePlace & (CodeScalar | CodePartial | CodeList | CodeMap)

/** A place that holds a value: in a list, or as a field. */
export interface CodeSlot {
  readonly tree: CodeTree
  /** The expression that stands here. */
  readonly place: CodePlace
  /** Whether it is there depends on what is not known. */
  readonly conditional?: true
}
/** A field of an object. */
export interface CodeEntry extends CodeSlot {
  /** Where the object's literal names it; undefined where a spread or code brings it in. */
  readonly key?: CodePlace
}

/**
 * Works out what a module exports, or what it exports under a name; a function is called as the deployment tool would call it. Throws a
 * UserError where the module cannot be parsed.
 */
export type ReadCode = (reader: Reader, file: string, name?: string) => CodeTree
