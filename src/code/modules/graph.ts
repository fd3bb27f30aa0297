import { hash } from 'node:crypto'
import type { IgnoreComment, Reader } from '../../model/index.ts'
import { ignoresOf } from '../ignores.ts'
import { actsOnOthers } from './acts.ts'
import { joinPaths } from './paths.ts'
import type { Target } from './resolve.ts'

/** Which files of the workspace can lead to AWS, found without parsing them. */
export interface ModuleGraph {
  /** Scans the files that these reach, where that has not been done. */
  include(files: readonly string[]): void
  /** Says what a parsed file imports, since a look at its text does not find what stands behind a comment or in escapes. */
  link(file: string, specifiers: Iterable<string>): void
  /** Whether loading or calling into a file can end in an SDK package, or loading it may change what others hold. */
  matters(file: string): boolean
  /** A file and all that loading it may load, in whatever form it is imported. */
  leadsTo(file: string): ReadonlySet<string>
  /** The files that import a file, or one that does. */
  leadingTo(file: string): ReadonlySet<string>
  /** The text of a file, kept from the scan until it is taken. */
  take(file: string): string | undefined
  /** What tells the text of a file, as it was read first, from others; undefined where there is none. */
  digest(file: string): string | undefined
  /** What a file was found to import, each under the specifier that stands there. */
  imports(file: string): ReadonlySet<string>
  /** Every file that was scanned. */
  readonly files: ReadonlySet<string>
  /** The files that may speak of a name: those that hold it, and those whose text is no longer at hand. */
  mentioning(name: string): readonly string[]
  /** The comments `keycard-ignore` of every file that was scanned. */
  readonly ignores: readonly IgnoreComment[]
}

// INVARIANT: no white space can be matched in two ways, or a hostile file takes quadratic time.
const specifiers = /\b(?:from|import|require)\s*(?:\(\s*)?(['"`])((?:(?!\1)[^\n\\])*)\1/g
// A module that is named by something computed, behind a comment or in escapes, or that holds an annotation, is always worth a parse.
const opaque =
  /\b(?:import|require)\s*\(\s*(?:[^'"`\s)]|`[^`]*\$\{)|\b(?:from|import|require)\s*(?:\(\s*)?(?:\/[/*]|(['"`])(?:(?!\1)[^\n\\])*\\)|keycard-allow/

/** Builds the graph by a cheap look for import specifiers; comments and strings that look like imports only add edges, never lose one. */
export function createGraph(reader: Reader, resolve: (specifier: string, from: string) => Target, isSource: (name: string) => boolean): ModuleGraph {
  const importers = new Map<string, string[]>()
  const imports = new Map<string, Set<string>>()
  const named = new Map<string, Set<string>>()
  const digests = new Map<string, string>()
  const closures = new Map<string, ReadonlySet<string>>()
  const texts = new Map<string, string>()
  const scanned = new Set<string>()
  const ignores: IgnoreComment[] = []
  const reaching = new Set<string>()

  const mark = (file: string): void => {
    const queue = [file]
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
      if (reaching.has(next)) continue
      reaching.add(next)
      queue.push(...(importers.get(next) ?? []))
    }
  }

  /** Adds an edge; whether it leads to an SDK, or to what is not there and may have led to one. */
  const connect = (file: string, target: Target, queue: string[]): boolean => {
    if (target.kind === 'package') return isSource(target.name)
    if (target.kind === 'missing') return true
    if (target.kind !== 'file') return false
    const from = imports.get(file)
    if (from) from.add(target.file)
    else imports.set(file, new Set([target.file]))
    const known = importers.get(target.file)
    if (known) known.push(file)
    else importers.set(target.file, [file])
    if (!scanned.has(target.file)) {
      scanned.add(target.file)
      queue.push(target.file)
    }
    return reaching.has(target.file)
  }

  const scan = (file: string, queue: string[]): void => {
    if (file.endsWith('.json')) return
    const text = reader.read(file)
    if (text === undefined) return
    digests.set(file, digestOf(text))
    texts.set(file, text)
    ignores.push(...ignoresOf(file, text))
    let source = opaque.test(text)
    const names = new Set<string>()
    named.set(file, names)
    for (const { 2: name = '' } of text.matchAll(specifiers)) {
      names.add(name)
      if (connect(file, resolve(name, file), queue)) source = true
    }
    if (source || actsOnOthers(text, (name) => resolve(name, file).kind === 'package')) mark(file)
  }

  const scanAll = (queue: string[]): void => {
    if (queue.length > 0) closures.clear()
    for (let file = queue.pop(); file !== undefined; file = queue.pop()) scan(file, queue)
  }

  const leadsTo = (file: string): ReadonlySet<string> => {
    const known = closures.get(file)
    if (known) return known
    const found = new Set([file])
    for (const next of found) for (const target of imports.get(next) ?? []) found.add(target)
    closures.set(file, found)
    return found
  }

  return {
    leadsTo,
    ignores,
    include: (files) => {
      const queue = files.map((file) => joinPaths(file)).filter((file) => !scanned.has(file))
      for (const file of queue) scanned.add(file)
      scanAll(queue)
    },
    link: (file, names) => {
      const known = named.get(file)
      for (const name of names) {
        known?.add(name)
        const target = resolve(name, file)
        if (target.kind === 'file' && imports.get(file)?.has(target.file)) continue
        if (target.kind !== 'file' && target.kind !== 'missing') continue
        const queue: string[] = []
        closures.clear()
        if (connect(file, target, queue)) mark(file)
        scanAll(queue)
      }
    },
    leadingTo: (file) => {
      const found = new Set(importers.get(file))
      for (const next of found) for (const importer of importers.get(next) ?? []) found.add(importer)
      return found
    },
    matters: (file) => reaching.has(file),
    take: (file) => {
      const text = texts.get(file) ?? reader.read(file)
      texts.delete(file)
      if (text !== undefined && !digests.has(file)) digests.set(file, digestOf(text))
      return text
    },
    mentioning: (name) => [...scanned].filter((file) => !file.endsWith('.json') && (texts.get(file)?.includes(name) ?? true)),
    files: scanned,
    digest: (file) => digests.get(file) ?? digestOf(reader.read(file)),
    imports: (file) => named.get(file) ?? noNames,
  }
}

const noNames: ReadonlySet<string> = new Set()

function digestOf(text: string): string
function digestOf(text: string | undefined): string | undefined
function digestOf(text: string | undefined): string | undefined {
  return text === undefined ? undefined : hash('sha256', text, 'base64url')
}
