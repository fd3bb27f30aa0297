import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { root } from './files.ts'
import { campaign, isUnsound, missedIn } from './oracle/campaign.ts'
import { writeProgram } from './oracle/program/program.ts'

// Random programs are really run, against a stand-in of the SDK that records what is sent; every request has to be allowed by what is
// derived from the same source. `npm run oracle` does the same with as many programs as one likes.

const seed = 100_000
const count = 12

describe('random programs', () => {
  it('send nothing that is not derived from their source', async () => {
    const unsound: string[] = []
    const tally = await campaign(join(root, 'test/oracle/run'), seed, count, true, (outcome) => {
      if (isUnsound(outcome)) unsound.push(`npm run oracle -- --seed ${outcome.seed} --count 1 --shrink: ${outcome.crash ?? missedIn(outcome)}`)
    })
    expect(unsound).toEqual([])
    expect(tally.ran, 'nearly every program has to run').toBeGreaterThan(count * 0.9)
    expect(tally.calls, 'and to send something').toBeGreaterThan(count)
  }, 180_000)

  it('are the same for the same seed', () => {
    expect([...writeProgram(seed).files]).toEqual([...writeProgram(seed).files])
  })
})
