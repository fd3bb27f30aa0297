import type { Edit, Json } from '../../model/index.ts'
import type { Entry, ListNode, MapNode, Slot } from '../document.ts'
import { cutFlow, insertBehind } from './flow-edits.ts'
import { editList } from './list-edits.ts'
import { printInline, printItem } from './print.ts'
import { codeKey } from './print-code.ts'
import { columnOf, lineEndAt, type Style } from './style.ts'

/** The entries that a map says itself. */
const ownEntries = (map: MapNode): readonly Entry[] => [...map.entries.values()].filter((entry) => !entry.mergedFrom && entry.source === map.source)

/** Puts an entry with a plain value, or a list of plain values, into a map: behind another entry, or at its end. */
export function insertEntry(map: MapNode, key: string, value: Json, style: Style, after: readonly string[]): Edit | undefined {
  const own = ownEntries(map)
  const before =
    after.flatMap((name) => own.find((entry) => entry.key === name) ?? [])[0] ??
    own.reduce<Entry | undefined>((last, entry) => (last && last.end > entry.end ? last : entry), undefined)
  if (!before) return undefined
  const { file, text } = map.source
  if (!map.flow) {
    const column = columnOf(map.source, before.keyStart)
    const at = lineEndAt(map.source, before.end)
    // Parts of a service file that stand apart from each other go on doing so.
    const apart = /^\r?\n[ \t]*\r?\n/.test(text.slice(at)) && column === 0 && Array.isArray(value) ? style.lineEnd : ''
    return { file, start: at, end: at, text: `${apart}${style.lineEnd}${' '.repeat(column)}${key}:${blockValue(value, column, style)}` }
  }
  const name = style.format === 'json' ? JSON.stringify(key) : codeKey(key, style)
  const lineStart = text.lastIndexOf('\n', before.keyStart - 1) + 1
  const startsLine = lineStart > map.start && /^\s*$/.test(text.slice(lineStart, before.keyStart))
  const margin = startsLine ? style.lineEnd + text.slice(lineStart, before.keyStart) : ' '
  return insertBehind(map.source, before.end, `${margin}${name}: ${printInline(value, style, 'flow')}`)
}

function blockValue(value: Json, column: number, style: Style): string {
  if (!Array.isArray(value)) return ` ${printInline(value, style, 'block')}`
  const margin = `${style.lineEnd}${' '.repeat(column + style.listIndent)}- `
  return (value as readonly Json[]).map((item) => margin + printItem(item, style)).join('')
}

/** Puts a plain value at the end of a list; undefined where that cannot be done in place. */
export function appendItem(list: ListNode, value: Json, style: Style): readonly Edit[] | undefined {
  if (list.items.length === 0)
    return [
      {
        file: list.source.file,
        start: list.start,
        end: list.end,
        text: style.format === 'yaml' ? `[${printInline(value, style, 'flow')}]` : `[${printInline(value, style, 'flow')}]`,
      },
    ]
  return editList(list, { replace: new Map(), remove: [], append: [list.flow ? printInline(value, style, 'flow') : printItem(value, style)] }, style)
}

/** Takes items out of a list that keeps others. */
export const removeItems = (list: ListNode, slots: readonly Slot[], style: Style): readonly Edit[] | undefined =>
  editList(list, { replace: new Map(), remove: slots, append: [] }, style)

/**
 * Takes an entry out of the innermost of some maps, each the value of an entry of the one before: where nothing would be left of a map, it goes as a
 * whole. Comments on lines of their own stay. Undefined where it stands where it cannot be cut out.
 */
export function removeEntry(maps: readonly MapNode[], way: readonly string[]): Edit | undefined {
  for (let depth = maps.length - 1; depth >= 0; depth--) {
    const map = maps[depth]
    const entry = map?.entries.get(way[depth] ?? '')
    if (!map || !entry || entry.mergedFrom || entry.source !== map.source || entry.keyStart === entry.start) return undefined
    if (map.entries.size === 1 && depth > 0) continue
    return map.flow ? cutFromFlow(map, entry) : cutFromBlock(entry)
  }
  return undefined
}

function cutFromFlow(map: MapNode, entry: Entry): Edit {
  const own = ownEntries(map)
  const index = own.indexOf(entry)
  const [before, after] = [own[index - 1], own[index + 1]]
  return cutFlow({ source: entry.source, start: entry.keyStart, end: entry.end, before: before?.end, after: after?.keyStart })
}

function cutFromBlock({ source, keyStart, end }: Entry): Edit | undefined {
  const lineStart = source.text.lastIndexOf('\n', keyStart - 1) + 1
  if (lineStart === 0 || !/^[ \t]*$/.test(source.text.slice(lineStart, keyStart))) return undefined
  const before = lineStart - 1 - (source.text[lineStart - 2] === '\r' ? 1 : 0)
  return { file: source.file, start: before, end: lineEndAt(source, end), text: '' }
}
