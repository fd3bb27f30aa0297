/** A style that a piece of text may have. */
export type Style = 'bold' | 'dim' | 'red' | 'yellow' | 'blue' | 'green' | 'cyan'

const codes: { readonly [style in Style]: number } = { bold: 1, dim: 2, red: 31, yellow: 33, blue: 34, green: 32, cyan: 36 }
const styles = Object.keys(codes) as Style[]

// While a page is laid out, styles are single characters of the private use area; `finish` turns them into escape codes at the very end.
// So what an analysed file says can be made harmless in one place, and lengths are easy to tell.
const START = 0xe001
const END = '\ue000'
const MARKS = /[\ue000-\ue00f]/g

/** Gives a text a style. */
export function paint(style: Style, text: string): string {
  return text === '' ? '' : `${String.fromCharCode(START + styles.indexOf(style))}${text.replace(MARKS, '')}${END}`
}

/** How many columns a painted text takes. */
export const widthOf = (text: string): number => [...text.replace(MARKS, '')].length

/** Fills a painted text up with spaces. */
export const pad = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - widthOf(text)))

// Control characters could steer the terminal, bidirectional ones could make a line read as something else.
const HARMFUL = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g

/** Makes the page ready to print: control characters shown by their number, styles as escape codes or left out, no trailing spaces. */
export function finish(page: string, colour: boolean): string {
  const harmless = page.replace(HARMFUL, (one) => `\\u{${one.charCodeAt(0).toString(16)}}`).replace(/ +$/gm, '')
  return harmless.replace(MARKS, (mark) => {
    const style = styles[mark.charCodeAt(0) - START]
    return !colour ? '' : style === undefined ? '\u001b[0m' : `\u001b[${codes[style]}m`
  })
}
