import { createSpelling } from '../permissions/index.ts'
import { type AnalyzeOptions, type DerivedService, partitionOf } from './derive-service.ts'
import type { Sides } from './differences/index.ts'

/** The two sides of a comparison. */
export function sidesOf({ read: { service, settings }, map, functions }: DerivedService, options: Pick<AnalyzeOptions, 'region'>): Sides {
  const region = options.region ?? settings.region ?? service.region
  return {
    service,
    reports: new Map(functions.map(({ report }) => [report.name, report])),
    spell: createSpelling(map, { resources: service.resources, partition: partitionOf(region), ...(region === undefined ? {} : { region }) }),
    managed: (name) => map.managedPolicies().get(name),
  }
}
