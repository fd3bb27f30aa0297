import type { CodeEntry, CodePlace, CodeSlot, CodeTree, Location, ReadCode, Reader } from '../model/index.ts'
import { type Entry, lineStartsOf, locationAt, type MapNode, type Node, type Slot, type SourceFile } from './document.ts'

/** Whether a configuration file is code. */
export const isCode = (file: string): boolean => /\.[cm]?[jt]s$/.test(file)

/** Reads configuration that is written as code into nodes with places. */
export class CodeFiles {
  private readonly reader: Reader
  private readonly readCode: ReadCode
  private readonly sources = new Map<string, SourceFile>()
  private readonly known = new Map<string, Node>()

  constructor(reader: Reader, readCode: ReadCode) {
    this.reader = reader
    this.readCode = readCode
  }

  /** What a module exports, or what it exports under a name. */
  nodesOf(file: string, name?: string): Node {
    const key = JSON.stringify([file, name])
    const known = this.known.get(key)
    if (known) return known
    const tree = this.readCode(this.reader, file, name)
    const made = new Reading((one) => this.source(one), countUses(tree)).node(tree)
    this.known.set(key, made)
    return made
  }

  /** Every node that was read as a whole. */
  roots(): readonly Node[] {
    return [...this.known.values()]
  }

  private source(file: string): SourceFile {
    const known = this.sources.get(file)
    if (known) return known
    const text = this.reader.read(file) ?? ''
    const made: SourceFile = { file, text, format: 'code', lineStarts: lineStartsOf(text) }
    this.sources.set(file, made)
    return made
  }
}

/** In how many places each part of a tree is used. */
function countUses(root: CodeTree): ReadonlyMap<CodeTree, number> {
  const uses = new Map<CodeTree, number>()
  const visit = (tree: CodeTree): void => {
    const before = uses.get(tree) ?? 0
    uses.set(tree, before + 1)
    if (before > 0) return
    for (const { tree: inner } of slotsOf(tree)) visit(inner)
  }
  visit(root)
  return uses
}

function slotsOf(tree: CodeTree): Iterable<CodeSlot> {
  if (tree.kind === 'list') return tree.items
  return tree.kind === 'map' ? tree.entries.values() : []
}

/** One pass from a tree to nodes; what is used twice stays one node. */
class Reading {
  private readonly sourceOf: (file: string) => SourceFile
  private readonly uses: ReadonlyMap<CodeTree, number>
  private readonly known = new Map<CodeTree, Node>()

  constructor(sourceOf: (file: string) => SourceFile, uses: ReadonlyMap<CodeTree, number>) {
    this.sourceOf = sourceOf
    this.uses = uses
  }

  node(tree: CodeTree): Node {
    const known = this.known.get(tree)
    if (known) return known
    const made = this.make(tree)
    this.known.set(tree, made)
    return made
  }

  private make(tree: CodeTree): Node {
    const place = { source: this.sourceOf(tree.file), start: tree.start, end: tree.end }
    if (tree.kind === 'scalar') {
      const style = tree.quote === "'" ? 'single' : tree.quote === '"' ? 'double' : typeof tree.value === 'string' ? 'made' : 'plain'
      return { kind: 'scalar', ...place, value: tree.value, style }
    }
    if (tree.kind === 'partial') return { kind: 'scalar', ...place, value: '', style: 'made', computed: tree.value }
    const more = { ...(tree.fixed === undefined ? {} : { fixed: tree.fixed }), ...(tree.open ? { open: this.open(tree.open) } : {}) }
    if (tree.kind === 'list') return { kind: 'list', ...place, ...more, flow: true, items: tree.items.map((slot) => this.slot(slot)) }
    const around: MapNode = { kind: 'map', ...place, flow: true, entries: new Map() }
    const entries = new Map([...tree.entries].map(([key, entry]) => [key, this.entry(key, entry, around)]))
    return { ...around, ...more, entries }
  }

  private open({ why, ...place }: CodePlace & { readonly why: string }): { why: string; at: Location } {
    return { why, at: locationAt(this.sourceOf(place.file), place.start) }
  }

  /** What stands in one place alone is edited where it is written; what is used in several is an alias in each of them. */
  private slot({ tree, place, conditional }: CodeSlot): Slot {
    return {
      source: this.sourceOf(place.file),
      node: this.node(tree),
      start: place.start,
      end: place.end,
      alias: (tree.kind === 'list' || tree.kind === 'map') && (this.uses.get(tree) ?? 0) > 1,
      ...(conditional ? { conditional } : {}),
    }
  }

  /** A field that no key names comes in with a spread, as from a merge key: its place is where it is written, or the spread's. */
  private entry(key: string, entry: CodeEntry, around: MapNode): Entry {
    const slot = this.slot(entry)
    if (entry.key) {
      const { start: keyStart, end: keyEnd } = entry.key
      const colon = slot.source.text.slice(keyEnd, slot.start).indexOf(':')
      return { ...slot, key, keyStart, keyEnd, colonEnd: keyEnd + colon + 1 }
    }
    const { source, start } = slot.node
    return { ...slot, source, key, keyStart: start, keyEnd: start, colonEnd: start, mergedFrom: around }
  }
}
