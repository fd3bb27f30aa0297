import type { Condition, Policy, Statement, Value } from '../model/index.ts'
import { all } from './answer.ts'
import type { Answer } from './atoms.ts'
import { onlyStatement, policyCovers } from './compare.ts'
import { actionsMeet, disjoint } from './pattern.ts'
import { patternOf } from './tokens.ts'

/** One action on one resource of a statement; a statement with NotAction or NotResource is not taken apart there. */
export interface Piece {
  readonly statement: Statement
  readonly action: string | undefined
  readonly resource: Value | undefined
  readonly condition: Condition | undefined
}

/** Something that is needed and not allowed. */
export interface Gap extends Piece {
  /** False where it depends on what opaque parts stand for. */
  readonly certain: boolean
  /** It is allowed, but denied elsewhere in the policy. */
  readonly denied: boolean
}

/** Something that is allowed and goes beyond what is needed. */
export interface Surplus extends Piece {
  /** `unused`: nothing that is needed lies in it. `wider`: it is needed in part. */
  readonly kind: 'unused' | 'wider'
  /** False where it depends on what opaque parts stand for. */
  readonly certain: boolean
  /** The needed pieces that lie in it, at least in part: its narrow form. */
  readonly used: readonly Piece[]
}

/** What `needed` allows and `declared` does not, piece by piece. */
export function missing(declared: Policy, needed: Policy): readonly Gap[] {
  const generous: Policy = { statements: declared.statements.filter(({ effect }) => effect === 'Allow') }
  return piecesOf(needed).flatMap((piece) => {
    const wanted = onlyStatement(statementOf(piece), needed)
    const answer = policyCovers(declared, wanted)
    if (answer === 'yes') return []
    const isDenied = generous.statements.length < declared.statements.length && policyCovers(generous, wanted) === 'yes'
    return [{ ...piece, certain: answer === 'no', denied: isDenied }]
  })
}

/** What `declared` allows and `needed` does not, piece by piece; what it denies itself is no surplus. */
export function excess(declared: Policy, needed: Policy): readonly Surplus[] {
  const wanted = piecesOf(needed)
  return piecesOf(declared).flatMap((piece): Surplus[] => {
    const answer = policyCovers(needed, onlyStatement(statementOf(piece), declared))
    if (answer === 'yes') return []
    const meetings = wanted.map((other) => ({ other, meet: piecesMeet(piece, other) }))
    const used = meetings.filter(({ meet }) => meet === 'yes').map(({ other }) => other)
    const possible = meetings.filter(({ meet }) => meet === 'unknown').map(({ other }) => other)
    if (used.length > 0) return [{ ...piece, kind: 'wider', certain: answer === 'no', used: [...used, ...possible] }]
    return [{ ...piece, kind: possible.length > 0 ? 'wider' : 'unused', certain: possible.length === 0 && answer === 'no', used: possible }]
  })
}

/** Takes the allowing statements of a policy apart. */
function piecesOf({ statements }: Policy): readonly Piece[] {
  return statements
    .filter(({ effect }) => effect === 'Allow')
    .flatMap((statement) => {
      const actions = statement.notActions ? [undefined] : statement.actions
      const resources = statement.notResources ? [undefined] : statement.resources
      return actions.flatMap((action) => resources.map((resource) => ({ statement, action, resource, condition: statement.condition })))
    })
}

const statementOf = ({ statement, action, resource }: Piece): Statement => ({
  ...statement,
  ...(action === undefined ? {} : { actions: [action] }),
  ...(resource === undefined ? {} : { resources: [resource] }),
})

/** Whether some request lies in both pieces, conditions aside. */
function piecesMeet(a: Piece, b: Piece): Answer {
  const actions = a.action === undefined || b.action === undefined ? notActionsMeet(a, b) : actionsMeet(a.action, b.action) ? 'yes' : 'no'
  return all([actions, a.resource === undefined || b.resource === undefined ? notResourcesMeet(a, b) : resourcesMeet(a.resource, b.resource)])
}

function resourcesMeet(a: Value, b: Value): Answer {
  const apart = disjoint(patternOf(a), patternOf(b))
  return apart === 'unknown' ? 'unknown' : apart === 'yes' ? 'no' : 'yes'
}

/** With NotAction: they meet unless all of the one is left out by the other. */
function notActionsMeet(a: Piece, b: Piece): Answer {
  const excluded = (piece: Piece): Policy => ({ statements: [bare(piece.statement.notActions ?? [], undefined)] })
  const whole = (piece: Piece): Policy => ({ statements: [bare(piece.action === undefined ? ['*'] : [piece.action], undefined)] })
  const [left, right] = [
    a.action === undefined ? policyCovers(excluded(a), whole(b)) : 'no',
    b.action === undefined ? policyCovers(excluded(b), whole(a)) : 'no',
  ]
  return left === 'yes' || right === 'yes' ? 'no' : 'yes'
}

/** With NotResource: the same. */
function notResourcesMeet(a: Piece, b: Piece): Answer {
  const whole = (piece: Piece): Policy => ({ statements: [bare(['*'], [piece.resource ?? { kind: 'text', text: '*' }])] })
  const leaves = (piece: Piece, other: Piece): Answer =>
    piece.resource === undefined ? policyCovers({ statements: [bare(['*'], piece.statement.notResources ?? [])] }, whole(other)) : 'no'
  const answers = [leaves(a, b), leaves(b, a)]
  return answers.includes('yes') ? 'no' : answers.includes('unknown') ? 'unknown' : 'yes'
}

const bare = (actions: readonly string[], resources: readonly Value[] | undefined): Statement => ({
  effect: 'Allow',
  actions,
  resources: resources ?? [{ kind: 'text', text: '*' }],
  because: [],
})
