import { describe, expect, it } from 'vitest'
import { type Condition, join, oneOf, type Policy, resource, type Statement, text, unknown, type Value } from '../src/model/index.ts'
import { covers, coversAction, equivalent, excess, intersect, missing, policyCovers } from '../src/policy/index.ts'

const table = resource('UsersTable', 'Arn')
const orders = resource('OrdersTable', 'Arn')
const bucket = resource('Reports')
const region = resource('AWS::Region')
const account = resource('AWS::AccountId')
const stage: Value = { kind: 'variable', text: '${self:provider.stage}', now: text('dev') }
const imported: Value = { kind: 'intrinsic', document: { 'Fn::ImportValue': 'orders-table-arn' } }
const arn = (...parts: (string | Value)[]): Value => join(parts.map((part) => (typeof part === 'string' ? text(part) : part)))
const here = (service: string, name: string | Value): Value => arn(`arn:aws:${service}:`, region, ':', account, ':', name)

describe('resource patterns', () => {
  it.each<[answer: string, why: string, wide: Value, narrow: Value]>([
    ['yes', 'a reference covers itself', table, table],
    ['no', 'two resources are never the same', table, orders],
    ['no', 'two attributes are never the same', table, resource('UsersTable', 'StreamArn')],
    ['no', 'the indexes of a table are not the table', table, arn(table, '/index/*')],
    ['yes', 'a wildcard behind a reference', arn(table, '/*'), arn(table, '/index/byName')],
    ['yes', 'an intrinsic covers itself', imported, arn(imported)],
    ['unknown', 'an import may be the table', imported, table],
    ['unknown', 'an ARN may be that of the table', arn('arn:aws:dynamodb:*:*:table/*'), table],
    ['yes', 'everything', text('*'), arn(imported, '/x')],
    ['no', 'less than everything', text('arn:aws:s3:::*'), text('*')],
    ['yes', 'any region and account', arn('arn:aws:sqs:*:*:jobs'), here('sqs', 'jobs')],
    [
      'yes',
      'the spelling of the framework',
      here('sqs', 'jobs'),
      arn('arn:aws:sqs:', { kind: 'variable', text: '${aws:region}' }, ':', { kind: 'variable', text: '${aws:accountId}' }, ':jobs'),
    ],
    ['unknown', 'a fixed account may be the one deployed to', here('sqs', 'jobs'), arn('arn:aws:sqs:', region, ':111122223333:jobs')],
    ['no', 'another queue of a known place', here('sqs', 'jobs'), here('sqs', 'mail')],
    ['no', 'what lies below a name', here('dynamodb', arn('table/', bucket)), here('dynamodb', arn('table/', bucket, '/index/x'))],
    ['unknown', 'a stage may be dev', arn('arn:aws:s3:::reports-', stage), text('arn:aws:s3:::reports-dev')],
    ['no', 'a stage does not change what stands before it', arn('arn:aws:s3:::reports-', stage), text('arn:aws:s3:::archive-dev')],
    ['unknown', 'a stage of one letter', text('arn:aws:s3:::reports-?'), arn('arn:aws:s3:::reports-', stage)],
    ['yes', 'any stage', text('arn:aws:s3:::reports-*'), arn('arn:aws:s3:::reports-', stage)],
    ['yes', 'any stage, also an empty one', text('arn:aws:s3:::reports-*'), text('arn:aws:s3:::reports-')],
    ['unknown', 'an empty stage', arn('arn:aws:s3:::reports-', stage), text('arn:aws:s3:::reports-')],
    ['yes', 'a policy variable covers itself, in any case', text('arn:aws:s3:::home/${aws:username}/*'), text('arn:aws:s3:::home/${AWS:UserName}/a')],
    ['unknown', 'a user may be called so', text('arn:aws:s3:::home/${aws:username}/*'), text('arn:aws:s3:::home/ann/a')],
    ['yes', 'an escaped star is a star', text('arn:aws:s3:::a${*}'), text('arn:aws:s3:::a${*}')],
    ['no', 'an escaped star is no wildcard', text('arn:aws:s3:::a${*}'), text('arn:aws:s3:::ab')],
    ['no', 'a wildcard keeps to its field', text('arn:aws:sqs:*:jobs'), text('arn:aws:sqs:eu-west-1:111122223333:jobs')],
    ['yes', 'the last wildcard does not', text('arn:aws:sqs:*'), text('arn:aws:sqs:eu-west-1:111122223333:jobs')],
    ['no', 'a region holds no colon', here('sqs', 'jobs'), text('arn:aws:sqs:eu-west-1:1:jobs:1:jobs')],
    ['no', 'nor does it in what is covered', text('arn:aws:sqs:a:b:c:d:jobs'), arn('arn:aws:sqs:', region, ':d:jobs')],
    ['unknown', 'a parameter may name the region', here('sqs', 'jobs'), arn('arn:aws:sqs:', resource('RegionName'), ':', account, ':jobs')],
    ['yes', 'a name has a character', text('arn:aws:s3:::?*'), arn('arn:aws:s3:::', bucket)],
    ['unknown', 'but maybe not two', text('arn:aws:s3:::??*'), arn('arn:aws:s3:::', bucket)],
    ['yes', 'slashes are nothing special', text('arn:aws:s3:::a/*/c'), text('arn:aws:s3:::a/b/b/c')],
    ['yes', 'one of several, all covered', text('arn:aws:s3:::*'), oneOf([text('arn:aws:s3:::a'), text('arn:aws:s3:::b')])],
    ['unknown', 'one of several, one covered', text('arn:aws:s3:::a'), oneOf([text('arn:aws:s3:::a'), text('arn:aws:s3:::b')])],
    ['unknown', 'covered by one of several', oneOf([text('arn:aws:s3:::a'), text('arn:aws:s3:::b')]), text('arn:aws:s3:::a')],
    ['no', 'covered by none of several', oneOf([text('arn:aws:s3:::a'), text('arn:aws:s3:::b')]), text('arn:aws:s3:::c')],
    ['unknown', 'what nobody knows', text('arn:aws:s3:::a'), unknown('comes from the event')],
    ['yes', 'everything covers what nobody knows', text('*'), unknown('comes from the event')],
  ])('%s: %s', (answer, _why, wide, narrow) => {
    expect(covers(wide, narrow)).toBe(answer)
  })
})

