import { type Annotation, text as textValue, UserError } from '../../model/index.ts'

/** An annotation and the line of code it speaks of. */
export interface Note {
  readonly annotation: Annotation
  readonly line: number
}

const shape = /^(\*|[a-z0-9-]+:[A-Za-z0-9*?]+)\s+(\S+)(?:\s+--\s+(\S.*?))?\s*$/

/**
 * Reads `// keycard-allow action resource -- reason` comments. A comment at the end of a line speaks of that line, one that has a
 * line of its own speaks of the next line of code. Throws UserError where the form or the reason is missing.
 */
export function notesOf(file: string, source: string): readonly Note[] {
  if (!source.includes('keycard-allow')) return []
  const lines = source.split(/\r?\n/)
  const notes: Note[] = []
  lines.forEach((content, index) => {
    const found = /(?:\/\/|\/\*+|^\s*\*)\s*keycard-allow\b\s*(.*?)\s*(?:\*\/\s*)?$/.exec(content)
    if (!found) return
    const at = { file, line: index + 1 }
    const parts = shape.exec(found[1] ?? '')
    const [, action, resource, reason] = parts ?? []
    if (!action || !resource) {
      throw new UserError('a keycard-allow comment needs an action and a resource', {
        at,
        excerpt: content.trim(),
        mend: 'write it as: // keycard-allow s3:GetObject arn:aws:s3:::reports/* -- why the code needs it',
      })
    }
    if (!reason) {
      throw new UserError('a keycard-allow comment needs a reason', { at, excerpt: content.trim(), mend: 'add " -- " and why the code needs it' })
    }
    const before = content.slice(0, found.index).trim()
    notes.push({ annotation: { action, resource: textValue(resource), reason, at }, line: before === '' ? nextCodeLine(lines, index) : index + 1 })
  })
  return notes
}

function nextCodeLine(lines: readonly string[], from: number): number {
  for (let index = from + 1; index < lines.length; index++) {
    const content = (lines[index] ?? '').trim()
    if (content !== '' && !content.startsWith('//') && !content.startsWith('*') && !content.startsWith('/*')) return index + 1
  }
  return from + 1
}
