import type { Edit } from '../model/index.ts'

/** The text with its edits made; edits of one text must not overlap, and those at one place are made in the order given. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const ordered = edits
    .map((edit, index) => ({ edit, index }))
    .sort((a, b) => a.edit.start - b.edit.start || a.edit.end - b.edit.end || a.index - b.index)
  let made = ''
  let from = 0
  for (const { edit } of ordered) {
    if (edit.start < from || edit.end < edit.start || edit.end > text.length) throw new Error(`edits of ${edit.file} overlap at ${edit.start}`)
    made += text.slice(from, edit.start) + edit.text
    from = edit.end
  }
  return made + text.slice(from)
}
