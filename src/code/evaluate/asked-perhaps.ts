import type { Spot } from '../summary/index.ts'
import { choose } from './alternatives.ts'
import type { Run } from './run.ts'
import type { Scope } from './scope.ts'
import { type Abstract, anyField, getterPrefix, noChoice, type Thing } from './values.ts'

/** What its own getters give that may be in the place of a field. */
export function askedPerhaps(run: Run, self: Abstract, { fields }: Thing, name: string, scope: Scope, at: Spot): readonly Abstract[] {
  return [name, anyField].flatMap((one) => {
    const getter = run.heap.get(fields, getterPrefix + one)
    if (!getter) return []
    const ask = (): Abstract => run.call(getter, self, { arguments: { items: [] }, at: run.place(scope, at), scope })
    return [choose(run, scope, [ask, () => noChoice])]
  })
}
