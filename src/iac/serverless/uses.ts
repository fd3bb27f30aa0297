import { UserError } from '../../model/index.ts'
import type { Node } from '../document.ts'
import type { Configuration } from './configuration.ts'
import type { Settled, Spot } from './spot.ts'

/** Parts of a service file that only hold what others refer to. */
const definitions: readonly string[] = ['custom', 'params', 'stages']

/**
 * In how many places of the configuration each map and list stands once variables, aliases and merge keys are followed; two stands for
 * more. What stands inside something that is used twice is used twice.
 */
export function countUses(configuration: Configuration): ReadonlyMap<Node, number> {
  const uses = new Map<Node, number>()
  const visit = (spot: Spot): void => {
    const settled = settle(configuration, spot)
    if (!settled || settled.kind === 'value') return
    const before = uses.get(settled.node) ?? 0
    if (before >= 2) return
    uses.set(settled.node, before + 1)
    const { node } = settled
    for (const slot of node.kind === 'list' ? node.items : node.entries.values()) visit({ node: slot.node })
  }
  for (const [entry, spot] of configuration.entries(configuration.root) ?? []) {
    if (!definitions.includes(entry.key)) visit(spot)
  }
  return uses
}

/** A part that no command looked at may hold a mistake, which is not this one's to tell. */
function settle(configuration: Configuration, spot: Spot): Settled | undefined {
  try {
    return configuration.settle(spot)
  } catch (error) {
    if (error instanceof UserError) return undefined
    throw error
  }
}
