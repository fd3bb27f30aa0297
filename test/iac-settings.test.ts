import { describe, expect, it } from 'vitest'
import { join, text } from '../src/model/index.ts'
import { functionOf, mistakeOf, readFiles } from './iac-service.ts'

describe('settings of Keycard', () => {
  const refusal = (settings: string) =>
    mistakeOf(() => readFiles(`service: a\nprovider: aws\nfunctions:\n  orders: { handler: a.b }\ncustom:\n  keycard:\n${settings}`))

  it.each([
    ['    enviroment: {}\n', 'custom.keycard does not know enviroment', 'did you mean environment?', 7],
    ['    functions:\n      order: {}\n', 'custom.keycard.functions.order: the service has no function order', 'did you mean orders?', 8],
    [
      '    functions:\n      orders:\n        statement: []\n',
      'custom.keycard.functions.orders does not know statement',
      'did you mean statements?',
      9,
    ],
    [
      '    functions:\n      orders:\n        statements:\n          - Action: s3:GetObject\n            Resource: "*"\n',
      'custom.keycard.functions.orders.statements[0] has no Reason',
      'say why the function needs it: Reason: ...',
      10,
    ],
    [
      '    functions:\n      orders:\n        statements:\n          - { Action: "s3:GetObject", Resource: "*", Reason: " " }\n',
      'custom.keycard.functions.orders.statements[0] has an empty Reason',
      'say why the function needs it',
      10,
    ],
    [
      '    functions:\n      orders:\n        statements:\n          - { Action: GetObject, Resource: "*", Reason: r }\n',
      'custom.keycard.functions.orders.statements[0] has an Action that is none',
      'write service:Action, such as s3:GetObject',
      10,
    ],
    [
      '    functions:\n      orders:\n        statements:\n          - { Effect: Allow, Action: "s3:*", Resource: "*", Reason: r }\n',
      'custom.keycard.functions.orders.statements[0] does not know Effect',
      'it may hold Action, Resource, Reason',
      10,
    ],
    ['    environment: [a]\n', 'custom.keycard.environment has to be a map', 'write one key per line below it', 7],
    ['    environment: { A: { b: c } }\n', 'custom.keycard.environment.A has to be a text, or a list of texts it may be', 'write the value', 7],
  ])('%j', (settings, message, mend, line) => {
    const mistake = refusal(settings)
    expect([mistake.message, mistake.mend, mistake.at?.line]).toEqual([message, mend, line])
    expect(mistake.excerpt).toBeDefined()
  })
})

describe('what cannot be read', () => {
  it('is an error where functions are concerned', () => {
    const read = readFiles({
      'serverless.yml': 'service: a\nprovider: aws\nfunctions:\n  - ${file(./functions.js)}\n  - f: { handler: a.b }\n    g: ${file(./g.js)}\n',
      'functions.js': '',
      'g.js': '',
    })
    expect(read.service.functions.map(({ name }) => name)).toEqual(['f'])
    expect(
      read.service.findings.filter(({ check }) => check === 'configuration-unread').map(({ severity, message, at }) => [severity, message, at?.line]),
    ).toEqual([
      ['error', 'functions here come from where Keycard cannot look, so they are left out', 4],
      ['error', 'the function g comes from where Keycard cannot look, so it is left out', 6],
    ])
  })

  it('leaves an environment open', () => {
    const read = readFiles({
      'serverless.yml':
        'service: a\nprovider: { name: aws, environment: "${file(./e.js)}" }\nfunctions:\n  f: { handler: a.b, environment: { A: b } }\n',
      'e.js': '',
    })
    expect(functionOf(read, 'f').environmentOpen).toBe(true)
    expect([...functionOf(read, 'f').environment.keys()]).toEqual(['A'])
  })

  it('does not stop at odd shapes', () => {
    const odd = `service: { name: old }
provider:
  name: aws
  environment: []
  iamRoleStatements: nothing
  runtime: 12
plugins: what
functions:
  f: { handler: [a], events: {}, environment: { A: { b: c }, B: [1] }, iamRoleStatements: { Effect: Allow } }
  g: text
  h:
resources: { Resources: { T: text, U: { Type: [x] }, V: { Type: 'AWS::S3::Bucket', Properties: text } }, Outputs: { X: 1 }, extensions: { Nope: 1 } }
`
    const read = readFiles(odd)
    expect(read.service.name).toBe('old')
    expect(read.service.functions.map(({ name }) => name)).toEqual(['f'])
    expect([...read.service.resources.keys()]).toEqual(['V'])
    expect(read.service.findings.map(({ check }) => check)).toContain('statement-unread')
  })

  it('keeps both branches of a conditional statement', () => {
    const read = readFiles(`service: a
frameworkVersion: '4'
provider: aws
functions:
  f:
    handler: a.b
    iamRoleStatements:
      - !If [C, { Effect: Allow, Action: 's3:*', Resource: '*' }, !Ref 'AWS::NoValue']
      - Effect: Allow
        Action: sqs:*
        Resource: !If [C, a, b]
`)
    const { statements } = functionOf(read, 'f').declared
    expect(statements.map(({ actions }) => actions)).toEqual([['s3:*'], ['sqs:*']])
    expect(statements[1]?.resources).toEqual([{ kind: 'oneOf', options: [text('a'), text('b')], document: { 'Fn::If': ['C', 'a', 'b'] } }])
  })

  it('understands #{} only with the plugin that does', () => {
    const value = (plugins: string) =>
      functionOf(
        readFiles(`service: a\nprovider: aws\n${plugins}functions:\n  f: { handler: a.b, environment: { X: "q-#{AWS::Region}" } }\n`),
        'f',
      ).environment.get('X')
    expect(value('')).toEqual(text('q-#{AWS::Region}'))
    expect(value('plugins: [serverless-pseudo-parameters]\n')).toEqual(join([text('q-'), { kind: 'resource', id: 'AWS::Region' }]))
  })
})
