import { describe, expect, it } from 'vitest'
import { fromCloudFormation, statementDocument, toCloudFormation } from '../src/iac/index.ts'
import { absent, type Json, join, list, oneOf, resource, text, unknown, type Value } from '../src/model/index.ts'
import { environmentValue } from './iac-service.ts'

const table = resource('Table', 'Arn')

/** What a condition of the template chooses, with its words. */
const chosen = (options: readonly Value[], argument: Json): Value => ({ kind: 'oneOf', options, document: { 'Fn::If': argument } })

describe('functions of CloudFormation, read', () => {
  it.each<[string, Json, Value]>([
    ['Ref', { Ref: 'Table' }, resource('Table')],
    ['Ref of nothing', { Ref: 'AWS::NoValue' }, absent],
    ['GetAtt as list', { 'Fn::GetAtt': ['Table', 'Arn'] }, table],
    ['GetAtt as text', { 'Fn::GetAtt': 'Db.Endpoint.Port' }, resource('Db', 'Endpoint.Port')],
    ['Sub', { 'Fn::Sub': 'a-${AWS::Region}-${Table.Arn}' }, join([text('a-'), resource('AWS::Region'), text('-'), table])],
    ['Sub of one', { 'Fn::Sub': '${Table}' }, resource('Table')],
    ['Sub with a map', { 'Fn::Sub': ['${A}/${B}', { A: { Ref: 'Table' } }] }, join([resource('Table'), text('/'), resource('B')])],
    ['Sub with a literal', { 'Fn::Sub': '${!aws:username}/${Table}' }, join([text('${aws:username}/'), resource('Table')])],
    ['Join', { 'Fn::Join': [':', ['arn', { Ref: 'P' }, 's3']] }, join([text('arn:'), resource('P'), text(':s3')])],
    ['Join of texts', { 'Fn::Join': ['', ['a', 'b']] }, text('ab')],
    ['Select of Split', { 'Fn::Select': ['1', { 'Fn::Split': [':', 'a:b:c'] }] }, text('b')],
    ['If', { 'Fn::If': ['C', 'a', { Ref: 'AWS::NoValue' }] }, chosen([text('a'), absent], ['C', 'a', { Ref: 'AWS::NoValue' }])],
    [
      'ImportValue',
      { 'Fn::ImportValue': { 'Fn::Sub': '${S}-arn' } },
      { kind: 'intrinsic', document: { 'Fn::ImportValue': { 'Fn::Sub': '${S}-arn' } } },
    ],
    [
      'FindInMap',
      { 'Fn::FindInMap': ['M', { Ref: 'AWS::Region' }, 'x'] },
      { kind: 'intrinsic', document: { 'Fn::FindInMap': ['M', { Ref: 'AWS::Region' }, 'x'] } },
    ],
    ['Split of the unknown', { 'Fn::Split': [':', { Ref: 'P' }] }, { kind: 'intrinsic', document: { 'Fn::Split': [':', { Ref: 'P' }] } }],
    [
      'a map with two keys',
      { Ref: 'A', Other: 'b' },
      {
        kind: 'record',
        fields: new Map([
          ['Ref', text('A')],
          ['Other', text('b')],
        ]),
      },
    ],
    ['a variable of the framework', 'x-${self:provider.stage}', join([text('x-'), { kind: 'variable', text: '${self:provider.stage}' }])],
  ])('%s', (_, document, value) => {
    expect(fromCloudFormation(document)).toEqual(value)
  })

  it.each<[string, Value]>([
    ['!Ref Table', resource('Table')],
    ['!GetAtt Table.Arn', table],
    ['!GetAtt [Table, Arn]', table],
    ['!Sub "${Table}-x"', join([resource('Table'), text('-x')])],
    ['!Sub ["${T}-x", { T: !Ref Table }]', join([resource('Table'), text('-x')])],
    ["!Join ['-', [a, !Ref Table, b]]", join([text('a-'), resource('Table'), text('-b')])],
    ['!Select [0, !Split ["-", "a-b"]]', text('a')],
    ['!If [C, a, b]', chosen([text('a'), text('b')], ['C', 'a', 'b'])],
    ['!If [C, a, a]', text('a')],
    ['!If [C, !If [D, a, b], c]', chosen([text('a'), text('b'), text('c')], ['C', { 'Fn::If': ['D', 'a', 'b'] }, 'c'])],
    ['!ImportValue out', { kind: 'intrinsic', document: { 'Fn::ImportValue': 'out' } }],
    ['!Base64 out', { kind: 'intrinsic', document: { 'Fn::Base64': 'out' } }],
    ['!Sub "${self:custom.name}-${AWS::Region}"', join([text('n-'), resource('AWS::Region')])],
    ['!Sub "${${self:custom.name}.Arn}"', resource('n', 'Arn')],
  ])('%s as a short tag', (expression, value) => {
    expect(environmentValue(expression, 'custom: { name: n }\n')).toEqual(value)
  })
})

