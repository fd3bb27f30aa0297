import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import type { Lookup } from '../src/model/index.ts'
import { lookUp, openActionMap } from '../src/permissions/index.ts'
import { whenWords } from '../src/permissions/when-words.ts'
import { openLookupReporter } from '../src/report/index.ts'
import { runLine } from './case.ts'
import { read, root } from './files.ts'

const map = openActionMap()
const commandsOf = ({ commands }: Lookup): string[] => commands.map(({ client, command }) => `${client} ${command}`)

describe('a command', () => {
  it.each<[string, string | undefined, string[]]>([
    ['PutObjectCommand', 's3', ['s3 PutObject']],
    ['putobjecttagging', undefined, ['s3 PutObjectTagging']],
    ['PutObject', '@aws-sdk/client-s3', ['s3 PutObject']],
    ['PutObject', 'S3Client', ['s3 PutObject']],
    ['SendMessage', 'SQS', ['sqs SendMessage']],
    ['StartExecution', 'StepFunctions', ['sfn StartExecution']],
    ['StartExecution', 'states', ['sfn StartExecution']],
    ['InvokeCommand', 'lambda', ['lambda Invoke']],
    ['SendCommand', 'ssm', ['ssm SendCommand']],
    ['SendCommandCommand', 'ssm', ['ssm SendCommand']],
    ['S3.putObject', undefined, ['s3 PutObject']],
    ['AWS.StepFunctions.startExecution', undefined, ['sfn StartExecution']],
    ['S3.upload', undefined, ['s3 PutObject', 's3 AbortMultipartUpload']],
    ['AWS.DynamoDB.DocumentClient.batchWrite', undefined, ['dynamodb BatchWriteItem']],
    ['TransactWriteCommand', undefined, ['dynamodb TransactWriteItems']],
    ['waitUntilBucketExists', undefined, ['s3 HeadBucket']],
    ['waitForBucketExists', 's3', ['s3 HeadBucket']],
    ['paginateListObjectsV2', 's3', ['s3 ListObjectsV2']],
    ['s3.ListObjectsV2', undefined, ['s3 ListObjectsV2']],
    ['sesv2.SendEmailCommand', undefined, ['sesv2 SendEmail']],
    ['states.StartExecution', undefined, ['sfn StartExecution']],
    ['StartExecution', 'stepfunctions', ['sfn StartExecution']],
    ['assume-role', 'sts', ['sts AssumeRole']],
    ['GetObject', undefined, ['s3 GetObject', 'mediastore-data GetObject']],
    ['get*item', 'dynamodb', ['dynamodb GetItem']],
    ['G?tItem', undefined, ['dynamodb GetItem']],
  ])('%s of %s', (name, client, found) => {
    expect(commandsOf(lookUp(map, client === undefined ? { name } : { name, client }))).toEqual(found)
  })

  it('is told once, with every name that libraries give it', () => {
    const { commands } = lookUp(map, { name: 'QueryCommand', client: 'dynamodb' })
    expect(commands.map(({ command, aliases }) => [command, aliases])).toEqual([
      ['Query', [{ package: '@aws-sdk/lib-dynamodb', name: 'QueryCommand' }]],
    ])
  })

  it('has every command of a client that is named alone', () => {
    expect(commandsOf(lookUp(map, { name: 'rds-data' }))).toEqual(
      Object.keys(map.client('rds-data')?.commands ?? {}).map((name) => `rds-data ${name}`),
    )
  })

  it('has what stands for its actions apart from them', () => {
    const { commands } = lookUp(map, { name: 'GetObject', client: 's3' })
    const kinds = commands[0]?.needs.map(({ action, kind, when }) => `${kind} ${action}${when === undefined ? '' : ` if ${when}`}`)
    expect(kinds).toContain('own s3:GetObject if VersionId is not set')
    expect(kinds).toContain('instead s3express:CreateSession if Bucket ends with "--x-s3" for certain')
    expect(kinds).toContain('key kms:Decrypt if the bucket is declared in the template with a key of your own')
  })
})

describe('an action', () => {
  it('names the commands that need it, and when', () => {
    const { actions, commands } = lookUp(map, { name: 's3:putobjecttagging' })
    expect(commands).toEqual([])
    expect(actions.map(({ action }) => action)).toEqual(['s3:PutObjectTagging'])
    expect(actions[0]?.neededBy.map(({ command, need }) => `${command.command} ${need.when}`)).toContain('PutObject Tagging is set')
  })

  it('may be a pattern', () => {
    const names = lookUp(map, { name: 's3:put*' }).actions.map(({ action }) => action)
    expect(names).toContain('s3:PutObject')
    expect(names.filter((name) => !name.startsWith('s3:Put'))).toEqual([])
    expect(names).toEqual([...names].sort())
  })
})

