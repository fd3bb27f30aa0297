import type { Run } from './run.ts'

/** The modules that an entry point loads, in the order in which each is done. */
export function loadOrder(run: Run, entry: string): readonly string[] {
  const done = new Set<string>()
  const begun = new Set<string>()
  const load = (file: string): void => {
    if (begun.has(file)) return
    begun.add(file)
    for (const specifier of run.summary(file)?.loads ?? []) {
      const target = run.resolve(specifier, file)
      if (target.kind === 'file') load(target.file)
    }
    done.add(file)
  }
  load(entry)
  return [...done]
}
