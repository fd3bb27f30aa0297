import type { Random } from '../../policy-random.ts'
import type { Event, Run } from './words.ts'

/** What the programs read from the environment; of `TABLE_UNSET` nothing is set. */
export const environment: Readonly<Record<string, string>> = { TABLE_A: 'env-a', TABLE_B: 'env-b' }

/** What `MODE` may be; nobody tells Keycard. */
const modes = ['x', 'y', 'z'] as const

const truths = [false, true]
const kinds = ['x', 'y', 'z'] as const

/** Every event that a program can tell apart. */
export const events: readonly Event[] = truths.flatMap((a) =>
  truths.flatMap((b) => kinds.flatMap((kind) => [0, 1, 2].map((n): Event => ({ a, b, kind, n, name: `dyn-${kind}` })))),
)

/** The runs of a program: every event alone, with and without refused requests, and some one after the other in one instance. */
export function runsOf(random: Random): readonly Run[] {
  const run = (of: readonly Event[], refused: readonly number[], mode = random.pick(modes)): Run => ({
    events: of,
    refused,
    environment: { ...environment, MODE: mode },
  })
  return [
    ...modes.flatMap((mode) => events.map((event) => run([event], [], mode))),
    ...[[0], [1], [2]].flatMap((refused) => events.map((event) => run([event], refused))),
    ...Array.from({ length: 24 }, (_, index) =>
      run(
        [0, 1, 2].map(() => random.pick(events)),
        index % 3 === 0 ? [random.below(4)] : [],
      ),
    ),
  ]
}
