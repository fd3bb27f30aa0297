import { describe, expect, it } from 'vitest'
import { allow, functionOf, readFiles, write } from './iac-service.ts'

const put = allow(['s3:PutObject'], ['arn:aws:s3:::reports/*'])
const table = allow(['dynamodb:GetItem', 'dynamodb:Query'], [{ 'Fn::GetAtt': ['Table', 'Arn'] }, { 'Fn::Sub': '${Table.Arn}/index/*' }])
const head = "service: a\nframeworkVersion: '4'\nprovider:\n  name: aws\n"

/** The part of the text from `functions:` on. */
const functionsOf = (text: string): string => text.slice(text.indexOf('functions:'))

describe('a function without statements', () => {
  it('gets them after its handler', () => {
    const before = `${head}functions:\n  f:\n    handler: a.b # the handler\n    events:\n      - http: x\n`
    expect(functionsOf(write(before, { f: [put, table] }).text)).toBe(`functions:
  f:
    handler: a.b # the handler
    iamRoleStatements:
      - Effect: Allow
        Action:
          - s3:PutObject
        Resource:
          - arn:aws:s3:::reports/*
      - Effect: Allow
        Action:
          - dynamodb:GetItem
          - dynamodb:Query
        Resource:
          - !GetAtt Table.Arn
          - !Sub \${Table.Arn}/index/*
    events:
      - http: x
`)
  })

  it('gets them at its end where it has no handler, and the file still ends as it did', () => {
    expect(functionsOf(write(`${head}functions:\n  f:\n    image: i`, { f: [put] }).text)).toBe(
      'functions:\n  f:\n    image: i\n    iamRoleStatements:\n      - Effect: Allow\n        Action:\n          - s3:PutObject\n        Resource:\n          - arn:aws:s3:::reports/*',
    )
  })

  it('gets none where it needs none', () => {
    expect(write(`${head}functions:\n  f: { handler: a.b }\n`, { f: [] }).text).toBe(`${head}functions:\n  f: { handler: a.b }\n`)
  })

  it('written in braces gets them in braces', () => {
    const { text } = write(`${head}functions: { f: { handler: a.b, timeout: 3 }, g: {} }\n`, { f: [table] })
    expect(functionsOf(text)).toBe(
      "functions: { f: { handler: a.b, iamRoleStatements: [{ Effect: Allow, Action: [dynamodb:GetItem, dynamodb:Query], Resource: [!GetAtt Table.Arn, !Sub '${Table.Arn}/index/*'] }], timeout: 3 }, g: {} }\n",
    )
  })

  it('in JSON gets JSON', () => {
    const before =
      '{\n    "service": "a",\n    "frameworkVersion": "4",\n    "provider": { "name": "aws" },\n    "functions": {\n        "f": {\n            "handler": "a.b"\n        }\n    }\n}\n'
    const after = write({ 'serverless.json': before }, { f: [allow(['s3:PutObject'], [{ Ref: 'B' }])] }).files['serverless.json'] ?? ''
    expect(JSON.parse(after).functions.f.iamRoleStatements).toEqual([{ Effect: 'Allow', Action: ['s3:PutObject'], Resource: [{ Ref: 'B' }] }])
    expect(after).toContain(
      '            "handler": "a.b",\n            "iamRoleStatements": [\n                {\n                    "Effect": "Allow",',
    )
  })
})

