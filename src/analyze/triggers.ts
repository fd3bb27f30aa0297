import type { LambdaFunction, Service } from '../model/index.ts'
import { type ActionMap, noTriggers, readTriggers, type Triggers } from '../permissions/index.ts'

/** What a function's triggers say of its events, but for what its own code changes in them. */
export function triggersOf(map: ActionMap, service: Service, declared: LambdaFunction, partition: string, changes: ReadonlySet<string>): Triggers {
  const triggers = readTriggers(declared.events, map.triggers(), { partition, functionId: logicalId(declared.name), resources: service.resources })
  if (triggers === noTriggers || changes.size === 0) return triggers
  const isChanged = (path: string): boolean => [...changes].some((one) => path === one || path.startsWith(`${one}.`) || path.startsWith(`${one}[`))
  return { of: (path) => (isChanged(path) ? undefined : triggers.of(path)) }
}

/** As the framework names the resource of a function: https://www.serverless.com/framework/docs/providers/aws/guide/resources */
function logicalId(name: string): string {
  const plain = name.replaceAll('-', 'Dash').replaceAll('_', 'Underscore')
  return `${plain.charAt(0).toUpperCase()}${plain.slice(1)}LambdaFunction`
}
