import { describe, expect, it } from 'vitest'
import { parse, type ScalarTag } from 'yaml'
import type { Json, Report, StatementDocument } from '../src/model/index.ts'
import { openReporter } from '../src/report/index.ts'
import { example, render } from './report-example.ts'

const options = { colour: false, quiet: false, render }
const printed = async (name: string, report: Report): Promise<string> => (await openReporter(name)).print(report, options)
const withStatements = (statements: readonly StatementDocument[], name = 'one'): Report => {
  const [first] = example.functions
  return { ...example, functions: first ? [{ ...first, name, statements }] : [] }
}

/** The short tags as CloudFormation reads them. */
const customTags: ScalarTag[] = [
  { tag: '!Ref', resolve: (text) => ({ Ref: text }) },
  { tag: '!Sub', resolve: (text) => ({ 'Fn::Sub': text }) },
  { tag: '!ImportValue', resolve: (text) => ({ 'Fn::ImportValue': text }) },
  { tag: '!GetAtt', resolve: (text) => ({ 'Fn::GetAtt': [text.slice(0, text.indexOf('.')), text.slice(text.indexOf('.') + 1)] }) },
]
const readBack = (text: string, version: '1.1' | '1.2'): unknown => parse(text, { customTags, version, strict: true, prettyErrors: false })

const awkward = [
  ...['', ' ', '~', 'null', 'NULL', 'true', 'True', 'yes', 'No', 'on', 'OFF', 'y', 'N', '<<', '=', '-', '---', '...', '?', ':'],
  ...['1', '-1', '+1', '0x1F', '0o17', '017', '1e3', '1_000', '12:30:45', '.5', '.inf', '-.INF', '.nan', '2026-01-01', '2026-01-01T00:00:00Z'],
  ...['*', '*/index/*', '&a', '!Ref x', '%x', '@x', '`x`', '#x', '[a]', '{a: b}', '| x', '> x', ', x', "'", '"', "it's", '"quoted"', 'a\\b'],
  ...[
    'a: b',
    'a:',
    'a #b',
    'a#b',
    ' lead',
    'trail ',
    'tab\there',
    'line\nbreak',
    'nul\u0000',
    '\u0085',
    '\u2028',
    '\ufeffbom',
    '\u001b[31m',
    'é',
    '😀',
  ],
  ...['${self:provider.stage}', '${AWS::Region}', '${!aws:username}', 's3:*', 'arn:aws:s3:::bucket/*', 'arn:aws:s3:::b/a b', 'a?b', 'x=1,2', 'a@b'],
]

