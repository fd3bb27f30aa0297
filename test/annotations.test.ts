import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Outcome, runLine } from './case.ts'

// What a person writes beside the code: where it may stand, what it takes the place of, and what is refused.

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keycard-annotations-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const head = `import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3'
const s3 = new S3Client({})
`
const call = 'await s3.send(new GetObjectCommand({ Bucket: event.bucket, Key: event.key }))'
const note = '// keycard-allow s3:GetObject arn:aws:s3:::reports/* -- the bucket comes with the event'

interface Permission {
  readonly action: string
  readonly basis: string
  readonly resources: readonly unknown[]
  readonly because: readonly { readonly file: string; readonly line: number }[]
}

const lineOf = (code: string, words = ['policy', 'handler.ts#handler', '--format', 'keycard']): Promise<Outcome> => {
  writeFileSync(join(folder, 'handler.ts'), head + code)
  return runLine(folder, words)
}
async function permissionsOf(code: string): Promise<{ permissions: readonly Permission[]; checks: readonly string[] }> {
  const document = JSON.parse((await lineOf(code)).stdout) as { functions: { permissions: Permission[] }[]; findings: { check: string }[] }
  return { permissions: document.functions[0]?.permissions ?? [], checks: document.findings.map(({ check }) => check) }
}

const narrowed = { action: 's3:GetObject', basis: 'annotation', resources: ['arn:aws:s3:::reports/*'] }

describe('an annotation at a call', () => {
  it('is needed, to begin with', async () => {
    const { permissions, checks } = await permissionsOf(`export const handler = async (event: any) => {\n  ${call}\n}\n`)
    expect(permissions).toMatchObject([{ action: 's3:GetObject', resources: ['arn:aws:s3:::*/*'] }])
    expect(checks).toContain('resource-widened')
  })

  it.each([
    ['on the line above', `  ${note}\n  ${call}`],
    ['at the end of the line', `  ${call} ${note}`],
    ['above, with another comment between', `  ${note}\n  // fetch it\n\n  ${call}`],
    ['as a block', `  /* ${note.slice(3)} */\n  ${call}`],
  ])('takes the place of what is wider: %s', async (_where, lines) => {
    const { permissions, checks } = await permissionsOf(`export const handler = async (event: any) => {\n${lines}\n}\n`)
    expect(permissions).toMatchObject([narrowed])
    expect(checks).not.toContain('resource-widened')
  })

  it('speaks of that call alone', async () => {
    const { permissions } = await permissionsOf(`export const handler = async (event: any) => {\n  ${note}\n  ${call}\n  ${call}\n}\n`)
    expect(permissions.map(({ resources }) => resources)).toEqual(expect.arrayContaining([['arn:aws:s3:::reports/*'], ['arn:aws:s3:::*/*']]))
  })

  it('adds what the call does not need by itself', async () => {
    const { permissions } = await permissionsOf(
      `export const handler = async () => {\n  // keycard-allow kms:Decrypt arn:aws:kms:*:*:key/1 -- the bucket is encrypted\n  await s3.send(new GetObjectCommand({ Bucket: 'a', Key: 'b' }))\n}\n`,
    )
    expect(permissions.map(({ action, basis }) => [action, basis])).toEqual([
      ['kms:Decrypt', 'annotation'],
      ['s3:GetObject', expect.not.stringContaining('annotation')],
    ])
  })
})

describe('an annotation above a function', () => {
  const read = `// keycard-allow athena:StartQueryExecution arn:aws:athena:*:*:workgroup/a -- the driver calls it\nfunction read() {\n  return 1\n}\n`

  it('holds for whoever reaches the function, and says its own line', async () => {
    const { permissions } = await permissionsOf(`${read}export const handler = async () => read()\n`)
    expect(permissions).toMatchObject([{ action: 'athena:StartQueryExecution', basis: 'annotation', because: [{ file: 'handler.ts', line: 3 }] }])
  })

  it('holds for nobody else', async () => {
    expect((await permissionsOf(`${read}export const other = () => read()\nexport const handler = async () => 1\n`)).permissions).toEqual([])
  })
})

describe('what is refused', () => {
  it.each([
    ['no reason', '// keycard-allow s3:GetObject arn:aws:s3:::reports/*', 'needs a reason'],
    ['an empty reason', '// keycard-allow s3:GetObject arn:aws:s3:::reports/* --', 'needs a'],
    ['no resource', '// keycard-allow s3:GetObject -- because', 'needs a'],
    ['no action', '// keycard-allow arn:aws:s3:::reports/* -- because', 'needs an action'],
  ])('%s', async (_what, comment, says) => {
    const { exitCode, stderr } = await lineOf(`export const handler = async (event: any) => {\n  ${comment}\n  ${call}\n}\n`)
    expect(exitCode).toBe(2)
    expect(stderr).toContain(says)
    expect(stderr).toContain('at handler.ts:4')
    expect(stderr).toContain('fix: ')
  })
})
