import { type Finding, join, type Location, type Reader, text, UserError, type Value } from '../../model/index.ts'
import type { CodeFiles } from '../code.ts'
import { type Entry, excerptAt, locationAt, locationOf, type Node, type ScalarNode, type Slot, type SourceFile } from '../document.ts'
import { parseConfiguration } from '../yaml.ts'
import { computedValue, sayUnseen } from './computed.ts'
import { originText } from './origin.ts'
import { withPseudoParameters } from './pseudo-parameters.ts'
import { below, childOf, type DeclaredStage, type Deployment, type Lookup, present, type Settled, type Spot, structure } from './spot.ts'
import { declaredStage, defaultStage } from './stage.ts'
import { Values } from './values.ts'
import { parseTemplate, type Template, type Variable } from './variable-syntax.ts'
import { resolveVariable } from './variables.ts'

/** No text that variables make is longer. */
const longestText = 100_000
/** No value is more steps of variables and structures away; the framework itself stops at far fewer. */
const deepestWay = 500

/** A service's configuration with its files, variables followed as far as they can be known offline, and only where they are looked at. */
export class Configuration implements Lookup {
  readonly reader: Reader
  readonly file: string
  readonly root: Spot
  readonly deployment: Deployment
  /** Whether the plugin is there that gives `#{AWS::Region}` a meaning. */
  hashParameters = false
  private readonly files = new Map<string, Node | undefined>()
  private readonly said = new Map<string, Finding>()
  private readonly open: Node[] = []
  private readonly followed = new Map<ScalarNode, Value | Spot>()
  private values = new Values(this)
  private fallbackStage: { stage: string | undefined } | undefined
  private stageDeclared: { stage: DeclaredStage | undefined } | undefined
  private readonly code: CodeFiles | undefined

  constructor(reader: Reader, file: string, root: Node, deployment: Deployment, code: CodeFiles | undefined) {
    this.reader = reader
    this.file = file
    this.root = { node: root }
    this.deployment = deployment
    this.code = code
    this.files.set(file, root)
  }

  /** Every file that was read. */
  roots(): readonly Node[] {
    return [...new Set([...this.files.values(), ...(this.code?.roots() ?? [])])].filter((node) => node !== undefined)
  }

  /** What reading had to say so far. */
  get findings(): readonly Finding[] {
    return [...this.said.values()]
  }

  say(finding: Finding): void {
    const key = `${finding.check} ${finding.at?.file}:${finding.at?.line} ${finding.message}`
    const before = this.said.get(key)
    if (!before || before.severity === finding.severity || finding.severity !== 'note') this.said.set(key, finding)
  }

  stage(): string {
    return this.deployment.stage ?? this.defaultStage() ?? 'dev'
  }

  defaultStage(): string | undefined {
    if (!this.fallbackStage) {
      this.fallbackStage = { stage: undefined }
      this.fallbackStage = { stage: defaultStage(this) }
      this.forget()
    }
    return this.fallbackStage.stage
  }

  declaredStage(): DeclaredStage | undefined {
    if (!this.stageDeclared) {
      this.stageDeclared = { stage: undefined }
      this.stageDeclared = { stage: declaredStage(this) }
      this.forget()
    }
    return this.stageDeclared.stage
  }

  region(): string | undefined {
    return this.deployment.region ?? this.textNow(this.get(this.root, 'provider', 'region'))
  }

  placeOf(node: Node): Location {
    return locationOf(node)
  }

  nodesOf(file: string): Node | undefined {
    if (!this.files.has(file)) {
      const content = this.reader.read(file)
      this.files.set(file, content === undefined ? undefined : parseConfiguration(file, content))
    }
    return this.files.get(file)
  }

  /** What a module of the configuration exports under a name; undefined where code is not read. */
  codeOf(file: string, name: string | undefined): Node | undefined {
    return this.code?.nodesOf(file, name)
  }

  settle(spot: Spot): Settled {
    const { node, origin } = spot
    if (node.kind !== 'scalar') return structure(node, origin)
    return this.within(node, () => {
      const found = this.scalar(node)
      if ('node' in found) return this.settle(found)
      return { kind: 'value', node, value: origin && !isNull(found) ? { kind: 'variable', text: originText(origin), now: present(found) } : found }
    })
  }

  get(from: Spot, ...keys: readonly string[]): Spot | undefined {
    let here: Spot | undefined = from
    for (const key of keys) {
      if (!here) return undefined
      const settled = this.settle(here)
      here = childOf(settled, key)
      sayUnseen(this, settled, key)
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
      if (!child) return unknownBelow(settled, keys)
      settled = this.settle(child)
      if (settled.kind === 'value' || child.origin) continue
      const [first] = settled.origin?.sources ?? []
      if (first && 'head' in first && first.head.startsWith('file(')) {
        settled = structure(settled.node, { sources: [{ head: 'self', address: keys.slice(0, index + 1).join('.') }] })
      }
    }
    return settled
  }

  follow(variable: Variable, at: Node): Value | Spot {
    return resolveVariable(this, variable, at)
  }

