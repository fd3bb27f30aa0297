import type { Run } from './run.ts'
import { type Abstract, itemsField, literal, pointer, unknownValue } from './values.ts'

/** The value of parsed JSON; depth is bounded since the file is not ours. */
export function fromJson(run: Run, parsed: unknown, site: string, depth: number): Abstract {
  if (depth > 40) return unknownValue('is nested too deeply')
  if (typeof parsed === 'string' || typeof parsed === 'number' || typeof parsed === 'boolean' || parsed === null) return literal(parsed)
  if (Array.isArray(parsed)) {
    const list = run.heap.thing('list', site)
    run.heap.set(list.fields, itemsField, { kind: 'items', items: parsed.map((item) => fromJson(run, item, run.heap.siteOf(site, '[]'), depth + 1)) })
    return pointer(list)
  }
  const record = run.heap.thing('record', site)
  if (typeof parsed === 'object' && parsed !== null)
    for (const [name, value] of Object.entries(parsed))
      run.heap.set(record.fields, name, fromJson(run, value, run.heap.siteOf(site, name), depth + 1))
  return pointer(record)
}
