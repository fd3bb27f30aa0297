import type { Edit, Statement, StatementDocument, Value } from '../../model/index.ts'
import { fromCloudFormation } from '../cloudformation.ts'
import type { Entry, ListNode, MapNode, Node, SourceFile } from '../document.ts'
import { editList } from '../write/list-edits.ts'
import { type Existing, type Plan, planChanges, type Wanted } from '../write/plan.ts'
import type { Content } from '../write/print.ts'
import { insertProperty, replaceList, replaceValue } from '../write/property-edits.ts'
import { editStatements } from '../write/statement-edits.ts'
import { type Style, styleOf } from '../write/style.ts'
import type { Configuration } from './configuration.ts'
import { existingOn } from './existing.ts'
import { dialectsOf, factsOf } from './functions.ts'
import type { ReadService } from './index.ts'
import { Neighbours } from './neighbours.ts'
import { type Change, type Place, type PlaceName, placeKey, providerPlace, rolePlace, type Shelf } from './place.ts'
import type { Settled } from './spot.ts'
import { statementOf } from './statements.ts'
import { parseTemplate } from './variable-syntax.ts'
import { descend, patchFor, reasonByHand } from './write-by-hand.ts'
import { Refusals } from './write-refusals.ts'

/** A shelf as it is found in the file: the innermost map that stands there, the keys that are missing below it, and what is there. */
interface Found {
  readonly shelf: Shelf
  readonly map: MapNode
  readonly rest: readonly string[]
  readonly entry?: Entry
  readonly settled?: Settled
  readonly existing: readonly Existing[]
}

/** Works out the edits of one place after another. */
export class PlaceWriter {
  readonly refusals = new Refusals()
  /** By place, the declared statements that give way. */
  readonly replaced = new Map<string, readonly Statement[]>()
  private readonly read: ReadService
  private readonly configuration: Configuration
  private readonly styles = new Map<SourceFile, Style>()
  private readonly neighbours: Neighbours

  constructor(read: ReadService) {
    this.read = read
    this.configuration = read.source.configuration
    this.neighbours = new Neighbours(read)
  }

  /** The place with this name. */
  find(name: PlaceName): Place {
    const { configuration, framework, functions, chosen, habits } = this.read.source
    if (name.kind === 'provider') return providerPlace(configuration, framework)
    const role = name.kind === 'role' ? rolePlace(configuration, name.name) : undefined
    if (role) return role
    const declared = functions.find((candidate) => candidate.name === name.name)
    const known = this.read.service.functions.find((candidate) => candidate.name === name.name)
    if (!declared || !known || name.kind !== 'function') throw new Error(`the service has no ${placeKey(name)}`)
    const facts = factsOf(configuration, framework, declared, chosen)
    const { writing } = dialectsOf(facts, chosen)
    const way = writing.wayFor(facts, habits)
    const [key, needed] = [writing.nameKey?.(way), known.ownRole?.needed]
    return {
      name,
      label: declared.name,
      at: declared.at,
      shelves: [{ holder: declared.spot, way, after: 'handler' }],
      ...(key !== undefined && needed ? { roleName: { key, text: needed.name } } : {}),
      ...(known.notWritable === undefined ? {} : { obstacle: known.notWritable }),
    }
  }

  /** The items that stand in the place with this name. */
  existingIn(name: PlaceName): readonly Existing[] {
    const place = this.find(name)
    return place.shelves.flatMap((shelf) => this.look(shelf, place).existing)
  }

  /** A role is not written where somebody who takes it may need what nobody knows. */
  refuseShared(name: PlaceName, unknown: readonly string[], functions: readonly string[]): void {
    const who = unknown.length > 3 ? `${unknown.slice(0, 3).join(', ')} and ${unknown.length - 3} more` : unknown.join(', ')
    this.refusals.add(
      this.find(name),
      'write-refused',
      `${functions.length} functions share its statements, and what ${who} need${unknown.length === 1 ? 's' : ''} is not known to the end`,
      'mend what is said of them, or leave out --function',
    )
  }

