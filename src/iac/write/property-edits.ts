import type { Edit, Json, StatementDocument } from '../../model/index.ts'
import type { Entry, MapNode } from '../document.ts'
import { fieldsOf, printInline, printList, printProperty } from './print.ts'
import { spread } from './statement-edits.ts'
import { columnOf, lineEndAt, type Style } from './style.ts'

/** Puts a property with statements into a map: after the property `after`, or at the map's end. */
export function insertProperty(map: MapNode, keys: readonly string[], documents: readonly StatementDocument[], style: Style, after: string): Edit {
  const own = [...map.entries.values()].filter((entry) => !entry.mergedFrom && entry.source === map.source)
  const before =
    own.find((entry) => entry.key === after) ??
    own.reduce<Entry | undefined>((last, entry) => (last && last.end > entry.end ? last : entry), undefined)
  const { file } = map.source
  if (map.flow) return insertInFlow(map, before, keys, documents, style)
  const column = columnOf(map.source, before?.keyStart ?? map.start)
  const at = lineEndAt(map.source, before?.end ?? map.end)
  return { file, start: at, end: at, text: style.lineEnd + ' '.repeat(column) + printProperty(keys, documents, column, style) }
}

function insertInFlow(map: MapNode, before: Entry | undefined, keys: readonly string[], documents: readonly StatementDocument[], style: Style): Edit {
  const { file, text } = map.source
  const nested = keys.slice(1).reduceRight<Json>(
    (inner, key) => ({ [key]: inner }),
    documents.map((document) => Object.fromEntries(fieldsOf(document))),
  )
  const name = style.format === 'json' ? JSON.stringify(keys[0]) : keys[0]
  if (!before) {
    // The offset after the opening brace.
    const at = map.start + 1
    return { file, start: at, end: at, text: ` ${name}: ${printInline(nested, style, 'flow')} ` }
  }
  const lineStart = text.lastIndexOf('\n', before.keyStart - 1) + 1
  const startsLine = lineStart > map.start && /^\s*$/.test(text.slice(lineStart, before.keyStart))
  const margin = startsLine ? style.lineEnd + text.slice(lineStart, before.keyStart) : ' '
  const value = startsLine && style.format === 'json' ? spread(nested, before.keyStart - lineStart, style) : printInline(nested, style, 'flow')
  return { file, start: before.end, end: before.end, text: `,${margin}${name}: ${value}` }
}

/** Writes the value of a property anew; a comment on the line of its key stays there. */
export function replaceValue(entry: Entry, inFlow: boolean, documents: readonly StatementDocument[], style: Style): Edit[] {
  const { source, colonEnd, start, end, keyStart } = entry
  const { file } = source
  const plain = documents.map((document) => Object.fromEntries(fieldsOf(document)))
  if (inFlow) {
    const value = style.format === 'json' && plain.length > 0 ? spread(plain, columnOf(source, keyStart), style) : printInline(plain, style, 'flow')
    return [{ file, start, end, text: `${colonEnd === start ? ' ' : ''}${value}` }]
  }
  const list = printList(documents, columnOf(source, keyStart), style)
  const gap = source.text.slice(colonEnd, start)
  if (gap.includes('#')) {
    const from = documents.length === 0 ? start : source.text.lastIndexOf('\n', start - 1) - (style.lineEnd.length - 1)
    // Brackets have to stand further in than their key, where dashes need not.
    const further = ' '.repeat(Math.max(0, columnOf(source, keyStart) + 1 - columnOf(source, start)))
    return [{ file, start: from, end, text: documents.length === 0 ? `${further}[]` : list }]
  }
  if (documents.length === 0) return [{ file, start: colonEnd, end, text: list }]
  const lineEnd = lineEndAt(source, end)
  return [
    { file, start: colonEnd, end, text: '' },
    { file, start: lineEnd, end: lineEnd, text: list },
  ]
}
