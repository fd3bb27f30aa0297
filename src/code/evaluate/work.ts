import type { Finding } from '../../model/index.ts'

/** An entry point has come to the end of the work that is done for one. */
export class TooMuchWork extends Error {}

// One evaluation is under way at a time, and values are compared where no run is at hand.
let left = Number.POSITIVE_INFINITY

/** How much is done for one entry point, and for the top level of one module, before it is given up. */
const most = 4_000_000

/** Does something that has to end: a module, whoever loads it, or what a handler does. */
export function bounded<T>(work: () => T): T {
  if (isTogether) return work()
  const before = left
  left = most
  try {
    return work()
  } finally {
    left = before
  }
}

// Set where all of the work counts together.
let isTogether = false

/** Does something that has to end, with all that has to end by itself otherwise. */
export function boundedTogether<T>(work: () => T): T {
  return bounded(() => {
    isTogether = true
    left = mostTogether
    try {
      return work()
    } finally {
      isTogether = false
    }
  })
}

/** Whether less is told apart right now, see `Rough`. */
export const isRough = (): boolean => isTogether

/** How much is done there. */
const mostTogether = 12_000_000

/** How much less is told apart by now: nothing at first, and more the further the work has come, so that it ends before it is given up. */
export const shortness = (): 0 | 1 | 2 => (left > most * 0.6 ? 0 : left > most * 0.35 ? 1 : 2)

/** Counts work where it arises: a unit is one part of a value that is looked at. */
export function spend(units: number): void {
  left -= units
  if (left < 0) throw new TooMuchWork()
}

// Set where less was told apart because of that, until somebody asks.
let short = false

/** Notes that less is told apart than would be with less to do: it depends on what was done before for others. */
export function noteShort(): void {
  short = true
}

/** Whether less was told apart so far. */
export const isShort = (): boolean => short

/** Whether less was told apart since this was asked last. */
export function wasShort(): boolean {
  const was = short
  short = false
  return was
}

/** Whether an error says that there is too much to do; what nests deeper than the stack of the machine is one of these. */
export const isTooMuch = (error: unknown): boolean =>
  error instanceof TooMuchWork || (error instanceof RangeError && /call stack/i.test(error.message))

/** Says that the analysis of a file came to its end. */
export const tooMuch = (file: string): Finding => ({
  check: 'analysis-limit',
  severity: 'error',
  confidence: 'certain',
  message: 'this is too much work to analyse; the result may lack calls',
  at: { file, line: 1 },
  fix: 'split the file, or write the permissions down with // keycard-allow',
})
