import { hash } from 'node:crypto'
import { relative } from 'node:path'
import type { Cache, Reader } from '../model/index.ts'
import { baseOption } from './base.ts'
import { type Host, type Request, type Result, single } from './command.ts'

/** What of a result is kept; the output follows as it is. */
interface Kept extends Pick<Result, 'notes' | 'exitCode' | 'reports'> {
  readonly trace: Parameters<typeof import('../reader/index.ts').stillHolds>[1]
}

/**
 * Does the work of a command, or gives the result of the last time where every file that it looked at is as it was then. Rooms are
 * pure, so the same request over the same files has the same result; where some differ, the work finds in the cache what comes of the others.
 */
export async function remember(
  command: string,
  request: Request,
  host: Host,
  reader: Reader,
  work: (reader: Reader, cache?: Cache) => Promise<Result>,
): Promise<Result> {
  const cache = host.openCache?.(reader.directory, reader.workspace)
  // What git answers is in no trace, so of a run that asks it no result is kept.
  if (!cache || single(request, baseOption.name) !== undefined) return work(reader, cache)
  const { stillHolds, traceReader } = await import('../reader/index.ts')
  const asked = [command, [...request.arguments], [...request.options], host.colour, relative(reader.directory, host.directory)]
  const key = `result ${hash('sha256', JSON.stringify(asked), 'base64url')}`
  const known = cache.get(key)
  if (known !== undefined) {
    const cut = known.indexOf('\n')
    const { trace, ...kept } = JSON.parse(known.slice(0, cut)) as Kept
    const same = { ...kept, output: known.slice(cut + 1), directory: reader.directory, workspace: reader.workspace, changes: [] }
    if (stillHolds(reader, trace)) return same
  }
  const traced = traceReader(reader)
  const result = await work(traced.reader, cache)
  // What is written changes what was read.
  if (result.changes.length > 0) return result
  const kept: Kept = { notes: result.notes, exitCode: result.exitCode, reports: result.reports, trace: traced.trace() }
  cache.put(key, `${JSON.stringify(kept)}\n${result.output}`)
  return result
}
