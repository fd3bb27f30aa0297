import type { Edit, Finding, LambdaFunction, Reader, Statement, StatementDocument, Value } from '../../model/index.ts'
import { fromCloudFormation } from '../cloudformation.ts'
import type { Entry, ListNode, MapNode, Node, SourceFile } from '../document.ts'
import { type Existing, keepComment, type Plan, planChanges, type Wanted } from '../write/plan.ts'
import { insertProperty, replaceValue } from '../write/property-edits.ts'
import { findSharing, type Sharing, touchesAnchor } from '../write/sharing.ts'
import { editStatements } from '../write/statement-edits.ts'
import { type Style, styleOf } from '../write/style.ts'
import type { Configuration } from './configuration.ts'
import { type DeclaredFunction, providerRole } from './functions.ts'
import type { ReadService } from './index.ts'
import { readStatement, statementOf } from './statements.ts'
import { parseTemplate } from './variable-syntax.ts'
import { readEdited, restIsSame } from './write-check.ts'
import { Refusals } from './write-refusals.ts'

/** The edits that bring functions to the statements they need, and why some were not made. */
export interface Written {
  readonly edits: readonly Edit[]
  readonly findings: readonly Finding[]
  /** By function, the declared statements that give way to what is written. */
  readonly replaced: ReadonlyMap<string, readonly Statement[]>
}

/**
 * Writes statements where the service's dialect keeps them, function by function. Nothing is edited that another function shares, and
 * every edit is read back before it is handed out.
 */
export function writeStatements(reader: Reader, read: ReadService, wanted: ReadonlyMap<string, readonly StatementDocument[]>): Written {
  const writer = new Writer(read, wanted)
  const made = new Map<DeclaredFunction, readonly Edit[]>()
  for (const declared of read.source.functions) {
    const documents = wanted.get(declared.name)
    const edits = documents ? writer.write(declared, documents) : []
    if (edits.length > 0) made.set(declared, edits)
  }
  const edits = isSafe(reader, read, wanted, made) ? [...made.values()].flat() : oneByOne(reader, read, wanted, made, writer)
  const written = new Set([...made].flatMap(([declared, own]) => (own.every((edit) => edits.includes(edit)) ? [declared.name] : [])))
  const replaced = new Map([...writer.replaced].filter(([name]) => written.has(name)))
  return { edits: edits.sort(compareEdits), findings: writer.refusals.findings(), replaced }
}

/** INVARIANT: no edit leaves this room unless the edited files read back as meant, and a second run would change nothing. */
function isSafe(
  reader: Reader,
  read: ReadService,
  wanted: ReadonlyMap<string, readonly StatementDocument[]>,
  made: ReadonlyMap<DeclaredFunction, readonly Edit[]>,
): boolean {
  if (made.size === 0) return true
  const after = readEdited(reader, read, [...made.values()].flat())
  if (!after || !restIsSame(read, after, new Set([...made.keys()].map(({ name }) => name)))) return false
  const again = new Writer(after, wanted)
  return [...made.keys()].every(({ name }) => {
    const declared = after.source.functions.find((candidate) => candidate.name === name)
    return (
      declared !== undefined &&
      again.write(declared, wanted.get(name) ?? []).length === 0 &&
      again.refusals.findings().every(({ severity }) => severity !== 'error')
    )
  })
}

/** Finds the functions whose edits are to blame, so that one odd corner does not keep all others from being written. */
function oneByOne(
  reader: Reader,
  read: ReadService,
  wanted: ReadonlyMap<string, readonly StatementDocument[]>,
  made: ReadonlyMap<DeclaredFunction, readonly Edit[]>,
  writer: Writer,
): Edit[] {
  const safe = new Map<DeclaredFunction, readonly Edit[]>()
  for (const [declared, edits] of made) {
    if (isSafe(reader, read, wanted, new Map([...safe, [declared, edits]]))) safe.set(declared, edits)
    else writer.refusals.add(declared, 'write-unsafe', 'its statements could not be written so that they read back as meant', 'edit them by hand')
  }
  return [...safe.values()].flat()
}

function compareEdits(a: Edit, b: Edit): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1
  return a.start - b.start || a.end - b.end
}

class Writer {
  readonly refusals = new Refusals()
  readonly replaced = new Map<string, readonly Statement[]>()
  private readonly read: ReadService
  private readonly wanted: ReadonlyMap<string, readonly StatementDocument[]>
  private readonly configuration: Configuration
  private readonly styles = new Map<SourceFile, Style>()
  private sharing: Sharing | undefined

