import type { Edit, Json, StatementDocument } from '../../model/index.ts'
import type { Entry, ListNode, MapNode, Node, SourceFile } from '../document.ts'
import { insertBehind } from './flow-edits.ts'
import { type Content, plainContent, printContent, printInline, printList, printProperty } from './print.ts'
import { spread } from './statement-edits.ts'
import { columnOf, lineEndAt, type Style } from './style.ts'

/** Puts a property with statements into a map: after the property `after`, or at the map's end. */
export function insertProperty(map: MapNode, keys: readonly string[], content: Content, style: Style, after: string): Edit {
  const own = [...map.entries.values()].filter((entry) => !entry.mergedFrom && entry.source === map.source)
  const before =
    own.find((entry) => entry.key === after) ??
    own.reduce<Entry | undefined>((last, entry) => (last && last.end > entry.end ? last : entry), undefined)
  const { file } = map.source
  if (map.flow) return insertInFlow(map, before, keys, content, style)
  const column = columnOf(map.source, before?.keyStart ?? map.start)
  const at = lineEndAt(map.source, before?.end ?? map.end)
  return { file, start: at, end: at, text: style.lineEnd + ' '.repeat(column) + printProperty(keys, content, column, style) }
}

function insertInFlow(map: MapNode, before: Entry | undefined, keys: readonly string[], content: Content, style: Style): Edit {
  const { file, text } = map.source
  const nested = keys.slice(1).reduceRight<Json>((inner, key) => ({ [key]: inner }), plainContent(content))
  const name = style.format === 'json' ? JSON.stringify(keys[0]) : keys[0]
  if (!before) {
    // The offset after the opening brace; what code spreads there follows.
    const at = map.start + 1
    const comma = /\S/.test(text.slice(at, map.end - 1)) ? ',' : ' '
    return { file, start: at, end: at, text: ` ${name}: ${printInline(nested, style, 'flow')}${comma}` }
  }
  const lineStart = text.lastIndexOf('\n', before.keyStart - 1) + 1
  const startsLine = lineStart > map.start && /^\s*$/.test(text.slice(lineStart, before.keyStart))
  const margin = startsLine ? style.lineEnd + text.slice(lineStart, before.keyStart) : ' '
  const value = startsLine && style.format !== 'yaml' ? spread(nested, map.source, before.keyStart, style) : printInline(nested, style, 'flow')
  return insertBehind(map.source, before.end, `${margin}${name}: ${value}`)
}

/** Writes a whole list anew that stands in a file of its own, or there below a key. */
export function replaceList(root: Node, list: ListNode, documents: readonly StatementDocument[], style: Style): Edit[] {
  const holder = holderOf(root, list)
  if (holder) return replaceValue(holder.entry, holder.inFlow, documents, style)
  const { source, start, end } = list
  if (style.format !== 'yaml') {
    const plain = plainContent(documents)
    return [
      { file: source.file, start, end, text: isSpread(source, style) ? spread(plain, source, start, style) : printInline(plain, style, 'flow') },
    ]
  }
  const text = documents.length === 0 ? '[]' : printList(documents, 0, { ...style, listIndent: 0 }).trimStart()
  return [{ file: source.file, start, end, text }]
}

/** Whether a file in JSON or code has its values on lines of their own. */
const isSpread = ({ text }: SourceFile, { format }: Style): boolean => format === 'code' || (format === 'json' && text.trimEnd().includes('\n'))

function holderOf(node: Node, wanted: ListNode): { readonly entry: Entry; readonly inFlow: boolean } | undefined {
  if (node.kind === 'scalar') return undefined
  for (const slot of node.kind === 'list' ? node.items : node.entries.values()) {
    if (slot.alias || slot.source !== wanted.source) continue
    if (slot.node === wanted && node.kind === 'map') return { entry: slot as Entry, inFlow: node.flow }
    const below = holderOf(slot.node, wanted)
    if (below) return below
  }
  return undefined
}

/** Writes the value of a property anew; a comment on the line of its key stays there. */
export function replaceValue(entry: Entry, inFlow: boolean, content: Content, style: Style): Edit[] {
  const { source, colonEnd, start, end, keyStart } = entry
  const { file } = source
  const plain = plainContent(content)
  const empty = Array.isArray(plain) && plain.length === 0
  if (inFlow) {
    const value = isSpread(source, style) && !empty ? spread(plain, source, keyStart, style) : printInline(plain, style, 'flow')
    // `{ iamRoleStatements }` names the property and its value in one word.
    if (style.format === 'code' && start === keyStart) return [{ file, start, end, text: `${entry.key}: ${value}` }]
    return [{ file, start, end, text: `${colonEnd === start ? ' ' : ''}${value}` }]
  }
  const list = printContent(content, columnOf(source, keyStart), style)
  const gap = source.text.slice(colonEnd, start)
  if (gap.includes('#')) {
    const from = empty ? start : source.text.lastIndexOf('\n', start - 1) - (style.lineEnd.length - 1)
    // Brackets have to stand further in than their key, where dashes need not.
    const further = ' '.repeat(Math.max(0, columnOf(source, keyStart) + 1 - columnOf(source, start)))
    return [{ file, start: from, end, text: empty ? `${further}[]` : list }]
  }
  if (empty) return [{ file, start: colonEnd, end, text: list }]
  const lineEnd = lineEndAt(source, end)
  return [
    { file, start: colonEnd, end, text: '' },
    { file, start: lineEnd, end: lineEnd, text: list },
  ]
}