  /** The edits for one place; none where it is well as it stands, or where it is refused. */
  write({ place: name, statements, evenEmpty }: Change): readonly Edit[] {
    const found = this.find(name)
    const patch = patchFor(this.configuration, found, statements, (node) => this.style(node))
    const place: Place = patch === undefined ? found : { ...found, patch }
    if (place.shelves.length === 0 && place.obstacle !== undefined && statements.length > 0) {
      this.refusals.addNotWritable(place, place.obstacle)
      return []
    }
    const ofStatements = this.editsFor(place, statements, evenEmpty === true)
    const edits = [...ofStatements, ...this.nameFor(place, ofStatements, statements)]
    if (edits.length === 0) return []
    if (place.obstacle !== undefined) {
      this.refusals.addNotWritable(place, place.obstacle)
      return []
    }
    const byHand = reasonByHand(this.configuration, place)
    const shared = byHand === undefined ? this.neighbours.touchedBy(place, edits) : { why: byHand, fix: 'put in these lines by hand' }
    if (shared) {
      this.refuse(place, shared.why, shared.fix)
      return []
    }
    if (place.shelves.some(({ holder, way }) => holder.origin ?? originOf(this.configuration, { holder, way })))
      this.refusals.addOneStage(place, edits[0]?.file ?? '', this.configuration.stage())
    return edits
  }