describe('values, written', () => {
  const stage: Value = { kind: 'variable', text: '${self:provider.stage}', now: text('dev') }

  it.each<[string, Value, Json]>([
    ['text', text('arn:aws:s3:::b/*'), 'arn:aws:s3:::b/*'],
    ['a reference', resource('Table'), { Ref: 'Table' }],
    ['an attribute', table, { 'Fn::GetAtt': ['Table', 'Arn'] }],
    ['texts and variables', join([text('t-'), stage]), 't-${self:provider.stage}'],
    ['a reference in a text', join([table, text('/index/*')]), { 'Fn::Sub': '${Table.Arn}/index/*' }],
    ['all three', join([text('a:'), resource('AWS::Region'), text(':'), stage]), { 'Fn::Sub': 'a:${AWS::Region}:${self:provider.stage}' }],
    ['a literal that looks like a reference', join([text('${aws:username}/'), resource('B')]), { 'Fn::Sub': '${!aws:username}/${B}' }],
    ['a literal that looks like a literal', join([text('${!x}/'), resource('B')]), { 'Fn::Sub': '${!!x}/${B}' }],
    ['half a placeholder', join([text('${x'), resource('B')]), { 'Fn::Sub': ['${Part1}${B}', { Part1: '${x' }] }],
    ['a dollar before a reference', join([text('a$'), resource('B')]), { 'Fn::Sub': ['${Part1}${B}', { Part1: 'a$' }] }],
    [
      'another function in a text',
      join([{ kind: 'intrinsic', document: { 'Fn::ImportValue': 'x' } }, text('/*')]),
      { 'Fn::Sub': ['${Part1}/*', { Part1: { 'Fn::ImportValue': 'x' } }] },
    ],
    ['names that are taken', join([resource('Part1'), text('$')]), { 'Fn::Sub': ['${Part1}${Part2}', { Part2: '$' }] }],
    ['a literal that looks like a variable', text('${self:x}'), '\\${self:x}'],
    [
      'a variable that is a function',
      join([{ kind: 'variable', text: '${self:custom.dev.arn}', now: resource('T', 'Arn') }, text('/*')]),
      { 'Fn::Sub': ['${Part1}/*', { Part1: '${self:custom.dev.arn}' }] },
    ],
    ['a list', list([text('a'), absent, { kind: 'constant', value: 1 }]), ['a', 1]],
  ])('%s', (_, value, document) => {
    expect(toCloudFormation(value)).toEqual(document)
  })

  it('refuses what only code knows: that is a mistake of the caller', () => {
    const wrong: Value[] = [
      unknown('it comes from the event'),
      { kind: 'environment', name: 'X' },
      oneOf([text('a'), text('b')]),
      list([], text('more')),
    ]
    for (const value of wrong) {
      expect(() => toCloudFormation(value)).toThrow('cannot be written')
      expect(() => toCloudFormation(join([text('x'), value, resource('B')]))).toThrow('cannot be written')
    }
  })

  it('reads back as what it was', () => {
    const values = [
      table,
      join([table, text('/${a}/'), resource('AWS::Region')]),
      join([text('x'), { kind: 'variable', text: '${ssm:/a}' }]),
      join([text('$'), table]),
      chosen([table, absent], ['C', { 'Fn::GetAtt': ['Table', 'Arn'] }, { Ref: 'AWS::NoValue' }]),
      join([table, text('/'), chosen([text('a'), text('b')], ['C', 'a', 'b'])]),
    ]
    for (const value of values) expect(fromCloudFormation(toCloudFormation(value))).toEqual(value)
  })

  it('writes statements with the keys of IAM', () => {
    const statement = {
      sid: 'Read',
      effect: 'Allow' as const,
      actions: ['s3:GetObject'],
      resources: [join([table, text('/*')])],
      condition: new Map([
        [
          'StringEquals',
          new Map([
            ['a:b', [text('x')]],
            ['a:c', [text('x'), resource('Y')]],
          ]),
        ],
      ]),
      because: [],
    }
    expect(statementDocument(statement)).toEqual({
      Sid: 'Read',
      Effect: 'Allow',
      Action: ['s3:GetObject'],
      Resource: [{ 'Fn::Sub': '${Table.Arn}/*' }],
      Condition: { StringEquals: { 'a:b': 'x', 'a:c': ['x', { Ref: 'Y' }] } },
    })
    expect(statementDocument({ effect: 'Allow', actions: [], notActions: ['iam:*'], resources: [text('*')], because: [] })).toMatchObject({
      NotAction: ['iam:*'],
    })
  })
})
