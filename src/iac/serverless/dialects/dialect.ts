import type { DeclaredResource, Permission } from '../../../model/index.ts'
import type { Configuration } from '../configuration.ts'
import type { Framework } from '../framework.ts'
import type { PlaceName } from '../place.ts'
import type { RoleTags } from '../role-tags.ts'
import type { Spot } from '../spot.ts'

/** A function as a dialect sees it. */
export interface FunctionFacts {
  readonly configuration: Configuration
  readonly framework: Framework
  readonly name: string
  readonly spot: Spot
  /** Whether the provider names a role that the framework does not make; then it makes none at all. */
  readonly providerRole: 'made' | 'external'
  /** Whether the user named the dialect, instead of it being found out. */
  readonly asked: boolean
}

/** One way of giving permissions to functions: where they stand, what the framework makes of them, and whether it would heed them. */
export interface Dialect {
  readonly name: string
  /** In words, for messages. */
  readonly describe: string
  /** Whether this is how the framework at hand reads a function's own statements; the first in the list that does is it. */
  readonly applies: (framework: Framework, habits: Habits) => boolean
  /** Why the framework at hand would not heed it, with the mend after a colon; undefined where it would. */
  readonly ignored: (framework: Framework, habits: Habits) => string | undefined
  /** Whether this is the dialect of a function whatever the others of the service have. */
  readonly claims?: (facts: FunctionFacts) => boolean
  /** Whether it only says where statements are written, and functions are still read as the framework reads them. */
  readonly onlyWrites?: boolean
  /** What a function's statements are written to. */
  readonly placeFor: (facts: FunctionFacts) => PlaceName
  /** Where a function's statements may stand, below the function; the first that is there counts. */
  readonly ways: readonly (readonly string[])[]
  /** Where new statements go in a function that has none. */
  readonly wayFor: (facts: FunctionFacts, habits: Habits) => readonly string[]
  /** The key for the name of the role, beside statements that stand at the end of this way; none where the name is not given there. */
  readonly nameKey?: (way: readonly string[]) => string
  /** Whether the function gets a role of its own as it stands. */
  readonly hasOwnRole: (facts: FunctionFacts) => boolean
  /** Whether a role of its own would hold the provider's statements too. */
  readonly inherits: (facts: FunctionFacts) => boolean
  /** The setting of a function that says whether its role holds the provider's statements too; left out where nothing can be said. */
  readonly inheritWay?: (facts: FunctionFacts) => readonly string[]
  /** Why the framework would not heed statements written to the function, with the mend; undefined where it would. */
  readonly notWritable: (facts: FunctionFacts) => string | undefined
  /** Whether a role of its own would hold the managed policies too that stand at this way below the provider. */
  readonly keepsManagedPolicies: (facts: FunctionFacts, way: readonly string[]) => boolean
  /** Where a function lists managed policies of its own role; left out where it cannot. */
  readonly policiesWay?: readonly string[]
  /** The permissions boundary that a role of its own has instead of the provider's. */
  readonly boundaryOf: (facts: FunctionFacts) => Spot | undefined
  /** The tags that a role of its own has; left out where it has none. */
  readonly roleTags?: (facts: FunctionFacts) => RoleTags
  /** What a function's settings and triggers need of the role that its statements go to, and nobody adds to it. */
  readonly dropped: (facts: FunctionFacts, resources: ReadonlyMap<string, DeclaredResource>) => readonly Permission[]
}

/** What the service file does already. */
export interface Habits {
  /** Functions that have `iamRoleStatements`. */
  readonly iamRoleStatements: number
  /** Functions that have `iam:`. */
  readonly iam: number
}
