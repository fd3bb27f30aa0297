/** A service of handler programs: its modules by path, and those of them that export a `handler`, in the order in which they are analysed. */
export interface Program {
  readonly files: ReadonlyMap<string, string>
  readonly entries: readonly string[]
}

/** What one instance of a function is told: its invocations, one after the other, and which requests fail. */
export interface Run {
  readonly events: readonly Event[]
  /** The requests, counted from zero, that AWS refuses. */
  readonly refused: readonly number[]
  readonly environment: Readonly<Record<string, string>>
}

/** An event as the programs read it. */
export interface Event {
  readonly a: boolean
  readonly b: boolean
  readonly kind: 'x' | 'y' | 'z'
  readonly n: number
  readonly name: string
}

/** A request that arrived at the stand-in of the SDK. */
export interface Recorded {
  readonly client: string
  readonly command: string
  readonly input: unknown
  /** The run that sent it first. */
  readonly run: number
}

/** What came of all runs of a handler. */
export interface Execution {
  readonly calls: readonly Recorded[]
  /** How many invocations ended with an error, and the first such error. */
  readonly failures: number
  readonly firstFailure?: string
}

/** What came of all runs of each handler of a program, by its module. */
export type Executions = Readonly<Record<string, Execution>>

/** A program made ready for the worker. */
export interface Job {
  readonly id: number
  readonly files: Readonly<Record<string, string>>
  readonly entries: readonly string[]
  readonly runs: readonly Run[]
}
