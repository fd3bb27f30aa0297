import { describe, expect, it } from 'vitest'
import { analyze } from '../src/index.ts'
import { begin, endless } from './endless.ts'
import { openFiles } from './iac-service.ts'

const service = (after: string): Readonly<Record<string, string>> => ({
  'serverless.yml': 'service: deep\nprovider: { name: aws, runtime: nodejs20.x }\nfunctions:\n  deep: { handler: src/deep.handler }\n',
  'src/deep.ts': `import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb'
${endless}
const client = new DynamoDBClient({})
export const handler = async () => {
  await client.send(new GetItemCommand({ TableName: 'before', Key: {} }))
  ${begin}
  ${after}
}
`,
})
const fixes = async (files: Readonly<Record<string, string>>): Promise<readonly (string | undefined)[]> =>
  (await analyze(openFiles(files))).findings.filter(({ check }) => check === 'analysis-limit').map(({ fix }) => fix)

describe('where the analysis of a function comes to its limit', () => {
  it('names what its modules make and was not come to', async () => {
    expect(await fixes(service("await client.send(new PutItemCommand({ TableName: 'after', Item: {} }))"))).toEqual([
      'write the permissions down with // keycard-allow for what it comes to of this, which its modules make as well: dynamodb PutItem (src/deep.ts:88)',
    ])
  })

  it('says so where everything that they make was come to', async () => {
    expect(await fixes(service(''))).toEqual([
      'write the permissions down with // keycard-allow, if any are missing: every command that its modules make by name was come to',
    ])
  })
})
