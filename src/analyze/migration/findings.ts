import type { ReadService } from '../../iac/index.ts'
import type { Finding, LambdaFunction, Location, MigratedFunction } from '../../model/index.ts'
import { readable } from '../../report/index.ts'
import { statementText } from '../unexplained.ts'
import type { Choice } from './choose.ts'
import type { KeptReason, ProviderPlan } from './provider.ts'

const mends: { readonly [reason in KeptReason]: string | undefined } = {
  'relied-on': undefined,
  'used-elsewhere': 'give that a role of its own, then run again',
  protected: undefined,
  unexplained: 'if nothing outside of the analysed code needs it (a scheduled job, a plugin, a custom resource), run again with --drop-unexplained',
  unknown: 'see what it allows; what functions need of it beside their code goes under custom.keycard.functions',
}

/** What stays with the provider and why, and the functions that stay with it. */
export function keptFindings({ kept, carried }: ProviderPlan, { staying, moving }: Choice, { service }: ReadService): readonly Finding[] {
  const parts = kept.map(({ actions, butActions, resources, butResources, managedPolicy, at, why, reason }): Finding => {
    const on = resources.length > 0 ? ` on ${butResources ? 'all but ' : ''}${resources.map(readable).join(', ')}` : ''
    const what =
      managedPolicy === undefined
        ? `${butActions ? 'everything but ' : ''}${actions.join(', ') || 'a statement'}${on}`
        : `the managed policy ${managedPolicy}`
    const mend = mends[reason]
    return {
      check: managedPolicy === undefined ? 'statement-kept' : 'managed-policy-kept',
      severity: reason === 'protected' || reason === 'relied-on' ? 'note' : 'warning',
      confidence: 'certain',
      message: `${what} stays with the provider: ${why}`,
      ...placed(at),
      ...(mend === undefined ? {} : { fix: mend }),
      ...(managedPolicy === undefined && !butActions && !butResources ? { grants: { actions, resources } } : {}),
    }
  })
  const functions = [...staying].map(([name, why]): Finding => {
    const at = service.functions.find((declared) => declared.name === name)?.at
    const cut = why.lastIndexOf(': ')
    return {
      check: 'function-kept',
      severity: 'note',
      confidence: 'certain',
      message: `${name} keeps what it has: ${cut < 0 ? why : why.slice(0, cut)}`,
      ...placed(at),
      function: name,
      ...(cut < 0 ? {} : { fix: why.slice(cut + 2) }),
    }
  })
  return [
    ...parts,
    ...functions,
    ...carriedFindings(
      carried,
      moving.map(({ name }) => name),
    ),
    ...lostPolicies(
      kept,
      moving.filter(({ role, providerPolicies }) => role === 'shared' && providerPolicies === 'lost').map(({ name }) => name),
    ),
  ]
}

function carriedFindings(carried: ProviderPlan['carried'], names: readonly string[]): readonly Finding[] {
  return carried.map((statement) => ({
    check: 'statement-carried',
    severity: 'note',
    confidence: 'certain',
    message: `${statement.effect === 'Deny' ? 'what denies' : 'what allows under a condition'} ${statementText(statement)} goes on holding for ${names.length === 1 ? names.join() : `the ${names.length} functions with roles of their own`}`,
    ...placed(statement.at),
  }))
}

/** A role of its own starts without what is attached to the shared one; what is known of it went into the plan. */
function lostPolicies(kept: ProviderPlan['kept'], names: readonly string[]): readonly Finding[] {
  if (names.length === 0) return []
  return kept
    .filter(({ reason, managedPolicy }) => reason === 'unknown' && managedPolicy !== undefined)
    .map(({ managedPolicy, at }) => ({
      check: 'managed-policies-dropped',
      severity: 'warning',
      confidence: 'certain',
      message: `${names.length === 1 ? `${names.join()} does` : `${names.length} functions do`} not hold the managed policy ${managedPolicy} of the shared role any more`,
      ...placed(at),
      fix: 'where a function needs it beside its code, say so under custom.keycard.functions, or with a keycard-allow comment',
    }))
}

/** The functions that named the shared role by themselves and no longer do. */
export const unnamed = (functions: readonly MigratedFunction[], before: readonly LambdaFunction[]): readonly Finding[] =>
  before.flatMap(({ name, sharedRoleNamedAt }): readonly Finding[] => {
    const moved = functions.some((each) => each.name === name && each.outcome === 'moved')
    return moved && sharedRoleNamedAt
      ? [
          {
            check: 'shared-role-named',
            severity: 'note',
            confidence: 'certain',
            message: `${name} names the role that functions share, which the framework refuses beside statements: role: goes`,
            at: sharedRoleNamedAt,
            function: name,
          },
        ]
      : []
  })

/** A lack that this plan ends. */
export const mended = (finding: Finding): Finding => ({
  ...finding,
  severity: 'warning',
  fix: 'the statements of this plan allow it',
})

/** A function that would lack something after all of it. */
export const unsafe = (name: string): Finding => ({
  check: 'write-unsafe',
  severity: 'error',
  confidence: 'certain',
  message: `${name} would lack something that its code needs, so nothing is written`,
  function: name,
  fix: 'write its statements by hand, and please report this',
})

const placed = (at: Location | undefined): { readonly at?: Location } => (at ? { at } : {})
