import { plural } from './words.ts'

/** GitHub takes 65,536 characters. */
const longest = 65_000

/** Whole sections as long as they fit; what is left out is said. */
export function fitted(sections: readonly string[]): string {
  const kept: string[] = []
  let length = 0
  for (const [index, section] of sections.entries()) {
    if (length + section.length > longest) {
      kept.push(`${plural(sections.length - index, 'further section')} left out: this comment would be longer than it may be.\n`)
      break
    }
    kept.push(section)
    length += section.length + 1
  }
  return kept.join('\n')
}

/** As plain words: what an analysed file says must not become markup, a mention or a link. */
export const plain = (text: string): string =>
  text
    .replace(/[\\`*_{}[\]<>#|@~]/g, (one) => (one === '<' ? '&lt;' : one === '>' ? '&gt;' : one === '@' ? '&#64;' : `\\${one}`))
    .replace(/\s+/g, ' ')

/** As code; in a table a bar would end the cell. */
export function code(text: string): string {
  const fence = '`'.repeat(1 + Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length)))
  const inner = text.replace(/\s+/g, ' ').replaceAll('|', '\\|')
  return fence.length > 1 ? `${fence} ${inner} ${fence}` : `\`${inner}\``
}

/** Lines to the letter, in a fence that nothing inside can close. */
export function fenced(lines: string, language = ''): string {
  const fence = '`'.repeat(1 + Math.max(2, ...[...lines.matchAll(/`+/g)].map(([run]) => run.length)))
  const text = lines.replaceAll('\r\n', '\n')
  return `${fence}${language}\n${text.endsWith('\n') ? text : `${text}\n`}${fence}\n`
}
