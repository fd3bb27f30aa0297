import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Json } from '../src/model/index.ts'
import { cases, expectation } from './case.ts'
import { root } from './files.ts'
import { short } from './short.ts'

// The walker compares whole outputs, which a run has written. Here the same outputs are held against what a person worked out from the
// code alone: `needs` of a case.json lists "action resource" for each function, `says` parts of the findings that it must have.
// In a resource, `~` stands for ${AWS::Region}:${AWS::AccountId}, `Table.Arn` for Fn::GetAtt and a bare name for Ref.

interface Needs {
  readonly needs?: Readonly<Record<string, readonly string[]>>
  readonly says?: Readonly<Record<string, readonly string[]>>
}
interface Output {
  readonly functions: readonly {
    readonly name: string
    readonly analysis: string
    readonly statements: readonly { readonly Action: readonly string[]; readonly Resource: readonly Json[] }[]
  }[]
  readonly findings: readonly { readonly severity: string; readonly check: string; readonly message: string; readonly function: string | null }[]
}

const worked = cases
  .map((one) => ({ ...one, ...(JSON.parse(readFileSync(join(root, one.folder, 'case.json'), 'utf8')) as Needs) }))
  .filter(({ folder, needs }) => needs || folder.startsWith('fixtures/values/') || folder.startsWith('fixtures/modules/'))

describe.each(worked.filter(({ needs }) => needs))('$folder', (one) => {
  const output = JSON.parse(expectation(one, 'expected.json') ?? '{ "functions": [], "findings": [] }') as Output

  it('lists every function', () => {
    expect(output.functions.map(({ name }) => name).sort()).toEqual(Object.keys(one.needs ?? {}).sort())
  })

  it.each(output.functions.map((each) => ({ name: each.name, each })))('gives $name what it needs, and no more', ({ name, each }) => {
    const given = each.statements.flatMap(({ Action, Resource }) =>
      Action.flatMap((action) => Resource.map((resource) => `${action} ${short(resource)}`)),
    )
    expect([...new Set(given)].sort()).toEqual([...(one.needs?.[name] ?? [])].sort())
  })

  it('says what it must say', () => {
    for (const [name, parts] of Object.entries(one.says ?? {})) {
      const said = output.findings
        .filter((finding) => finding.function === name)
        .map(({ severity, check, message }) => `${severity} ${check} ${message}`)
      for (const part of parts)
        expect(
          said.some((line) => line.includes(part)),
          `${name} says "${part}", not only ${JSON.stringify(said)}`,
        ).toBe(true)
    }
  })
})

describe('the cases for values and modules', () => {
  it('all say what their functions need', () => {
    expect(worked.filter(({ needs, exitCode }) => !needs && exitCode !== 2).map(({ folder }) => folder)).toEqual([])
    expect(worked.length).toBeGreaterThan(1)
  })
})
