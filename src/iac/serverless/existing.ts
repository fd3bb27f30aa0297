import { type Entry, locationAt, type MapNode, type Node, type Slot } from '../document.ts'
import { type Existing, keepComment, keepCommentIn } from '../write/plan.ts'
import type { Configuration } from './configuration.ts'
import type { Place } from './place.ts'
import type { Settled } from './spot.ts'
import { formOf, readStatement } from './statements.ts'
import type { Refusals } from './write-refusals.ts'

interface Looking {
  readonly configuration: Configuration
  /** Whether what stands in another file may be edited there. */
  readonly mayEdit: (node: Node) => boolean
  readonly refusals: Refusals
  readonly place: Place
}

/** The items of a list of statements as they stand in the file; a single statement counts as one where a list may be left out. */
export function existingOn(settled: Settled, entry: Entry | undefined, looking: Looking): readonly Existing[] {
  const { configuration, refusals, place } = looking
  if (settled.kind === 'map' && entry) {
    const spot = { node: entry.node }
    return [{ slot: entry, statements: readStatement(configuration, spot, place.at), form: formOf(configuration, spot) }]
  }
  if (settled.kind !== 'list') return []
  const list = settled.node
  return list.items.map((slot) => {
    const { node } = slot
    const inside = configuration.settle({ node })
    const elsewhere = inside.kind !== 'value' && (inside.node !== node || slot.alias) ? inside.node : undefined
    const keep = keepComment(list, slot) ?? (elsewhere ? keepCommentIn(elsewhere) : undefined)
    if (keep && keep.reason === '')
      refusals.addKeepWithoutReason(place, locationAt(slot.source, slot.start), slot.source.format === 'code' ? '//' : '#')
    const statements = readStatement(configuration, { node }, configuration.placeOf(node))
    const editable = editableNode(slot, inside, looking)
    return { slot, statements, form: formOf(configuration, { node }), ...(editable ? { editable } : {}), ...(keep ? { keep } : {}) }
  })
}

/** The map that an item is, here or in a file that it names. */
function editableNode(slot: Slot, inside: Settled, { mayEdit }: Looking): MapNode | undefined {
  if (slot.alias || inside.kind !== 'map' || inside.node.tag !== undefined || inside.node.fixed !== undefined) return undefined
  if (inside.node === slot.node) return inside.node.source === slot.source ? inside.node : undefined
  return inside.node.source !== slot.source && inside.origin === undefined && mayEdit(inside.node) ? inside.node : undefined
}