describe('actions', () => {
  it.each([
    [true, 's3:Get*', 'S3:getobject'],
    [true, '*', 's3:*'],
    [true, '*:*', '*'],
    [true, 's3:Get?bject', 's3:GetObject'],
    [false, 's3:GetObject', 's3:GetObject*'],
    [false, 's3:Get*', 's3:*'],
    [false, 's3:*', 's3express:CreateSession'],
    [false, 's*:Get', 's3:PutGet'],
  ])('%s: %s covers %s', (answer, wide, narrow) => {
    expect(coversAction(wide, narrow)).toBe(answer)
  })
})

const allow = (actions: string[], resources: (string | Value)[], more: Partial<Statement> = {}): Statement => ({
  effect: 'Allow',
  actions,
  resources: resources.map((one) => (typeof one === 'string' ? text(one) : one)),
  because: [],
  ...more,
})
const deny = (actions: string[], resources: string[], more: Partial<Statement> = {}): Statement => ({
  ...allow(actions, resources, more),
  effect: 'Deny',
})
const policy = (...statements: Statement[]): Policy => ({ statements })
const given = (operator: string, key: string, ...values: string[]): { condition: Condition } => ({
  condition: new Map([[operator, new Map([[key, values.map(text)]])]]),
})

describe('policies', () => {
  it('are covered by several statements together', () => {
    const both = policy(allow(['s3:GetObject'], ['arn:aws:s3:::a/*']), allow(['s3:PutObject'], ['arn:aws:s3:::a/*', 'arn:aws:s3:::b/*']))
    expect(policyCovers(both, policy(allow(['s3:GetObject', 's3:PutObject'], ['arn:aws:s3:::a/*'])))).toBe('yes')
    expect(policyCovers(both, policy(allow(['s3:GetObject', 's3:PutObject'], ['arn:aws:s3:::b/*'])))).toBe('no')
    expect(policyCovers(policy(allow(['a:B'], ['?*', ''])), policy(allow(['a:B'], ['*'])))).toBe('yes')
  })

  it('lose what they deny', () => {
    const most = policy(allow(['s3:*'], ['*']), deny(['s3:Delete*'], ['arn:aws:s3:::archive/*']))
    expect(policyCovers(most, policy(allow(['s3:GetObject'], ['arn:aws:s3:::archive/x'])))).toBe('yes')
    expect(policyCovers(most, policy(allow(['s3:DeleteObject'], ['arn:aws:s3:::archive/x'])))).toBe('no')
    expect(policyCovers(most, policy(allow(['s3:DeleteObject'], ['arn:aws:s3:::archive-2/x'])))).toBe('yes')
    expect(policyCovers(most, policy(allow(['s3:DeleteObject'], ['*']), deny(['*'], ['arn:aws:s3:::archive/*'])))).toBe('yes')
    expect(
      policyCovers(
        policy(allow(['s3:*'], ['*']), deny(['s3:*'], [], { resources: [imported] })),
        policy(allow(['s3:GetObject'], ['arn:aws:s3:::a'])),
      ),
    ).toBe('unknown')
  })

  it('are not covered by what denies more', () => {
    const less = policy(allow(['s3:*'], ['*']), deny(['s3:Delete*'], ['*']))
    const more = policy(allow(['s3:*'], ['*']), deny(['s3:DeleteObject'], ['*']))
    expect(policyCovers(less, more)).toBe('no')
    expect(policyCovers(more, less)).toBe('yes')
  })

  it('read NotAction and NotResource', () => {
    const others = policy(allow([], ['*'], { notActions: ['iam:*', 'sts:*'] }))
    expect(policyCovers(others, policy(allow(['s3:*', 'iamx:Get'], ['*'])))).toBe('yes')
    expect(policyCovers(others, policy(allow(['i*:Get'], ['*'])))).toBe('no')
    const elsewhere = policy(allow(['s3:*'], [], { resources: [], notResources: [text('arn:aws:s3:::secret/*')] }))
    expect(policyCovers(elsewhere, policy(allow(['s3:GetObject'], ['arn:aws:s3:::open/*'])))).toBe('yes')
    expect(policyCovers(elsewhere, policy(allow(['s3:GetObject'], ['arn:aws:s3:::s*'])))).toBe('no')
    expect(policyCovers(policy(allow(['*'], ['*'])), elsewhere)).toBe('yes')
  })

  it.each<[answer: string, why: string, wide: Partial<Statement>, narrow: Partial<Statement>]>([
    ['yes', 'none asks for less than any', {}, given('StringEquals', 'aws:SourceAccount', '1')],
    ['no', 'any asks for more than none', given('StringEquals', 'aws:SourceAccount', '1'), {}],
    ['yes', 'the same', given('StringEquals', 'aws:SourceAccount', '1', '2'), given('StringEquals', 'AWS:sourceaccount', '2', '1')],
    ['yes', 'fewer values', given('StringEquals', 'aws:SourceAccount', '1', '2'), given('StringEquals', 'aws:SourceAccount', '2')],
    ['no', 'more values', given('StringEquals', 'aws:SourceAccount', '2'), given('StringEquals', 'aws:SourceAccount', '1', '2')],
    [
      'yes',
      'a value that a pattern covers',
      given('StringLike', 'aws:PrincipalTag/team', 'a*'),
      given('StringEquals', 'aws:PrincipalTag/team', 'ab'),
    ],
    [
      'no',
      'a star is no wildcard for StringEquals',
      given('StringEquals', 'aws:PrincipalTag/team', 'a*'),
      given('StringEquals', 'aws:PrincipalTag/team', 'ab'),
    ],
    ['yes', 'more values not to be', given('StringNotEquals', 'aws:SourceAccount', '1'), given('StringNotEquals', 'aws:SourceAccount', '1', '2')],
    ['no', 'fewer values not to be', given('StringNotEquals', 'aws:SourceAccount', '1', '2'), given('StringNotEquals', 'aws:SourceAccount', '1')],
    ['yes', 'absent is not equal', given('StringNotEquals', 'aws:SourceAccount', '1'), given('Null', 'aws:SourceAccount', 'true')],
    ['yes', 'a key that may be absent', given('StringEqualsIfExists', 'aws:SourceAccount', '1'), given('StringEquals', 'aws:SourceAccount', '1')],
    ['no', 'a key that must be there', given('StringEquals', 'aws:SourceAccount', '1'), given('StringEqualsIfExists', 'aws:SourceAccount', '1')],
    ['no', 'unrelated keys', given('StringEquals', 'aws:SourceAccount', '1'), given('StringEquals', 'aws:SourceOrgID', 'o-1')],
    [
      'yes',
      'the same opaque test',
      given('IpAddress', 'aws:SourceIp', '10.0.0.0/8', '192.0.2.0/24'),
      given('IpAddress', 'aws:SourceIp', '10.0.0.0/8'),
    ],
    [
      'yes',
      'more networks not to be in',
      given('NotIpAddress', 'aws:SourceIp', '10.0.0.0/8'),
      given('NotIpAddress', 'aws:SourceIp', '10.0.0.0/8', '192.0.2.0/24'),
    ],
    ['unknown', 'a network may lie in another', given('IpAddress', 'aws:SourceIp', '10.0.0.0/8'), given('IpAddress', 'aws:SourceIp', '10.1.0.0/16')],
    ['unknown', 'a number may be below another', given('NumericLessThan', 's3:max-keys', '10'), given('NumericLessThan', 's3:max-keys', '5')],
    [
      'yes',
      'for all values, word for word',
      given('ForAllValues:StringEquals', 'aws:TagKeys', 'a', 'b'),
      given('ForAllValues:StringEquals', 'aws:TagKeys', 'b', 'a'),
    ],
    [
      'unknown',
      'for all values, fewer',
      given('ForAllValues:StringEquals', 'aws:TagKeys', 'a', 'b'),
      given('ForAllValues:StringEquals', 'aws:TagKeys', 'a'),
    ],
    [
      'yes',
      'for any value, fewer',
      given('ForAnyValue:StringEquals', 'aws:TagKeys', 'a', 'b'),
      given('ForAnyValue:StringEquals', 'aws:TagKeys', 'a'),
    ],
    [
      'no',
      'for all values holds without the key',
      given('ForAnyValue:StringEquals', 'aws:TagKeys', 'a'),
      given('ForAllValues:StringEquals', 'aws:TagKeys', 'a'),
    ],
  ])('%s: conditions: %s', (answer, _why, wide, narrow) => {
    expect(policyCovers(policy(allow(['a:B'], ['*'], wide)), policy(allow(['a:B'], ['*'], narrow)))).toBe(answer)
  })

  it('are equivalent in other words', () => {
    expect(equivalent(policy(allow(['s3:Get*', 's3:GetObject'], ['a', 'b'])), policy(allow(['S3:get*'], ['b']), allow(['s3:Get*'], ['a'])))).toBe(
      'yes',
    )
    expect(equivalent(policy(allow(['s3:Get*'], ['a'])), policy(allow(['s3:*'], ['a'])))).toBe('no')
    expect(equivalent(policy(allow(['s3:Get*'], [imported])), policy(allow(['s3:Get*'], [table])))).toBe('unknown')
  })

  it('answer in time, or say that they do not know', () => {
    const suffixes = policy(
      ...Array.from({ length: 14 }, (_, index) => allow(['s3:*'], [`arn:aws:s3:::*-${index}-*/*`])),
      deny(['s3:*'], ['*x*y*z*']),
    )
    expect(policyCovers(suffixes, policy(allow(['s3:Get*'], ['arn:aws:s3:::*'])))).toMatch(/^(no|unknown)$/)
    expect(policyCovers(policy(...suffixes.statements.slice(0, -1)), policy(allow(['s3:Get*'], ['arn:aws:s3:::a-9-b/*'])))).toBe('yes')
  })
})

