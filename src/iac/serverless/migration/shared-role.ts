import type { Location, Statement } from '../../../model/index.ts'
import { locationAt } from '../../document.ts'
import { keepComment } from '../../write/plan.ts'
import { managedName } from '../allowances.ts'
import type { ReadService } from '../index.ts'
import { providerStatementsSpot } from '../place.ts'
import { otherUses, sharedRoleId } from '../roles.ts'
import { present } from '../spot.ts'
import { formOf, type ItemForm, readStatement } from '../statements.ts'

/** An item of the provider's statements; a variable may stand for several. */
export interface SharedItem {
  readonly statements: readonly Statement[]
  /** How much of it its statements say. */
  readonly form: ItemForm
  readonly at: Location
  /** Whether a comment `keycard-keep` protects it. */
  readonly isKept: boolean
}

/** A managed policy of the provider. */
export interface SharedPolicy {
  /** Its number in the list. */
  readonly index: number
  /** Its name, where AWS manages it. */
  readonly name?: string
  /** What people call it. */
  readonly label: string
  readonly at: Location
}

/** What all functions of a service have in common. */
export interface SharedRole {
  readonly items: readonly SharedItem[]
  readonly policies: readonly SharedPolicy[]
  /** Where the role is handed to something that is no function of the service. */
  readonly usedBy?: Location
}

/** Reads what the provider gives to the role that functions share. */
export function readSharedRole({ source: { configuration } }: ReadService): SharedRole {
  const spot = providerStatementsSpot(configuration)
  const settled = spot && configuration.settle(spot)
  const list = settled?.kind === 'list' ? settled.node : undefined
  const items = (configuration.items(spot) ?? []).map(([slot, item]): SharedItem => {
    const at = locationAt(slot.source, slot.start)
    const isKept = list !== undefined && keepComment(list, slot) !== undefined
    return { statements: readStatement(configuration, item, at), form: formOf(configuration, item), at, isKept }
  })
  const [usedBy] = otherUses(configuration, sharedRoleId)
  return { items, policies: readPolicies(configuration), ...(usedBy ? { usedBy } : {}) }
}

/** Where the provider's managed policies may stand; the first that is there counts. */
export const policyWays = [['iam', 'role', 'managedPolicies'], ['iamManagedPolicies']] as const

function readPolicies(configuration: ReadService['source']['configuration']): readonly SharedPolicy[] {
  const spot = policyWays.map((way) => configuration.get(configuration.root, 'provider', ...way)).find((found) => found !== undefined)
  return (configuration.items(spot) ?? []).map(([slot, item], index): SharedPolicy => {
    const value = present(configuration.value(item))
    const name = managedName(value)
    const at = locationAt(slot.source, slot.start)
    const label = name ?? configuration.textNow(item)?.split('/').at(-1) ?? (value.kind === 'resource' ? value.id : 'one that is not known here')
    return { index, ...(name === undefined ? {} : { name }), label, at }
  })
}
