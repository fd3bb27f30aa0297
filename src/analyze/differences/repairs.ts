import { type Change, type PlaceName, statementDocument } from '../../iac/index.ts'
import type { Finding, LambdaFunction, Permission, Policy, Statement, StatementDocument } from '../../model/index.ts'
import { buildPolicy, missing } from '../../policy/index.ts'
import { lacksIn } from './missing.ts'
import { allowedOf, forKeys, needsOf, type Sides } from './side.ts'

/** Where statements stand, and what is known of it. */
export interface Shelving {
  /** Every place of the service's statements, with the functions that what stands there holds for. */
  readonly places: readonly { readonly place: PlaceName; readonly functions: readonly string[] }[]
  /** What stands in a place today. */
  readonly statementsAt: (place: PlaceName) => readonly Statement[]
  /** What several functions need of one role. */
  readonly needed: (functions: readonly string[], place: PlaceName) => readonly Permission[]
}

/**
 * What places should be brought to: what they hold and what their functions surely lack, or, with `all`, what is needed and nothing else.
 * A place that holds for several functions is only narrowed where the needs of all of them are known and all were asked for.
 */
export function repairs(
  sides: Sides,
  differences: readonly Finding[],
  names: ReadonlySet<string>,
  how: 'missing' | 'all',
  { places, statementsAt, needed }: Shelving,
): readonly Change[] {
  const certain = differences.filter(({ check }) => check !== 'permission-possible')
  return places.flatMap(({ place, functions }): readonly Change[] => {
    const own = place.kind === 'function'
    const members = sides.service.functions.filter(({ name }) => functions.includes(name))
    const asked = members.filter(({ name }) => names.has(name))
    const concerned = (declared: LambdaFunction): boolean =>
      certain.some(({ function: name, functions: several }) => name === declared.name || (!own && several?.includes(declared.name)))
    // What is declared in other words than Keycard's stays as it stands.
    if (!asked.some(concerned)) return []
    const known = asked.length === members.length && members.every(({ name }) => sides.reports.get(name)?.analysis === 'complete')
    const kept = how === 'all' ? forKeys(sides, members, statementsAt(place)).map(statementDocument) : []
    if (how === 'all' && known && own) return [{ place, statements: [...statementsOf(sides, asked), ...kept], functions }]
    // A function with statements of its own gets there what it lacks, not in what it inherits.
    const dependent = members.filter(({ role }) => own || role !== 'own')
    if (how === 'all' && known) {
      const names = dependent.map(({ name }) => name)
      const taken = members.filter((declared) => !dependent.includes(declared)).flatMap((declared) => takenOver(sides, declared))
      return [{ place, statements: [...documentsOf([...needed(names, place), ...taken]), ...kept], functions }]
    }
    const lacking = lackingIn(
      sides,
      dependent.filter((declared) => asked.includes(declared)),
    )
    return lacking.length === 0 ? [] : [{ place, statements: [...statementsAt(place).map(statementDocument), ...lacking], functions }]
  })
}

const statementsOf = ({ reports }: Sides, functions: readonly LambdaFunction[]): readonly StatementDocument[] =>
  functions.flatMap(({ name }) => reports.get(name)?.statements ?? [])

/** What functions surely lack, as statements; what is denied, or cut off by a boundary, is not there for allowing it once more. */
function lackingIn(sides: Sides, functions: readonly LambdaFunction[]): readonly StatementDocument[] {
  const lacks = functions.flatMap((declared) => lacksIn(sides, declared)).filter(({ doubt, hindrance }) => doubt === undefined && !hindrance)
  return documentsOf(lacks.map(({ need: { permission, resource } }) => ({ ...permission, resource })))
}

/** What a function with statements of its own needs and may have of those that it inherits alone. */
function takenOver(sides: Sides, declared: LambdaFunction): readonly Permission[] {
  const ownStatements = declared.allowed.filter(({ source }) => source === 'function').flatMap(({ policy }) => policy.statements)
  const own = sides.spell({ statements: ownStatements })
  const { policy } = allowedOf(sides, declared)
  const isTaken = (spelled: Policy): boolean => missing(own, spelled).length > 0 && !missing(policy, spelled).some(({ certain }) => certain)
  return needsOf(sides, declared)
    .filter(({ spelled }) => isTaken(spelled))
    .map(({ permission, resource }) => ({ ...permission, resource }))
}

const documentsOf = (permissions: readonly Permission[]): readonly StatementDocument[] => buildPolicy(permissions).statements.map(statementDocument)
