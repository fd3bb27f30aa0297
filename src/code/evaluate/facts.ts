import type { LibraryFact, ResponseMember, StandIns } from '../../model/index.ts'

/** Facts about AWS that the evaluation is handed, since it may name no service itself. */
export interface Facts {
  readonly libraries: ReadonlyMap<string, LibraryFact>
  /** SDK v2 class name -> v3 client. */
  readonly legacyServices: ReadonlyMap<string, string>
  /** client -> operation -> response member -> what it is made of: text with members of the input in braces. */
  readonly responses: ReadonlyMap<string, { readonly [operation: string]: { readonly [member: string]: ResponseMember } }>
  /** What is followed in the place of libraries that only hand values on. */
  readonly standIns?: StandIns
  /** The paths in events of which triggers may say what stands there. */
  readonly eventTexts: ReadonlySet<string>
}
