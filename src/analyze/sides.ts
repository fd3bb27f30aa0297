import { sharersOf, statementsAt } from '../iac/index.ts'
import type { AnalyzeOptions } from '../model/index.ts'
import { createSpelling, possibleKeyActions } from '../permissions/index.ts'
import { type DerivedService, partitionOf } from './derive-service.ts'
import type { Shelving, Sides } from './differences/index.ts'
import { needing } from './shared-roles.ts'

/** The two sides of a comparison. */
export function sidesOf({ read: { service, settings }, map, functions }: DerivedService, options: Pick<AnalyzeOptions, 'region'>): Sides {
  const region = options.region ?? settings.region ?? service.region
  return {
    service,
    reports: new Map(functions.map(({ report }) => [report.name, report])),
    spell: createSpelling(map, { resources: service.resources, partition: partitionOf(region), ...(region === undefined ? {} : { region }) }),
    keyActions: (permission) => possibleKeyActions(map, permission),
    managed: (name) => map.managedPolicies().get(name),
    besideCode: (policy) => map.policiesBesideCode().get(policy),
  }
}

/** Where the statements of a service stand, for what mends them. */
export function shelvingOf({ read, functions }: DerivedService): Omit<Shelving, 'inDeclaredWords'> {
  const needed = needing(
    read.service,
    functions.map(({ report }) => report),
  )
  return { places: [...sharersOf(read).values()], statementsAt: (place) => statementsAt(read, place), needed }
}
