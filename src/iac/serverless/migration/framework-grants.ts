import type { Permission } from '../../../model/index.ts'
import { grantsOfWrittenRole } from '../dropped-grants/index.ts'
import type { ReadService } from '../index.ts'

/** By function, what Lambda itself needs of its role, whoever gives it: what people often wrote into the provider's statements. */
export function frameworkGrants({
  service: { resources },
  source: { configuration, functions },
}: ReadService): ReadonlyMap<string, readonly Permission[]> {
  return new Map(functions.map(({ name, spot }) => [name, grantsOfWrittenRole({ configuration, name, spot, resources })]))
}