  /** The entries of a map, in their order; undefined where there is no map. */
  entries(spot: Spot | undefined): readonly (readonly [Entry, Spot])[] | undefined {
    const settled = spot && this.settle(spot)
    if (settled) sayUnseen(this, settled)
    if (settled?.kind !== 'map') return undefined
    return [...settled.node.entries.values()].map((entry) => [entry, below(settled.origin, entry.key, entry.node)] as const)
  }

  /** The items of a list; undefined where there is no list. */
  items(spot: Spot | undefined): readonly (readonly [Slot, Spot])[] | undefined {
    const settled = spot && this.settle(spot)
    if (settled) sayUnseen(this, settled)
    if (settled?.kind !== 'list') return undefined
    return settled.node.items.map((item, index) => [item, below(settled.origin, String(index), item.node)] as const)
  }

  /** What stands at a spot, as a value, functions of CloudFormation understood. */
  value(spot: Spot): Value {
    return this.values.of(spot)
  }

  /** The value at a spot where it is text that the deployment does not change. */
  constant(spot: Spot | undefined): string | undefined {
    return spot && wordsOf(this.value(spot))
  }

  textNow(spot: Spot | undefined): string | undefined {
    return spot && wordsOf(present(this.value(spot)))
  }

  template(template: Template, at: Node): Value | Spot {
    const [only] = template
    if (template.length === 1 && only?.kind === 'variable') return this.follow(only, at)
    const parts = template.map((part) => {
      if (part.kind === 'text') return text(part.text)
      const found = this.follow(part, at)
      return 'node' in found ? this.asPart(found, part.text) : found
    })
    const joined = join(parts)
    if (lengthOf(joined) > longestText)
      throw this.mistake(at, `the variables here make a text of more than ${longestText} characters`, 'take a variable out')
    return joined
  }

  mistake(at: Node, message: string, mend: string): UserError {
    return this.mistakeAt(at.source, at.start, message, mend)
  }

  mistakeAt(source: SourceFile, offset: number, message: string, mend: string): UserError {
    return new UserError(message, { at: locationAt(source, offset), mend, excerpt: excerptAt(source, offset) })
  }

  within<T>(node: Node, run: () => T): T {
    const circle = this.open.indexOf(node)
    if (circle >= 0) {
      const chain = [...this.open.slice(circle), node].filter((step) => step.kind === 'scalar').map(describe)
      throw this.mistake(node, `variables refer to each other in a circle: ${chain.join(' -> ')}`, 'give one of them a value of its own')
    }
    if (this.open.length > deepestWay)
      throw this.mistake(node, `variables lead on from each other for more than ${deepestWay} steps`, 'write the value where it is used')
    this.open.push(node)
    try {
      return run()
    } finally {
      this.open.pop()
    }
  }

  /** What was followed while the stage itself was still being found out may come out otherwise now. */
  private forget(): void {
    this.followed.clear()
    this.values = new Values(this)
  }

  private scalar(node: ScalarNode): Value | Spot {
    const { value } = node
    if (node.computed) return this.asDeployed(computedValue(this, node.computed, node))
    if (typeof value !== 'string') return { kind: 'constant', value }
    if (!value.includes('${') && !this.hashParameters) return text(value)
    const known = this.followed.get(node)
    if (known) return known
    const made = this.asDeployed(value.includes('${') ? this.template(parseTemplate(value), node) : text(value))
    this.followed.set(node, made)
    return made
  }

  private asDeployed(found: Value | Spot): Value | Spot {
    return this.hashParameters && !('node' in found) ? withPseudoParameters(found) : found
  }

  /** A structure inside a text is a mistake for the framework, unless it is a function of CloudFormation. */
  private asPart(spot: Spot, written: string): Value {
    const value = this.value(spot)
    return value.kind === 'record' || value.kind === 'list' ? { kind: 'variable', text: written } : value
  }
}

/** Below a variable that only the deployment can follow, everything is known to the deployment only. */
function unknownBelow(settled: Settled, keys: readonly string[]): Settled | undefined {
  if (settled.kind !== 'value') return undefined
  if (settled.value.kind === 'unknown') return settled
  if (settled.value.kind !== 'variable' || settled.value.now) return undefined
  return { kind: 'value', node: settled.node, value: { kind: 'variable', text: `\${self:${keys.join('.')}}` } }
}

function describe(node: Node): string {
  const { file, line } = locationOf(node)
  return `${node.kind === 'scalar' ? String(node.value).slice(0, 80) : ''} (${file}:${line})`
}

const isNull = (value: Value): boolean => value.kind === 'constant' && value.value === null

function wordsOf(value: Value): string | undefined {
  if (value.kind === 'text') return value.text
  return value.kind === 'constant' && value.value !== null ? String(value.value) : undefined
}

function lengthOf(value: Value): number {
  if (value.kind === 'text' || value.kind === 'variable') return value.text.length
  return value.kind === 'join' ? value.parts.reduce((total, part) => total + lengthOf(part), 0) : 1
}
