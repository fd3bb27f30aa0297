import type { Cache } from '../model/index.ts'

/** A value on the command line, or a field of a tool's input. */
export interface Option {
  /** Without dashes: `object-keys`. */
  readonly name: string
  /** How help shows its value: `k=v`; a switch has none. */
  readonly value?: string
  /** Whether the value may be left out: `--fix`, `--fix=all`. */
  readonly optional?: boolean
  readonly describe: string
  /** Whether it may be given more than once. */
  readonly many?: boolean
  readonly choices?: readonly string[]
  readonly fallback?: string
}

/** A word on the command line that belongs to no option. */
export interface Argument {
  readonly name: string
  readonly describe: string
  readonly fallback?: string
  /** Whether it may be left out without anything in its place. */
  readonly optional?: boolean
}

/** What the user asked for, by the names that a command declares. */
export interface Request {
  readonly arguments: ReadonlyMap<string, string>
  /** A list for options that may be given more than once, true for a switch. */
  readonly options: ReadonlyMap<string, string | true | readonly string[]>
}

/** Asks git something in a directory; undefined where there is no git. It writes nothing, and nothing that the repository names is started. */
export type Git = (
  words: readonly string[],
  directory: string,
  input?: string,
) => { readonly status: number; readonly output: Uint8Array; readonly errors: string } | undefined

/** What a command may know of where it runs. */
export interface Host {
  /** The working directory, absolute. */
  readonly directory: string
  readonly colour: boolean
  /** Told what is going on, for a line on a terminal. */
  readonly progress: (stage: string) => void
  /** Opens what earlier runs over a service left behind, by its directory and workspace; left out where nothing may be kept. */
  readonly openCache?: (directory: string, workspace: string) => Cache | undefined
  /** How git is asked; left out where it may not be. */
  readonly git?: Git
}

/** A file as it should become. */
export interface FileChange {
  /** Relative to the result's directory. */
  readonly file: string
  readonly text: string
  /** Whether there is no such file yet. */
  readonly isNew?: boolean
}

/** A report that is to be a file. */
export interface ReportFile {
  readonly file: string
  readonly text: string
  /** Whether the service's own configuration names it: relative to the service then, else to the working directory. */
  readonly fromConfiguration?: boolean
}

/** What a command found out; the outermost floor prints it, writes it and exits with it. */
export interface Result {
  /** The report, for stdout. */
  readonly output: string
  /** What else there is to say, for stderr; empty where the report says it all. */
  readonly notes: string
  /** 0 done, 1 findings of severity error, 2 where one of several services could not be read. */
  readonly exitCode: 0 | 1 | 2
  /** The service's directory, absolute, and the workspace root seen from it. */
  readonly directory: string
  readonly workspace: string
  /** Reports that were asked for as files. */
  readonly reports: readonly ReportFile[]
  /** Files to write; none unless that was asked for. */
  readonly changes: readonly FileChange[]
}

/** Contract of a command: what it is called, what it takes, and what it does. It neither prints nor writes. */
export interface Command {
  readonly name: string
  readonly describe: string
  readonly arguments: readonly Argument[]
  readonly options: readonly Option[]
  /** Command lines with what they are for. */
  readonly examples: readonly { readonly line: string; readonly purpose: string }[]
  run(request: Request, host: Host): Promise<Result>
}

/** The value of an option that is given at most once. */
export function single(request: Request, name: string): string | undefined {
  const value = request.options.get(name)
  return typeof value === 'string' ? value : undefined
}

/** The values of an option that may be given more than once. */
export function many(request: Request, name: string): readonly string[] {
  const value = request.options.get(name)
  return Array.isArray(value) ? value : []
}

/** Whether a switch is on. */
export const isOn = (request: Request, name: string): boolean => request.options.get(name) === true
