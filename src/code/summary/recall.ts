import { hash } from 'node:crypto'
import type { Cache } from '../../model/index.ts'
import { summarise } from './summarise.ts'
import type { FileSummary } from './summary.ts'

/**
 * Boils a file down, or gives what an earlier run made of the same text under the same name. INVARIANT: a summary follows from these two
 * alone (and from this version of Keycard and its compiler, which caches are told apart by), and survives JSON as it is.
 */
export function recallSummary(file: string, text: string, cache: Cache | undefined): FileSummary {
  if (!cache) return summarise(file, text)
  const key = `summary ${hash('sha256', `${file}\0${text}`, 'base64url')}`
  const known = parseSummary(cache.get(key), file)
  if (known) return known
  const made = summarise(file, text)
  cache.put(key, JSON.stringify(made))
  return made
}

/** What was kept; undefined where it cannot be a summary of this file, which costs a parse. */
function parseSummary(kept: string | undefined, file: string): FileSummary | undefined {
  if (kept === undefined) return undefined
  try {
    const found = JSON.parse(kept) as Partial<FileSummary> | null
    return found?.file === file && lists.every((name) => Array.isArray(found[name])) ? (found as FileSummary) : undefined
  } catch {
    return undefined
  }
}

const lists = ['imports', 'loads', 'unused', 'changing', 'exports', 'types', 'typeExports', 'body', 'annotations'] as const