describe('yaml', () => {
  it('prints what can be pasted into a service file', async () => {
    expect(await printed('yaml', example)).toBe(`functions:
  createOrder:
    iamRoleStatements:
      - Effect: Allow
        Action:
          - dynamodb:PutItem
        Resource:
          - !GetAtt OrdersTable.Arn
      - Effect: Allow
        Action:
          - dynamodb:Query
        Resource:
          - !GetAtt OrdersTable.Arn
          - !Sub \${OrdersTable.Arn}/index/*
      - Effect: Allow
        Action:
          - iam:PassRole
        Resource:
          - arn:aws:iam::111122223333:role/export
        Condition:
          StringEquals:
            iam:PassedToService:
              - states.amazonaws.com
      - Effect: Allow
        Action:
          - sns:Publish
        Resource:
          - arn:aws:sns:eu-west-1:111122223333:orders
      - Effect: Allow
        Action:
          - ssm:GetParameters
        Resource:
          - '*'
  # the analysis of health is incomplete: it may need more than this
  health:
    iamRoleStatements: []
  # thumbnails is not analysed: its runtime is not Node.js
`)
  })

  it.each(['1.1', '1.2'] as const)('is read back as the same statements by YAML %s', async (version) => {
    const resources: Json[] = [
      ...awkward,
      ...awkward.map((text) => ({ 'Fn::Sub': text })),
      { Ref: 'yes' },
      { 'Fn::ImportValue': 'orders: arn' },
      { 'Fn::ImportValue': { 'Fn::Sub': '${Stack}-arn' } },
      { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, [], {}, 'x']] },
      { 'Fn::Sub': ['${a}/*', { a: { 'Fn::GetAtt': ['T', 'Arn'] } }] },
      { 'Fn::GetAtt': ['Nested', 'Outputs.Arn'] },
      { 'Fn::FindInMap': ['a', 'b', 'c'] },
    ]
    const values = Object.fromEntries(awkward.filter((text) => text !== '<<').map((text) => [text, ['true', '1', text]]))
    const statement: StatementDocument = {
      Sid: 'No',
      Effect: 'Deny',
      Action: ['s3:*', '*', 'y:N'],
      Resource: resources,
      Condition: { Bool: { 'aws:SecureTransport': true, 'aws:MultiFactorAuthAge': 5 }, StringLike: values },
    }
    const text = await printed('yaml', withStatements([statement, { Effect: 'Allow', Action: ['a:B'], Resource: ['c'], Condition: {} }], 'off'))
    expect(readBack(text, version)).toEqual({
      functions: { off: { iamRoleStatements: [statement, { Effect: 'Allow', Action: ['a:B'], Resource: ['c'] }] } },
    })
  })

  it('escapes what YAML does not allow to stand as it is', async () => {
    const text = await printed('yaml', withStatements([{ Effect: 'Allow', Action: ['a:B'], Resource: ['nul\u0000', '\u0085'] }]))
    expect(text).toContain('- "nul\\u0000"\n          - "\\u0085"\n')
  })

  it('keeps names of functions inside their comment or key', async () => {
    const evil = 'x\nprovider: {}\n#'
    const [, , python] = example.functions
    const report = { ...withStatements([], evil), functions: [...withStatements([], evil).functions, ...(python ? [{ ...python, name: evil }] : [])] }
    expect(readBack(await printed('yaml', report), '1.2')).toEqual({ functions: { [evil]: { iamRoleStatements: [] } } })
  })

  it('is valid without functions', async () => {
    expect(await printed('yaml', { ...example, functions: [] })).toBe('functions: {}\n')
  })
})

describe('policy documents', () => {
  const statements: StatementDocument[] = [
    { Effect: 'Allow', Action: ['s3:GetObject'], Resource: ['arn:aws:s3:::reports/*'], Condition: {} },
    {
      Effect: 'Allow',
      Action: ['sqs:SendMessage'],
      Resource: [{ 'Fn::Sub': 'arn:${AWS::Partition}:sqs:${AWS::Region}:${AWS::AccountId}:jobs-${!aws:username}' }],
      Condition: { StringEquals: { 'aws:SourceAccount': [{ Ref: 'AWS::AccountId' }, 'x'], 'aws:RequestedRegion': 'eu-west-1' } },
    },
    { Effect: 'Allow', Action: ['s3:GetObject'], Resource: ['arn:aws:s3:::reports/*'] },
  ]

  it('prints plain IAM as JSON: no empty conditions, no references, nothing twice', async () => {
    expect(await printed('policy-json', withStatements(statements))).toBe(`{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": [
        "s3:GetObject"
      ],
      "Resource": [
        "arn:aws:s3:::reports/*"
      ]
    },
    {
      "Effect": "Allow",
      "Action": [
        "sqs:SendMessage"
      ],
      "Resource": [
        "arn:aws:sqs:*:*:jobs-\${aws:username}"
      ],
      "Condition": {
        "StringEquals": {
          "aws:SourceAccount": [
            "*",
            "x"
          ],
          "aws:RequestedRegion": "eu-west-1"
        }
      }
    }
  ]
}
`)
  })

  it('prints the same as YAML, its version a text', async () => {
    const report = withStatements(statements)
    for (const version of ['1.1', '1.2'] as const) {
      expect(readBack(await printed('policy-yaml', report), version)).toEqual(JSON.parse(await printed('policy-json', report)))
    }
  })
})
