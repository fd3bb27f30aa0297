import { randomOf } from '../policy-random.ts'
import { judge, type Verdict } from './judge.ts'
import { writeProgram } from './program/program.ts'
import { createExecutor, type Executor } from './run/execute.ts'
import { runsOf } from './run/runs.ts'
import type { Execution, Program } from './run/words.ts'
import { shrink } from './shrink.ts'

/** What came of one program. */
export interface Outcome {
  readonly seed: number
  readonly program: Program
  readonly execution?: Execution
  /** Why it could not be run. */
  readonly idle?: string
  readonly verdict?: Verdict
  /** The analysis broke. */
  readonly crash?: string
}

/** Runs and analyses the program of a seed. */
export async function tryProgram(executor: Executor, seed: number, program: Program = writeProgram(seed)): Promise<Outcome> {
  const execution = await executor.execute(program, runsOf(randomOf(seed)))
  if (typeof execution === 'string') return { seed, program, idle: execution }
  try {
    return { seed, program, execution, verdict: await judge(program, execution) }
  } catch (error) {
    return { seed, program, execution, crash: error instanceof Error ? (error.stack ?? error.message) : String(error) }
  }
}

/** Whether an outcome is a soundness bug: something was sent that is neither allowed nor said to be unknown. */
export const isUnsound = ({ verdict, crash }: Outcome): boolean =>
  crash !== undefined || (verdict !== undefined && verdict.missed.length > 0 && !verdict.incomplete)

/** The smallest program found that still has the bug of an outcome. */
export async function shrinkOutcome(executor: Executor, { seed, program, crash }: Outcome): Promise<Outcome> {
  const fails = async (smaller: Program): Promise<boolean> => {
    const outcome = await tryProgram(executor, seed, smaller)
    return isUnsound(outcome) && (outcome.crash === undefined) === (crash === undefined)
  }
  return await tryProgram(executor, seed, await shrink(program, fails))
}

/** Counts over many programs. */
export interface Tally {
  programs: number
  ran: number
  incomplete: number
  calls: number
  exact: number
  wide: number
  unused: number
  tight: number
  failures: number
}

/** Runs the programs of `count` seeds from `seed` on, and tells of each. */
export async function campaign(
  directory: string,
  seed: number,
  count: number,
  each: (outcome: Outcome, executor: Executor) => void | Promise<void>,
): Promise<Tally> {
  const executor = createExecutor(directory)
  const tally: Tally = { programs: 0, ran: 0, incomplete: 0, calls: 0, exact: 0, wide: 0, unused: 0, tight: 0, failures: 0 }
  try {
    for (let at = seed; at < seed + count; at++) {
      const outcome = await tryProgram(executor, at)
      add(tally, outcome)
      await each(outcome, executor)
    }
  } finally {
    await executor.close()
  }
  return tally
}

function add(tally: Tally, { execution, verdict }: Outcome): void {
  tally.programs += 1
  if (!execution || !verdict) return
  tally.ran += 1
  tally.calls += execution.calls.length
  tally.failures += execution.failures
  if (verdict.incomplete) {
    tally.incomplete += 1
    return
  }
  tally.exact += verdict.exact.length
  tally.wide += verdict.wide.length
  tally.unused += verdict.unused.length
  if (verdict.wide.length + verdict.unused.length === 0) tally.tight += 1
}
