import { randomOf } from '../policy-random.ts'
import { judge, type Verdicts } from './judge.ts'
import { writeProgram } from './program/program.ts'
import { createExecutor, type Executor } from './run/execute.ts'
import { runsOf } from './run/runs.ts'
import type { Executions, Program, Recorded, Run } from './run/words.ts'
import { shrink } from './shrink.ts'

/** What came of one program. */
export interface Outcome {
  readonly seed: number
  readonly program: Program
  readonly executions?: Executions
  /** Why it could not be run. */
  readonly idle?: string
  readonly verdicts?: Verdicts
  /** The analysis broke. */
  readonly crash?: string
}

/** Runs and analyses the program of a seed; `apart` also says how handlers fare that are analysed alone. */
export async function tryProgram(
  executor: Executor,
  seed: number,
  program: Program = writeProgram(seed),
  runs: readonly Run[] = runsOf(randomOf(seed)),
  apart = true,
): Promise<Outcome> {
  return await judgeProgram(seed, program, await executor.execute(program, runs), apart)
}

async function judgeProgram(seed: number, program: Program, executions: Executions | string, apart: boolean): Promise<Outcome> {
  if (typeof executions === 'string') return { seed, program, idle: executions }
  try {
    return { seed, program, executions, verdicts: await judge(program, executions, apart) }
  } catch (error) {
    return { seed, program, executions, crash: error instanceof Error ? (error.stack ?? error.message) : String(error) }
  }
}

/** Whether an outcome is a soundness bug: something was sent that is neither allowed nor said to be unknown. */
export const isUnsound = ({ verdicts = {}, crash }: Outcome): boolean =>
  crash !== undefined || Object.values(verdicts).some(({ missed, incomplete }) => missed.length > 0 && !incomplete)

/** What was sent without being allowed, handler by handler. */
export const missedIn = ({ verdicts = {} }: Outcome): string =>
  Object.entries(verdicts)
    .filter(([, { missed }]) => missed.length > 0)
    .map(([entry, { missed }]) => `${entry}: ${missed.map(({ command, input }) => `${command} ${JSON.stringify(input)}`).join(', ')}`)
    .join('; ')

/** Whether the result of a handler depends on the handlers that are analysed with it. */
export const isDisturbed = ({ verdicts = {} }: Outcome): boolean =>
  Object.values(verdicts).some(({ strange, lacking, incomplete }) => strange.length + lacking.length > 0 && !incomplete)

/** The smallest program found that still has what an outcome has: a crash, a request that is not allowed, or handlers that disturb each other. */
export async function shrinkOutcome(executor: Executor, outcome: Outcome): Promise<Outcome> {
  const { seed, program, crash, verdicts = {} } = outcome
  const all = runsOf(randomOf(seed))
  // Most programs show it in one run, which saves the others.
  const [missed] = Object.values(verdicts).flatMap((one) => (one.incomplete ? [] : one.missed))
  const few = missed ? all.slice(missed.run, missed.run + 1) : []
  // A smaller program may have another bug as well, which is not what is asked for.
  const misses = (one: Outcome): boolean =>
    Object.values(one.verdicts ?? {}).some((verdict) => !verdict.incomplete && verdict.missed.some((call) => isSame(call, missed)))
  const has: (one: Outcome) => boolean = crash !== undefined ? (one) => one.crash !== undefined : missed ? misses : isDisturbed
  const tryWith = (runs: readonly Run[]) => (smaller: Program) => tryProgram(executor, seed, smaller, runs, !missed)
  const attempt = has(await tryWith(few)(program)) ? tryWith(few) : tryWith(all)
  return await attempt(await shrink(program, async (smaller) => has(await attempt(smaller))))
}

const isSame = (one: Recorded, other: Recorded | undefined): boolean =>
  one.command === other?.command && JSON.stringify(one.input) === JSON.stringify(other.input)

/** Counts over many programs. */
export interface Tally {
  programs: number
  ran: number
  /** The handlers of the programs that ran, and those of which the analysis said that it may lack calls. */
  handlers: number
  incomplete: number
  /** Those whose result depends on the other handlers, where they were analysed alone as well. */
  disturbed?: number
  calls: number
  exact: number
  wide: number
  unused: number
  /** The handlers for which nothing is derived but what some run needed. */
  tight: number
  failures: number
}

/** Runs the programs of `count` seeds from `seed` on, and tells of each; `apart` also says how handlers fare that are analysed alone. */
export async function campaign(
  directory: string,
  seed: number,
  count: number,
  apart: boolean,
  each: (outcome: Outcome, executor: Executor) => void | Promise<void>,
): Promise<Tally> {
  const executor = createExecutor(directory)
  const tally: Tally = {
    programs: 0,
    ran: 0,
    handlers: 0,
    incomplete: 0,
    ...(apart ? { disturbed: 0 } : {}),
    calls: 0,
    exact: 0,
    wide: 0,
    unused: 0,
    tight: 0,
    failures: 0,
  }
  try {
    const begin = (at: number): Begun => {
      const program = writeProgram(at)
      return { at, program, executions: executor.execute(program, runsOf(randomOf(at))) }
    }
    // While one program is analysed the next one is run.
    let next = count > 0 ? begin(seed) : undefined
    while (next) {
      const { at, program } = next
      const executions = await next.executions
      next = at + 1 < seed + count ? begin(at + 1) : undefined
      const outcome = await judgeProgram(at, program, executions, apart)
      add(tally, outcome)
      await each(outcome, executor)
    }
  } finally {
    await executor.close()
  }
  return tally
}

/** A program that is being run. */
interface Begun {
  readonly at: number
  readonly program: Program
  readonly executions: Promise<Executions | string>
}

function add(tally: Tally, { executions = {}, verdicts }: Outcome): void {
  tally.programs += 1
  if (!verdicts) return
  tally.ran += 1
  for (const [entry, { exact, wide, unused, strange, lacking, incomplete }] of Object.entries(verdicts)) {
    tally.handlers += 1
    tally.calls += executions[entry]?.calls.length ?? 0
    tally.failures += executions[entry]?.failures ?? 0
    if (incomplete) {
      tally.incomplete += 1
      continue
    }
    if (tally.disturbed !== undefined && strange.length + lacking.length > 0) tally.disturbed += 1
    tally.exact += exact.length
    tally.wide += wide.length
    tally.unused += unused.length
    if (wide.length + unused.length === 0) tally.tight += 1
  }
}
