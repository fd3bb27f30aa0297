import { type Finding, join, type Location, type Reader, type UserError, type Value } from '../../model/index.ts'
import { entryOf, type ListNode, type MapNode, type Node, type SourceFile } from '../document.ts'
import { extendOrigin, type Origin } from './origin.ts'
import type { Template, Variable, VariableSource } from './variable-syntax.ts'

/** What a run says about the deployment. */
export interface Deployment {
  readonly stage?: string
  readonly region?: string
  readonly parameters?: ReadonlyMap<string, string>
}

/** A part of the configuration. With an origin, what stands here depends on the deployment, and the origin is how to name it for all. */
export interface Spot {
  readonly node: Node
  readonly origin?: Origin
}
/** What a spot is once its own variables are followed; the inside of a map or a list is followed when it is looked at. */
export type Settled =
  | { readonly kind: 'map'; readonly node: MapNode; readonly origin?: Origin }
  | { readonly kind: 'list'; readonly node: ListNode; readonly origin?: Origin }
  | { readonly kind: 'value'; readonly node: Node; readonly value: Value }

/** The node that says the stage; with `rest` it is `${opt:stage}` with these fallbacks. */
export interface DeclaredStage {
  readonly node: Node
  readonly rest?: readonly VariableSource[]
}

/** What following a variable needs to see of the configuration. */
export interface Lookup {
  readonly reader: Reader
  readonly deployment: Deployment
  /** The nodes of a further configuration file; undefined where there is none. */
  nodesOf(file: string): Node | undefined
  /** What a module of the configuration exports under a name; undefined where code is not read. */
  codeOf(file: string, name: string | undefined): Node | undefined
  /** Follows the variables that stand for the whole of a spot. */
  settle(spot: Spot): Settled
  /** The spot below another one; undefined where the way ends. */
  get(from: Spot, ...keys: readonly string[]): Spot | undefined
  /** What `${self:a.b}` leads to. */
  walk(keys: readonly string[]): Settled | undefined
  /** What a variable stands for. */
  follow(variable: Variable, at: Node): Value | Spot
  /** A text of the configuration with its variables followed. */
  template(template: Template, at: Node): Value | Spot
  /** The text at a spot as it is in this run. */
  textNow(spot: Spot | undefined): string | undefined
  /** The stage of this run. */
  stage(): string
  /** The stage where the command line names none; undefined while that itself is being found out. */
  defaultStage(): string | undefined
  /** How the file says its stage; undefined while that itself is being found out. */
  declaredStage(): DeclaredStage | undefined
  /** The region of this run, where it is known. */
  region(): string | undefined
  /** Says something once. */
  say(finding: Finding): void
  /** A node's place. */
  placeOf(node: Node): Location
  /** A mistake of the user at a node. */
  mistake(at: Node, message: string, mend: string): UserError
  /** A mistake of the user at an offset. */
  mistakeAt(source: SourceFile, offset: number, message: string, mend: string): UserError
  /** Runs with a node held open: coming back to it on the way means that it is defined by itself. */
  within<T>(node: Node, run: () => T): T
}

/** The value as it is in this run: variables replaced by what they stand for now, where that is known. */
export function present(value: Value): Value {
  if (value.kind === 'variable') return value.now ?? value
  return value.kind === 'join' ? join(value.parts.map(present)) : value
}

/** A map or a list as settled. */
export function structure(node: MapNode | ListNode, origin: Origin | undefined): Settled {
  const more = origin ? { origin } : {}
  return node.kind === 'map' ? { kind: 'map', node, ...more } : { kind: 'list', node, ...more }
}

/** The spot of a node under a key of something that may depend on the deployment. */
export function below(origin: Origin | undefined, key: string, node: Node): Spot {
  return origin ? { node, origin: extendOrigin(origin, key) } : { node }
}

/** What stands under a key; an item of a list under its number. */
export function childOf(settled: Settled, key: string): Spot | undefined {
  if (settled.kind === 'value') return undefined
  const slot = settled.kind === 'map' ? entryOf(settled.node, key) : /^\d{1,6}$/.test(key) ? settled.node.items[Number(key)] : undefined
  return slot && below(settled.origin, key, slot.node)
}
