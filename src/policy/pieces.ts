import type { Policy, Statement } from '../model/index.ts'
import { type Grant, grantCovers, grantsOf } from './grants.ts'
import { actionsMeet, disjoint } from './pattern.ts'

/**
 * The quick way to a yes: each action and resource that `narrow` allows lies in a single one that `wide` allows, and what `wide` denies
 * either lies beside it or is denied by `narrow` as well. False says nothing.
 */
export function coversByPieces(wide: Policy, narrow: Policy): boolean {
  const allowedByNarrow = narrow.statements.filter(({ effect }) => effect === 'Allow')
  const deniedByWide = wide.statements.filter(({ effect }) => effect === 'Deny')
  if (![...allowedByNarrow, ...deniedByWide].every(isPlain)) return false
  const [allowed, denied] = [grantsOfEffect(wide, 'Allow'), grantsOfEffect(narrow, 'Deny')]
  const denials = deniedByWide.flatMap(grantsOf).filter((one) => !denied.some((other) => grantCovers(other, one)))
  return allowedByNarrow
    .flatMap(grantsOf)
    .every((piece) => allowed.some((one) => grantCovers(one, piece)) && denials.every((denial) => areApart(denial, piece)))
}

const isPlain = ({ notActions, notResources }: Statement): boolean => !notActions && !notResources
const grantsOfEffect = ({ statements }: Policy, effect: Statement['effect']): readonly Grant[] =>
  statements.filter((statement) => statement.effect === effect && isPlain(statement)).flatMap(grantsOf)

const areApart = (a: Grant, b: Grant): boolean => !actionsMeet(a.action, b.action) || disjoint(a.pattern, b.pattern) === 'yes'
