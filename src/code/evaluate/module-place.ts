import { posix } from 'node:path'
import type { Run } from './run.ts'
import type { Scope } from './scope.ts'
import { literal, pointer } from './values.ts'

/** Tells a module where it stands, where that is known: code that was bundled for Lambda runs elsewhere. */
export function placeModule(run: Run, file: string, scope: Scope): void {
  if (run.directory === undefined) return
  const path = posix.join(run.directory, file)
  const { heap } = run
  const meta = heap.thing('record', `${file}:meta`)
  heap.set(meta.fields, 'url', literal(`file://${path}`))
  heap.set(scope.names, 'import.meta', pointer(meta))
  const places = { dirname: posix.dirname(path), filename: path }
  for (const [name, place] of Object.entries(places)) {
    heap.set(scope.names, `__${name}`, literal(place))
    heap.set(meta.fields, name, literal(place))
  }
}
