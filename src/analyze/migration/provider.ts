import { type SharedItem, type SharedPolicy, type SharedRole, statementDocument, toCloudFormation } from '../../iac/index.ts'
import {
  type Location,
  type PluginFunctions,
  type Policy,
  type ProviderPart,
  placeText,
  type Statement,
  type StatementDocument,
} from '../../model/index.ts'
import type { Surplus } from '../../policy/index.ts'
import { apartForPlugins, choiceWhy, takeApart, unexplainedWhy } from '../unexplained.ts'

/** What functions need of the shared role today, in the language of comparison. */
export interface Needed {
  readonly name: string
  /** All of it, with what Lambda itself needs. */
  readonly policy: Policy
  /** What its code needs. */
  readonly code: Policy
}

/** What the decision about the provider rests on. */
export interface Terms {
  readonly spell: (policy: Policy) => Policy
  readonly managed: (name: string) => readonly Statement[] | undefined
  /** The managed policies that go along with every function that holds them today. */
  readonly along: ReadonlySet<number>
  readonly needed: readonly Needed[]
  /** Functions that go on using the shared role. */
  readonly relying: readonly string[]
  readonly dropUnexplained: boolean
  /** What goes on using the shared role and is no function of the service. */
  readonly pluginFunctions: readonly PluginFunctions[]
}

/** What becomes of the provider's statements and managed policies. */
export interface ProviderPlan {
  /** The statements that are to stay beside the protected ones; undefined where none is touched. */
  readonly stay?: readonly StatementDocument[]
  /** Whether nothing stays, protected or not. */
  readonly nothingStays: boolean
  readonly dropPolicies: readonly number[]
  readonly removed: readonly ProviderPart[]
  readonly kept: readonly (ProviderPart & { readonly reason: KeptReason })[]
  /** What has to go on holding for a function that leaves the shared role: denials and statements under a condition. */
  readonly carried: readonly Statement[]
}

/** Why something stays with the provider. */
export type KeptReason = 'relied-on' | 'used-elsewhere' | 'protected' | 'unexplained' | 'unknown'

/** Decides what of the provider goes: what functions say for themselves from now on, and nothing else unless that is asked for. */
export function planProvider(shared: SharedRole, terms: Terms): ProviderPlan {
  const carried = shared.items.filter((item) => item.form === 'plain' && isProtected(item)).flatMap(({ statements }) => statements.filter(mustHold))
  const whole = wholeBecause(shared, terms)
  if (whole) {
    const kept = [
      ...shared.items.flatMap(({ statements }) => statements.map((statement) => ({ ...partOf(statement), ...whole }))),
      ...shared.policies.map((policy) => ({ ...policyPart(policy), ...whole })),
    ]
    return { nothingStays: false, dropPolicies: [], removed: [], kept, carried }
  }
  const items = shared.items.map((item) => planItem(item, terms))
  const policies = shared.policies.map((policy) => ({ policy, plan: planPolicy(policy, terms) }))
  const kept = [...items.flatMap((item) => item.kept), ...policies.flatMap(({ plan }) => plan.kept)]
  return {
    stay: items.flatMap(({ stay }) => stay),
    nothingStays: items.every((item) => item.kept.length === 0),
    dropPolicies: policies.filter(({ plan }) => plan.kept.length === 0).map(({ policy }) => policy.index),
    removed: [...items.flatMap((item) => item.removed), ...policies.flatMap(({ plan }) => plan.removed)],
    kept,
    carried,
  }
}

/** A denial that would have to go along with a function and cannot: statements of functions stand under no condition of the template. */
export const tiedDenial = ({ items }: SharedRole): SharedItem | undefined =>
  items.find(({ form, statements }) => form !== 'plain' && statements.some(({ effect }) => effect === 'Deny'))

type Whole = Pick<ProviderPlan['kept'][number], 'why' | 'reason'>

function wholeBecause({ usedBy }: SharedRole, { relying }: Terms): Whole | undefined {
  if (usedBy) return { reason: 'used-elsewhere', why: `its role is handed to something that is no function here (${placeText(usedBy)})` }
  if (relying.length === 0) return undefined
  const who = relying.length > 3 ? `${relying.slice(0, 3).join(', ')} and ${relying.length - 3} more` : relying.join(', ')
  return { reason: 'relied-on', why: `${who} still ${relying.length === 1 ? 'uses' : 'use'} it` }
}

/** Denials and conditions go on holding; what Keycard does not understand it leaves alone. */
const mustHold = ({ effect, condition }: Statement): boolean => effect === 'Deny' || (condition !== undefined && condition.size > 0)
const isProtected = ({ isKept, form, statements }: SharedItem): boolean =>
  isKept || form === 'open' || statements.length === 0 || statements.some(mustHold)

interface ItemPlan {
  readonly stay: readonly StatementDocument[]
  readonly removed: readonly ProviderPart[]
  readonly kept: ProviderPlan['kept']
}

