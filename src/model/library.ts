/** Where in the arguments of a call a value stands: `0`, `1.client`, `0.params.Bucket`; `values 0.fetchData` are the fields of a record as a list, `keys 0.x` their names, `any 0.x` and `any-key 0.x` one of these, `=text` is that text. */
export type ArgumentPath = string

/** A request that a library sends on the user's behalf. */
export interface LibraryRequest {
  readonly client: string
  readonly command: string
  /** The whole input, or its fields one by one; a list of paths is a list. */
  readonly input: ArgumentPath | { readonly [field: string]: ArgumentPath | readonly ArgumentPath[] }
  /** A text that others fill in later, wherever it stands in the input: `${filename}` of a presigned post. */
  readonly placeholder?: string
  /** The client it is sent with. */
  readonly with?: ArgumentPath
  /** The request is only sent where this argument is, or may be, set; `!` before it where it is not. */
  readonly when?: ArgumentPath
}

/** What one export of a library does. */
export interface LibraryExport {
  /** `new X(input)` is this command. */
  readonly command?: { readonly client: string; readonly name: string }
  /** `new X(options)` is a client of this service. */
  readonly client?: string
  /** The call (or construction) gives back this argument: it only wraps a client or a function. */
  readonly returns?: ArgumentPath
  /** A command is handed over to be sent: by which client, which command. */
  readonly forwards?: { readonly client: ArgumentPath; readonly command: ArgumentPath }
  readonly sends?: readonly LibraryRequest[]
  /** Members of what it returns or makes; each as if it were an export, `0` its own first argument, `made.0` the first one of the call or construction that made it. */
  readonly methods?: { readonly [name: string]: LibraryExport }
  /** It uses clients that it is handed for these requests and nothing else; a client among its arguments is no finding. */
  readonly keepsClient?: boolean
  /** It calls and keeps nothing that it is handed. */
  readonly quiet?: boolean
}

/** What a library does on the user's behalf; one file of the action map's `libraries` folder. */
export interface LibraryFact {
  readonly package: string
  readonly why: string
  readonly source: string
  /** Exports by name; `Name.member` for a static member, `default` for the default export or the module called itself, `*` for all others. */
  readonly exports: { readonly [name: string]: LibraryExport }
  /** Methods of its clients that are named otherwise than the operation: `get` -> `GetItem`. */
  readonly aggregated?: { readonly [method: string]: string }
}
