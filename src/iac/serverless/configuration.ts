import { type Finding, join, type Location, list, type Reader, record, text, UserError, type Value } from '../../model/index.ts'
import { interpret, isIntrinsic } from '../cloudformation.ts'
import {
  type Entry,
  entryOf,
  excerptAt,
  type ListNode,
  locationAt,
  locationOf,
  type MapNode,
  type Node,
  type ScalarNode,
  type Slot,
  type SourceFile,
} from '../document.ts'
import { mostValues, parseConfiguration } from '../yaml.ts'
import { extendOrigin, type Origin, originText } from './origin.ts'
import { withPseudoParameters } from './pseudo-parameters.ts'
import { type DeclaredStage, declaredStage, defaultStage } from './stage.ts'
import { parseTemplate, type Template } from './variable-syntax.ts'
import { resolveVariable } from './variables.ts'

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

/** No text that variables make is longer. */
const longestText = 100_000

/** A service's configuration with its files, variables followed as far as they can be known offline, and only where they are looked at. */
export class Configuration {
  readonly reader: Reader
  readonly file: string
  readonly root: Spot
  readonly deployment: Deployment
  /** Whether the plugin is there that gives `#{AWS::Region}` a meaning. */
  hashParameters = false
  private readonly files = new Map<string, Node | undefined>()
  private readonly said = new Map<string, Finding>()
  private readonly open: Node[] = []
  private fallbackStage: { stage: string | undefined } | undefined
  private stageDeclared: { stage: DeclaredStage | undefined } | undefined
  private readonly known = new Map<Node, { value: Value; size: number }>()

  constructor(reader: Reader, file: string, root: Node, deployment: Deployment) {
    this.reader = reader
    this.file = file
    this.root = { node: root }
    this.deployment = deployment
    this.files.set(file, root)
  }

  /** Every file that was read. */
  roots(): readonly Node[] {
    return [...this.files.values()].filter((node) => node !== undefined)
  }

  /** What reading had to say so far. */
  get findings(): readonly Finding[] {
    return [...this.said.values()]
  }

  /** Says something once. */
  say(finding: Finding): void {
    this.said.set(`${finding.check} ${finding.at?.file}:${finding.at?.line} ${finding.message}`, finding)
  }

  /** The stage of this run. */
  stage(): string {
    return this.deployment.stage ?? this.defaultStage() ?? 'dev'
  }

  /** The stage where the command line names none; undefined while that itself is being found out. */
  defaultStage(): string | undefined {
    if (!this.fallbackStage) {
      this.fallbackStage = { stage: undefined }
      this.fallbackStage = { stage: defaultStage(this) }
    }
    return this.fallbackStage.stage
  }

  /** How the file says its stage; undefined while that itself is being found out. */
  declaredStage(): DeclaredStage | undefined {
    if (!this.stageDeclared) {
      this.stageDeclared = { stage: undefined }
      this.stageDeclared = { stage: declaredStage(this) }
    }
    return this.stageDeclared.stage
  }

  /** The region of this run, where it is known. */
  region(): string | undefined {
    return this.deployment.region ?? this.textNow(this.get(this.root, 'provider', 'region'))
  }

  /** A node's place. */
  placeOf(node: Node): Location {
    return locationOf(node)
  }

  /** The nodes of a further configuration file; undefined where there is none. */
  nodesOf(file: string): Node | undefined {
    if (!this.files.has(file)) {
      const content = this.reader.read(file)
      this.files.set(file, content === undefined ? undefined : parseConfiguration(file, content))
    }
    return this.files.get(file)
  }

  /** Follows the variables that stand for the whole of a spot. */
  settle(spot: Spot): Settled {
    const { node, origin } = spot
    if (node.kind !== 'scalar') return structure(node, origin)
    return this.within(node, () => {
      const found = this.scalar(node)
      if ('node' in found) return this.settle(found)
      return { kind: 'value', node, value: origin && !isNull(found) ? { kind: 'variable', text: originText(origin), now: present(found) } : found }
    })
  }

  /** The spot below another one; undefined where the way ends. */
  get(from: Spot, ...keys: readonly string[]): Spot | undefined {
    let here: Spot | undefined = from
    for (const key of keys) {
      if (!here) return undefined
      const settled = this.settle(here)
      here = childOf(settled, key)
    }
    return here
  }

