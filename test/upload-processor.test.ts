import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runLine } from './case.ts'
import { read, root } from './files.ts'

// The example that everybody knows: two wildcards become one action on one object.

const folder = join(root, 'fixtures/whole/upload-processor')
const objectArn = 'arn:aws:s3:::cross-account-storage-bucket/secure-report.json'

interface Document {
  readonly functions: readonly {
    readonly analysis: string
    readonly statements: readonly unknown[]
    readonly permissions: readonly {
      readonly because: readonly { readonly file: string; readonly line: number }[]
      readonly widened: string | null
    }[]
  }[]
  readonly findings: readonly unknown[]
}
const documentOf = async (...words: string[]): Promise<Document> =>
  JSON.parse((await runLine(folder, ['generate', '--format', 'json', ...words])).stdout) as Document

describe('the upload processor', () => {
  it('needs one action on one object, and says which line is the reason', async () => {
    const { functions, findings } = await documentOf()
    expect(functions).toHaveLength(1)
    expect(functions[0]).toMatchObject({
      analysis: 'complete',
      statements: [{ Effect: 'Allow', Action: ['s3:PutObject'], Resource: [objectArn] }],
      permissions: [{ because: [{ file: 'handler.ts', line: 13, client: 's3', command: 'PutObject' }], widened: null }],
    })
    expect(read('fixtures/whole/upload-processor/handler.ts').split('\n')[12]).toContain('s3Client.send(new PutObjectCommand(params))')
    expect(findings).toEqual([])
  })

  it.each([
    ['exact', objectArn],
    ['prefix', 'arn:aws:s3:::cross-account-storage-bucket/*'],
    ['bucket', 'arn:aws:s3:::cross-account-storage-bucket/*'],
  ])('narrows as far as --object-keys %s says', async (how, resource) => {
    const { functions } = await documentOf('--object-keys', how)
    expect(functions[0]?.statements).toMatchObject([{ Action: ['s3:PutObject'], Resource: [resource] }])
  })

  it('changes the two wildcards in the file and nothing else', async () => {
    const { changes } = await runLine(folder, ['generate', '--write'])
    const before = read('fixtures/whole/upload-processor/serverless.yml')
    // The quotes around a wildcard are part of it: they may stay or go.
    const after = before.split('\n').map((line) => line.replace(/'s3:\*'/, 's3:PutObject').replace(/Resource: '\*'/, `Resource: ${objectArn}`))
    expect(changes).toHaveLength(1)
    expect(changes[0]?.file).toBe('serverless.yml')
    expect(changes[0]?.text.replace(/'(s3:PutObject|arn:[^']*)'/g, '$1')).toBe(after.join('\n'))
  })

  it('counts before and after', async () => {
    const { stdout } = await runLine(folder, ['generate'])
    expect(stdout).toMatch(/before +1 action on 1 resource, wide: s3:\* on \*/)
    expect(stdout).toMatch(/after +1 action on 1 resource/)
  })
})
