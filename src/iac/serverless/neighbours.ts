import type { Edit } from '../../model/index.ts'
import type { MapNode, Node, SourceFile } from '../document.ts'
import { findSharing, type Sharing, touchesAnchor } from '../write/sharing.ts'
import type { ReadService } from './index.ts'
import type { Place } from './place.ts'
import { countUses } from './uses.ts'

/** What else in the configuration, or beside it, would change with a place. */
export class Neighbours {
  private readonly read: ReadService
  private sharing: Sharing | undefined
  private uses: ReadonlyMap<Node, number> | undefined

  constructor(read: ReadService) {
    this.read = read
  }

  /** Whether something in another file is used here alone. What lies above the service may belong to others that nobody looks at. */
  standsAlone(node: Node, here: SourceFile): boolean {
    return node.source === here || (this.usedOnce(node) && !node.source.file.startsWith('..'))
  }

  /** Why edits of a place would change something else, and what to do; undefined where they change nothing else. */
  touchedBy(place: Place, edits: readonly Edit[]): { readonly why: string; readonly fix: string } | undefined {
    const { configuration, functions } = this.read.source
    const { name } = place
    const outside = edits.find(({ file }) => file.startsWith('..'))
    if (outside)
      return { why: `it stands in ${outside.file}, above the service, where others may use it`, fix: `write the ${name.kind} out in the service` }
    const with_ = (who: string) => ({ why: `it shares its text ${who}, which an edit would change too`, fix: `write the ${name.kind} out by itself` })
    this.sharing ??= findSharing(configuration.roots())
    const own = name.kind === 'function' ? functions.find((candidate) => candidate.name === name.name) : undefined
    const twins = own ? functions.filter((other) => other.node === own.node && other !== own) : []
    if (twins.length > 0) return with_(`with ${twins.map((other) => other.name).join(', ')}`)
    if (!own && place.shelves.some(({ holder }) => this.usesOf(configuration.settle(holder).node) > 1))
      return with_('with another part of the configuration')
    const mergers = own?.node.kind === 'map' ? (this.sharing.mergedBy.get(own.node) ?? []).filter((map) => !this.hasOwn(map)) : []
    const aliases = new Map([...this.sharing.aliases].filter(([anchored]) => anchored !== own?.node))
    const anchored = mergers.length > 0 || touchesAnchor({ ...this.sharing, aliases }, edits)
    return anchored ? with_('through an anchor or a merge key') : undefined
  }

  private usedOnce(node: Node): boolean {
    if (node.kind === 'scalar') return true
    return this.usesOf(node) === 1 && (node.kind === 'list' ? node.items : [...node.entries.values()]).every((slot) => this.usedOnce(slot.node))
  }

  /** In how many places of the configuration something stands; two stands for more. */
  private usesOf(node: Node): number {
    this.uses ??= countUses(this.read.source.configuration)
    return this.uses.get(node) ?? 0
  }

  /** Whether a map that merges a function says its statements itself, or is about to. */
  private hasOwn(map: MapNode): boolean {
    return this.read.source.chosen.dialect.ways.some(([key = '']) => {
      const entry = map.entries.get(key)
      return entry !== undefined && entry.mergedFrom === undefined
    })
  }
}
