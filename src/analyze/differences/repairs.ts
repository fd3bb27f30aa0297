import { type Change, type PlaceName, statementDocument, type Unite } from '../../iac/index.ts'
import type { Finding, LambdaFunction, Statement, StatementDocument } from '../../model/index.ts'
import { buildPolicy } from '../../policy/index.ts'
import { lacksIn } from './missing.ts'
import type { Sides } from './side.ts'

/** Where statements stand, and what is known of it. */
export interface Shelving {
  /** Every place of the service's statements, with the functions that what stands there holds for. */
  readonly places: readonly { readonly place: PlaceName; readonly functions: readonly string[] }[]
  /** What stands in a place today. */
  readonly statementsAt: (place: PlaceName) => readonly Statement[]
  /** Puts together what several functions need of one role. */
  readonly unite: Unite
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
  { places, statementsAt, unite }: Shelving,
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
    if (how === 'all' && known) return [{ place, statements: own ? statementsOf(sides, asked) : unite(functions, place), functions }]
    // A function with statements of its own gets there what it lacks, not in what it inherits.
    const lacking = lackingIn(
      sides,
      asked.filter(({ role }) => own || role !== 'own'),
    )
    return lacking.length === 0 ? [] : [{ place, statements: [...statementsAt(place).map(statementDocument), ...lacking], functions }]
  })
}

const statementsOf = ({ reports }: Sides, functions: readonly LambdaFunction[]): readonly StatementDocument[] =>
  functions.flatMap(({ name }) => reports.get(name)?.statements ?? [])

/** What functions surely lack, as statements; what is denied, or cut off by a boundary, is not there for allowing it once more. */
function lackingIn(sides: Sides, functions: readonly LambdaFunction[]): readonly StatementDocument[] {
  const lacks = functions.flatMap((declared) => lacksIn(sides, declared)).filter(({ doubt, hindrance }) => doubt === undefined && !hindrance)
  return buildPolicy(lacks.map(({ need: { permission, resource } }) => ({ ...permission, resource }))).statements.map(statementDocument)
}
