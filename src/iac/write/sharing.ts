import type { Edit } from '../../model/index.ts'
import type { MapNode, Node, Slot } from '../document.ts'

/** Which nodes of a file stand in more than one place, through aliases and merge keys. */
export interface Sharing {
  /** The places of a node's aliases. */
  readonly aliases: ReadonlyMap<Node, readonly Slot[]>
  /** The maps that take a map over with a merge key. */
  readonly mergedBy: ReadonlyMap<MapNode, readonly MapNode[]>
}

/** Looks through whole files for aliases and merge keys. */
export function findSharing(roots: readonly Node[]): Sharing {
  const aliases = new Map<Node, Slot[]>()
  const mergedBy = new Map<MapNode, MapNode[]>()
  const visited = new Set<Node>()
  const visit = (node: Node): void => {
    if (visited.has(node)) return
    visited.add(node)
    if (node.kind === 'map') {
      for (const merged of node.merges ?? []) {
        push(mergedBy, merged, node)
        visit(merged)
      }
    }
    for (const slot of slotsOf(node)) {
      if (slot.alias) push(aliases, slot.node, slot)
      visit(slot.node)
    }
  }
  for (const root of roots) visit(root)
  return { aliases, mergedBy }
}

function push<K, V>(into: Map<K, V[]>, key: K, value: V): void {
  const there = into.get(key)
  if (there) there.push(value)
  else into.set(key, [value])
}

function slotsOf(node: Node): readonly Slot[] {
  if (node.kind === 'list') return node.items
  return node.kind === 'map' ? [...node.entries.values()].filter((entry) => !entry.mergedFrom) : []
}

/** Whether edits would take away, or change, something that is anchored there and used in another place. */
export function touchesAnchor(sharing: Sharing, edits: readonly Edit[]): boolean {
  for (const [node, slots] of sharing.aliases) {
    for (const edit of edits) {
      const inside = edit.file === node.source.file && edit.start < node.end && edit.end > node.start
      if (inside && slots.some((slot) => !(slot.source.file === edit.file && slot.start >= edit.start && slot.end <= edit.end))) return true
    }
  }
  return false
}
