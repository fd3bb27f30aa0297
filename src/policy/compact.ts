import type { Policy, Statement } from '../model/index.ts'
import { compareStatements, grantsOf } from './grants.ts'
import { compareTexts, compareValues, conditionKey, groupBy } from './order.ts'

/**
 * The same policy put together the other way round: one statement for each set of actions, with all resources that have that set. It is
 * shorter where many actions overlap on few resources, and longer elsewhere; nothing is allowed that was not.
 */
export function compact({ statements }: Policy): Policy {
  const isPlain = ({ notActions, notResources }: Statement): boolean => !notActions && !notResources
  const grants = statements.filter(isPlain).flatMap(grantsOf)
  const byKind = groupBy(grants, ({ effect, condition }) => `${effect} ${conditionKey(condition)}`)
  const plain = byKind.flatMap((kind) => {
    const byResource = groupBy(kind, ({ pattern }) => pattern.key)
    const actionsOf = (group: typeof kind): readonly string[] => [...new Set(group.map(({ action }) => action))].sort(compareTexts)
    return groupBy(byResource, (group) => JSON.stringify(actionsOf(group))).flatMap((groups): Statement[] => {
      const all = groups.flat()
      const [first] = all
      if (!first) return []
      const resources = groups.flatMap(([one]) => (one ? [one.resource] : [])).sort(compareValues)
      const because = [...new Set(all.flatMap((one) => one.because))]
      return [{ effect: first.effect, actions: actionsOf(all), resources, ...(first.condition ? { condition: first.condition } : {}), because }]
    })
  })
  return { statements: [...plain, ...statements.filter((statement) => !isPlain(statement))].sort(compareStatements) }
}
