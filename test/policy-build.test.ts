import { describe, expect, it } from 'vitest'
import type { Condition, Permission, Policy, SdkCall, Value } from '../src/model/index.ts'
import { join, oneOf, resource, text, unknown } from '../src/model/index.ts'
import { buildPolicy, limits, minimise, policySize } from '../src/policy/index.ts'

const table = resource('UsersTable', 'Arn')
const other = resource('OrdersTable', 'Arn')
const index = join([table, text('/index/*')])
const allow = (action: string, on: Value | string, more: Partial<Permission> = {}): Permission => ({
  action,
  resource: typeof on === 'string' ? text(on) : on,
  basis: 'identity',
  ...more,
})
const call = (line: number, file = 'src/users.ts'): SdkCall => ({
  client: 'dynamodb',
  command: 'PutItem',
  input: unknown('not needed here'),
  clientOptions: unknown('not needed here'),
  at: { file, line },
  path: [],
})
const when = (service: string): Condition => new Map([['StringEquals', new Map([['iam:PassedToService', [text(service)]]])]])
const shape = ({ statements }: Policy) => statements.map(({ actions, resources }) => [actions, resources])

describe('building a policy', () => {
  it('puts together what needs the same resources', () => {
    const policy = buildPolicy([
      allow('dynamodb:Query', index),
      allow('dynamodb:Query', table),
      allow('dynamodb:PutItem', table),
      allow('dynamodb:GetItem', table),
      allow('dynamodb:GetItem', other),
      allow('dynamodb:DeleteItem', other),
      allow('dynamodb:DeleteItem', table),
    ])
    expect(shape(policy)).toEqual([
      [
        ['dynamodb:DeleteItem', 'dynamodb:GetItem'],
        [other, table],
      ],
      [['dynamodb:PutItem'], [table]],
      [['dynamodb:Query'], [table, index]],
    ])
    expect(policy.statements.every(({ effect, sid, condition }) => effect === 'Allow' && sid === undefined && condition === undefined)).toBe(true)
  })

  it('keeps conditions apart, and drops what is allowed without one', () => {
    const role = text('arn:aws:iam::111122223333:role/job')
    const policy = buildPolicy([
      allow('iam:PassRole', role, { condition: when('ecs-tasks.amazonaws.com') }),
      allow('iam:PassRole', role, { condition: when('states.amazonaws.com') }),
      allow('iam:GetRole', role, { condition: when('states.amazonaws.com') }),
      allow('iam:GetRole', role),
      allow('iam:ListRoles', '*', { condition: new Map() }),
    ])
    expect(policy.statements.map(({ actions, condition }) => [actions, condition?.get('StringEquals')?.get('iam:PassedToService')])).toEqual([
      [['iam:GetRole'], undefined],
      [['iam:ListRoles'], undefined],
      [['iam:PassRole'], [text('ecs-tasks.amazonaws.com')]],
      [['iam:PassRole'], [text('states.amazonaws.com')]],
    ])
    expect(policy.statements[1]).not.toHaveProperty('condition')
  })

  it('knows a condition again in another order', () => {
    const both = (...names: string[]): Condition => new Map([['StringEquals', new Map([['iam:PassedToService', names.map(text)]])]])
    const policy = buildPolicy([
      allow('iam:PassRole', '*', { condition: both('a', 'b') }),
      allow('iam:PassRole', '*', { condition: both('b', 'a', 'b') }),
    ])
    expect(policy.statements).toHaveLength(1)
  })

  it('leaves out what a wider permission covers, in whatever spelling', () => {
    expect(
      shape(
        buildPolicy([
          allow('s3:GetObject', 'arn:aws:s3:::reports/2024/*'),
          allow('s3:GetObject', 'arn:aws:s3:::reports/*'),
          allow('S3:getobject', 'arn:aws:s3:::reports/daily.json'),
          allow('s3:Get*', 'arn:aws:s3:::logs/*'),
          allow('s3:GetObjectAcl', 'arn:aws:s3:::logs/a'),
          allow('s3:PutObject', 'arn:aws:s3:::reports/x'),
        ]),
      ),
    ).toEqual([
      [['s3:Get*'], [text('arn:aws:s3:::logs/*')]],
      [['s3:GetObject'], [text('arn:aws:s3:::reports/*')]],
      [['s3:PutObject'], [text('arn:aws:s3:::reports/x')]],
    ])
  })

  it('keeps what it cannot prove to be covered', () => {
    const stage: Value = { kind: 'variable', text: '${self:provider.stage}', now: text('dev') }
    const byStage = join([text('arn:aws:s3:::reports-'), stage])
    expect(shape(buildPolicy([allow('s3:ListBucket', byStage), allow('s3:ListBucket', 'arn:aws:s3:::reports-dev')]))).toEqual([
      [['s3:ListBucket'], [byStage, text('arn:aws:s3:::reports-dev')]],
    ])
    expect(shape(buildPolicy([allow('s3:ListBucket', byStage), allow('s3:ListBucket', 'arn:aws:s3:::reports-*')]))).toEqual([
      [['s3:ListBucket'], [text('arn:aws:s3:::reports-*')]],
    ])
  })

  it('allows each of several values, also inside a name', () => {
    const either = join([text('arn:aws:s3:::'), oneOf([text('a'), text('b')]), text('/*')])
    expect(
      shape(buildPolicy([allow('s3:GetObject', either), allow('s3:GetObject', oneOf([text('arn:aws:s3:::c/*'), text('arn:aws:s3:::a/*')]))])),
    ).toEqual([[['s3:GetObject'], [text('arn:aws:s3:::a/*'), text('arn:aws:s3:::b/*'), text('arn:aws:s3:::c/*')]]])
    expect(shape(buildPolicy([allow('s3:GetObject', oneOf([]))]))).toEqual([])
  })

  it('remembers every call behind a statement once, by place', () => {
    const [early, late, elsewhere] = [call(3), call(30), call(1, 'src/a.ts')]
    const policy = buildPolicy([
      allow('dynamodb:PutItem', table, { because: late }),
      allow('dynamodb:PutItem', table, { because: early }),
      allow('dynamodb:GetItem', table, { because: early }),
      allow('dynamodb:GetItem', table, { because: elsewhere }),
      allow('dynamodb:GetItem', table, { at: { file: 'serverless.yml', line: 9 }, basis: 'annotation' }),
    ])
    expect(policy.statements).toHaveLength(1)
    expect(policy.statements[0]?.because).toEqual([elsewhere, early, late])
  })

  it('makes nothing out of nothing', () => {
    expect(buildPolicy([])).toEqual({ statements: [] })
  })
})

