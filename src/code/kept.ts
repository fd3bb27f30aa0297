import { deserialize, serialize } from 'node:v8'
import { type Cache, UserError } from '../model/index.ts'
import { answersAre, type KnownEnvironment } from './evaluate/index.ts'
import type { UnusedImports } from './modules/index.ts'
import type { Sources } from './sources.ts'

/** What an entry point led to, and all that this follows from. */
export interface Known<Result> {
  readonly result: Result
  /** The files that were looked at. */
  readonly files: ReadonlySet<string>
  /** Whether every file that any entry point may load had a say, so that one more or one less may change it. */
  readonly service: boolean
  /** What was asked about the environment, with the answers. */
  readonly answers: ReadonlyMap<string, string | undefined>
}

/** The results of earlier runs, by entry point. */
export interface Kept<Result> {
  /** What is known of an entry point, where everything that it follows from is as it was. */
  recall(name: string, environment: KnownEnvironment | undefined): Known<Result> | undefined
  /** Keeps what this run knows, beside what the last one did of other entry points. */
  keep(known: ReadonlyMap<string, Known<Result>>): void
}

/** A file as it was: its text, where its imports led, and what became of those that it does not use. */
interface KeptFile {
  readonly digest: string
  readonly imports: readonly (readonly [specifier: string, target: string])[]
  readonly unused: UnusedImports
}

interface Store<Result> {
  readonly files: ReadonlyMap<string, KeptFile>
  readonly entries: ReadonlyMap<string, Known<Result> & { readonly age: number }>
}

const cacheKey = 'entry points'
/** For how many runs the result of an entry point stays that none of them asks for. */
const oldest = 20

/** Opens the results that a cache holds. INVARIANT: the facts about AWS are those of this version of Keycard, by which caches are told apart. */
export function openKept<Result>(sources: Sources, cache: Cache): Kept<Result> {
  const before = readStore<Result>(cache)
  const held = new Map<string, boolean>()

  const digestOf = (file: string): string | undefined => {
    try {
      return sources.graph.digest(file)
    } catch (error) {
      // A file that may not be read is not known, and says so where it is used.
      if (error instanceof UserError) return undefined
      throw error
    }
  }

  const asItWas = (file: string): boolean => {
    const known = held.get(file)
    if (known !== undefined) return known
    const then = before.files.get(file)
    const holds =
      then !== undefined &&
      digestOf(file) === then.digest &&
      sources.unusedImports(file) === then.unused &&
      then.imports.every(([specifier, target]) => JSON.stringify(sources.resolve(specifier, file)) === target)
    held.set(file, holds)
    return holds
  }

  const isWhole = (files: ReadonlySet<string>): boolean =>
    files.size === sources.graph.files.size && [...files].every((file) => sources.graph.files.has(file))

  return {
    recall(name, environment) {
      const known = before.entries.get(name)
      if (!known || !answersAre(environment, known.answers) || (known.service && !isWhole(known.files))) return undefined
      return [...known.files].every(asItWas) ? known : undefined
    },
    keep(known) {
      const files = new Map(before.files)
      for (const file of sources.graph.files) {
        const digest = digestOf(file)
        const imports = [...sources.graph.imports(file)].map((name) => [name, JSON.stringify(sources.resolve(name, file))] as const)
        if (digest !== undefined) files.set(file, { digest, imports, unused: sources.unusedImports(file) })
      }
      const others = [...before.entries]
        .filter(
          ([name, { age, files }]) => !known.has(name) && age < oldest && [...files].every((file) => !sources.graph.files.has(file) || asItWas(file)),
        )
        .map(([name, one]) => [name, { ...one, age: one.age + 1 }] as const)
      const entries = new Map([...others, ...[...known].map(([name, one]) => [name, { ...one, age: 0 }] as const)])
      const needed = new Set([...entries.values()].flatMap((one) => [...one.files]))
      const store: Store<Result> = { files: new Map([...files].filter(([file]) => needed.has(file))), entries }
      // Calls share values and places down to the object, and must do so when they come back: what is derived from one holds for the other.
      cache.put(cacheKey, serialize(store).toString('base64'))
    },
  }
}

function readStore<Result>(cache: Cache): Store<Result> {
  const text = cache.get(cacheKey)
  if (text !== undefined) {
    try {
      return deserialize(Buffer.from(text, 'base64')) as Store<Result>
    } catch {
      // What cannot be read is worked out again.
    }
  }
  return { files: new Map(), entries: new Map() }
}
