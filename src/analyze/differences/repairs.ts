import { type Change, type PlaceName, statementDocument } from '../../iac/index.ts'
import type { Finding, FunctionReport, LambdaFunction, Permission, Statement, StatementDocument } from '../../model/index.ts'
import { buildPolicy, missing } from '../../policy/index.ts'
import { putTogether } from '../derive.ts'
import { lacksIn } from './missing.ts'
import { allowedOf, forKeys, type Need, needsOf, type Sides } from './side.ts'

/** Where statements stand, and what is known of it. */
export interface Shelving {
  /** Every place of the service's statements, with the functions that what stands there holds for. */
  readonly places: readonly { readonly place: PlaceName; readonly functions: readonly string[] }[]
  /** What stands in a place today. */
  readonly statementsAt: (place: PlaceName) => readonly Statement[]
  /** What several functions need of one role. */
  readonly needed: (functions: readonly string[], place: PlaceName) => readonly Permission[]
  /** What a function needs, in the words of its own statements where these say the same. */
  readonly inDeclaredWords: (report: FunctionReport) => readonly StatementDocument[]
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
  { places, statementsAt, needed, inDeclaredWords }: Shelving,
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
    if (how === 'all' && known && own)
      return [{ place, statements: [...asked.flatMap((declared) => ownNeeds(sides, declared).flatMap(inDeclaredWords)), ...kept], functions }]
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

/** What a function needs of statements of its own: all but what it inherits alone, which is neither missing nor in excess there. */
function ownNeeds(sides: Sides, declared: LambdaFunction): readonly FunctionReport[] {
  const report = sides.reports.get(declared.name)
  if (!report) return []
  const inherited = sides.spell({
    statements: declared.allowed.filter(({ source }) => source !== 'function').flatMap(({ policy }) => policy.statements),
  })
  const needs = needsOf(sides, declared)
  const isTaken = takenBy(sides, declared)
  const left = needs.filter((need) => !isTaken(need) || missing(inherited, need.spelled).length > 0)
  return left.length === needs.length ? [report] : [{ ...report, ...putTogether(permissionsOf(left)) }]
}

/** What functions surely lack, as statements; what is denied, or cut off by a boundary, is not there for allowing it once more. */
function lackingIn(sides: Sides, functions: readonly LambdaFunction[]): readonly StatementDocument[] {
  const lacks = functions.flatMap((declared) => lacksIn(sides, declared)).filter(({ doubt, hindrance }) => doubt === undefined && !hindrance)
  return documentsOf(permissionsOf(lacks.map(({ need }) => need)))
}

/** What a function with statements of its own needs and may have of those that it inherits alone. */
const takenOver = (sides: Sides, declared: LambdaFunction): readonly Permission[] =>
  permissionsOf(needsOf(sides, declared).filter(takenBy(sides, declared)))

/** Whether something that a function with statements of its own needs is allowed to it, and not by these. */
function takenBy(sides: Sides, declared: LambdaFunction): (need: Need) => boolean {
  const ownStatements = declared.allowed.filter(({ source }) => source === 'function').flatMap(({ policy }) => policy.statements)
  const own = sides.spell({ statements: ownStatements })
  const { policy } = allowedOf(sides, declared)
  return ({ spelled }) => missing(own, spelled).length > 0 && !missing(policy, spelled).some(({ certain }) => certain)
}

const permissionsOf = (needs: readonly Need[]): readonly Permission[] => needs.map(({ permission, resource }) => ({ ...permission, resource }))

const documentsOf = (permissions: readonly Permission[]): readonly StatementDocument[] => buildPolicy(permissions).statements.map(statementDocument)
