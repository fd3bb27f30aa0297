import { argument, type ForeignCall, joinValues, optionsOf, type Run, textOf } from '../evaluate/index.ts'
import type { Idiom } from '../idioms/idiom.ts'
import { spot } from '../summary/index.ts'

/** A module of ours that is run in a thread or process of its own has the same role, so its top level counts. */
export const otherThreads: Idiom = {
  name: 'other threads',
  call(run, symbol, call) {
    const name = symbol.path.join('.')
    if (symbol.package === 'child_process' && symbol.path.at(-1) === 'fork') load(run, call)
    if (symbol.package !== 'global' || name !== 'require.resolve') return undefined
    // A module is named alike wherever it is loaded from the same file.
    const named = optionsOf(argument(call.arguments, 0)).filter((option) => textOf(option)?.startsWith('.'))
    return named.length > 0 ? joinValues(named) : undefined
  },
  construct(run, symbol, call) {
    if (symbol.package === 'worker_threads' && symbol.path.at(-1) === 'Worker') load(run, call)
    return undefined
  },
}

function load(run: Run, { arguments: given, at, scope }: ForeignCall): void {
  run.importValue(argument(given, 0), scope, spot(at.line, at.column ?? 1))
}
