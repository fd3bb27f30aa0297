import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** A program to run in a fresh process. */
export interface Program {
  readonly name: string
  /** Arguments of node. */
  readonly words: readonly string[]
  readonly directory: string
  /** Exit codes that mean it did its work. */
  readonly accepted: readonly number[]
  /** What happens before each run, untimed. */
  readonly before?: () => void
  /** Whether a run that is not counted comes first. */
  readonly warmed?: true
}

/** Runs a program once; milliseconds from its start to its end. */
export function time(program: Program): number {
  program.before?.()
  const start = process.hrtime.bigint()
  run(program, program.words)
  return Number(process.hrtime.bigint() - start) / 1e6
}

/** What a program prints. */
export function printed(program: Program): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, program.words, { cwd: program.directory, encoding: 'utf8' })
  if (!program.accepted.includes(status ?? -1)) throw new Error(`${program.name} ended with ${status}\n${stderr.slice(0, 2000)}`)
  return stdout
}

/** Runs a program once more for its peak memory, in MB; apart from the timed runs, because the probe costs time. */
export function peakMemory(program: Program, scratch: string): number {
  const file = join(scratch, 'peak.txt')
  program.before?.()
  run(program, ['--import', pathToFileURL(join(import.meta.dirname, 'peak.js')).href, ...program.words], { BENCH_PEAK: file })
  return Number(readFileSync(file, 'utf8')) / 1024
}

function run(program: Program, words: readonly string[], environment: Record<string, string> = {}): void {
  const { status, stderr } = spawnSync(process.execPath, words, {
    cwd: program.directory,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
  })
  if (!program.accepted.includes(status ?? -1)) throw new Error(`${program.name} ended with ${status}\n${stderr.slice(0, 2000)}`)
}

/** The middle of the measured values. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? (sorted[middle] ?? Number.NaN) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2
}
