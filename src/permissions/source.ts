import { text, type Value } from '../model/index.ts'
import type { Source } from './format.ts'
import { readerNames, readText } from './readers.ts'
import { fieldName, type Reading, readPath, settle } from './reading.ts'

/** A parsed source. */
export type SourceTree =
  | { readonly kind: 'path'; readonly path: string }
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'keys'; readonly path: string }
  | { readonly kind: 'reader'; readonly reader: string; readonly of: SourceTree }
  | { readonly kind: 'first'; readonly of: readonly SourceTree[] }
  | { readonly kind: 'each'; readonly of: readonly SourceTree[] }

const PATH = /^(?:\$client|[A-Za-z_][\w-]*(?:\{\})?(?:\[\])?)(?:\.[A-Za-z_][\w-]*(?:\{\})?(?:\[\])?)*$/
const parsed = new Map<Source, SourceTree>()

/** Parses a source; one that is not of the grammar is a mistake in the map and throws. */
export function parseSource(source: Source): SourceTree {
  const known = parsed.get(source)
  if (known) return known
  const tree = parseFresh(source)
  parsed.set(source, tree)
  return tree
}

function parseFresh(source: Source): SourceTree {
  const alternatives = source.split(' | ')
  if (alternatives.length > 1) return { kind: 'each', of: alternatives.map(parseSource) }
  const choices = source.split(' ?? ')
  if (choices.length > 1) return { kind: 'first', of: choices.map(parseSource) }
  const literal = /^'([^']*)'$/.exec(source)
  if (literal) return { kind: 'literal', text: literal[1] ?? '' }
  const call = /^(\w+)\((.*)\)$/.exec(source)
  if (call?.[1] && call[2] !== undefined) {
    if (call[1] === 'keys' && PATH.test(call[2])) return { kind: 'keys', path: call[2] }
    if (readerNames.has(call[1])) return { kind: 'reader', reader: call[1], of: parseSource(call[2]) }
  } else if (PATH.test(source)) return { kind: 'path', path: source }
  throw new Error(`action map: "${source}" is no source`)
}

/** The member paths that a source reads. */
export function pathsOf(tree: SourceTree): readonly string[] {
  if (tree.kind === 'literal') return []
  if (tree.kind === 'path' || tree.kind === 'keys') return [tree.path]
  return tree.kind === 'reader' ? pathsOf(tree.of) : tree.of.flatMap(pathsOf)
}

/** The readers that a source applies. */
export function readersOf(tree: SourceTree): readonly string[] {
  if (tree.kind === 'reader') return [tree.reader, ...readersOf(tree.of)]
  return tree.kind === 'first' || tree.kind === 'each' ? tree.of.flatMap(readersOf) : []
}

/** What a source yields for a call in this world. */
export function sourceValue(tree: SourceTree, call: { readonly input: Value; readonly clientOptions: Value }, reading: Reading): Value {
  switch (tree.kind) {
    case 'literal':
      return text(tree.text)
    case 'path': {
      const value = readPath(tree.path, call.input, call.clientOptions, reading)
      return value.kind === 'constant' && value.value === null ? { kind: 'absent' } : value
    }
    case 'keys':
      return fieldName(readPath(tree.path, call.input, call.clientOptions, reading), tree.path, reading)
    case 'reader':
      return readText(tree.reader, sourceValue(tree.of, call, reading), reading.declares)
    case 'each': {
      const there = tree.of.map((choice) => sourceValue(choice, call, reading)).filter((value) => value.kind !== 'absent')
      const known = there.filter((value) => value.kind !== 'unknown')
      // One that is not known may be there beside those that are.
      const options = [...known, ...there.filter((value) => value.kind === 'unknown').slice(0, 1)]
      if (options.length === 0) return { kind: 'absent' }
      return settle({ kind: 'oneOf', options }, pathsOf(tree).join(' | '), reading)
    }
    case 'first': {
      let value: Value = { kind: 'absent' }
      for (const choice of tree.of) {
        const next = sourceValue(choice, call, reading)
        if (next.kind === 'absent') continue
        // An unknown may still be absent, so a later member that is there says more.
        if (value.kind !== 'unknown') value = next
        else if (choice.kind !== 'literal' && next.kind !== 'unknown') value = next
        if (value.kind !== 'unknown') return value
      }
      return value
    }
  }
}
