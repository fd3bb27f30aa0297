/**
 * The only way to read files of an analysed repository. Paths are POSIX and relative to the service's directory; `../` is
 * allowed as far as the workspace root. What lies outside, or leads there through a symbolic link, is refused with a UserError.
 */
export interface Reader {
  /** What is at a path: a file, a directory, or nothing. Cheap: directories are listed once. */
  kind(path: string): 'file' | 'directory' | undefined
  /** The text of a file (UTF-8, BOM kept as U+FEFF); undefined where there is none. Throws UserError if it is not UTF-8 or lies outside. */
  read(path: string): string | undefined
  /** The sorted names in a directory; empty where there is none. */
  list(path: string): readonly string[]
  /** The service's directory, absolute: for messages on stderr only, never in a report. */
  readonly directory: string
  /** The workspace root as a path relative to the service's directory: `.` or `../..`. */
  readonly workspace: string
}
