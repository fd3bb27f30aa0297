import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compileChild } from './oracle/cases/compile-child.ts'
import { type Endpoint, openEndpoint } from './oracle/cases/endpoint.ts'
import { readCase } from './oracle/cases/list.ts'
import { proveCase } from './oracle/cases/prove.ts'

// Functions of the cases are really run, with the SDK's own packages, against an endpoint of this machine; whatever arrives there has to be
// allowed by what is derived for the function. `npm run oracle -- --fixtures` does the same with all of them.

const chosen = [
  'fixtures/reach/build-folders#create',
  'fixtures/reach/chains#links',
  'fixtures/reach/chains#steps',
  'fixtures/reach/classes#book',
  'fixtures/reach/classes#archive',
  'fixtures/reach/commonjs#share',
  'fixtures/reach/commonjs#legacy',
  'fixtures/reach/callbacks#fanOut',
  'fixtures/reach/callbacks#promised',
  'fixtures/values/accessors#readOnly',
  'fixtures/values/accessors#definedLater',
  'fixtures/values/accessors#inherited',
]

describe('functions of the cases', () => {
  let endpoint: Endpoint
  let directory: string
  let script: string

  beforeAll(async () => {
    endpoint = await openEndpoint()
    directory = mkdtempSync(join(tmpdir(), 'keycard-oracle-'))
    script = compileChild(directory)
  })
  afterAll(async () => {
    await endpoint.close()
    rmSync(directory, { recursive: true, force: true })
  })

  it.each(chosen)('send what is derived for them, and nothing else: %s', async (one) => {
    const [folder = '', name = ''] = one.split('#')
    const [proof] = await proveCase(readCase(folder), endpoint, script, name)
    if (!proof) throw new Error(`${folder} has no function ${name}`)
    expect(proof.broken).toBeUndefined()
    expect(proof.skipped).toBeUndefined()
    expect(proof.recorded, 'it has to send something').toBeGreaterThan(0)
    expect(proof.missed, 'requests that no derived statement allows').toEqual([])
    expect(proof.unused, 'permissions that no run needed').toEqual([])
    expect(proof.unasked, 'requests past the SDK').toEqual([])
  })
})
