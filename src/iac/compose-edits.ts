import type { Edit } from '../model/index.ts'

/** A stretch of the first text, or text that an edit put in. */
type Piece = { readonly start: number; readonly end: number } | { readonly text: string }

/** Edits, and edits of what came of them, as edits of the first texts. */
export function composeEdits(first: readonly Edit[], second: readonly Edit[]): readonly Edit[] {
  const files = [...new Set([...first, ...second].map(({ file }) => file))].sort()
  return files.flatMap((file) => {
    const whole: readonly Piece[] = [{ start: 0, end: Number.MAX_SAFE_INTEGER }]
    const of = (edits: readonly Edit[]): readonly Edit[] => edits.filter((edit) => edit.file === file)
    return editsOf(file, cut(cut(whole, of(first)), of(second)))
  })
}

function cut(pieces: readonly Piece[], edits: readonly Edit[]): readonly Piece[] {
  const ordered = edits
    .map((edit, index) => ({ edit, index }))
    .sort((a, b) => a.edit.start - b.edit.start || a.edit.end - b.edit.end || a.index - b.index)
  const made: Piece[] = []
  let left = pieces
  let at = 0
  for (const { edit } of ordered) {
    const [before, from] = split(left, edit.start - at)
    const [, after] = split(from, edit.end - edit.start)
    made.push(...before, { text: edit.text })
    left = after
    at = edit.end
  }
  return [...made, ...left]
}

/** The pieces of the first so many characters, and the rest. */
function split(pieces: readonly Piece[], length: number): readonly [readonly Piece[], readonly Piece[]] {
  const head: Piece[] = []
  let open = length
  for (const [index, piece] of pieces.entries()) {
    const size = 'text' in piece ? piece.text.length : piece.end - piece.start
    if (size > open) {
      const [left, right] = halve(piece, open)
      return [open > 0 ? [...head, left] : head, [right, ...pieces.slice(index + 1)]]
    }
    head.push(piece)
    open -= size
  }
  return [head, []]
}

function halve(piece: Piece, at: number): readonly [Piece, Piece] {
  if ('text' in piece) return [{ text: piece.text.slice(0, at) }, { text: piece.text.slice(at) }]
  return [
    { start: piece.start, end: piece.start + at },
    { start: piece.start + at, end: piece.end },
  ]
}

/** What lies between the stretches that stayed is what changed. */
function editsOf(file: string, pieces: readonly Piece[]): readonly Edit[] {
  const edits: Edit[] = []
  let at = 0
  let text = ''
  for (const piece of pieces) {
    if ('text' in piece) {
      text += piece.text
      continue
    }
    if (piece.start > at || text !== '') edits.push({ file, start: at, end: piece.start, text })
    at = piece.end
    text = ''
  }
  return edits
}