describe('the style of the file', () => {
  it('is taken over: indentation, lists, quotes, long form, line ends and byte order mark', () => {
    const before = `\uFEFF${head}functions:\n    other:\n        handler: a.c\n        environment:\n            T:\n                Ref: "T"\n        iamRoleStatements:\n        -   Effect: "Allow"\n            Action: "s3:GetObject"\n            Resource: "arn:aws:s3:::x/*"\n    f:\n        handler: a.b\n`
    const expected = `    f:
        handler: a.b
        iamRoleStatements:
        - Effect: "Allow"
          Action:
          - "dynamodb:GetItem"
          - "dynamodb:Query"
          Resource:
          - Fn::GetAtt: ["Table", "Arn"]
          - Fn::Sub: "\${Table.Arn}/index/*"
`
    const other = allow(['s3:GetObject'], ['arn:aws:s3:::x/*'])
    const { text } = write(before, { f: [table], other: [other] })
    expect(text.slice(text.indexOf('    f:'))).toBe(expected)
    const windows = write(before.replaceAll('\n', '\r\n'), { f: [table], other: [other] }).text
    expect(windows).toBe(text.replaceAll('\n', '\r\n'))
    expect(windows.startsWith('\uFEFF')).toBe(true)
  })

  it('never makes YAML read something else than what was meant', () => {
    const odd = [
      '*',
      'arn:aws:s3:::b/# x',
      'arn:aws:s3:::b/a: b',
      'arn:aws:s3:::b/{x}',
      "arn:aws:s3:::b/it's",
      'arn:aws:s3:::b/\u0007',
      'true',
      '12',
      'arn:aws:s3:::${!x}',
      '- a',
      '',
      'arn:aws:s3:::b/ ',
      '\\${self:x}',
    ]
    for (const format of [
      `${head}functions:\n  f:\n    handler: a.b\n`,
      `${head}functions: { f: { handler: a.b } }\n`,
      `${head}functions:\n  f:\n    handler: "a.b"\n    memo: "x"\n`,
    ]) {
      const { text, findings } = write(format, { f: [allow(['s3:*'], odd)] })
      expect(findings).toEqual([])
      expect(functionOf(readFiles(text), 'f').declared.statements[0]?.resources).toHaveLength(odd.length)
    }
  })
})

