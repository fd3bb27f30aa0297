import type { Edit } from '../../model/index.ts'
import type { ListNode, Slot } from '../document.ts'
import { cutFlow, insertBehind } from './flow-edits.ts'
import { columnOf, lineEndAt, type Style } from './style.ts'

/** How the items of a list are to change. */
export interface ListChange {
  /** Items that something else takes the place of. */
  readonly replace: ReadonlyMap<Slot, string>
  readonly remove: readonly Slot[]
  /** What comes after the last item. */
  readonly append: readonly string[]
}

/** Replaces first, as far as there are items to give up and texts to put there: so a list never shrinks and grows at once. */
export function fitChange(given: readonly Slot[], texts: readonly string[]): ListChange {
  const both = Math.min(given.length, texts.length)
  const replace = new Map(given.slice(0, both).map((slot, index) => [slot, texts[index] ?? '']))
  return { replace, remove: given.slice(both), append: texts.slice(both) }
}

/** The edits that change a list, block or flow. Undefined where lines are shared in a way that cannot be cut. */
export function editList(list: ListNode, change: ListChange, style: Style): Edit[] | undefined {
  const edits: Edit[] = [...change.replace].map(([slot, text]) => ({ file: slot.source.file, start: slot.start, end: slot.end, text }))
  const cut = list.flow ? cutItems(list, change.remove) : cutBlock(change.remove)
  if (!cut) return undefined
  edits.push(...cut)
  const last = list.items.at(-1)
  if (change.append.length === 0 || !last) return edits
  if (list.flow) {
    const { text } = last.source
    const lineStart = text.lastIndexOf('\n', last.start - 1) + 1
    // An item that starts its line shows how the next one should.
    const between =
      /^\s*$/.test(text.slice(lineStart, last.start)) && lineStart > list.start ? `,${style.lineEnd}${text.slice(lineStart, last.start)}` : ', '
    edits.push(insertBehind(last.source, last.end, change.append.map((item, index) => (index === 0 ? between.slice(1) : between) + item).join('')))
  } else {
    const margin = style.lineEnd + ' '.repeat(columnOf(last.source, last.dash ?? last.start))
    const end = lineEndAt(last.source, last.end)
    edits.push({ file: last.source.file, start: end, end, text: change.append.map((item) => `${margin}- ${item}`).join('') })
  }
  return edits
}

function cutItems(list: ListNode, remove: readonly Slot[]): Edit[] {
  const edits: Edit[] = []
  for (let first = 0; first < list.items.length; first++) {
    if (!remove.includes(list.items[first] as Slot)) continue
    let last = first
    while (last + 1 < list.items.length && remove.includes(list.items[last + 1] as Slot)) last++
    const [from, to, before, after] = [list.items[first], list.items[last], list.items[first - 1], list.items[last + 1]]
    if (from && to) edits.push(cutFlow({ source: from.source, start: from.start, end: to.end, before: before?.end, after: after?.start }))
    first = last
  }
  return edits
}

/** Whole lines go, with the comment at the end of the last; comments on lines of their own stay. */
function cutBlock(remove: readonly Slot[]): Edit[] | undefined {
  const edits: Edit[] = []
  /** How far the text goes from its first line on, where that goes. */
  let gone = 0
  for (const { source, dash, end } of remove) {
    if (dash === undefined) return undefined
    const { file, text } = source
    const lineStart = text.lastIndexOf('\n', dash - 1) + 1
    if (!/^\uFEFF?[ \t]*$/.test(text.slice(lineStart, dash))) return undefined
    if (lineStart === gone) {
      // There is no line end before the first line: the one after goes with it.
      const next = text.indexOf('\n', end)
      if (next < 0) return undefined
      edits.push({ file, start: edits.pop()?.start ?? (text.startsWith('\uFEFF') ? 1 : 0), end: next + 1, text: '' })
      gone = next + 1
      continue
    }
    // The line end before goes, not the one after: what is appended to this line comes to stand on the one above.
    edits.push({
      file,
      start: lineEndAt(source, lineStart - 1 - (text[lineStart - 2] === '\r' ? 1 : 0)),
      end: lineEndAt(source, end),
      text: '',
    })
  }
  return edits
}
