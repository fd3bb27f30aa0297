import type { Value } from '../model/index.ts'

/** The text of a value that is one to the last character. */
export function constantText(value: Value): string | undefined {
  if (value.kind === 'text') return value.text
  return value.kind === 'constant' ? String(value.value) : undefined
}
