/** Code of ours that does to values what libraries do; it is followed, and never run, where they are called. */
export interface StandIns {
  /**
   * What stands in for a package, under a name that no file of a workspace has; `name` where the package is one function of a library: `lodash/get`.
   * `whole` where all that it exports is there, so that an import of it leads into that file like one of a module of the workspace.
   */
  of(packageName: string): { readonly file: string; readonly name?: string; readonly whole?: true } | undefined
  /** The code; undefined where a file is no such. */
  text(file: string): string | undefined
}
