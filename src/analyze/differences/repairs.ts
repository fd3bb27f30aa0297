import { statementDocument } from '../../iac/index.ts'
import type { Finding, StatementDocument } from '../../model/index.ts'
import { buildPolicy } from '../../policy/index.ts'
import { missingIn } from './missing.ts'
import { needsOf, type Sides } from './side.ts'

/**
 * The statements that functions should be brought to: what they have and what they surely lack, or, with `all`, what they need and nothing
 * else. A function without statements of its own is left out: statements would give it a role of its own and take the shared one away.
 */
export function repairs(
  sides: Sides,
  differences: readonly Finding[],
  names: ReadonlySet<string>,
  how: 'missing' | 'all',
): ReadonlyMap<string, readonly StatementDocument[]> {
  const wanted = new Map<string, readonly StatementDocument[]>()
  for (const declared of sides.service.functions) {
    const report = sides.reports.get(declared.name)
    if (!names.has(declared.name) || declared.role !== 'own' || !report) continue
    // What is declared in other words than Keycard's stays as it stands.
    if (!differences.some(({ function: name, check }) => name === declared.name && check !== 'permission-possible')) continue
    if (how === 'all' && report.analysis === 'complete') wanted.set(declared.name, report.statements)
    else {
      const lacking = lackingActions(sides, declared)
      if (lacking.length > 0) wanted.set(declared.name, [...declared.declared.statements.map(statementDocument), ...lacking])
    }
  }
  return wanted
}

function lackingActions(sides: Sides, declared: Parameters<typeof missingIn>[1]): readonly StatementDocument[] {
  const certain = missingIn(sides, declared).filter(({ check }) => check === 'permission-missing')
  const lacks = (action: string, resource: string): boolean =>
    certain.some(({ grants }) => grants?.actions.includes(action) && grants.resources.some((one) => JSON.stringify(one) === resource))
  const needed = needsOf(sides, declared).filter(({ permission, resource }) => {
    const [document] = buildPolicy([{ ...permission, resource }]).statements.map(statementDocument)
    return lacks(permission.action, JSON.stringify(document?.Resource[0] ?? null))
  })
  return buildPolicy(needed.map(({ permission, resource }) => ({ ...permission, resource }))).statements.map(statementDocument)
}