describe('minimising', () => {
  it('merges declared statements and keeps denials and Not... as they are', () => {
    const policy: Policy = {
      statements: [
        { sid: 'One', effect: 'Allow', actions: ['s3:GetObject', 's3:*'], resources: [text('arn:aws:s3:::a/*')], because: [] },
        { effect: 'Allow', actions: ['s3:*'], resources: [text('arn:aws:s3:::b/*'), text('arn:aws:s3:::b/c')], because: [] },
        { effect: 'Deny', actions: ['s3:DeleteObject'], resources: [text('*')], because: [] },
        { effect: 'Allow', actions: [], notActions: ['iam:*', 'IAM:*', 'a:*'], resources: [text('x')], because: [] },
        { effect: 'Allow', actions: [], notActions: ['a:*', 'iam:*'], resources: [text('x'), text('x')], because: [] },
        { effect: 'Allow', actions: [], resources: [text('*')], because: [] },
      ],
    }
    expect(minimise(policy).statements.map(({ effect, actions, notActions, resources }) => [effect, notActions ?? actions, resources])).toEqual([
      ['Allow', ['IAM:*', 'a:*', 'iam:*'], [text('x')]],
      ['Allow', ['a:*', 'iam:*'], [text('x')]],
      ['Allow', ['s3:*'], [text('arn:aws:s3:::a/*'), text('arn:aws:s3:::b/*')]],
      ['Deny', ['s3:DeleteObject'], [text('*')]],
    ])
  })

  it('throws rather than to return what it cannot prove', () => {
    // Each pattern may be at any of its places, whatever the others do: more classes of texts than anybody could look at.
    const wild = (letter: string): Value => text(`*${`${letter}*`.repeat(9)}`)
    const policy: Policy = {
      statements: [{ effect: 'Allow', actions: ['s3:GetObject'], resources: [], notResources: [...'abcdefgh'].map(wild), because: [] }],
    }
    expect(() => minimise(policy)).toThrow('cannot prove that the smaller policy allows the same: unknown')
  })
})

describe('limits', () => {
  it('counts a policy without white space', () => {
    const document = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:GetObject"],"Resource":["arn:aws:s3:::ab"]}]}'
    expect(policySize([{ Effect: 'Allow', Action: ['s3:GetObject'], Resource: ['arn:aws:s3:::a b'] }])).toEqual({
      characters: document.length,
      exact: true,
    })
    expect(limits).toEqual({ inlinePoliciesOfRole: 10_240, managedPolicy: 6_144, managedPoliciesOfRole: 10 })
  })

  it('guesses what references will be, rather too long than too short', () => {
    const size = (one: Parameters<typeof policySize>[0][number]['Resource'][number]) =>
      policySize([{ Effect: 'Allow', Action: ['a:B'], Resource: [one] }])
    const base = size('').characters
    expect(size({ 'Fn::Sub': 'arn:${AWS::Partition}:sqs:${AWS::Region}:${AWS::AccountId}:${!x}' })).toEqual({
      characters: base + 4 + 10 + 5 + 14 + 1 + 12 + 1 + 4,
      exact: false,
    })
    expect(size({ 'Fn::GetAtt': ['UsersTable', 'Arn'] }).characters).toBe(base + 128)
    expect(size({ 'Fn::Join': [':', ['arn', { Ref: 'Name' }, 'x']] }).characters).toBe(base + 3 + 1 + 64 + 1 + 1)
  })
})
