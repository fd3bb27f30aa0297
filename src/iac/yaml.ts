import { createRequire } from 'node:module'
import type { Document, Pair, YAMLMap, YAMLSeq, Alias as YamlAlias, Node as YamlNode, Scalar as YamlScalar } from 'yaml'
import { UserError } from '../model/index.ts'
import { type Entry, excerptAt, lineStartsOf, locationAt, type MapNode, type Node, type Slot, type SourceFile } from './document.ts'

type Yaml = typeof import('yaml')
let loaded: Yaml | undefined
// Reading is synchronous, and most commands never need the parser: it is loaded with the first file that does.
const yaml = (): Yaml => {
  loaded ??= createRequire(import.meta.url)('yaml') as Yaml
  return loaded
}

/** Beyond this many values, aliases written out, a file is an attack and not a configuration. */
export const mostValues = 200_000
const deepest = 200

/** Reads a YAML or JSON file into nodes with places; aliases and merge keys are followed, short tags take their long form. */
export function parseConfiguration(file: string, text: string): Node {
  const source: SourceFile = { file, text, format: file.endsWith('.json') ? 'json' : 'yaml', lineStarts: lineStartsOf(text) }
  if (source.format === 'json') refuseBrokenJson(source)
  const document = parse(source)
  const [error] = document.errors
  if (error) throw broken(source, error.pos[0], explain(source, error.code, error.message, error.pos))
  return new Reading(source, document).root()
}

function parse(source: SourceFile): Document.Parsed {
  try {
    return yaml().parseDocument(source.text, { keepSourceTokens: true, prettyErrors: false, merge: true, logLevel: 'error' })
  } catch (error) {
    if (error instanceof RangeError) throw broken(source, 0, 'it is nested too deep')
    throw error
  }
}

const broken = (source: SourceFile, offset: number, why: string): UserError =>
  new UserError(`${source.file} is not valid ${source.format === 'json' ? 'JSON' : 'YAML'}: ${why}`, {
    at: locationAt(source, offset),
    excerpt: excerptAt(source, offset),
    mend: 'correct the file at this place',
  })

