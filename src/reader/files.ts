/** What a name in a directory stands for; `real` is where it lies once links are followed, in whatever words its files use. */
export type Entry =
  | { readonly kind: 'file' | 'directory'; readonly real: string }
  | { readonly kind: 'outside'; readonly leadsTo: 'file' | 'directory' }

/** The files below a workspace root: those on disk, or those that a commit had. `path` is how the user's files name it, for messages. */
export interface Files {
  /** What the root is called. */
  readonly root: string
  entry(directory: string, name: string, path: string): Entry | undefined
  /** Sorted. */
  names(directory: string, path: string): readonly string[]
  text(file: string, path: string): string
}
