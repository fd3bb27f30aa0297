import type { Ignore } from './ignore.ts'
import type { Location } from './location.ts'

/** How far a known object key narrows a resource: to the key, to its first part, or not at all. */
export const objectKeyWays = ['exact', 'prefix', 'bucket'] as const
/** The name of one of these ways. */
export type ObjectKeys = (typeof objectKeyWays)[number]

/** What a comparison may be failed for. */
export const failKinds = ['missing', 'excess', 'wide', 'incomplete', 'possible', 'stale'] as const
/** The name of one of these kinds. */
export type FailKind = (typeof failKinds)[number]

/** The formats that `keycard generate` prints. */
export const generateFormats = ['pretty', 'json', 'yaml'] as const
/** The formats that `keycard diff` prints. */
export const diffFormats = ['pretty', 'json', 'markdown', 'sarif', 'github', 'junit'] as const

/** A report in a format, printed or written to a file. */
export interface Output {
  readonly format: string
  readonly file?: string
}

/** What a configuration file says of every run; what a run is told by hand wins over it. */
export interface Settings {
  readonly stage?: string
  readonly region?: string
  readonly parameters?: ReadonlyMap<string, string>
  readonly objectKeys?: ObjectKeys
  readonly ignores: readonly Ignore[]
  readonly diff: {
    readonly failOn?: readonly FailKind[]
    /** Files are relative to the service's directory. */
    readonly outputs?: readonly Output[]
    readonly baseline?: { readonly file: string; readonly at: Location }
  }
  readonly generate: { readonly format?: (typeof generateFormats)[number] }
}
