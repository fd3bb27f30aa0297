import { loadOrder } from './load-order.ts'
import type { Run } from './run.ts'

/** Before a module changes what another one holds: loads those that came first and may have read that, though nobody has asked for them yet. */
export function loadBefore(run: Run, owner: string, module: string): void {
  const { graph, heap } = run
  if (graph.matters(owner)) return
  const waiting = new Set([...graph.leadingTo(owner)].filter((file) => !graph.matters(file)))
  if (waiting.size === 0) return
  for (const file of loadOrder(run, heap.entry)) {
    if (file === module) return
    if (waiting.has(file)) run.load(file)
  }
}
