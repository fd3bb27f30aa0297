import type { When } from './when.ts'

/**
 * Where a value stands for a call of a library: `0` is its first argument, `0.params.Bucket` a member of it, `0.table.$name` what the
 * library's own thing there keeps, `$name` what the receiver keeps, `made.0` an argument of the call that made the receiver, `arguments` the list of all,
 * `item` what `each` goes through, `name` the member name that `*` stands for and `owner` the one before it, `self` the receiver, `shared.x` what the package keeps for all,
 * `environment.X` a variable of the environment, `=text` that text, `?why` something that is not known, and why, `text https://{0.host}` a text with paths in braces, `url 0.host | 0.path` the URL of these. `0.x.{name}` reads a member by the name that a path yields. `values 0.x` are
 * the fields of a record as a list, `keys 0.x` their names, `entries 0.x` both, `any 0.x` and `any-key 0.x` one of these, `result 0.x`
 * what it gives where it is a function, `result 0.x | 0 | $name` the same of these arguments. `a ?? b` takes the next where the former is not there.
 */
export type ArgumentPath = string

/** What a request is made of: a path, or lists and records of these; `{path}` as a field's name is the value there, `...` is spread first. */
export type LibraryInput = ArgumentPath | readonly LibraryInput[] | { readonly [field: string]: LibraryInput }

/**
 * A test of values that is answered with yes, no or perhaps; a path alone asks whether it is set, `!` before it whether it is not, and `@name`
 * stands for a condition of the fact.
 */
export type LibraryCondition =
  | ArgumentPath
  | { readonly is: readonly [path: ArgumentPath, ...texts: (string | boolean)[]] }
  | { readonly ends: readonly [path: ArgumentPath, text: string] }
  | { readonly given: ArgumentPath }
  | { readonly list: ArgumentPath }
  /** Whether it is a text. */
  | { readonly text: ArgumentPath }
  /** Whether the first is the second, or where the first is a list, holds it. */
  | { readonly same: readonly [path: ArgumentPath, other: ArgumentPath] }
  /** Whether a record has every member that a text names as `${member}`. */
  | { readonly filled: readonly [template: ArgumentPath, from: ArgumentPath] }
  | { readonly not: LibraryCondition }
  | { readonly any: readonly LibraryCondition[] }
  | { readonly all: readonly LibraryCondition[] }
  | { readonly some: readonly [of: ArgumentPath, when: LibraryCondition] }

/** A request that a library sends on the user's behalf. */
export interface LibraryRequest {
  readonly client: string
  readonly command: string
  readonly input: LibraryInput
  /** A text that others fill in later, wherever it stands in the input: `${filename}` of a presigned post. */
  readonly placeholder?: string
  /** The client it is sent with. */
  readonly with?: ArgumentPath
  /** The options of the client that the library makes for it. */
  readonly options?: LibraryInput
  /** Sent once for each element of this list, which is `item` in the request. */
  readonly each?: ArgumentPath
  /** The request is only sent where this holds, or may hold. */
  readonly when?: LibraryCondition
  /** The same of its input, asked when the environment is known. */
  readonly only?: When
  /** It is sent with credentials of this role and not with those of the function. */
  readonly role?: {
    readonly when: LibraryCondition
    readonly is: LibraryInput /** What to say of the role where it is not named. */
    readonly otherwise: string
  }
}

/** What one export of a library does, or one member of what the library makes. */
export interface LibraryExport {
  /** `new X(input)` is this command. */
  readonly command?: { readonly client: string; readonly name: string }
  /** `new X(options)` is a client of this service. */
  readonly client?: string
  /** The call (or construction) gives back this argument: it only wraps a client or a function. */
  readonly returns?: ArgumentPath
  /** A command is handed over to be sent: by which client, which command. */
  readonly forwards?: { readonly client: ArgumentPath; readonly command: ArgumentPath }
  /** `@name` stands for the requests of the fact under that name. */
  readonly sends?: readonly (LibraryRequest | string)[]
  /** Members of what it returns or makes, `a.b` for a member of a member, `a.*`, `*.b` and `*` for any other, `()` where it is called itself. */
  readonly methods?: { readonly [name: string]: LibraryExport }
  /** It gives a shape of the fact, or, with `self`, another one of its receiver; a record names a shape as `@shape` or a path by field. */
  readonly gives?: string | { readonly [field: string]: string }
  /** It gives what the export makes that this value names: `entity.build(GetCommand)`. */
  readonly makes?: ArgumentPath
  /** What the thing that it gives keeps for its members; what the receiver keeps is kept as well. */
  readonly keeps?: { readonly [name: string]: LibraryInput }
  /** Members of the thing that it gives which are read as they are: `@shape` for one of the fact, else a path. */
  readonly has?: { readonly [member: string]: LibraryInput }
  /** It keeps that in the receiver itself, and gives the receiver back. */
  readonly changes?: boolean
  /** What an argument, or each element of a list, keeps from now on where it is given: a class that is decorated. */
  readonly marks?: { readonly [target: ArgumentPath]: { readonly [name: string]: LibraryInput } }
  /** What the whole package keeps from now on. */
  readonly shares?: { readonly [name: string]: LibraryInput }
  /** Members that it calls of what it is handed, `()` for the thing itself; `@shape` among what it gives them stands for a shape of the fact. */
  readonly calls?: readonly { readonly on: ArgumentPath; readonly member: string; readonly with?: readonly LibraryInput[] }[]
  /** Of these it may call any member, and send what they keep. */
  readonly hands?: readonly ArgumentPath[]
  /** It gives credentials of this role, so that what is called with them is that role's need. */
  readonly assumes?: {
    readonly role: LibraryInput /** What to say of the role where it is not named: `is given by the identity pool`. */
    readonly otherwise: string
  }
  /** It calls AWS in a way that is not read: what it may need, in words. Becomes a finding of severity error. */
  readonly unread?: string
  /** It uses clients that it is handed for these requests and nothing else; a client among its arguments is no finding. */
  readonly keepsClient?: boolean
  /** It calls and keeps nothing that it is handed. */
  readonly quiet?: boolean
}

/** What a library does on the user's behalf; one file of the action map's `libraries` folder. */
export interface LibraryFact {
  readonly package: string
  /** Further packages of which the same holds. */
  readonly packages?: readonly string[]
  readonly why: string
  readonly source: string
  /** It calls AWS only through what other libraries give it, so that no file matters for importing it alone. */
  readonly beside?: boolean
  /** What it may call in a use that is not described here, in words; such a use becomes a finding. Left out where it calls nothing else. */
  readonly could?: string
  /** Exports by name; `Name.member` for a static member, `default` for the default export or the module called itself, `*` for all others. */
  readonly exports: { readonly [name: string]: LibraryExport }
  /** Further exports that call and keep nothing that they are handed. */
  readonly quiet?: readonly string[]
  /** What exports and members give, by name. */
  readonly shapes?: { readonly [name: string]: LibraryExport }
  /** What several exports and members send, by name. */
  readonly requests?: { readonly [name: string]: readonly LibraryRequest[] }
  /** What several requests ask, by name. */
  readonly conditions?: { readonly [name: string]: LibraryCondition }
  /** Methods of its clients that are named otherwise than the operation: `get` -> `GetItem`. */
  readonly aggregated?: { readonly [method: string]: string }
}

/** What a member of an answer of AWS is made of: text with members of the input in braces, or credentials of the role that the input names. */
export type ResponseMember = string | { readonly credentialsOf: string }
