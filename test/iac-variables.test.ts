import { describe, expect, it } from 'vitest'
import { readService, toCloudFormation } from '../src/iac/index.ts'
import { join, text, type Value } from '../src/model/index.ts'
import { environmentValue, functionOf, mistakeOf, openFiles, readFiles } from './iac-service.ts'

const stage = (now = 'dev'): Value => ({ kind: 'variable', text: '${self:provider.stage}', now: text(now) })
const variable = (words: string, now?: Value): Value => (now ? { kind: 'variable', text: words, now } : { kind: 'variable', text: words })

describe('variables that the deployment does not change', () => {
  const custom = `custom:
  name: orders
  tables: { users: users-table, list: [zero, one] }
  one: '1'
  number: 5
  none: null
  which: tables
  same: \${self:custom.tables.users}
`
  it.each([
    ['${self:custom.name}', 'orders'],
    ['${self:custom.same}', 'users-table'],
    ['${self:service}-${self:custom.number}', 'orders-5'],
    ['${self:custom.tables.list.1}', 'one'],
    ['${self:custom.${self:custom.which}.users}', 'users-table'],
    ["${self:custom.tables.users, 'fallback'}", 'users-table'],
    ["${self:custom.tables.missing, 'fallback'}", 'fallback'],
    ['${self:custom.none, "fall, back}"}', 'fall, back}'],
    ['${self:custom.missing, self:custom.none, self:custom.name}', 'orders'],
    ['${self:custom.missing, ${self:custom.name}}', 'orders'],
    ['${strToBool(${self:custom.one})}', 'true'],
    ['${self:custom.missing, 12}', '12'],
    ['a \\${self:custom.name}', 'a ${self:custom.name}'],
    ['${self:provider.region}', 'eu-west-1'],
    ['${AWS::Region} ${Table.Arn} ${foo}', '${AWS::Region} ${Table.Arn} ${foo}'],
  ])('%s', (expression, expected) => {
    expect(environmentValue(`'${expression.replaceAll("'", "''")}'`, custom)).toEqual(text(expected))
  })

  it('says a path of the file that leads nowhere, and keeps its text', () => {
    const read = readFiles('service: a\nprovider: aws\nfunctions:\n  f:\n    handler: a.b\n    environment: { X: "${self:custom.nope}" }\n')
    expect(functionOf(read, 'f').environment.get('X')).toEqual(variable('${self:custom.nope}'))
    expect(read.service.findings).toContainEqual(
      expect.objectContaining({ check: 'variable-not-found', at: { file: 'serverless.yml', line: 6, column: expect.any(Number) } }),
    )
  })
})