describe('differences', () => {
  const declared = policy(
    allow(['dynamodb:*'], [table], {}),
    allow(['s3:GetObject'], ['arn:aws:s3:::reports/*']),
    allow(['sqs:SendMessage'], [imported]),
    deny(['dynamodb:DeleteItem'], ['*']),
  )
  const needed = policy(
    allow(['dynamodb:GetItem', 'dynamodb:DeleteItem'], [table]),
    allow(['dynamodb:GetItem'], [orders]),
    allow(['sqs:SendMessage'], [resource('Jobs', 'Arn')]),
  )

  it('say what is missing, what is denied, and what is not certain', () => {
    expect(missing(declared, needed).map(({ action, resource: on, certain, denied }) => ({ action, on, certain, denied }))).toEqual([
      { action: 'dynamodb:DeleteItem', on: table, certain: true, denied: true },
      { action: 'dynamodb:GetItem', on: orders, certain: true, denied: false },
      { action: 'sqs:SendMessage', on: resource('Jobs', 'Arn'), certain: false, denied: false },
    ])
  })

  it('say what is in excess, and what of it is used', () => {
    expect(
      excess(declared, needed).map(({ action, kind, certain, used }) => ({ action, kind, certain, used: used.map((one) => one.action) })),
    ).toEqual([
      { action: 'dynamodb:*', kind: 'wider', certain: true, used: ['dynamodb:GetItem', 'dynamodb:DeleteItem'] },
      { action: 's3:GetObject', kind: 'unused', certain: true, used: [] },
      { action: 'sqs:SendMessage', kind: 'wider', certain: false, used: ['sqs:SendMessage'] },
    ])
    expect(excess(policy(allow([], ['*'], { notActions: ['iam:*'] })), needed).map(({ action, kind, used }) => [action, kind, used.length])).toEqual([
      [undefined, 'wider', 4],
    ])
    expect(excess(policy(allow([], ['*'], { notActions: ['dynamodb:*', 'sqs:*'] })), needed).map(({ kind }) => kind)).toEqual(['unused'])
  })

  it('know what NotResource leaves out', () => {
    const elsewhere = (...left: Value[]): Policy => policy(allow(['dynamodb:*'], [], { notResources: left }))
    expect(excess(elsewhere(table, orders), policy(allow(['dynamodb:GetItem'], [table]))).map(({ kind }) => kind)).toEqual(['unused'])
    expect(excess(elsewhere(orders), policy(allow(['dynamodb:GetItem'], [table]))).map(({ kind }) => kind)).toEqual(['wider'])
  })

  it('intersect to less rather than to more', () => {
    const only = (value: string): Policy => policy(allow(['a:B'], ['*'], given('StringEquals', 'aws:SourceAccount', value)))
    expect(intersect(only('1'), only('2'))).toEqual({ policy: { statements: [] }, exact: false })
    expect(intersect(only('1'), only('1'))).toEqual({ policy: only('1'), exact: true })
    // The open end of the one and what the other ends with cannot be written as one pattern.
    expect(intersect(policy(allow(['a:B'], ['arn:aws:s*'])), policy(allow(['a:B'], ['*x']))).exact).toBe(false)
  })

  it('intersect a policy with its boundary', () => {
    const boundary = policy(allow(['dynamodb:Get*', 's3:*'], ['*']), deny(['s3:Put*'], ['*']))
    expect(intersect(declared, boundary)).toEqual({
      policy: policy(
        allow(['dynamodb:Get*'], [table]),
        allow(['s3:GetObject'], ['arn:aws:s3:::reports/*']),
        deny(['dynamodb:DeleteItem'], ['*']),
        deny(['s3:Put*'], ['*']),
      ),
      exact: true,
    })
    const half = intersect(policy(allow(['s3:*'], ['*'])), policy(allow([], ['*'], { notActions: ['s3:Put*'] })))
    expect(half).toEqual({ policy: { statements: [] }, exact: false })
    expect(intersect(policy(allow(['s3:Get*'], ['a*'])), policy(allow(['s3:*Object'], ['*b'])))).toEqual({
      policy: policy(allow(['s3:get*object'], ['a*b'])),
      exact: true,
    })
  })
})
