import type { Location, Value } from '../model/index.ts'

/** A configuration file that was read, whole. */
export interface SourceFile {
  /** Relative to the service's directory. */
  readonly file: string
  readonly text: string
  readonly format: 'yaml' | 'json' | 'code'
  /** The offset at which each line starts. */
  readonly lineStarts: readonly number[]
}

interface Positioned {
  readonly source: SourceFile
  /** Offset of the first character, anchor and tag left out. */
  readonly start: number
  /** Offset after the last character of the content; comments and line ends that follow are left out. */
  readonly end: number
  readonly anchor?: string
}
/** A single value as it stands in a file. */
export interface ScalarNode extends Positioned {
  readonly kind: 'scalar'
  readonly value: string | number | boolean | null
  readonly style: 'plain' | 'single' | 'double' | 'block' | 'made'
  /** What code makes here, where that is not a single known value. */
  readonly computed?: Value
}
/** What only code can leave open. */
interface Collection extends Positioned {
  /** Why it cannot be edited for the one place that holds it: no literal says it, or one that says others too. */
  readonly fixed?: string
  /** Why there may be more in it than can be seen, and where. */
  readonly open?: { readonly why: string; readonly at: Location }
}
/** A list as it stands in a file. */
export interface ListNode extends Collection {
  readonly kind: 'list'
  readonly flow: boolean
  readonly items: readonly Slot[]
}
/** A map as it stands in a file; a short tag `!Ref X` is a map with the long form's key. */
export interface MapNode extends Collection {
  readonly kind: 'map'
  readonly flow: boolean
  readonly entries: ReadonlyMap<string, Entry>
  /** The maps whose entries it takes over with a merge key (`<<`). */
  readonly merges?: readonly MapNode[]
  /** The short tag this map was written as: `!Ref`. */
  readonly tag?: string
}
/** A part of a configuration file, with its place. Aliases share one node, so nodes form a graph without cycles. */
export type Node = ScalarNode | ListNode | MapNode

/** A place that holds a node: in a list, or as a map's value. */
export interface Slot {
  /** The file of this place; the node itself may stand in another map of it. */
  readonly source: SourceFile
  readonly node: Node
  /** Offset of the first character of what stands here, anchor and tag included; an alias stands here as `*name`. */
  readonly start: number
  readonly end: number
  readonly alias: boolean
  /** Whether it is there depends on what code does not know before the deployment. */
  readonly conditional?: true
  /** Offset of the dash before an item of a block list. */
  readonly dash?: number
}
/** A slot with its key. */
export interface Entry extends Slot {
  readonly key: string
  readonly keyStart: number
  readonly keyEnd: number
  /** Offset after the colon; the end of the key where there is none. */
  readonly colonEnd: number
  /** The map that a merge key (`<<`) took this entry from; its offsets are those of that map's file. */
  readonly mergedFrom?: MapNode
}

/** Where each line of a text starts. */
export function lineStartsOf(text: string): number[] {
  const starts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return starts
}

/** The place of an offset as people name it. */
export function locationAt(source: SourceFile, offset: number): Location {
  let low = 0
  let high = source.lineStarts.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((source.lineStarts[middle] ?? 0) <= offset) low = middle
    else high = middle - 1
  }
  return { file: source.file, line: low + 1, column: offset - (source.lineStarts[low] ?? 0) + 1 }
}

/** The place where a node starts. */
export const locationOf = (node: Node): Location => locationAt(node.source, node.start)

/** The line of an offset with one line before and after it, and a mark under the column. */
export function excerptAt(source: SourceFile, offset: number): string {
  const { line, column = 1 } = locationAt(source, Math.min(offset, source.text.length))
  const lineText = (number: number): string =>
    source.text
      .slice(
        source.lineStarts[number - 1] ?? 0,
        Math.min(source.lineStarts[number] ?? source.text.length, (source.lineStarts[number - 1] ?? 0) + 200),
      )
      .replace(/[\r\n]+$/, '')
      .replace(/^\uFEFF/, '')
  const last = Math.min(line + 1, source.lineStarts.length)
  const width = String(last).length
  const shown: string[] = []
  for (let number = Math.max(1, line - 1); number <= last; number++) {
    shown.push(`${number === line ? '>' : ' '} ${String(number).padStart(width)} | ${lineText(number).slice(0, 160)}`.trimEnd())
    if (number === line && column <= 160) shown.push(`  ${' '.repeat(width)} | ${' '.repeat(column - 1)}^`)
  }
  return shown.join('\n')
}

/** The entry of a map under a key; inherited names such as `constructor` are no keys. */
export const entryOf = (node: Node | undefined, key: string): Entry | undefined => (node?.kind === 'map' ? node.entries.get(key) : undefined)
