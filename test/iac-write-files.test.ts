import { describe, expect, it } from 'vitest'
import { allow, functionOf, readFiles, write } from './iac-service.ts'

const put = allow(['s3:PutObject'], ['arn:aws:s3:::reports/*'])
const send = allow(['sqs:SendMessage'], ['arn:aws:sqs:*:*:jobs'])
const head = "service: a\nframeworkVersion: '4'\nprovider:\n  name: aws\nfunctions:\n"
const wide = "- Effect: Allow\n  Action: s3:*\n  Resource: '*'\n"

describe('statements in a file of their own', () => {
  it('are edited there: a whole list, in the style of that file', () => {
    const files = {
      'serverless.yml': `${head}  f:\n    handler: a.b\n    iamRoleStatements: \${file(./iam/f.yml)}\n`,
      'iam/f.yml': `# reports\r\n${wide.replaceAll('\n', '\r\n')}`,
    }
    const { files: after, findings } = write(files, { f: [put, send] })
    expect(findings).toEqual([])
    expect(after['serverless.yml']).toBe(files['serverless.yml'])
    expect(after['iam/f.yml']).toBe(
      '# reports\r\n- Effect: Allow\r\n  Action: s3:PutObject\r\n  Resource: arn:aws:s3:::reports/*\r\n- Effect: Allow\r\n  Action:\r\n    - sqs:SendMessage\r\n  Resource:\r\n    - arn:aws:sqs:*:*:jobs\r\n',
    )
  })

  it('are edited there: a key, even where its list is empty or becomes so', () => {
    const files = {
      'serverless.yml': `${head}  f:\n    handler: a.b\n    iamRoleStatements: \${file(./iam.yml):f}\n  g:\n    handler: a.c\n    iamRoleStatements: \${file(./iam.yml):g}\n`,
      'iam.yml': `# all of them\nf: [] # none yet\ng:\n  ${wide.replaceAll('\n', '\n  ').trimEnd()}\n`,
    }
    const { files: after, findings } = write(files, { f: [put], g: [] })
    expect(findings).toEqual([])
    expect(after['serverless.yml']).toBe(files['serverless.yml'])
    expect(after['iam.yml']).toBe(
      '# all of them\nf: # none yet\n  - Effect: Allow\n    Action:\n      - s3:PutObject\n    Resource:\n      - arn:aws:s3:::reports/*\ng: []\n',
    )
  })

  it('are edited there: an empty list that is the whole file', () => {
    const service = `${head}  f:\n    handler: a.b\n    iamRoleStatements: \${file(./iam.yml)}\n`
    expect(write({ 'serverless.yml': service, 'iam.yml': '# none\n[]\n' }, { f: [put] }).files['iam.yml']).toBe(
      '# none\n- Effect: Allow\n  Action:\n  - s3:PutObject\n  Resource:\n  - arn:aws:s3:::reports/*\n',
    )
    const json = write({ 'serverless.yml': service.replace('iam.yml', 'iam.json'), 'iam.json': '[]\n' }, { f: [put] }).files['iam.json'] ?? ''
    expect(JSON.parse(json)).toEqual([{ Effect: 'Allow', Action: ['s3:PutObject'], Resource: ['arn:aws:s3:::reports/*'] }])
  })

  it('are edited there: one item of a list, in YAML and in JSON', () => {
    const files = {
      'serverless.yml': `${head}  f:\n    handler: a.b\n    iamRoleStatements:\n      - \${file(./iam.yml):reports}\n      - \${file(./jobs.json)}\n`,
      'iam.yml': "reports:\n  Effect: Allow\n  Action: [s3:*] # narrow this\n  Resource: '*'\n",
      'jobs.json': '{ "Effect": "Allow", "Action": ["sqs:*"], "Resource": "*" }\n',
    }
    const { files: after, findings } = write(files, { f: [put, send] })
    expect(findings).toEqual([])
    expect(after).toEqual({
      'serverless.yml': files['serverless.yml'],
      'iam.yml': 'reports:\n  Effect: Allow\n  Action: [s3:PutObject] # narrow this\n  Resource: arn:aws:s3:::reports/*\n',
      'jobs.json': '{ "Effect": "Allow", "Action": ["sqs:SendMessage"], "Resource": "arn:aws:sqs:*:*:jobs" }\n',
    })
  })

  it('stay as they are where something else refers to them, and are written out in the function', () => {
    const statements = `all:\n  ${wide.replaceAll('\n', '\n  ').trimEnd()}\n`
    const users = {
      'another function': `  g:\n    handler: a.c\n    iamRoleStatements: \${file(./iam.yml):all}\n`,
      'another function, for one item': `  g:\n    handler: a.c\n    iamRoleStatements:\n      - \${file(./iam.yml):all.0}\n`,
      'the policy of a bucket': `resources:\n  Resources:\n    P:\n      Type: AWS::S3::BucketPolicy\n      Properties:\n        PolicyDocument:\n          Statement: \${file(./iam.yml):all}\n`,
    }
    for (const [who, text] of Object.entries(users)) {
      const files = {
        'serverless.yml': `${head}  f:\n    handler: a.b\n    iamRoleStatements: \${file(./iam.yml):all}\n${text}`,
        'iam.yml': statements,
      }
      const { files: after, findings } = write(files, { f: [put] })
      expect(findings, who).toEqual([])
      expect(after['iam.yml'], who).toBe(statements)
      expect(functionOf(readFiles(after), 'f').declared.statements.map(({ actions }) => actions)).toEqual([['s3:PutObject']])
    }
  })

  it('that are marked stay there, too', () => {
    const files = {
      'serverless.yml': `${head}  f:\n    handler: a.b\n    iamRoleStatements:\n      - \${file(./iam.yml)}\n`,
      'iam.yml': "# keycard-keep -- the agent needs it\nEffect: Allow\nAction: xray:*\nResource: '*'\n",
    }
    const { files: after, findings } = write(files, { f: [put] })
    expect(findings).toEqual([])
    expect(after['iam.yml']).toBe(files['iam.yml'])
    expect(functionOf(readFiles(after), 'f').declared.statements.map(({ actions }) => actions)).toEqual([['xray:*'], ['s3:PutObject']])
  })

  it('of one stage are written for that stage, and that is said', () => {
    const files = {
      'serverless.yml': `${head}  f:\n    handler: a.b\n    iamRoleStatements: \${file(./iam.\${opt:stage, 'dev'}.yml)}\n`,
      'iam.dev.yml': wide,
      'iam.prod.yml': wide,
    }
    const { files: after, findings } = write(files, { f: [put] })
    expect(after['iam.dev.yml']).toContain('s3:PutObject')
    expect(after['iam.prod.yml']).toBe(wide)
    expect(findings).toMatchObject([{ check: 'write-one-stage', function: 'f' }])
  })

  it('that are code are refused and stay as they are', () => {
    const files = {
      'serverless.yml': `${head}  f:\n    handler: a.b\n    iamRoleStatements: \${file(./iam.js):f}\n  g:\n    handler: a.c\n    iamRoleStatements:\n      - \${file(./iam.js):g}\n`,
      'iam.js': "module.exports = require('statements-of-our-company')\n",
    }
    const { files: after, findings } = write(files, { f: [put], g: [put] })
    expect(after['serverless.yml']).toContain('iamRoleStatements: ${file(./iam.js):f}\n')
    expect(after['serverless.yml']).toContain('      - ${file(./iam.js):g}\n      - Effect: Allow\n')
    expect(findings).toMatchObject([
      {
        check: 'write-refused',
        function: 'f',
        message: 'f was not written: its statements come from ${file(./iam.js):f}, which is code or known to the deployment only',
      },
    ])
  })
})

describe('a function in a file above the service', () => {
  it('is refused, since other services may take it', () => {
    const files = {
      'service/serverless.yml': "service: a\nframeworkVersion: '4'\nprovider:\n  name: aws\nfunctions: ${file(../functions.yml)}\n",
      'functions.yml': 'f:\n  handler: a.b\n',
    }
    const { files: after, findings } = write(files, { f: [put] }, { service: 'service' })
    expect(after).toEqual(files)
    expect(findings).toMatchObject([{ check: 'write-refused', function: 'f' }])
  })
})
