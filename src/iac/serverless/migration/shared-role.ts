import type { Json, Location, Statement } from '../../../model/index.ts'
import { isWritable, toCloudFormation } from '../../cloudformation.ts'
import { locationAt } from '../../document.ts'
import { keepComment } from '../../write/plan.ts'
import { managedName } from '../allowances.ts'
import type { ReadService } from '../index.ts'
import { managedPoliciesOf, providerStatementsSpot } from '../place.ts'
import { otherUses, resourceSpot, sharedRoleId } from '../roles.ts'
import { present } from '../spot.ts'
import { formOf, type ItemForm, readStatement, readStatements } from '../statements.ts'

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
  /** What it allows, where the service's own template declares it. */
  readonly statements?: readonly Statement[]
  /** It as it is written in long form; undefined where only code knows it. */
  readonly document?: Json
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

function readPolicies(configuration: ReadService['source']['configuration']): readonly SharedPolicy[] {
  return (configuration.items(managedPoliciesOf(configuration)?.spot) ?? []).map(([slot, item], index): SharedPolicy => {
    const value = present(configuration.value(item))
    const name = managedName(value)
    const at = locationAt(slot.source, slot.start)
    const label = name ?? configuration.textNow(item)?.split('/').at(-1) ?? (value.kind === 'resource' ? value.id : 'one that is not known here')
    const declared = value.kind === 'resource' ? resourceSpot(configuration, value.id) : undefined
    const written = declared && configuration.get(declared, 'Properties', 'PolicyDocument', 'Statement')
    return {
      index,
      ...(name === undefined ? {} : { name }),
      label,
      ...(written ? { statements: readStatements(configuration, written) } : {}),
      ...(isWritable(value) ? { document: toCloudFormation(configuration.value(item)) } : {}),
      at,
    }
  })
}