function explain(source: SourceFile, code: string, message: string, [start, end]: readonly [number, number]): string {
  if (code === 'DUPLICATE_KEY') {
    const key = /^[^\s:#]+/.exec(source.text.slice(start, Math.max(end, start + 80)))?.[0]
    return `${key === undefined ? 'a key' : `the key ${key}`} stands twice in one map`
  }
  if (code === 'TAB_AS_INDENT') return 'a tab is used to indent; YAML wants spaces'
  if (code === 'MULTIPLE_DOCS') return 'it holds more than one document (---)'
  if (message.includes('call stack')) return 'it is nested too deep'
  return message.slice(0, 1).toLowerCase() + message.slice(1)
}

/** YAML takes most of JSON and much that is not; what JSON itself refuses, the framework refuses too. */
function refuseBrokenJson(source: SourceFile): void {
  const content = source.text.replace(/^\uFEFF/, '')
  try {
    JSON.parse(content)
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    const position = /position (\d+)/.exec(message)?.[1]
    const offset = position === undefined ? content.trimEnd().length : Number(position)
    throw broken(source, offset + source.text.length - content.length, message.replace(/ in JSON at position.*| \(line.*/s, ''))
  }
}

interface Sized {
  readonly node: Node
  /** How many values this is with its aliases written out. */
  readonly size: number
}
type Token = { type: string; offset: number }

/** One pass from the library's document to nodes. */
class Reading {
  private readonly source: SourceFile
  private readonly document: Document.Parsed
  private readonly anchors = new Map<string, Sized>()
  private readonly open = new Set<string>()

  constructor(source: SourceFile, document: Document.Parsed) {
    this.source = source
    this.document = document
  }

  root(): Node {
    return this.read(this.document.contents, 0, this.source.text.length).node
  }

  private read(node: YamlNode | null, depth: number, emptyAt: number): Sized {
    if (depth > deepest) throw broken(this.source, node?.range?.[0] ?? emptyAt, 'it is nested too deep')
    if (node === null) return { node: { kind: 'scalar', value: null, style: 'plain', source: this.source, start: emptyAt, end: emptyAt }, size: 1 }
    if (yaml().isAlias(node)) return this.alias(node)
    const anchor = 'anchor' in node ? (node as { anchor?: string }).anchor : undefined
    if (anchor !== undefined) this.open.add(anchor)
    const plain = this.content(node, depth, anchor)
    const made = this.tagged(node, plain)
    if (made.size > mostValues) throw broken(this.source, made.node.start, `with its aliases written out it holds more than ${mostValues} values`)
    if (anchor !== undefined) {
      this.open.delete(anchor)
      this.anchors.set(anchor, made)
    }
    return made
  }

  private alias(node: YamlAlias): Sized {
    const offset = node.range?.[0] ?? 0
    if (this.open.has(node.source)) throw broken(this.source, offset, `the anchor &${node.source} contains itself`)
    const target = this.anchors.get(node.source)
    if (!target) throw broken(this.source, offset, `there is no anchor &${node.source} before the alias *${node.source}`)
    return target
  }

  private content(node: YamlNode, depth: number, anchor: string | undefined): Sized {
    const place = { source: this.source, ...(anchor === undefined ? {} : { anchor }) }
    const [start = 0, end = 0] = node.range ?? []
    if (yaml().isMap(node)) return this.map(node, depth, place, start, end)
    if (yaml().isSeq(node)) return this.list(node, depth, place, start, end)
    return { node: scalar(node as YamlScalar, place, start, end), size: 1 }
  }

  private list(node: YAMLSeq, depth: number, place: { source: SourceFile; anchor?: string }, start: number, end: number): Sized {
    const tokens = ((node.srcToken as { items?: { start: Token[]; value?: unknown }[] } | undefined)?.items ?? []).map((item) => item.start)
    const items: Slot[] = []
    let size = 1
    node.items.forEach((item, index) => {
      const read = this.read(item as YamlNode | null, depth + 1, end)
      size += read.size
      const dash = tokens[index]?.find((token) => token.type === 'seq-item-ind')
      items.push({ ...this.slot(item as YamlNode | null, read.node, tokens[index] ?? []), ...(dash ? { dash: dash.offset } : {}) })
    })
    const last = items.at(-1)
    const flow = node.flow === true
    return { node: { kind: 'list', ...place, flow, items, start, end: flow || !last ? end : last.end }, size }
  }

  private map(node: YAMLMap, depth: number, place: { source: SourceFile; anchor?: string }, start: number, end: number): Sized {
    const entries = new Map<string, Entry>()
    const merges: Node[] = []
    let size = 1
    let last = start
    for (const pair of node.items as Pair<YamlNode | null, YamlNode | null>[]) {
      const token = pair.srcToken as { start: Token[]; sep?: Token[] } | undefined
      const [keyStart = start, keyEnd = start] = pair.key?.range ?? []
      const colon = token?.sep?.find((part) => part.type === 'map-value-ind')
      const read = this.read(pair.value, depth + 1, colon ? colon.offset + 1 : keyEnd)
      size += read.size
      const slot = this.slot(pair.value, read.node, token?.sep ?? [])
      last = Math.max(last, slot.end, keyEnd)
      if (isMerge(pair.key)) {
        merges.push(read.node)
        continue
      }
      const key = keyText(pair.key)
      if (key === undefined) throw broken(this.source, keyStart, 'a key has to be plain text')
      entries.set(key, { key, keyStart, keyEnd, colonEnd: colon ? colon.offset + 1 : keyEnd, ...slot })
    }
    const merged = merges.flatMap((merge) => this.merge(entries, merge))
    const flow = node.flow === true
    return { node: { kind: 'map', ...place, flow, entries, ...(merged.length > 0 ? { merges: merged } : {}), start, end: flow ? end : last }, size }
  }

  /** What stands in the map itself wins; of several merged maps the first. */
  private merge(entries: Map<string, Entry>, from: Node): MapNode[] {
    const maps = from.kind === 'list' ? from.items.map((item) => item.node) : [from]
    return maps.map((map) => {
      if (map.kind !== 'map') throw broken(this.source, from.start, 'a merge key (<<) needs a map, or a list of maps')
      for (const [key, entry] of map.entries) {
        if (!entries.has(key)) entries.set(key, { ...entry, mergedFrom: entry.mergedFrom ?? map })
      }
      return map
    })
  }

  private slot(item: YamlNode | null, node: Node, tokens: readonly Token[]): Slot {
    if (yaml().isAlias(item)) {
      const [start = 0] = item.range ?? []
      return { source: this.source, node, alias: true, start, end: start + 1 + item.source.length }
    }
    const props = tokens.find((token) => token.type === 'anchor' || token.type === 'tag')
    return { source: this.source, node, alias: false, start: props ? Math.min(props.offset, node.start) : node.start, end: node.end }
  }

  /** `!Sub x` reads as `{ Fn::Sub: x }`. */
  private tagged(node: YamlNode, content: Sized): Sized {
    const tag = 'tag' in node ? node.tag : undefined
    if (!tag || !/^![A-Za-z][\w:]*$/.test(tag)) return content
    const { source, start, end, anchor } = content.node
    const key = longName(tag)
    const entry: Entry = { source, key, keyStart: start, keyEnd: start, colonEnd: start, start, end, alias: false, node: withoutAnchor(content.node) }
    const made: Node = {
      kind: 'map',
      source,
      start,
      end,
      flow: true,
      tag,
      entries: new Map([[key, entry]]),
      ...(anchor === undefined ? {} : { anchor }),
    }
    return { node: made, size: content.size + 1 }
  }
}

const longName = (tag: string): string => (tag === '!Ref' || tag === '!Condition' ? tag.slice(1) : `Fn::${tag.slice(1)}`)

function withoutAnchor(node: Node): Node {
  const { anchor, ...rest } = node
  return anchor === undefined ? node : (rest as Node)
}

function isMerge(key: YamlNode | null): boolean {
  return yaml().isScalar(key) && key.source === '<<' && key.type === 'PLAIN'
}

function keyText(key: YamlNode | null): string | undefined {
  if (!yaml().isScalar(key)) return key === null ? '' : undefined
  return key.type === 'PLAIN' && key.source !== undefined ? key.source : String(key.value)
}

function scalar(node: YamlScalar, place: { source: SourceFile; anchor?: string }, start: number, end: number): Node {
  const style = node.type === 'QUOTE_SINGLE' ? 'single' : node.type === 'QUOTE_DOUBLE' ? 'double' : node.type?.startsWith('BLOCK') ? 'block' : 'plain'
  const { value } = node
  const known = value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
  let tight = end
  while (style === 'block' && tight > start && '\r\n'.includes(place.source.text[tight - 1] ?? 'x')) tight--
  return { kind: 'scalar', ...place, value: known ? value : String(value), style, start, end: tight }
}