describe('variables that the deployment decides', () => {
  it('keeps the stage as one variable, however it is spelled', () => {
    const custom = 'custom:\n  stage: ${opt:stage, self:provider.stage}\n  deep: ${self:custom.stage}\n'
    for (const expression of [
      '${self:provider.stage}',
      '${sls:stage}',
      "${opt:stage, 'dev'}",
      '${opt:stage}',
      '${self:custom.stage}',
      '${self:custom.deep}',
    ]) {
      expect(environmentValue(`t-${expression}`, custom), expression).toEqual(join([text('t-'), stage()]))
      expect(environmentValue(`t-${expression}`, custom, { stage: 'prod' }), expression).toEqual(join([text('t-'), stage('prod')]))
    }
  })

  it('does not take another fallback for the stage', () => {
    expect(environmentValue("${opt:stage, 'qa'}")).toEqual(variable("${opt:stage, 'qa'}", text('qa')))
  })

  it('does not mix up a stage that is written out with one that the command line decides', () => {
    // Before version 4, `--stage prod` does not reach ${self:provider.stage} where the file says `stage: dev`.
    const text_ = (expression: string) =>
      `service: a\nprovider: { name: aws, stage: dev }\nfunctions:\n  f: { handler: a.b, environment: { X: "${expression}" } }\n`
    const value = (expression: string) => functionOf(readFiles(text_(expression)), 'f').environment.get('X')
    expect(value('${self:provider.stage}')).toEqual(variable('${self:provider.stage}', text('dev')))
    expect(value('${sls:stage}')).toEqual(variable('${sls:stage}', text('dev')))
    expect(value("${opt:stage, 'dev'}")).toEqual(variable('${sls:stage}', text('dev')))
    expect(value('${opt:stage, self:provider.stage}')).toEqual(variable('${sls:stage}', text('dev')))
  })

  it('finds the stage where the provider says it in terms of custom, and custom in terms of the command line', () => {
    const text_ = `service: a\nprovider: { name: aws, stage: "\${self:custom.stage}" }\ncustom:\n  stage: \${opt:stage, self:custom.defaultStage}\n  defaultStage: qa
functions:\n  f: { handler: a.b, environment: { X: "\${self:custom.stage}", Y: "\${self:provider.stage}" } }\n`
    const read = functionOf(readFiles(text_), 'f')
    expect(read.environment.get('X')).toEqual(stage('qa'))
    expect(read.environment.get('Y')).toEqual(stage('qa'))
  })

  it.each([
    ["${env:NAME, 'x'}", "${env:NAME, 'x'}", 'x'],
    ['${env:NAME}', '${env:NAME}', undefined],
    ['${ssm:/a/${opt:stage}/b~true}', '${ssm:/a/${self:provider.stage}/b~true}', undefined],
    ['${cf(eu-west-1):stack-${self:provider.stage}.Out}', '${cf(eu-west-1):stack-${self:provider.stage}.Out}', undefined],
    ['${s3:bucket/key}', '${s3:bucket/key}', undefined],
    ['${aws:accountId}', '${aws:accountId}', undefined],
    ['${aws:region}', '${aws:region}', 'eu-west-1'],
    ['${opt:color, "red"}', "${opt:color, 'red'}", 'red'],
    ['${git:branch}', '${git:branch}', undefined],
    ['${terraform:outputs:key}', '${terraform:outputs:key}', undefined],
    ['${param:given}', '${param:given}', 'from the command line'],
    ['${param:staged}', '${param:staged}', 'for dev'],
    ['${param:common}', '${param:common}', 'for all'],
    ['${param:newer}', '${param:newer}', 'for dev in version 4'],
    ['${param:nowhere}', '${param:nowhere}', undefined],
    ['${self:custom.byStage.${opt:stage}.table}', '${self:custom.byStage.${self:provider.stage}.table}', 'table-of-dev'],
    [
      '${self:custom.byStage.${opt:stage}.none, self:custom.common}',
      '${self:custom.byStage.${self:provider.stage}.none, self:custom.common}',
      'common',
    ],
    ['${self:custom.${env:WHICH}}', '${self:custom.${env:WHICH}}', undefined],
    ['${env:NAME, self:custom.common}', '${env:NAME, self:custom.common}', 'common'],
  ])('%s', (expression, written, now) => {
    const rest = `custom:
  common: common
  byStage: { dev: { table: table-of-dev }, prod: { table: table-of-prod } }
params: { dev: { staged: for dev }, default: { staged: no, common: for all, newer: no, given: no } }
stages: { dev: { params: { newer: for dev in version 4 } } }
`
    const value = environmentValue(`'${expression.replaceAll("'", "''")}'`, rest, { parameters: new Map([['given', 'from the command line']]) })
    expect(value).toEqual(variable(written, now === undefined ? undefined : text(now)))
    expect(toCloudFormation(value)).toBe(written)
  })

  it('says where another stage would be needed', () => {
    const read = readFiles(
      'service: a\nprovider: aws\ncustom: { prod: { t: x } }\nfunctions:\n  f: { handler: a.b, environment: { X: "${self:custom.${sls:stage}.t}" } }\n',
    )
    expect(functionOf(read, 'f').environment.get('X')).toEqual(variable('${self:custom.${sls:stage}.t}'))
    expect(read.service.findings.find(({ check }) => check === 'variable-not-found')).toMatchObject({
      severity: 'note',
      message: '${self:custom.${sls:stage}.t} has no value in this run (stage dev)',
      fix: 'name a stage that has one with --stage',
    })
  })
})

