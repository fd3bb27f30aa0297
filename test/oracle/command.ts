import { existsSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { campaign, isDisturbed, isUnsound, missedIn, shrinkOutcome } from './campaign.ts'
import { proveCases } from './cases/command.ts'
import { followRoughly } from './judge.ts'
import { root } from './root.ts'

// Runs random programs and compares what they send with what Keycard derives. See README.md beside it.

const { values: asked } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    count: { type: 'string', default: '1000' },
    shrink: { type: 'boolean', default: false },
    show: { type: 'boolean', default: false },
    disturbed: { type: 'boolean', default: false },
    roughly: { type: 'boolean', default: false },
    fixtures: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
  },
})
const generated = join(import.meta.dirname, '../..')
// The compiled rooms look for the action map beside them.
if (!existsSync(join(generated, 'action-map'))) symlinkSync(join(root, 'action-map'), join(generated, 'action-map'))
process.exitCode = (await (asked.fixtures ? proveCases(asked.only, asked.show) : proveRandom())) ? 0 : 1

/** Runs and judges random programs; false where one of them is not sound. */
async function proveRandom(): Promise<boolean> {
  const sources = join(root, 'test/oracle/run')
  if (asked.roughly) followRoughly()
  const failed: number[] = []
  const started = Date.now()
  const tally = await campaign(sources, Number(asked.seed), Number(asked.count), asked.disturbed, async (outcome, executor) => {
    const { seed, program, executions, verdicts, crash, idle } = outcome
    if (asked.show) for (const [path, text] of program.files) console.log(`// ${path}\n${text}\n`)
    if (!executions) console.log(`${seed}: did not run: ${idle}`)
    if (asked.show) console.log(executions, verdicts)
    const unsound = isUnsound(outcome)
    if (!unsound && !(asked.disturbed && isDisturbed(outcome))) return
    if (unsound) failed.push(seed)
    console.log(`${seed}: ${unsound ? (crash ?? missedIn(outcome)) : 'handlers disturb each other'}`)
    if (!asked.shrink) return
    const small = await shrinkOutcome(executor, outcome)
    for (const [path, text] of small.program.files) console.log(`// ${path}\n${text}`)
    console.log(small.crash ?? missedIn(small), small.verdicts)
  })
  console.log(tally, `${failed.length} unsound: ${failed.join(' ')}`, `${Math.round((Date.now() - started) / 1000)} s`)
  return failed.length === 0
}
