import { toCloudFormation } from '../../iac/index.ts'
import type { AccessLevel, Allowance, Allowed, Grant, LambdaFunction, LevelCounts, ReferenceAction, Statement } from '../../model/index.ts'
import type { ActionReference } from '../../permissions/index.ts'

/** What is needed to say in numbers what a role allows. */
export interface Counting {
  readonly reference: ActionReference
  /** The statements of a policy that AWS manages; undefined where they are not known. */
  readonly managed: (name: string) => readonly Statement[] | undefined
}

/** What a function's role allows, each wildcard counted as the actions that it stands for. */
export function allowedIn(counting: Counting, { allowed }: Pick<LambdaFunction, 'allowed'>): Allowed {
  const sources = allowed.map((allowance) => ({ allowance, statements: statementsOf(counting, allowance) }))
  const grants = sources.flatMap(({ allowance, statements }) =>
    statements.filter(({ effect }) => effect === 'Allow').map((statement) => grantOf(counting, statement, allowance)),
  )
  const denied = new Set(
    sources.flatMap(({ statements }) => statements.filter(deniesOutright).flatMap((statement) => actionsOf(counting, statement).map(keyOf))),
  )
  const actions = new Map<string, AccessLevel | undefined>()
  const everywhere = new Set<string>()
  for (const statement of sources.flatMap(({ statements }) => statements).filter(({ effect }) => effect === 'Allow')) {
    for (const action of actionsOf(counting, statement)) {
      if (denied.has(keyOf(action))) continue
      actions.set(keyOf(action), action.level)
      if (isOnAll(statement)) everywhere.add(keyOf(action))
    }
  }
  return { grants, counts: countsOf([...actions.values()]), everywhere: everywhere.size }
}

/** Adds up what several roles allow; an action counts once for each. */
export function sumOf(all: readonly Allowed[]): LevelCounts {
  const levels: { [level in AccessLevel]?: number } = {}
  for (const { counts } of all)
    for (const [level, count] of Object.entries(counts.levels) as [AccessLevel, number][]) levels[level] = (levels[level] ?? 0) + count
  return {
    levels,
    unknown: all.reduce((sum, { counts }) => sum + counts.unknown, 0),
    total: all.reduce((sum, { counts }) => sum + counts.total, 0),
  }
}

const statementsOf = ({ managed }: Counting, { policy, managedPolicy }: Allowance): readonly Statement[] =>
  managedPolicy === undefined ? policy.statements : (managed(managedPolicy) ?? [])

/** An action of the reference, or one that it does not have. */
type Counted = Pick<ReferenceAction, 'action'> & { readonly level?: AccessLevel }

const keyOf = ({ action }: Counted): string => action.toLowerCase()

function actionsOf({ reference }: Counting, { actions, notActions }: Statement): readonly Counted[] {
  const matching = (pattern: string): readonly Counted[] => {
    const found = reference.matching(pattern)
    // What AWS has and the reference has not is an action all the same; a wildcard of which nothing is known stands for none.
    return found.length === 0 && !/[*?]/.test(pattern) ? [{ action: pattern }] : found
  }
  if (!notActions) return actions.flatMap(matching)
  const not = new Set(notActions.flatMap(matching).map(keyOf))
  return reference.matching('*').filter((action) => !not.has(keyOf(action)))
}

const isOnAll = ({ resources, notResources }: Statement): boolean =>
  notResources !== undefined || resources.some((resource) => resource.kind === 'text' && resource.text === '*')

const deniesOutright = (statement: Statement): boolean =>
  statement.effect === 'Deny' && !statement.condition && !statement.notResources && isOnAll(statement)

function grantOf(counting: Counting, statement: Statement, { managedPolicy }: Allowance): Grant {
  const { actions, notActions, resources, notResources, condition } = statement
  const distinct = new Map(actionsOf(counting, statement).map((action) => [keyOf(action), action.level]))
  return {
    actions: notActions ?? actions,
    ...(notActions ? { butActions: true } : {}),
    resources: (notResources ?? resources).map(toCloudFormation),
    ...(notResources ? { butResources: true } : {}),
    conditional: condition !== undefined && condition.size > 0,
    ...(managedPolicy === undefined ? {} : { managedPolicy }),
    counts: countsOf([...distinct.values()]),
  }
}

function countsOf(all: readonly (AccessLevel | undefined)[]): LevelCounts {
  const levels: { [level in AccessLevel]?: number } = {}
  for (const level of all) if (level !== undefined) levels[level] = (levels[level] ?? 0) + 1
  return { levels, unknown: all.filter((level) => level === undefined).length, total: all.length }
}
