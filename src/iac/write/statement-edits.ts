import { type Edit, type Json, type Value, valueKey } from '../../model/index.ts'
import type { Entry, ListNode, MapNode, Node, Slot, SourceFile } from '../document.ts'
import { editList, fitChange } from './list-edits.ts'
import type { Plan, Wanted } from './plan.ts'
import { fieldsOf, printField, printInline, printItem, printStatement } from './print.ts'
import { printCode } from './print-code.ts'
import { columnOf, lineEndAt, marginAt, type Style } from './style.ts'

/** What the edits of a list of statements need to know. */
export interface Writing {
  /** How the file of the list is written. */
  readonly style: Style
  /** How the file of a node is written. */
  readonly styleOf: (node: Node) => Style
  /** What stands at a node, variables followed. */
  readonly valueOf: (node: Node) => Value
}

/** Carries out a plan on a list that stands in the file; undefined where it has to be written anew. */
export function editStatements(list: ListNode, plan: Plan, writing: Writing): Edit[] | undefined {
  const { style } = writing
  const edits: Edit[] = []
  for (const [existing, wanted] of plan.change) {
    const { editable } = existing
    const changed = editable && editStatement(editable, wanted, { ...writing, style: writing.styleOf(editable) })
    if (!changed) return undefined
    edits.push(...changed)
  }
  if (list.items.length > 0 && plan.remove.length === list.items.length && plan.add.length === 0) return undefined
  const column = (list.items[0] ? columnOf(list.items[0].source, list.items[0].dash ?? list.items[0].start) : 0) + 2
  const texts = plan.add.map(({ document }) =>
    list.flow ? printFlowStatement(document, list.items.at(-1), style) : printStatement(document, column, style),
  )
  const change = fitChange(
    plan.remove.map(({ slot }) => slot),
    texts,
  )
  const moved = editList(list, { ...change, replace: new Map() }, style)
  if (!moved) return undefined
  // The comment at the end of a statement's last line speaks of that line and goes with it.
  const replaced = [...change.replace].map(([slot, text]) => ({
    file: slot.source.file,
    start: slot.start,
    end: list.flow ? slot.end : lineEndAt(slot.source, slot.end),
    text,
  }))
  return [...edits, ...replaced, ...moved]
}

/** A statement inside brackets: on one line, or in JSON spread as its neighbour is. */
function printFlowStatement(document: Wanted['document'], neighbour: Slot | undefined, style: Style): string {
  const fields = Object.fromEntries(fieldsOf(document))
  if (style.format === 'yaml' || !neighbour?.source.text.slice(neighbour.start, neighbour.end).includes('\n'))
    return printInline(fields, style, 'flow')
  return spread(fields, neighbour.source, neighbour.start, style)
}

/** JSON or code over several lines, its first line at an offset. */
export function spread(value: Json, source: SourceFile, offset: number, style: Style): string {
  if (style.format === 'code') return printCode(value, style, marginAt(source, offset))
  const column = columnOf(source, offset)
  return JSON.stringify(value, null, style.indent).replaceAll('\n', style.lineEnd + ' '.repeat(column))
}

function editStatement(node: MapNode, { document, statement }: Wanted, writing: Writing): Edit[] | undefined {
  const edits: Edit[] = []
  const fields = [
    { key: 'Action', wanted: document.Action.map((action) => ({ key: action.toLowerCase(), json: action as Json })) },
    { key: 'Resource', wanted: document.Resource.map((json, index) => ({ key: keyAt(statement.resources, index), json })) },
  ]
  for (const { key, wanted } of fields) {
    const entry = node.entries.get(key)
    const changed = entry && editField(entry, wanted, writing, { caseless: key === 'Action', flow: node.flow })
    if (!changed) return undefined
    edits.push(...changed)
  }
  return edits
}

const keyAt = (values: readonly Value[], index: number): string => {
  const value = values[index]
  return value ? valueKey(value) : ''
}

interface WantedItem {
  readonly key: string
  readonly json: Json
}

/** Brings one field to the wanted values with as little change as it takes. */
function editField(
  entry: Entry,
  wanted: readonly WantedItem[],
  writing: Writing,
  { caseless, flow }: { caseless: boolean; flow: boolean },
): Edit[] | undefined {
  const keys = (node: Node): string[] => keysOf(writing.valueOf(node), caseless)
  const goal = new Set(wanted.map(({ key }) => key))
  const now = new Set(keys(entry.node))
  if (now.size === goal.size && [...now].every((key) => goal.has(key))) return []
  const { node } = entry
  if (entry.alias || node.kind !== 'list' || node.source !== entry.source || node.fixed !== undefined || node.items.length === 0)
    return replaceField(entry, wanted, writing.style, flow)
  const stay = node.items.filter((item) => keys(item.node).length > 0 && keys(item.node).every((key) => goal.has(key)))
  const there = new Set(stay.flatMap((item) => keys(item.node)))
  const missing = wanted.filter(({ key }) => !there.has(key))
  const print = ({ json }: WantedItem): string => (node.flow ? printInline(json, writing.style, 'flow') : printItem(json, writing.style))
  return editList(
    node,
    fitChange(
      node.items.filter((item) => !stay.includes(item)),
      missing.map(print),
    ),
    writing.style,
  )
}

function keysOf(value: Value, caseless: boolean): string[] {
  if (value.kind === 'list') return value.items.flatMap((item) => keysOf(item, caseless))
  if (value.kind === 'absent') return []
  return [caseless && value.kind === 'text' ? value.text.toLowerCase() : valueKey(value)]
}

/** Writes a field's value anew; a comment on the line of the key stays. */
function replaceField(entry: Entry, wanted: readonly WantedItem[], style: Style, inFlow: boolean): Edit[] {
  const { source, keyStart, colonEnd, start, end } = entry
  const gap = source.text.slice(colonEnd, start)
  const values = wanted.map(({ json }) => json)
  const [only] = values
  if (only !== undefined && values.length === 1 && /^[ \t]*$/.test(gap)) {
    return [{ file: source.file, start, end, text: `${gap === '' && !inFlow ? ' ' : ''}${printInline(only, style, inFlow ? 'flow' : 'block')}` }]
  }
  if (inFlow) return [{ file: source.file, start, end, text: printInline(values, style, 'flow') }]
  const column = columnOf(source, keyStart)
  const lines = printField(values, column, style)
  if (gap.includes('#') || gap.includes('\n')) {
    // The value starts on a line of its own: what is before it stays, and the list takes the value's lines.
    const from = gap.includes('#') ? start - columnOf(source, start) - style.lineEnd.length : colonEnd
    return [{ file: source.file, start: from, end, text: lines }]
  }
  const lineEnd = lineEndAt(source, end)
  return [
    { file: source.file, start: colonEnd, end, text: '' },
    { file: source.file, start: lineEnd, end: lineEnd, text: lines },
  ]
}