  constructor(read: ReadService, wanted: ReadonlyMap<string, readonly StatementDocument[]>) {
    this.read = read
    this.wanted = wanted
    this.configuration = read.source.configuration
  }

  /** The edits for one function; none where it is well as it stands, or where it is refused. */
  write(declared: DeclaredFunction, documents: readonly StatementDocument[]): readonly Edit[] {
    const known = this.read.service.functions.find(({ name }) => name === declared.name)
    if (!known || declared.node.kind !== 'map') throw new Error(`the service has no function ${declared.name}`)
    const edits = this.editsFor(declared, declared.node, known, documents)
    if (edits.length === 0) return []
    if (known.notWritable !== undefined) {
      this.refusals.addNotWritable(declared, known.notWritable)
      return []
    }
    if (this.isShared(declared, declared.node, edits)) return []
    if (known.role === 'shared') this.sayManagedPolicies(declared)
    if (declared.spot.origin) this.refusals.addOneStage(declared, edits[0]?.file ?? '', this.configuration.stage())
    return edits
  }

  /** The documents as statements, their variables followed as in the file. */
  meaning(documents: readonly StatementDocument[]): readonly Wanted[] {
    const readText = (words: string): Value => {
      const found = this.configuration.template(parseTemplate(words), this.configuration.root.node)
      return 'node' in found ? this.configuration.value(found) : found
    }
    return documents.map((document) => {
      const statement = statementOf(fromCloudFormation(JSON.parse(JSON.stringify(document)), readText))
      if (!statement) throw new Error(`not a statement: ${JSON.stringify(document)}`)
      return { document, statement }
    })
  }

  private editsFor(declared: DeclaredFunction, node: MapNode, known: LambdaFunction, documents: readonly StatementDocument[]): readonly Edit[] {
    const { dialect, framework, habits } = this.read.source
    const { configuration } = this
    const facts = { configuration, framework, name: declared.name, spot: declared.spot, providerRole: providerRole(configuration) }
    const way = dialect.wayFor(facts, habits)
    const { map, rest } = descend(node, way)
    const [key = '', ...below] = rest
    const entry = map.entries.get(key)
    const spot = configuration.get(declared.spot, ...way)
    if (!spot || !entry) {
      const nothing = documents.length === 0 && known.role !== 'own'
      return nothing ? [] : [insertProperty(map, rest, documents, this.style(map), 'handler')]
    }
    const settled = configuration.settle(spot)
    const existing = settled.kind === 'list' ? this.existing(settled.node, declared) : []
    const plan = planChanges(existing, this.meaning(documents))
    const giveWay = plan ? [...plan.change.map(([item]) => item), ...plan.remove] : []
    this.replaced.set(
      declared.name,
      giveWay.flatMap(({ statements }) => statements),
    )
    if (!plan) return settled.kind === 'list' ? [] : documents.length === 0 && settled.kind === 'value' ? [] : this.replace(map, entry, documents)
    if (entry.mergedFrom || below.length > 0) return [insertProperty(map, rest, documents, this.style(map), 'handler')]
    const list = settled.kind === 'list' && this.editableList(settled.node, entry) ? settled.node : undefined
    const inPlace =
      list && list.items.length > 0
        ? editStatements(list, plan, { style: this.style(list), valueOf: (item) => configuration.value({ node: item }) })
        : undefined
    if (inPlace) return inPlace
    return this.mayReplace(existing, plan, declared) ? this.replace(map, entry, documents) : []
  }

  /** A role of its own starts without what is attached to the shared one. */
  private sayManagedPolicies(declared: DeclaredFunction): void {
    const { configuration } = this
    const { dialect, framework } = this.read.source
    const { root } = configuration
    const attached =
      configuration.get(root, 'provider', 'iam', 'role', 'managedPolicies') ?? configuration.get(root, 'provider', 'iamManagedPolicies')
    if (!attached) return
    const facts = { configuration, framework, name: declared.name, spot: declared.spot, providerRole: providerRole(configuration) }
    if (dialect.keepsManagedPolicies(facts)) return
    const names = (configuration.items(attached) ?? []).map(
      ([, spot]) => configuration.textNow(spot)?.split('/').at(-1) ?? 'one that is not known here',
    )
    this.refusals.addManagedPolicies(declared, names, configuration.placeOf(attached.node))
  }

