import { type IgnoreComment, lineSpokenOf, remarkIn } from '../model/index.ts'

/** Reads `// keycard-ignore check -- reason` comments; what they say is judged where the findings are. */
export function ignoresOf(file: string, source: string): readonly IgnoreComment[] {
  if (!source.includes('keycard-ignore')) return []
  const lines = source.split(/\r?\n/)
  return lines.flatMap((content, index) => {
    const found = remarkIn(content, 'ignore', 'code')
    if (!found) return []
    const line = lineSpokenOf(lines, index, found.index, 'code') + 1
    return [{ about: found.about, reason: found.reason, at: { file, line: index + 1 }, lines: { file, from: line, to: line } }]
  })
}