describe('what nothing has', () => {
  it.each<[string, string | undefined, string, string]>([
    ['PutObjet', undefined, 'the action map has no command PutObjet', 'PutObject'],
    ['constructor', 's3', 'has no command constructor', ''],
    ['PutObject', 'sqss', 'the action map has no client sqss', 'sqs'],
    ['s3:PutObjct', undefined, 'needs s3:PutObjct', 's3:PutObject'],
    ['sfn:StartExecution', undefined, 'needs sfn:StartExecution', 'states:StartExecution'],
    ['s3:PutObject', 's3', 's3:PutObject is an action', 'leave the client out'],
    ['InvokeFunction', 'lambda', 'has no command InvokeFunction', 'the action lambda:InvokeFunction'],
    ['lambda:Invoke', undefined, 'needs lambda:Invoke', 'lambda:InvokeFunction'],
    ['s3:prefix', undefined, 's3:prefix is a condition key', 'beside s3:ListBucket and s3:ListBucketVersions'],
    ['dynamodb:LeadingKeys', undefined, 'dynamodb:LeadingKeys is a condition key', 'look up the action'],
    ['aws:RequestedRegion', undefined, 'aws:RequestedRegion is a condition key', 'look up the action'],
    ['execute-api:Invoke', undefined, 'needs execute-api:Invoke, though AWS has the action', 'signed without a client'],
    ['rds-db:connect', undefined, 'needs rds-db:connect, though AWS has the action', 'signed without a client'],
    ['../../package', undefined, 'has no command', ''],
  ])('%s of %s', (name, client, message, mend) => {
    const ask = (): Lookup => lookUp(map, client === undefined ? { name } : { name, client })
    expect(ask).toThrow(message)
    try {
      ask()
    } catch (error) {
      expect((error as { mend?: string }).mend).toContain(mend)
    }
  })

  it.each([[['s3', 'PutObject', '--client', 's3']], [['a b c']], [['']]])('refuses %j', async (words) => {
    const { exitCode, stderr } = await runLine(root, ['lookup', ...words])
    expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: expect.stringContaining('one name is looked up at a time') })
  })
})

describe('conditions in words', () => {
  it.each<[Parameters<typeof whenWords>[0], string]>([
    [{ has: ['A', 'B', 'C'] }, 'A, B or C is set'],
    [{ not: { has: ['A', 'B'] } }, 'none of A and B is set'],
    [{ not: { any: [{ equals: ['Mode', 'x', 'y'] }, { isArn: 'Name' }] } }, 'Mode is not "x" or "y", and Name is no ARN'],
    [{ all: [{ starts: ['Path', '/'] }, { contains: ['Path', '?'] }] }, 'Path starts with "/", and Path contains "?"'],
    [{ not: { surely: { ends: ['Bucket', '--x-s3'] } } }, 'Bucket does not end with "--x-s3"'],
    [{ equals: ['Recursive', true] }, 'Recursive is true'],
    [{ not: { refersTo: ['KeyId', 'kms:key', 'kms:alias'] } }, 'KeyId does not refer to a declared kms:key or kms:alias'],
  ])('%j', (when, words) => {
    expect(whenWords(when)).toBe(words)
  })
})

describe('the output', () => {
  const print = async (format: string, name: string, colour = false): Promise<string> =>
    (await openLookupReporter(format)).print(lookUp(map, { name }), { colour })

  it('is coloured only where that is wanted', async () => {
    expect(await print('pretty', 's3:PutObject', true)).toContain('\u001b[')
    expect(await print('pretty', 's3:PutObject')).not.toContain('\u001b[')
    expect(await print('json', 's3:PutObject', true)).not.toContain('\u001b[')
  })

  it('is of its schema for every command and every action', async () => {
    const schema = JSON.parse(read('schema/keycard-lookup-1.json'))
    const validate = new Ajv2020({ strict: false }).compile(schema)
    for (const name of ['s3', 'ec2', 'dynamodb', 'api-gateway', 'bedrock-runtime', 'iam:PassRole', 'kms:*', '*:TagResource']) {
      validate(JSON.parse(await print('json', name)))
      expect(validate.errors, name).toBeNull()
    }
  })

  it('has a schema that describes every field', () => {
    const silent: string[] = []
    const walk = (node: unknown, path: string): void => {
      if (typeof node !== 'object' || node === null) return
      for (const [key, value] of Object.entries(node as Record<string, { description?: string }>)) {
        if (path.endsWith('/properties') && !value.description) silent.push(`${path}/${key}`)
        walk(value, `${path}/${key}`)
      }
    }
    walk(JSON.parse(read('schema/keycard-lookup-1.json')), '')
    expect(silent).toEqual([])
  })
})
