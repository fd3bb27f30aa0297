import type { UserError } from '../model/index.ts'

/** Says what the user has to mend: message, place, the lines around it and the mend. */
export function failureText(error: UserError): string {
  const place = error.at && `  at ${[error.at.file, error.at.line, ...(error.at.column === undefined ? [] : [error.at.column])].join(':')}`
  const excerpt = error.excerpt
    ?.replace(/\s+$/, '')
    .split('\n')
    .map((line) => `    ${line}`.trimEnd())
    .join('\n')
  const lines = [`error: ${error.message}`, place, excerpt, error.mend && `  fix: ${error.mend}`]
  return `${lines
    .filter((line) => line !== undefined && line !== '')
    .map((line) => printable(line ?? ''))
    .join('\n')}\n`
}

/** A text without the control characters with which an analysed file could steer the terminal that shows it. */
export function printable(text: string): string {
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '\uFFFD')
}
