import { type Annotation, lineSpokenOf, remarkIn, text as textValue, UserError } from '../../model/index.ts'

/** An annotation and the line of code it speaks of. */
export interface Note {
  readonly annotation: Annotation
  readonly line: number
}

const shape = /^(\*|[a-z0-9-]+:[A-Za-z0-9*?]+)\s+(\S+)$/

/**
 * Reads `// keycard-allow action resource -- reason` comments. A comment at the end of a line speaks of that line, one that has a
 * line of its own speaks of the next line of code. Throws UserError where the form or the reason is missing.
 */
export function notesOf(file: string, source: string): readonly Note[] {
  if (!source.includes('keycard-allow')) return []
  const lines = source.split(/\r?\n/)
  return lines.flatMap((content, index) => {
    const found = remarkIn(content, 'allow', 'code')
    if (!found) return []
    const at = { file, line: index + 1 }
    const [, action, resource] = shape.exec(found.about) ?? []
    if (!action || !resource) {
      throw new UserError('a keycard-allow comment needs an action and a resource', {
        at,
        excerpt: content.trim(),
        mend: 'write it as: // keycard-allow s3:GetObject arn:aws:s3:::reports/* -- why the code needs it',
      })
    }
    if (!found.reason) {
      throw new UserError('a keycard-allow comment needs a reason', { at, excerpt: content.trim(), mend: 'add " -- " and why the code needs it' })
    }
    const line = lineSpokenOf(lines, index, found.index, 'code') + 1
    return [{ annotation: { action, resource: textValue(resource), reason: found.reason, at }, line }]
  })
}
