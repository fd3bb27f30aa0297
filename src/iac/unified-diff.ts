import type { Edit } from '../model/index.ts'
import { applyEdits } from './edits.ts'

/** How many unchanged lines are shown around what changed. */
const around = 3

/** Lines of the old text, from the one with this number on, and what takes their place. */
interface Change {
  readonly from: number
  readonly old: readonly string[]
  readonly made: readonly string[]
}

/** The edits of a file as a unified diff; empty where they change nothing. Edits say where something changed, so nothing has to be looked for. */
export function unifiedDiff(file: string, text: string, edits: readonly Edit[]): string {
  const lines = linesOf(text)
  const changes = changesOf(text, lines, edits)
  if (changes.length === 0) return ''
  const hunks: Change[][] = []
  for (const change of changes) {
    const last = hunks.at(-1)
    const before = last?.at(-1)
    if (last && before && change.from - (before.from + before.old.length) <= 2 * around) last.push(change)
    else hunks.push([change])
  }
  let shift = 0
  const printed = hunks.map((hunk) => {
    const { text: body, grown } = printHunk(lines, hunk, shift)
    shift += grown
    return body
  })
  return `--- a/${file}\n+++ b/${file}\n${printed.join('')}`
}

/** Each line with its line end. */
const linesOf = (text: string): readonly string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? []

function changesOf(text: string, lines: readonly string[], edits: readonly Edit[]): readonly Change[] {
  const starts: number[] = []
  let length = 0
  for (const line of lines) {
    starts.push(length)
    length += line.length
  }
  const lineAt = (offset: number): number =>
    Math.max(
      0,
      starts.findLastIndex((start) => start <= offset),
    )
  const sorted = [...edits].sort((a, b) => a.start - b.start || a.end - b.end)
  const groups: { first: number; last: number; edits: Edit[] }[] = []
  for (const edit of sorted) {
    const [first, last] = [lineAt(edit.start), lineAt(edit.end)]
    const group = groups.at(-1)
    if (group && first <= group.last) {
      group.last = Math.max(group.last, last)
      group.edits.push(edit)
    } else groups.push({ first, last, edits: [edit] })
  }
  return groups.flatMap((group) => {
    const start = starts[group.first] ?? 0
    const end = starts[group.last + 1] ?? text.length
    const made = applyEdits(
      text.slice(start, end),
      group.edits.map((edit) => ({ ...edit, start: edit.start - start, end: edit.end - start })),
    )
    return trimmed({ from: group.first, old: lines.slice(group.first, group.last + 1), made: linesOf(made) })
  })
}

/** Without the lines at both ends that stay as they are; nothing where all do. */
function trimmed({ from, old, made }: Change): readonly Change[] {
  let head = 0
  while (head < Math.min(old.length, made.length) && old[head] === made[head]) head++
  let tail = 0
  while (tail < Math.min(old.length, made.length) - head && old[old.length - 1 - tail] === made[made.length - 1 - tail]) tail++
  const change = { from: from + head, old: old.slice(head, old.length - tail), made: made.slice(head, made.length - tail) }
  return change.old.length + change.made.length === 0 ? [] : [change]
}

function printHunk(lines: readonly string[], hunk: readonly Change[], shift: number): { readonly text: string; readonly grown: number } {
  const [first, last] = [hunk[0], hunk.at(-1)]
  if (!first || !last) return { text: '', grown: 0 }
  const start = Math.max(0, first.from - around)
  const end = Math.min(lines.length, last.from + last.old.length + around)
  const body: string[] = []
  let at = start
  let grown = 0
  for (const { from, old, made } of hunk) {
    body.push(...lines.slice(at, from).map((line) => ` ${line}`), ...old.map((line) => `-${line}`), ...made.map((line) => `+${line}`))
    at = from + old.length
    grown += made.length - old.length
  }
  body.push(...lines.slice(at, end).map((line) => ` ${line}`))
  const size = end - start
  const head = `@@ -${rangeOf(start, size)} +${rangeOf(start + shift, size + grown)} @@\n`
  return { text: head + body.map((line) => (line.endsWith('\n') ? line : `${line}\n\\ No newline at end of file\n`)).join(''), grown }
}

const rangeOf = (start: number, size: number): string => `${size === 0 ? start : start + 1}${size === 1 ? '' : `,${size}`}`
