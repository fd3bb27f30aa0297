import type { MapNode, Node, ScalarNode, SourceFile } from '../document.ts'

/** How a file is written, so that what is added looks like what is there. */
export interface Style {
  readonly format: SourceFile['format']
  readonly lineEnd: '\n' | '\r\n'
  /** Spaces per level. */
  readonly indent: number
  /** Spaces from a key to the dashes of its list: none, or some. */
  readonly listIndent: number
  /** The quote where one is needed. */
  readonly quote: "'" | '"'
  /** Whether actions and resources are quoted where they need not be. */
  readonly quotesAlways: boolean
  /** `!Sub` rather than `Fn::Sub:`. */
  readonly shortTags: boolean
  /** One level of indentation, where it may be a tab. */
  readonly unit: string
  /** Whether the last line of a list or an object in code ends with a comma. */
  readonly trailingComma: boolean
}

const statementKeys: ReadonlySet<string> = new Set(['Effect', 'Action', 'Resource', 'NotAction', 'NotResource'])

/** Reads the habits of a file off its nodes; what it has no example of is written as the framework's own documentation has it. */
export function styleOf(root: Node): Style {
  const { source } = root
  const seen = new Tally()
  collect(root, source, seen, new Set())
  if (source.format === 'code') collectLines(source, seen)
  const indent = seen.most('indent', 2)
  return {
    format: source.format,
    lineEnd: (source.text.match(/\r\n/g)?.length ?? 0) * 2 > source.lineStarts.length - 1 ? '\r\n' : '\n',
    indent,
    listIndent: seen.most('list', indent),
    quote: seen.count('quote', 2) > seen.count('quote', 1) ? '"' : "'",
    quotesAlways: seen.count('needless', 1) > seen.count('needless', 0),
    shortTags: seen.count('tags', 1) > 0 || seen.count('tags', 0) === 0,
    unit: seen.count('tabs', 1) > seen.count('tabs', 0) ? '\t' : ' '.repeat(indent),
    trailingComma: seen.count('commas', 1) >= seen.count('commas', 0),
  }
}

/** Counts what only the lines of code show: tabs, commas before closing brackets, and quotes where no value has any. */
function collectLines(source: SourceFile, seen: Tally): void {
  let before = ''
  for (const line of source.text.split(/\r?\n/)) {
    if (line.startsWith('\t')) seen.add('tabs', 1)
    else if (line.startsWith('  ')) seen.add('tabs', 0)
    if (/^\s*[}\]]/.test(line) && /[^{[(\s]$/.test(before)) seen.add('commas', before.endsWith(',') ? 1 : before.endsWith(';') ? 2 : 0)
    before = line.trimEnd()
  }
}

/** Counts how often each habit takes each value. */
class Tally {
  private readonly counts = new Map<string, Map<number, number>>()

  add(habit: string, value: number): void {
    const values = this.counts.get(habit) ?? new Map<number, number>()
    values.set(value, (values.get(value) ?? 0) + 1)
    this.counts.set(habit, values)
  }

  count(habit: string, value: number): number {
    return this.counts.get(habit)?.get(value) ?? 0
  }

  /** The value that is there most often; of two the smaller. */
  most(habit: string, otherwise: number): number {
    const sorted = [...(this.counts.get(habit) ?? [])].sort((a, b) => b[1] - a[1] || a[0] - b[0])
    return sorted[0]?.[0] ?? otherwise
  }
}

function collect(node: Node, source: SourceFile, seen: Tally, visited: Set<Node>): void {
  if (node.source !== source || visited.has(node)) return
  visited.add(node)
  if (node.kind === 'scalar') {
    if (node.style === 'single') seen.add('quote', 1)
    if (node.style === 'double') seen.add('quote', 2)
    return
  }
  if (node.kind === 'list') {
    for (const item of node.items) collect(item.node, source, seen, visited)
    return
  }
  collectMap(node, source, seen, visited)
}

function collectMap(node: MapNode, source: SourceFile, seen: Tally, visited: Set<Node>): void {
  if (node.tag !== undefined) seen.add('tags', 1)
  for (const entry of node.entries.values()) {
    if (entry.mergedFrom) continue
    if (node.tag === undefined && (entry.key === 'Ref' || entry.key.startsWith('Fn::'))) seen.add('tags', 0)
    if (source.format === 'code' && startsLine(source, entry.keyStart)) {
      const step = columnOf(source, entry.keyStart) - marginAt(source, node.start).length
      if (step > 0) seen.add('indent', step)
    }
    if (!entry.alias && (!node.flow || startsLine(source, entry.keyStart))) levels(entry.node, columnOf(source, entry.keyStart), source, seen)
    if (statementKeys.has(entry.key)) needless(entry.node, seen)
    collect(entry.node, source, seen, visited)
  }
}

function levels(child: Node, column: number, source: SourceFile, seen: Tally): void {
  if (child.kind === 'scalar' || child.source !== source) return
  const first = child.kind === 'map' ? [...child.entries.values()].find((entry) => !entry.mergedFrom)?.keyStart : child.items[0]?.dash
  if (first === undefined || (child.flow && !startsLine(source, first))) return
  const step = columnOf(source, first) - column
  if (child.kind === 'list' && step >= 0) seen.add('list', step)
  if (child.kind === 'map' && step > 0) seen.add('indent', step)
}

const startsLine = (source: SourceFile, offset: number): boolean =>
  /^\uFEFF?[ \t]*$/.test(source.text.slice(source.text.lastIndexOf('\n', offset - 1) + 1, offset))

/** Counts quotes around actions and resources that would do without. */
function needless(node: Node, seen: Tally): void {
  const scalars = node.kind === 'list' ? node.items.map((item) => item.node) : [node]
  for (const scalar of scalars.filter((item): item is ScalarNode => item.kind === 'scalar')) {
    if (!/^[A-Za-z][\w:./-]*[*\w]$/.test(String(scalar.value))) continue
    seen.add('needless', scalar.style === 'plain' ? 0 : 1)
  }
}

/** How many characters stand before an offset in its line; a byte order mark is none. */
export function columnOf(source: SourceFile, offset: number): number {
  const start = offset === 0 ? 0 : source.text.lastIndexOf('\n', offset - 1) + 1
  return offset - start - (start === 0 && source.text.startsWith('\uFEFF') ? 1 : 0)
}

/** The white space that the line of an offset begins with. */
export function marginAt(source: SourceFile, offset: number): string {
  const start = offset === 0 ? 0 : source.text.lastIndexOf('\n', offset - 1) + 1
  return /^\uFEFF?([ \t]*)/.exec(source.text.slice(start, offset))?.[1] ?? ''
}

/** The offset where a line's content ends: before its line end. */
export function lineEndAt(source: SourceFile, offset: number): number {
  const next = source.text.indexOf('\n', offset)
  if (next < 0) return source.text.length
  return next > offset && source.text[next - 1] === '\r' ? next - 1 : next
}