function planItem(item: SharedItem, terms: Terms): ItemPlan {
  if (isProtected(item)) {
    const why = item.isKept
      ? 'a comment keycard-keep protects it'
      : item.statements.length === 0
        ? 'it cannot be read'
        : item.form === 'open'
          ? 'part of it is not known'
          : item.statements.some(({ effect }) => effect === 'Deny')
            ? 'it denies'
            : 'it has a condition'
    const statements = item.statements.length > 0 ? item.statements : [{ ...nothing, at: item.at }]
    return { stay: [], removed: [], kept: statements.map((statement) => ({ ...partOf(statement), reason: 'protected', why })) }
  }
  const plans = item.statements.map((statement) => planStatement(statement, terms))
  // Part of what a condition of the template chooses would hold without it.
  if (item.form === 'choice' && plans.some(({ kept }) => kept.length > 0)) {
    const why = plans.every(({ removed }) => removed.length === 0) ? unexplainedWhy : choiceWhy
    const kept = item.statements.map((statement) => ({ ...partOf(statement), reason: 'unexplained' as const, why }))
    return { stay: item.statements.map(statementDocument), removed: [], kept }
  }
  return { stay: plans.flatMap(({ stay }) => stay), removed: plans.flatMap(({ removed }) => removed), kept: plans.flatMap(({ kept }) => kept) }
}

const nothing: Statement = { effect: 'Allow', actions: [], resources: [], because: [] }

/** Functions that a plugin makes go on using the shared role, whatever becomes of the others. */
function planStatement(statement: Statement, terms: Terms): ItemPlan {
  const { held, rest, why } = apartForPlugins(statement, terms.pluginFunctions)
  const planned = rest ? planRest(rest, terms) : { stay: [], removed: [], kept: [] }
  if (!held) return planned
  return { ...planned, stay: [...planned.stay, statementDocument(held)], kept: [...planned.kept, { ...partOf(held), reason: 'used-elsewhere', why }] }
}

function planRest(statement: Statement, terms: Terms): ItemPlan {
  const { surpluses, idle, busy } = takeApart(statement, terms.spell, { statements: terms.needed.flatMap(({ policy }) => policy.statements) })
  const ground = groundOf(surpluses, terms)
  const removed = busy.map((part): ProviderPart => ({ ...partOf(part), why: ground }))
  if (terms.dropUnexplained)
    return {
      stay: [],
      removed: [...removed, ...idle.map((part) => ({ ...partOf(part), why: `${unexplainedWhy}, and --drop-unexplained was given` }))],
      kept: [],
    }
  return {
    stay: idle.map(statementDocument),
    removed,
    kept: idle.map((part) => ({ ...partOf(part), reason: 'unexplained', why: unexplainedWhy })),
  }
}

/** Whose statements say from now on what was needed of it. */
function groundOf(surpluses: readonly Surplus[], { needed }: Terms): string {
  const used = new Set(surpluses.flatMap((surplus) => surplus.used.map(({ statement }) => statement)))
  const names = needed.filter(({ policy }) => policy.statements.some((statement) => used.has(statement))).map(({ name }) => name)
  if (names.length === 0) return 'each function has what it needs of it in a role of its own'
  const who = names.length > 3 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ')
  return names.length === 1 ? `${who} has what it needs of it in a role of its own` : `${who} have what they need of it in roles of their own`
}

/** A managed policy goes or stays as a whole: a broad one goes where code needs something of it, any other where all of it is said by statements. */
function planPolicy(policy: SharedPolicy, terms: Terms): Pick<ItemPlan, 'removed' | 'kept'> {
  const part = policyPart(policy)
  const goes = (why: string): Pick<ItemPlan, 'removed' | 'kept'> => ({ removed: [{ ...part, why }], kept: [] })
  const statements = policy.statements ?? (policy.name === undefined ? undefined : terms.managed(policy.name))
  if (terms.along.has(policy.index)) return goes('it goes along with the functions that get roles of their own')
  if (!statements) return { removed: [], kept: [{ ...part, reason: 'unknown', why: 'what it allows is not known here' }] }
  const open = { ...terms, dropUnexplained: false }
  const plans = statements.map((statement) => planStatement(statement, open))
  const [explained] = plans.flatMap(({ removed }) => removed)
  const whole = plans.every(({ kept }) => kept.length === 0)
  if (explained && (whole || (!policy.statements && isForCode(statements, open)))) return goes(explained.why)
  if (terms.dropUnexplained) return goes(`${explained ? partlyWhy : unexplainedWhy}, and --drop-unexplained was given`)
  return { removed: [], kept: [{ ...part, reason: 'unexplained', why: explained ? partlyWhy : unexplainedWhy }] }
}

const partlyWhy = 'no call that was analysed needs all of it, and a policy stays or goes as a whole'

/** Whether code needs something of a policy, and not Lambda alone. */
const isForCode = (statements: readonly Statement[], terms: Terms): boolean => {
  const needed = terms.needed.map((need) => ({ ...need, policy: need.code }))
  return statements.some((statement) => planStatement(statement, { ...terms, needed }).removed.length > 0)
}

const partOf = ({ actions, notActions, resources, notResources, at }: Statement): Omit<ProviderPart, 'why'> => ({
  actions: notActions ?? actions,
  ...(notActions ? { butActions: true } : {}),
  resources: (notResources ?? resources).map(toCloudFormation),
  ...(notResources ? { butResources: true } : {}),
  ...placed(at),
})

const policyPart = ({ label, at }: SharedPolicy): Omit<ProviderPart, 'why'> => ({ actions: [], resources: [], managedPolicy: label, ...placed(at) })
const placed = (at: Location | undefined): { readonly at?: Location } => (at ? { at } : {})
