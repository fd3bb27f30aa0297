import type { FunctionReport, Json, Policy, Value } from '../model/index.ts'
import { distinct, plural, readable } from './words.ts'

/** Actions that are allowed on resources, as texts. */
export interface Allowance {
  readonly actions: readonly string[]
  readonly resources: readonly string[]
  /** Whether it is written as everything but these. */
  readonly but?: boolean
}

/** How much something allows, in numbers and with its wildcards. */
export interface Breadth {
  readonly actions: number
  readonly resources: number
  /** Where an action or a whole resource is a wildcard: `s3:* on *`. */
  readonly wildcards: readonly string[]
}

/** What a function is allowed by what is declared for it. */
export const declaredBreadth = (each: FunctionReport, render: (value: Value) => Json): Allowance[] => allowancesOf(each.declared, render)

/** What remains for it. */
export const derivedBreadth = (each: FunctionReport): Allowance[] =>
  each.statements.filter(({ Effect }) => Effect === 'Allow').map(({ Action, Resource }) => ({ actions: Action, resources: Resource.map(readable) }))

function allowancesOf(policy: Policy, render: (value: Value) => Json): Allowance[] {
  return policy.statements
    .filter(({ effect }) => effect === 'Allow')
    .map((statement) => {
      const but = statement.notActions !== undefined || statement.notResources !== undefined
      return {
        actions: statement.notActions?.map((action) => `all but ${action}`) ?? statement.actions,
        resources:
          statement.notResources?.map((value) => `all but ${readable(render(value))}`) ?? statement.resources.map((value) => readable(render(value))),
        ...(but ? { but } : {}),
      }
    })
}

/** Counts distinct actions and resources, and picks out what is a wildcard. */
export function breadthOf(allowances: readonly Allowance[]): Breadth {
  const wide = allowances.flatMap(({ actions, resources, but }) => {
    const wildActions = but ? actions : actions.filter((action) => /[*?]/.test(action))
    const wildResources = but ? resources : resources.filter((resource) => resource === '*')
    const shownActions = wildActions.length > 0 ? wildActions : wildResources.length > 0 ? actions : []
    const shownResources = wildResources.length > 0 ? wildResources : resources
    if (shownActions.length === 0) return []
    return [`${few(shownActions)} on ${few(shownResources)}`]
  })
  return {
    actions: distinct(allowances.flatMap(({ actions }) => actions)).length,
    resources: distinct(allowances.flatMap(({ resources }) => resources)).length,
    wildcards: distinct(wide),
  }
}

const few = (items: readonly string[]): string =>
  items.length > 3 ? `${items.slice(0, 2).join(', ')} and ${items.length - 2} more` : items.join(', ')

/** Adds up what several functions may do; each function counts by itself. */
export function sumOf(all: readonly Breadth[]): Breadth {
  return {
    actions: all.reduce((sum, { actions }) => sum + actions, 0),
    resources: all.reduce((sum, { resources }) => sum + resources, 0),
    wildcards: distinct(all.flatMap(({ wildcards }) => wildcards)),
  }
}

/** `1 action on 1 resource: s3:* on *`. */
export function breadthLine({ actions, resources, wildcards }: Breadth): string {
  if (actions === 0) return 'nothing allowed'
  const shown = wildcards.slice(0, 2).join('; ')
  const more = wildcards.length > 2 ? `; and ${plural(wildcards.length - 2, 'more wildcard')}` : ''
  return `${plural(actions, 'action')} on ${plural(resources, 'resource')}${wildcards.length > 0 ? `, wide: ${shown}${more}` : ''}`
}
