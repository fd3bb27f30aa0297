import type { Statement } from '../../model/index.ts'
import { leavesOpen, type Place, policyCovers, type Surplus, withOpen } from '../../policy/index.ts'
import { madeElsewhere } from './side.ts'

/** In what a statement is wider than what is needed of it: in what it names, or only in where that is, or only in the conditions. */
export type Breadth = 'name' | 'account' | 'region' | 'condition' | 'reference'
/** What a statement may be found wider in, the worst first; an account is no such thing, and neither is a reference to one thing. */
export const breadths: readonly Breadth[] = ['name', 'region', 'condition']

/**
 * How far a piece of a statement goes beyond what is needed. In another account nothing is allowed that the other account does not allow as well, so an
 * account that is left open is nobody's hole: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
 */
export function breadthOf(surplus: Surplus): Breadth {
  const { resource, used, certain, action } = surplus
  // A reference names one thing, and there is nothing narrower to say.
  if (!certain && resource && madeElsewhere(resource) !== undefined && action !== undefined && !/[*?]/.test(action)) return 'reference'
  const statements = [...new Set(used.map(({ statement }) => statement))]
  const isOpen = (place: Place): boolean => resource !== undefined && leavesOpen(resource, place)
  const account: readonly Place[] = isOpen('account') ? ['account'] : []
  const open: readonly Place[] = isOpen('region') ? ['region', ...account] : account
  const within = (places: readonly Place[], conditions: boolean): boolean => {
    const needed = statements.map((statement) => withOpen(conditions ? statement : withoutCondition(statement), places))
    return policyCovers({ statements: needed }, { statements: [pieceOf(surplus)] }) === 'yes'
  }
  if (account.length > 0 && within(account, true)) return 'account'
  if (open.length > account.length && within(open, true)) return 'region'
  return within(open, false) ? 'condition' : 'name'
}

/** One action on one resource of a statement, as a statement. */
const pieceOf = ({ statement, action, resource }: Surplus): Statement => ({
  ...statement,
  ...(action === undefined ? {} : { actions: [action] }),
  ...(resource === undefined ? {} : { resources: [resource] }),
})

function withoutCondition({ condition: _, ...statement }: Statement): Statement {
  return statement
}