describe('statements that are there', () => {
  const service = (statements: string): string =>
    `${head}functions:\n  f:\n    handler: a.b\n    iamRoleStatements:${statements}\n  g:\n    handler: a.c\n`
  const written = (statements: string, ...wanted: Parameters<typeof write>[1][string][number][]) => {
    const { text, findings } = write(service(statements), { f: wanted })
    return { text: text.slice(text.indexOf('iamRoleStatements:') + 'iamRoleStatements:'.length, text.indexOf('\n  g:')), findings }
  }

  it('give up their wildcards and nothing else', () => {
    const before = `
      # uploads go to the other account
      - Sid: Uploads
        Effect: Allow
        Action:
          - s3:* # narrow this one day
        # every bucket
        Resource: '*' # and this`
    expect(written(before, put).text).toBe(`
      # uploads go to the other account
      - Sid: Uploads
        Effect: Allow
        Action:
          - s3:PutObject # narrow this one day
        # every bucket
        Resource: arn:aws:s3:::reports/* # and this`)
  })

  it('stay to the letter where they are equivalent, however they are cut', () => {
    const before = `
      - {Effect: Allow, Action: 'dynamodb:query', Resource: [!GetAtt Table.Arn, {'Fn::Join': ['/', [!GetAtt Table.Arn, 'index/*']]}]}
      - Effect: "Allow"
        Action: [ "dynamodb:GetItem" ]
        Resource: [ "Fn::Sub": "\${Table.Arn}", !Sub "\${Table.Arn}/index/*" ]`
    expect(written(before, table).text).toBe(before)
  })

  it('keep the items that are still needed when a list changes', () => {
    const before = `
      - Effect: Allow
        Action:
          - dynamodb:Scan
          # the one that matters
          - dynamodb:Query # by index
          - dynamodb:BatchGetItem
        Resource: !GetAtt Table.Arn`
    expect(written(before, table).text).toBe(`
      - Effect: Allow
        Action:
          - dynamodb:GetItem
          # the one that matters
          - dynamodb:Query # by index
        Resource:
          - !GetAtt Table.Arn
          - !Sub \${Table.Arn}/index/*`)
  })

  it('change in brackets, too', () => {
    expect(written(" [{ Effect: Allow, Action: [dynamodb:*, dynamodb:Scan, dynamodb:Query], Resource: '*' }] # short", table).text).toBe(
      " [{ Effect: Allow, Action: [dynamodb:GetItem, dynamodb:Query], Resource: [!GetAtt Table.Arn, !Sub '${Table.Arn}/index/*'] }] # short",
    )
    expect(
      written(
        " [{ Effect: Allow, Action: 'sqs:*', Resource: '*' }, { Effect: Allow, Action: 's3:PutObject', Resource: 'arn:aws:s3:::reports/*' }]",
        put,
      ).text,
    ).toBe(" [{ Effect: Allow, Action: 's3:PutObject', Resource: 'arn:aws:s3:::reports/*' }]")
  })

  it('make room for others in their place, and go where nothing needs them', () => {
    const before = `
      - Effect: Allow
        Action: sqs:*
        Resource: '*'
      # in between
      - Effect: Allow
        Action: sns:Publish
        Resource: '*'`
    expect(written(before, put).text).toBe(`
      - Effect: Allow
        Action:
          - s3:PutObject
        Resource:
          - arn:aws:s3:::reports/*
      # in between`)
  })

  it('leave an empty list behind, which means logs only', () => {
    expect(written("\n      - Effect: Allow\n        Action: sqs:*\n        Resource: '*'").text).toBe(' []')
    expect(written(' # why\n      - Effect: Allow\n        Action: sqs:*\n        Resource: "*"').text).toBe(' # why\n      []')
    expect(written(' []').text).toBe(' []')
    expect(written(' [] # none yet', put).text).toBe(
      ' # none yet\n      - Effect: Allow\n        Action:\n          - s3:PutObject\n        Resource:\n          - arn:aws:s3:::reports/*',
    )
    expect(written('', put).text).toContain('\n      - Effect: Allow\n')
  })

  it('stay where they deny, have a condition, or are marked', () => {
    const kept = `
      - Effect: Deny
        Action: s3:DeleteObject
        Resource: '*'
      - Effect: Allow
        Action: s3:ListBucket
        Resource: '*'
        Condition: { StringLike: { 's3:prefix': 'x/*' } }
      # keycard-keep -- the vendor's agent needs it
      - Effect: Allow
        Action: xray:*
        Resource: '*'
      - Effect: Allow # keycard-keep -- also this
        Action: logs:*
        Resource: '*'`
    const gone = "\n      - Effect: Allow\n        Action: s3:*\n        Resource: '*'"
    expect(written(kept + gone, put)).toEqual({
      text: `${kept}\n      - Effect: Allow\n        Action: s3:PutObject\n        Resource: arn:aws:s3:::reports/*`,
      findings: [],
    })
    expect(written(kept + gone).text).toBe(kept)
  })

  it('marked without a reason stay, and that is said', () => {
    const kept = "\n      # keycard-keep\n      - Effect: Allow\n        Action: xray:*\n        Resource: '*'"
    const { text, findings } = written(kept, put)
    expect(text.startsWith(kept)).toBe(true)
    expect(findings).toMatchObject([{ check: 'keep-without-reason', severity: 'warning', function: 'f' }])
  })

  it('with a wanted condition are recognised', () => {
    const conditional = { ...put, Condition: { StringEquals: { 'a:b': 'c' } } }
    const made = written('', conditional)
    expect(made.text).toContain('        Condition:\n          StringEquals:\n            a:b: c')
    expect(written(made.text, conditional).text).toBe(made.text)
  })

  it('with variables of the framework are compared by what they say', () => {
    const before = "\n      - Effect: Allow\n        Action: s3:PutObject\n        Resource: arn:aws:s3:::reports-${opt:stage, 'dev'}/*"
    expect(written(before, allow(['s3:PutObject'], ['arn:aws:s3:::reports-${sls:stage}/*'])).text).toBe(before)
  })
})
