/** One function of a case, made ready for the child process that runs it. */
export interface Job {
  /** The modules of the case as CommonJS, by path. */
  readonly files: Readonly<Record<string, string>>
  readonly entry: string
  readonly exportName: string
  /** Events that the case itself names; further ones are invented. */
  readonly events: readonly unknown[]
  /** Whether events are invented beside those that the case names. */
  readonly invents: boolean
  /** Answers that the case itself names, by command or by the host that is fetched, and packages in place of those that its code names. */
  readonly answers: Readonly<Record<string, readonly object[]>>
  /** What variables of the environment may be; null where one is not set. */
  readonly environment: Readonly<Record<string, readonly (string | null)[]>>
  /** Errors that the case itself names, for requests that are refused. */
  readonly refusals: readonly string[]
  readonly standIns: Readonly<Record<string, string>>
  readonly seed: number
  /** The port of the endpoint on the loopback address. */
  readonly port: number
  /** Folders whose node_modules hold the packages, the first that has one wins. */
  readonly packages: readonly string[]
  /** Texts and names of members that stand in the code, of which events and answers are invented. */
  readonly words: readonly string[]
  readonly names: readonly string[]
}

/** A request that the SDK was asked for. */
export interface Sent {
  readonly id: number
  /** The class of the client, `S3Client`; `legacy:s3` in the SDK's second version. */
  readonly client: string
  readonly command: string
  readonly input: unknown
  readonly region?: string
  /** It ended well, and need not have arrived for that: a URL was signed. */
  done: boolean
}

/** What a child tells after each round of runs. */
export interface Round {
  readonly sent: readonly Sent[]
  readonly runs: number
  /** How many invocations ended with an error, and the first such error that is no refused request. */
  readonly failures: number
  readonly firstFailure?: string
  /** Hosts that something tried to reach past the endpoint. */
  readonly blocked: readonly string[]
  /** Why the function cannot be run at all. */
  readonly broken?: string
}

/** What arrives with each request of a child, in the header `x-oracle`. */
export interface Mark {
  readonly child: number
  /** The request of the SDK; left out where none asked for it. */
  readonly id?: number
  /** The error that the endpoint answers with. */
  readonly refuse?: string
}
