import type { Edit, Finding, Location } from '../../model/index.ts'

/** Says places in edited files as they are in the files before. */
export type PlaceBefore = (at: Location) => Location

/** Turns lines of edited files into lines of the files as they were; a line that was put in becomes the one it stands behind. */
export function placesBefore(edits: readonly Edit[], textOf: (file: string) => string): PlaceBefore {
  return (at) => {
    const own = edits.filter(({ file }) => file === at.file).sort((a, b) => a.start - b.start)
    if (own.length === 0) return at
    const text = textOf(at.file)
    let grown = 0
    for (const edit of own) {
      const first = lineOf(text, edit.start) + grown
      const made = newlines(edit.text)
      if (at.line <= first) break
      if (at.line <= first + made) return { file: at.file, line: first - grown }
      grown += made - newlines(text.slice(edit.start, edit.end))
    }
    return grown === 0 ? at : { ...at, line: at.line - grown }
  }
}

/** A finding with its places as they were before. */
export const findingBefore = (finding: Finding, place: PlaceBefore): Finding => ({
  ...finding,
  ...(finding.at ? { at: place(finding.at) } : {}),
  ...(finding.related ? { related: finding.related.map((one) => ({ ...one, at: place(one.at) })) } : {}),
})

const newlines = (text: string): number => text.split('\n').length - 1
const lineOf = (text: string, offset: number): number => newlines(text.slice(0, offset)) + 1
