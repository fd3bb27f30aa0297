import { loadsOf, type Statement } from '../summary/index.ts'
import type { Run } from './run.ts'

/** The modules that an entry point surely loads before it is called, in the order in which each is done. */
export function loadOrder(run: Run, entry: string): readonly string[] {
  const done = new Set<string>()
  const begun = new Set<string>()
  const load = (file: string): void => {
    if (begun.has(file)) return
    begun.add(file)
    const summary = run.summary(file)
    const loads = summary ? loadsOf(summary, run.unusedImports(file)).filter(({ perhaps }) => !perhaps) : []
    for (const specifier of [...loads.map(({ specifier }) => specifier), ...(summary?.body ?? []).flatMap(requiredBy)]) {
      const target = run.resolve(specifier, file)
      if (target.kind === 'file') load(target.file)
    }
    done.add(file)
  }
  load(entry)
  return [...done]
}

/** What a statement of a module requires, whatever else happens. */
function requiredBy(statement: Statement): readonly string[] {
  return statement.kind === 'let' || statement.kind === 'expression' ? requiredIn(statement.value) : []
}

interface Part {
  readonly kind?: unknown
  readonly specifier?: { readonly kind: string; readonly value?: unknown }
  readonly parameters?: unknown
}

function requiredIn(part: unknown): readonly string[] {
  if (typeof part !== 'object' || part === null) return []
  if (Array.isArray(part)) return part.flatMap(requiredIn)
  const { kind, specifier, parameters }: Part = part
  if (kind === 'import') return specifier?.kind === 'literal' && typeof specifier.value === 'string' ? [specifier.value] : []
  return parameters || kind === 'conditional' || kind === 'logical' || kind === 'class' ? [] : Object.values(part).flatMap(requiredIn)
}
