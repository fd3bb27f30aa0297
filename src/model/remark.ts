/** A comment that speaks to Keycard: `keycard-WORD about -- reason`. */
export interface Remark {
  /** What stands between the word and the reason. */
  readonly about: string
  /** Why; empty where nobody says. */
  readonly reason: string
  /** Where the comment starts in its line. */
  readonly index: number
}

/** The words that a comment for Keycard starts with. */
export type RemarkWord = 'allow' | 'ignore' | 'keep'

// INVARIANT: no character can be matched in two ways, or a hostile file takes quadratic time.
const inCode = /(?:\/\/|\/\*+|^\s*\*)\s*keycard-([a-z]+)(?=\s|$|\*)([^\r\n]*)/
const inConfiguration = /(?:^|\s)#\s*keycard-([a-z]+)(?=\s|$)([^\r\n]*)/

/** The comment with that word in one line of code (`//`, `/*`) or of YAML (`#`). */
export function remarkIn(line: string, word: RemarkWord, language: 'code' | 'configuration'): Remark | undefined {
  if (!line.includes(`keycard-${word}`)) return undefined
  const found = (language === 'code' ? inCode : inConfiguration).exec(line)
  if (found?.[1] !== word) return undefined
  const said = (found[2] ?? '').trim()
  const body = language === 'code' && said.endsWith('*/') ? said.slice(0, -2).trim() : said
  const cut = /(?:^|\s)--(?:\s|$)/.exec(body)
  return {
    about: (cut ? body.slice(0, cut.index) : body).trim(),
    reason: cut ? body.slice(cut.index + cut[0].length).trim() : '',
    index: found.index,
  }
}

/** The line that a comment in a line speaks of: its own where it stands beside something, else the next that is no comment; from 0. */
export function lineSpokenOf(lines: readonly string[], at: number, index: number, language: 'code' | 'configuration'): number {
  if ((lines[at] ?? '').slice(0, index).trim() !== '') return at
  const comment = language === 'code' ? /^(?:\/\/|\*|\/\*)/ : /^#/
  for (let next = at + 1; next < lines.length; next++) {
    const content = (lines[next] ?? '').trim()
    if (content !== '' && !comment.test(content)) return next
  }
  return at
}
