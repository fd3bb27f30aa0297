/** A place in a file of the analysed repository. */
export interface Location {
  /** POSIX path relative to the service's directory; may start with `../` inside the workspace root. */
  readonly file: string
  /** Line, counted from 1. */
  readonly line: number
  /** Column, counted from 1; left out where only the line is known. */
  readonly column?: number
}

/** Prints a place as people read it: `src/orders.ts:14`. */
export const placeText = (at: Location): string => `${at.file}:${at.line}`

/** Orders places by file, then line, then column, without regard to locale. */
export function comparePlaces(a: Location, b: Location): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1
  return a.line - b.line || (a.column ?? 0) - (b.column ?? 0)
}
