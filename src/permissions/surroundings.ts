import type { DeclaredResource, Finding, Permission, Value } from '../model/index.ts'
import type { EnvironmentSource } from './reading.ts'
import type { Triggers } from './told.ts'

/** What is around the calls of one function: its environment, the service's resources, and where it is deployed. */
export interface Surroundings {
  readonly environment: Pick<ReadonlyMap<string, Value>, 'get'>
  readonly environmentSource: EnvironmentSource
  readonly resources: ReadonlyMap<string, DeclaredResource>
  readonly partition: string
  readonly region: Value
  readonly account: Value
  /** What the function's triggers say of its events. */
  readonly triggers?: Triggers
  readonly objectKeys: 'exact' | 'prefix' | 'bucket'
  /** Whether conditions are written that AWS evaluates, but that code may outgrow unseen. */
  readonly conditions?: boolean
}

/** What one call needs, before annotations have their say. */
export interface Derived {
  readonly permissions: readonly Permission[]
  readonly findings: readonly Finding[]
}
