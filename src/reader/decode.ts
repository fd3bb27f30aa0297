import { UserError } from '../model/index.ts'

// Kept for all files of a run: each call decodes from the start, so the decoder carries no state from one file to the next.
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Decodes UTF-8 to the letter (a byte order mark stays as U+FEFF); anything else is refused with the line of the first wrong byte. */
export function decode(bytes: Uint8Array, path: string): string {
  try {
    return utf8.decode(bytes)
  } catch {
    const wide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)
    throw new UserError(`${path} is not UTF-8${wide ? ' but UTF-16' : ''}`, {
      at: { file: path, line: wide ? 1 : firstWrongLine(bytes) },
      mend: 'save the file as UTF-8',
    })
  }
}

/** No byte of a longer sequence is a line feed, so each line can be tried by itself. */
function firstWrongLine(bytes: Uint8Array): number {
  let start = 0
  for (let line = 1; ; line++) {
    const end = bytes.indexOf(0x0a, start)
    try {
      utf8.decode(bytes.subarray(start, end < 0 ? undefined : end))
    } catch {
      return line
    }
    if (end < 0) return line
    start = end + 1
  }
}
