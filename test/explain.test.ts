import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runLine } from './case.ts'
import { read, root } from './files.ts'

interface Output {
  readonly functions: readonly {
    readonly name: string
    readonly needs: readonly { readonly action: string; readonly mends: readonly string[]; readonly assumed: readonly string[] }[]
    readonly notReached: readonly { readonly at: { readonly file: string; readonly line: number }; readonly reachedBy: readonly string[] }[]
  }[]
}

const explained = async (folder: string, ...words: string[]): Promise<Output['functions']> =>
  (JSON.parse((await runLine(join(root, folder), ['explain', ...words, '--format', 'json'])).stdout) as Output).functions

describe('keycard explain', () => {
  it('tells of each function the needs that generate tells', async () => {
    const words = ['generate', '--format', 'json']
    const generated = JSON.parse((await runLine(join(root, 'fixtures/whole/orders'), words)).stdout) as {
      functions: { name: string; statements: { Action: string[] }[] }[]
    }
    const actions = (all: readonly string[]): string[] => [...new Set(all)].sort()
    expect((await explained('fixtures/whole/orders')).map(({ name, needs }) => [name, actions(needs.map(({ action }) => action))])).toEqual(
      generated.functions.map(({ name, statements }) => [name, actions(statements.flatMap(({ Action }) => Action))]),
    )
  })

  it('never tells a call as not reached by a function that reaches it', async () => {
    for (const folder of ['fixtures/whole/orders', 'fixtures/reach/decided-by-environment', 'fixtures/explain/all-functions'])
      for (const { name, notReached } of await explained(folder))
        for (const { reachedBy, at } of notReached) expect(reachedBy, `${folder} ${name} ${at.file}:${at.line}`).not.toContain(name)
  })

  it('tells no place in what stands in for a library', async () => {
    for (const { needs } of await explained('fixtures/values/small-libraries')) expect(JSON.stringify(needs)).not.toContain('stand-in')
  })

  it('says what was taken from a trigger', async () => {
    const [one] = await explained('fixtures/values/triggers', 'archive')
    expect(one?.needs[0]?.assumed).toEqual(['event.Records[].s3.bucket.name is taken to be incoming-scans, as s3 under events: says'])
  })

  it('refuses an action that no function needs, and a function in the place of an action', async () => {
    const folder = join(root, 'fixtures/explain/all-functions')
    expect(await runLine(folder, ['explain', 's3:PutObjct'])).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('did you mean s3:PutObject?'),
    })
    expect(await runLine(folder, ['explain', 's3:PutObject', 'lend'])).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('is no function'),
    })
  })
})

describe('the schema of explanations', () => {
  it('describes every field', () => {
    const silent: string[] = []
    const walk = (node: unknown, path: string): void => {
      if (typeof node !== 'object' || node === null) return
      for (const [key, value] of Object.entries(node as Record<string, { description?: string }>)) {
        if (path.endsWith('/properties') && !value.description) silent.push(`${path}/${key}`)
        walk(value, `${path}/${key}`)
      }
    }
    walk(JSON.parse(read('schema/keycard-explain-1.json')), '')
    expect(silent).toEqual([])
  })
})