  private existing(list: ListNode, declared: DeclaredFunction): readonly Existing[] {
    return list.items.map((slot) => {
      const keep = keepComment(list, slot)
      if (keep && keep.reason === '') this.refusals.addKeepWithoutReason(declared, slot)
      const statements = readStatement(this.configuration, { node: slot.node }, this.configuration.placeOf(slot.node))
      return { slot, statements, ...(keep ? { keep } : {}) }
    })
  }

  /** A list in the function itself, or one in a file of its own that this function alone refers to. */
  private editableList(list: ListNode, entry: Entry): boolean {
    if (entry.alias) return false
    if (entry.node === list) return true
    const { configuration } = this
    const { dialect, functions } = this.read.source
    const users = functions.flatMap(({ spot }) => dialect.ways.map((way) => configuration.get(spot, ...way)))
    const provider = [
      configuration.get(configuration.root, 'provider', 'iam', 'role', 'statements'),
      configuration.get(configuration.root, 'provider', 'iamRoleStatements'),
    ]
    const same = [...users, ...provider].filter((spot) => spot && configuration.settle(spot).node === list)
    return list.source !== entry.source && same.length === 1
  }

  /** Statements that have to stay cannot be carried along when the whole list is written anew. */
  private mayReplace(existing: readonly Existing[], plan: Plan, declared: DeclaredFunction): boolean {
    const moved = new Set([...plan.change.map(([item]) => item), ...plan.remove])
    if (existing.every((item) => moved.has(item) || this.isWanted(item, declared))) return true
    this.refusals.add(
      declared,
      'write-refused',
      'some of its statements have to stay and stand where they cannot be edited',
      'write them out below the function',
    )
    return false
  }

  private isWanted(item: Existing, declared: DeclaredFunction): boolean {
    return !item.keep && planChanges([item], []) !== undefined && this.wanted.has(declared.name)
  }

  private replace(map: MapNode, entry: Entry, documents: readonly StatementDocument[]): readonly Edit[] {
    if (entry.mergedFrom) return [insertProperty(map, [entry.key], documents, this.style(map), 'handler')]
    return replaceValue(entry, map.flow, documents, this.style(map))
  }

  /** Whether another function would change with this one. */
  private isShared(declared: DeclaredFunction, node: MapNode, edits: readonly Edit[]): boolean {
    const { configuration } = this
    this.sharing ??= findSharing(configuration.roots())
    const twins = this.read.source.functions.filter((other) => other.node === node && other.name !== declared.name)
    const mergers = (this.sharing.mergedBy.get(node) ?? []).filter((map) => !this.hasOwn(map))
    if (twins.length === 0 && mergers.length === 0 && !touchesAnchor({ ...this.sharing, aliases: withoutNode(this.sharing.aliases, node) }, edits))
      return false
    const with_ = twins[0] ? `with ${twins.map(({ name }) => name).join(', ')}` : 'through an anchor or a merge key'
    this.refusals.add(declared, 'write-refused', `it shares its text ${with_}, which an edit would change too`, 'write the function out by itself')
    return true
  }

  /** Whether a map that merges a function says its statements itself, or is about to. */
  private hasOwn(map: MapNode): boolean {
    return this.read.source.dialect.ways.some(([key = '']) => {
      const entry = map.entries.get(key)
      return entry !== undefined && entry.mergedFrom === undefined
    })
  }

  private style(node: Node): Style {
    const known = this.styles.get(node.source)
    if (known) return known
    const root = this.configuration.roots().find((candidate) => candidate.source === node.source) ?? node
    const style = styleOf(root)
    this.styles.set(node.source, style)
    return style
  }
}

/** Goes down a way as far as maps stand there in the file itself. */
function descend(node: MapNode, way: readonly string[]): { map: MapNode; rest: readonly string[] } {
  let map = node
  for (const [index, key] of way.slice(0, -1).entries()) {
    const entry = map.entries.get(key)
    if (!entry || entry.mergedFrom || entry.alias || entry.node.kind !== 'map' || entry.node.source !== map.source)
      return { map, rest: way.slice(index) }
    map = entry.node
  }
  return { map, rest: way.slice(-1) }
}

function withoutNode<V>(map: ReadonlyMap<Node, V>, node: Node): ReadonlyMap<Node, V> {
  return new Map([...map].filter(([key]) => key !== node))
}