  /** The documents as statements, their variables followed as in the file. */
  private meaning(documents: readonly StatementDocument[]): readonly Wanted[] {
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

  /** The name that the role needs beside statements that stand there, or come there. */
  private nameFor({ roleName, shelves: [shelf] }: Place, edits: readonly Edit[], documents: readonly StatementDocument[]): readonly Edit[] {
    if (!roleName || !shelf) return []
    const holder = this.configuration.settle(shelf.holder)
    const there = this.configuration.get(shelf.holder, ...shelf.way) !== undefined
    if (holder.kind !== 'map' || (!there && edits.length === 0)) return []
    const { map, rest } = descend(holder.node, [...shelf.way.slice(0, -1), roleName.key])
    // Where the maps in between are missing too, they come with both.
    if (!there && documents.length > 0 && rest.length > 1) return []
    return [insertProperty(map, rest, { text: roleName.text }, this.style(map), shelf.after)]
  }

  private editsFor(place: Place, documents: readonly StatementDocument[], evenEmpty: boolean): readonly Edit[] {
    const found = place.shelves.map((shelf) => this.look(shelf, place))
    const [first] = found
    if (!first) return []
    if (found.every(({ entry }) => !entry))
      return documents.length === 0 && !evenEmpty && !this.sharesStatements(place.name) ? [] : [this.insert(first, documents, place)]
    const plan = planChanges(
      found.flatMap(({ existing }) => existing),
      this.meaning(documents),
    )
    if (!plan) return []
    this.replaced.set(
      placeKey(place.name),
      [...plan.change.map(([item]) => item), ...plan.remove].flatMap(({ statements }) => statements),
    )
    const edits: Edit[] = []
    const emptied: Found[] = []
    for (const one of found) {
      const part: Plan = {
        change: plan.change.filter(([item]) => one.existing.includes(item)),
        remove: plan.remove.filter((item) => one.existing.includes(item)),
        add: one === first ? plan.add : [],
      }
      if (part.change.length + part.remove.length + part.add.length === 0) continue
      if (one.shelf.item && part.add.length === 0 && part.remove.length === one.existing.length) {
        emptied.push(one)
        continue
      }
      const made = this.carryOut(one, part, documents, place, found.length === 1)
      if (!made) return []
      edits.push(...made)
    }
    const cut = this.takeAway(emptied, place)
    return cut ? [...edits, ...cut] : []
  }

  /** Whether a function that needs nothing is allowed something by the shared role: only an empty list of its own takes it off that role. */
  private sharesStatements({ kind, name }: PlaceName & { readonly name?: string }): boolean {
    const declared = kind === 'function' ? this.read.service.functions.find((candidate) => candidate.name === name) : undefined
    return declared?.role === 'shared' && declared.allowed.length > 0
  }

  private look(shelf: Shelf, place: Place): Found {
    const { configuration } = this
    const holder = configuration.settle(shelf.holder)
    if (holder.kind !== 'map') throw new Error(`${place.label} is no map`)
    const { map, rest } = descend(holder.node, shelf.way)
    const spot = configuration.get(shelf.holder, ...shelf.way)
    const entry = rest.length === 1 ? map.entries.get(rest[0] ?? '') : undefined
    if (!spot || (!entry && rest.length === 1)) return { shelf, map, rest, existing: [] }
    const settled = configuration.settle(spot)
    const made = { configuration, mayEdit: (node: Node) => this.neighbours.standsAlone(node, map.source), refusals: this.refusals, place }
    return { shelf, map, rest, settled, entry: entry ?? (map.entries.get(rest[0] ?? '') as Entry), existing: existingOn(settled, entry, made) }
  }

  private insert({ map, rest, shelf }: Found, documents: readonly StatementDocument[], { roleName }: Place): Edit {
    if (roleName && rest.length > 1) {
      const both = { fields: [[roleName.key, { text: roleName.text }] as const, [rest.at(-1) ?? '', documents] as const] }
      return insertProperty(map, rest.slice(0, -1), both, this.style(map), shelf.after)
    }
    return insertProperty(map, rest, contentOf(shelf, documents), this.style(map), shelf.after)
  }

  /** What becomes of one list; undefined where it is refused. */
  private carryOut(one: Found, plan: Plan, documents: readonly StatementDocument[], place: Place, alone: boolean): readonly Edit[] | undefined {
    const { map, rest, entry, settled, existing, shelf } = one
    if (!entry || !settled) return [this.insert(one, documents, place)]
    if (settled.kind === 'value' && !(settled.value.kind === 'constant' && settled.value.value === null)) {
      const whence = `its statements come from ${textAt(entry)}, which is code or known to the deployment only`
      this.refuse(place, whence, 'bring what stands there to the statements that are printed')
      return undefined
    }
    if (entry.mergedFrom || rest.length > 1) {
      return this.mayReplace(existing, plan, place, alone) ? [insertProperty(map, rest, documents, this.style(map), shelf.after)] : undefined
    }
    const list = settled.kind === 'list' && this.editableList(settled.node, entry) ? settled.node : undefined
    const styleOf = (node: Node): Style => this.style(node)
    const inPlace =
      list && list.items.length > 0
        ? editStatements(list, plan, { style: this.style(list), styleOf, valueOf: (item) => this.configuration.value({ node: item }) })
        : undefined
    if (inPlace) return inPlace
    if (!this.mayReplace(existing, plan, place, alone)) return undefined
    if (list && list !== entry.node) return replaceList(this.rootOf(list), list, documents, this.style(list))
    if (shelf.policies && list?.items.length !== 0) {
      this.refuse(place, 'its policies cannot be read', 'write them out in the template')
      return undefined
    }
    return replaceValue(entry, map.flow, contentOf(shelf, documents), this.style(map))
  }

  private refuse(place: Place, message: string, fix: string): void {
    this.refusals.add(place, 'write-refused', message, fix)
  }

  /** IAM refuses a policy without statements, so its item goes where nothing is left of it. */
  private takeAway(emptied: readonly Found[], place: Place): readonly Edit[] | undefined {
    const [first] = emptied.flatMap(({ shelf }) => shelf.item ?? [])
    if (!first) return []
    const slots = emptied.flatMap(({ shelf }) => (shelf.item?.list === first.list ? [shelf.item.slot] : []))
    const alone = slots.length === emptied.length
    if (alone && slots.length === first.list.items.length) return replaceList(this.rootOf(first.list), first.list, [], this.style(first.list))
    const cut = alone ? editList(first.list, { replace: new Map(), remove: slots, append: [] }, this.style(first.list)) : undefined
    if (cut) return cut
    this.refuse(place, 'one of its policies would be left without statements, and cannot be cut out', 'remove it by hand')
    return undefined
  }

  /** A list in the place itself, or one in a file of its own that nothing else refers to. */
  private editableList(list: ListNode, entry: Entry): boolean {
    return !entry.alias && (entry.node === list || (list.source !== entry.source && this.neighbours.standsAlone(list, entry.source)))
  }

  /** Whether the whole list may be written anew: statements that have to stay cannot be carried along. */
  private mayReplace(existing: readonly Existing[], plan: Plan, place: Place, alone: boolean): boolean {
    const moved = new Set([...plan.change.map(([item]) => item), ...plan.remove])
    if (alone && existing.every((item) => moved.has(item) || (item.form === 'plain' && !item.keep && planChanges([item], [])))) return true
    this.refuse(place, 'some of its statements have to stay and stand where they cannot be edited', 'write them out where they are used')
    return false
  }

  private rootOf(node: Node): Node {
    return this.configuration.roots().find((candidate) => candidate.source === node.source) ?? node
  }

  private style(node: Node): Style {
    const known = this.styles.get(node.source)
    if (known) return known
    const style = styleOf(this.rootOf(node))
    this.styles.set(node.source, style)
    return style
  }
}

const textAt = ({ source, start, end }: Entry): string => source.text.slice(start, Math.min(end, start + 80)).trim()

const contentOf = ({ policies }: Shelf, documents: readonly StatementDocument[]): Content =>
  policies ? { policyName: 'keycard', documents } : documents

function originOf(configuration: Configuration, { holder, way }: Pick<Shelf, 'holder' | 'way'>): boolean {
  const spot = configuration.get(holder, ...way)
  const settled = spot && configuration.settle(spot)
  return settled !== undefined && settled.kind !== 'value' && settled.origin !== undefined
}