  /**
   * What `${self:a.b}` leads to. A file that depends on the deployment is named by where it stands in the configuration from here on:
   * that is shorter, and the same whichever file it is.
   */
  walk(keys: readonly string[]): Settled | undefined {
    let settled = this.settle(this.root)
    for (const [index, key] of keys.entries()) {
      const child = childOf(settled, key)
      if (!child) return undefined
      settled = this.settle(child)
      if (settled.kind === 'value' || child.origin) continue
      const [first] = settled.origin?.sources ?? []
      if (first && 'head' in first && first.head.startsWith('file(')) {
        const origin = { sources: [{ head: 'self', address: keys.slice(0, index + 1).join('.') }] }
        settled = structure(settled.node, origin)
      }
    }
    return settled
  }

  /** The entries of a map, in their order; undefined where there is no map. */
  entries(spot: Spot | undefined): readonly (readonly [Entry, Spot])[] | undefined {
    const settled = spot && this.settle(spot)
    if (settled?.kind !== 'map') return undefined
    return [...settled.node.entries.values()].map((entry) => [entry, below(settled.origin, entry.key, entry.node)] as const)
  }

  /** The items of a list; undefined where there is no list. */
  items(spot: Spot | undefined): readonly (readonly [Slot, Spot])[] | undefined {
    const settled = spot && this.settle(spot)
    if (settled?.kind !== 'list') return undefined
    return settled.node.items.map((item, index) => [item, below(settled.origin, String(index), item.node)] as const)
  }

  /** What stands at a spot, as a value, functions of CloudFormation understood. */
  value(spot: Spot): Value {
    return interpret(this.plain(spot).value)
  }

  /** The value at a spot where it is text that the deployment does not change. */
  constant(spot: Spot | undefined): string | undefined {
    if (!spot) return undefined
    const value = this.value(spot)
    return value.kind === 'text' ? value.text : value.kind === 'constant' && value.value !== null ? String(value.value) : undefined
  }

  /** The text at a spot as it is in this run. */
  textNow(spot: Spot | undefined): string | undefined {
    if (!spot) return undefined
    const value = present(this.value(spot))
    return value.kind === 'text' ? value.text : value.kind === 'constant' && value.value !== null ? String(value.value) : undefined
  }

  /** A text of the configuration with its variables followed. */
  template(template: Template, at: Node): Value | Spot {
    const [only] = template
    if (template.length === 1 && only?.kind === 'variable') return resolveVariable(this, only, at)
    const parts = template.map((part) => {
      if (part.kind === 'text') return text(part.text)
      const found = resolveVariable(this, part, at)
      return 'node' in found ? this.asPart(found, part.text) : found
    })
    const joined = join(parts)
    if (lengthOf(joined) > longestText)
      throw this.mistake(at, `the variables here make a text of more than ${longestText} characters`, 'take a variable out')
    return joined
  }

  /** A mistake of the user at a node. */
  mistake(at: Node, message: string, mend: string): UserError {
    return this.mistakeAt(at.source, at.start, message, mend)
  }

  /** A mistake of the user at an offset. */
  mistakeAt(source: SourceFile, offset: number, message: string, mend: string): UserError {
    return new UserError(message, { at: locationAt(source, offset), mend, excerpt: excerptAt(source, offset) })
  }

  /** Runs with a node held open: coming back to it on the way means that it is defined by itself. */
  within<T>(node: Node, run: () => T): T {
    const circle = this.open.indexOf(node)
    if (circle >= 0) {
      const chain = [...this.open.slice(circle), node].filter((step) => step.kind === 'scalar').map(describe)
      throw this.mistake(node, `variables refer to each other in a circle: ${chain.join(' -> ')}`, 'give one of them a value of its own')
    }
    this.open.push(node)
    try {
      return run()
    } finally {
      this.open.pop()
    }
  }

  private scalar(node: ScalarNode): Value | Spot {
    const { value } = node
    if (typeof value !== 'string') return { kind: 'constant', value }
    const found = value.includes('${') ? this.template(parseTemplate(value), node) : text(value)
    return this.hashParameters && !('node' in found) ? withPseudoParameters(found) : found
  }