describe('files', () => {
  const files = {
    'config.yml': 'a: { b: from-config, back: "${self:custom.here}-x", c: "c-${self:provider.stage}" }\n',
    'config.json': '{ "a": { "b": 1 } }',
    'config.dev.yml': 'table: table-of-dev\narn: !Sub arn:aws:s3:::bucket-dev\nref: !Ref Table\n',
    'config.prod.yml': 'table: table-of-prod\n',
    'note.txt': 'a note',
    'settings.js': 'throw new Error("must not run")',
  }
  const custom = "custom:\n  here: here\n  config: ${file(./config.${opt:stage, 'dev'}.yml)}\n  code: ${file(settings.js)}\n"
  const of = (expression: string, options = {}) => environmentValue(`'${expression.replaceAll("'", "''")}'`, custom, options, files)

  it('are read with keys, and what they say of the service is followed', () => {
    expect(of('${file(./config.yml):a.b}')).toEqual(text('from-config'))
    expect(of('${file(config.json):a.b}')).toEqual(text('1'))
    expect(of('${file(./config.yml):a.back}')).toEqual(text('here-x'))
    expect(of('${file(./config.yml):a.c}')).toEqual(join([text('c-'), stage()]))
    expect(of('${file(./note.txt)}')).toEqual(text('a note'))
    expect(of("${file(./nope.yml):a, 'none'}")).toEqual(text('none'))
    expect(of("${file(./config.yml):a.nope, 'none'}")).toEqual(text('none'))
  })

  it('that depend on the stage are named for all stages', () => {
    expect(of("${file(./config.${opt:stage, 'dev'}.yml):table}")).toEqual(
      variable('${file(./config.${self:provider.stage}.yml):table}', text('table-of-dev')),
    )
    expect(of('${self:custom.config.table}')).toEqual(variable('${self:custom.config.table}', text('table-of-dev')))
    expect(of('${self:custom.config.table}', { stage: 'prod' })).toEqual(variable('${self:custom.config.table}', text('table-of-prod')))
  })

  it('that depend on the stage may hold functions of CloudFormation', () => {
    expect(of('${self:custom.config.ref}')).toEqual({ kind: 'resource', id: 'Table' })
    expect(of('${self:custom.config.arn}')).toEqual(variable('${self:custom.config.arn}', text('arn:aws:s3:::bucket-dev')))
  })

  it('that are code are not run; a name below one is still a name', () => {
    expect(of('${file(./settings.js):name}')).toEqual(variable('${file(./settings.js):name}'))
    expect(of('${self:custom.code.name}')).toEqual(variable('${self:custom.code.name}'))
  })

  it('that are missing are said with place and mend, and only where they are needed', () => {
    const mistake = mistakeOf(() => of('${file(./nope.yml):a}'))
    expect(mistake).toMatchObject({ message: 'there is no file ./nope.yml', at: { file: 'serverless.yml', line: 10 } })
    expect(mistake.mend).toContain('fallback')
    expect(mistakeOf(() => of('${self:custom.config.table}', { stage: 'qa' })).message).toBe('there is no file ./config.qa.yml')
    expect(mistakeOf(() => of('${self:custom.config.table}', { stage: 'qa' })).mend).toContain('--stage')
    expect(of('${self:custom.here}', { stage: 'qa' })).toEqual(text('here'))
  })

  it('outside of the workspace are refused at the variable', () => {
    for (const path of ['../../outside.yml', '/etc/passwd']) {
      const mistake = mistakeOf(() => of(`\${file(${path})}`))
      expect(mistake.message).toContain(path)
      expect(mistake.at).toMatchObject({ file: 'serverless.yml', line: 10 })
      expect(mistake.mend).toBeDefined()
    }
  })

  it('with mistakes of their own name their own line', () => {
    const reader = openFiles({
      'serverless.yml': 'service: a\nprovider: aws\nfunctions: ${file(./f.yml)}\n',
      'f.yml': 'f:\n  handler: a.b\n  handler: a.c\n',
    })
    expect(mistakeOf(() => readService(reader)).at).toEqual({ file: 'f.yml', line: 3, column: 3 })
  })
})

describe('circles and floods', () => {
  const mistake = (custom: string) => mistakeOf(() => environmentValue('${self:custom.a}', `custom:\n${custom}`))

  it('names the chain of a circle', () => {
    const found = mistake('  a: ${self:custom.b}\n  b: x-${self:custom.c}\n  c: ${self:custom.a}\n')
    expect(found.message).toBe(
      'variables refer to each other in a circle: ${self:custom.b} (serverless.yml:12) -> x-${self:custom.c} (serverless.yml:13)' +
        ' -> ${self:custom.a} (serverless.yml:14) -> ${self:custom.b} (serverless.yml:12)',
    )
    expect(found.at?.file).toBe('serverless.yml')
  })

  it('finds circles of one, through structures and through the whole file', () => {
    expect(mistake('  a: ${self:custom.a}\n').message).toContain('in a circle')
    expect(mistake('  a: { b: { c: "${self:custom.a}" } }\n').message).toContain('in a circle')
    expect(mistake('  a: ${self:}\n').message).toContain('in a circle')
  })

  it('stops texts and structures that double at every step, and is quick about empty ones', () => {
    const steps = (leaf: string, step: (before: string) => string) =>
      Array.from(
        { length: 40 },
        (_, index) => `  a${index === 39 ? '' : 39 - index}: ${index === 0 ? leaf : step(`\${self:custom.a${40 - index}}`)}\n`,
      ).join('')
    expect(mistake(steps('xxxxxxxx', (before) => before + before)).message).toContain('make a text of more than')
    expect(mistake(steps('x', (before) => `["${before}", "${before}"]`)).message).toContain('holds more than')
    expect(environmentValue('x${self:custom.a}', `custom:\n${steps("''", (before) => before + before)}`)).toEqual(text('x'))
  })

  it('stops a way that is too long for the stack', () => {
    const steps = Array.from({ length: 20_000 }, (_, index) => `  a${index === 0 ? '' : index}: \${self:custom.a${index + 1}}\n`).join('')
    expect(mistake(steps).message).toBe('variables lead on from each other for more than 500 steps')
  })

  it('leaves what is not a variable alone, however it is nested', () => {
    expect(environmentValue(`'${'${a:'.repeat(300)}'`)).toEqual(text('${a:'.repeat(300)))
    expect(environmentValue("'${self:custom.a ${x'")).toEqual(text('${self:custom.a ${x'))
  })
})
