import type { Abstract } from './values.ts'

/** Whether something may be called. */
export const isCallable = (value: Abstract): boolean =>
  value.kind === 'method' || (value.kind === 'pointer' && (value.thing.closure !== undefined || value.thing.kind === 'opaque'))