  /** A structure inside a text is a mistake for the framework, unless it is a function of CloudFormation. */
  private asPart(spot: Spot, written: string): Value {
    const value = this.value(spot)
    return value.kind === 'record' || value.kind === 'list' ? { kind: 'variable', text: written } : value
  }

  private plain(spot: Spot): { value: Value; size: number } {
    const known = spot.origin ? undefined : this.known.get(spot.node)
    if (known) return known
    const made = this.make(spot)
    if (made.size > mostValues)
      throw this.mistake(spot.node, `with its variables followed this holds more than ${mostValues} values`, 'make it smaller')
    if (!spot.origin) this.known.set(spot.node, made)
    return made
  }

  private make(spot: Spot): { value: Value; size: number } {
    return this.within(spot.node, () => {
      const settled = spot.node.kind === 'scalar' ? this.settleOpen(spot) : this.settle(spot)
      if (settled.kind === 'value') return { value: settled.value, size: 1 }
      if (settled.node !== spot.node) return this.plain(settled)
      return this.collection(settled)
    })
  }

  /** Settles a scalar that is already held open. */
  private settleOpen(spot: Spot): Settled {
    this.open.pop()
    try {
      return this.settle(spot)
    } finally {
      this.open.push(spot.node)
    }
  }

  private collection(settled: Settled & { kind: 'map' | 'list' }): { value: Value; size: number } {
    if (settled.kind === 'list') {
      const items = settled.node.items.map((item, index) => this.plain(below(settled.origin, String(index), item.node)))
      return { value: list(items.map(({ value }) => value)), size: sum(items) }
    }
    const [only] = settled.node.entries.keys()
    if (settled.origin && settled.node.entries.size === 1 && only !== undefined && isIntrinsic(only))
      return this.dependentCall(settled.node, settled.origin)
    const fields = [...settled.node.entries.values()].map((entry) => [entry.key, this.plain(below(settled.origin, entry.key, entry.node))] as const)
    return { value: record(fields.map(([key, { value }]) => [key, value])), size: sum(fields.map(([, field]) => field)) }
  }

  /** A function of CloudFormation that another stage may write otherwise. A plain reference is taken for the same in all of them. */
  private dependentCall(node: MapNode, origin: Origin): { value: Value; size: number } {
    const fields = [...node.entries.values()].map((entry) => [entry.key, this.plain({ node: entry.node })] as const)
    const now = interpret(record(fields.map(([key, { value }]) => [key, value])))
    return {
      value: now.kind === 'resource' ? now : { kind: 'variable', text: originText(origin), now: present(now) },
      size: sum(fields.map(([, field]) => field)),
    }
  }
}

/** The value as it is in this run: variables replaced by what they stand for now, where that is known. */
export function present(value: Value): Value {
  if (value.kind === 'variable') return value.now ?? value
  return value.kind === 'join' ? join(value.parts.map(present)) : value
}

function structure(node: MapNode | ListNode, origin: Origin | undefined): Settled {
  const more = origin ? { origin } : {}
  return node.kind === 'map' ? { kind: 'map', node, ...more } : { kind: 'list', node, ...more }
}

function below(origin: Origin | undefined, key: string, node: Node): Spot {
  return origin ? { node, origin: extendOrigin(origin, key) } : { node }
}

function childOf(settled: Settled, key: string): Spot | undefined {
  if (settled.kind === 'value') return undefined
  const slot = settled.kind === 'map' ? entryOf(settled.node, key) : /^\d{1,6}$/.test(key) ? settled.node.items[Number(key)] : undefined
  return slot && below(settled.origin, key, slot.node)
}

function describe(node: Node): string {
  const { file, line } = locationOf(node)
  return `${node.kind === 'scalar' ? String(node.value).slice(0, 80) : ''} (${file}:${line})`
}

const isNull = (value: Value): boolean => value.kind === 'constant' && value.value === null
const sum = (parts: readonly { size: number }[]): number => parts.reduce((total, { size }) => total + size, 1)

function lengthOf(value: Value): number {
  if (value.kind === 'text' || value.kind === 'variable') return value.text.length
  return value.kind === 'join' ? value.parts.reduce((total, part) => total + lengthOf(part), 0) : 1
}
