import { describe, expect, it } from 'vitest'
import { allow, functionOf, readFiles, write } from './iac-service.ts'

const put = allow(['s3:PutObject'], ['arn:aws:s3:::reports/*'])
const head = "service: a\nframeworkVersion: '4'\nprovider:\n  name: aws\n"

/** The part of the text from `functions:` on. */

describe('what several places share', () => {
  it('is not touched where another function would change', () => {
    const shared = `${head}functions:\n  f: &both\n    handler: a.b\n  g: *both\n`
    const { text, findings } = write(shared, { f: [put] })
    expect(text).toBe(shared)
    expect(findings).toMatchObject([
      {
        check: 'write-refused',
        severity: 'error',
        function: 'f',
        message: 'f was not written: it shares its text with g, which an edit would change too',
      },
    ])
    const merged = `${head}functions:\n  f: &both\n    handler: a.b\n    iamRoleStatements: []\n  g:\n    <<: *both\n    handler: a.c\n`
    expect(write(merged, { f: [put] })).toMatchObject({ text: merged, findings: [{ check: 'write-refused', function: 'f' }] })
  })

  it('is written where a function merges defaults, or says its statements itself', () => {
    const defaults = `${head}custom:\n  defaults: &defaults\n    timeout: 3\nfunctions:\n  f:\n    <<: *defaults\n    handler: a.b\n  g:\n    <<: *defaults\n    handler: a.c\n`
    expect(write(defaults, { f: [put] }).findings).toEqual([])
    const own = `${head}functions:\n  f: &both\n    handler: a.b\n    iamRoleStatements: []\n  g:\n    <<: *both\n    handler: a.c\n    iamRoleStatements: []\n`
    const { text, findings } = write(own, { f: [put] })
    expect(findings).toEqual([])
    expect(functionOf(readFiles(text), 'g').declared.statements).toEqual([])
  })

  it('is written out where statements come from an alias, a merge or a variable that others use', () => {
    const statements = "[{ Effect: Allow, Action: 's3:*', Resource: '*' }]"
    const cases = [
      `${head}custom:\n  all: &all ${statements}\nfunctions:\n  f:\n    handler: a.b\n    iamRoleStatements: *all\n  g:\n    handler: a.c\n    iamRoleStatements: *all\n`,
      `${head}custom:\n  all: ${statements}\nfunctions:\n  f:\n    handler: a.b\n    iamRoleStatements: \${self:custom.all}\n  g:\n    handler: a.c\n    iamRoleStatements: \${self:custom.all}\n`,
      `${head}custom:\n  all: &all { iamRoleStatements: ${statements} }\nfunctions:\n  f:\n    <<: *all\n    handler: a.b\n  g:\n    <<: *all\n    handler: a.c\n`,
    ]
    for (const before of cases) {
      const { text, findings } = write(before, { f: [put] })
      expect(findings).toEqual([])
      const read = readFiles(text)
      expect(functionOf(read, 'f').declared.statements.map(({ actions }) => actions)).toEqual([['s3:PutObject']])
      expect(functionOf(read, 'g').declared.statements.map(({ actions }) => actions)).toEqual([['s3:*']])
    }
  })

  it('keeps an anchor that is used in another place', () => {
    const before = `${head}functions:\n  f:\n    handler: a.b\n    iamRoleStatements:\n      - &all { Effect: Allow, Action: 's3:*', Resource: '*' }\n  g:\n    handler: a.c\n    iamRoleStatements:\n      - *all\n`
    const { text, findings } = write(before, { f: [put] })
    expect(text).toBe(before)
    expect(findings).toMatchObject([{ check: 'write-refused', function: 'f' }])
    expect(functionOf(readFiles(write(before, { g: [put] }).text), 'g').declared.statements.map(({ actions }) => actions)).toEqual([['s3:PutObject']])
  })
})

describe('functions in files of their own', () => {
  it('are written there', () => {
    const files = {
      'serverless.yml': `${head}functions:\n  - \${file(./functions/all.yml)}\n  - f: \${file(functions/one.yml):f}\n`,
      'functions/all.yml': 'g:\n  handler: a.c\n',
      'functions/one.yml': 'f:\n  handler: a.b\n  iamRoleStatements: ${file(./functions/statements.yml)}\n',
      'functions/statements.yml': "# only for f\n- Effect: Allow\n  Action: s3:*\n  Resource: '*'\n",
    }
    const after = write(files, { f: [put], g: [put] }).files
    expect(after['serverless.yml']).toBe(files['serverless.yml'])
    expect(after['functions/one.yml']).toBe(files['functions/one.yml'])
    expect(after['functions/statements.yml']).toBe('# only for f\n- Effect: Allow\n  Action: s3:PutObject\n  Resource: arn:aws:s3:::reports/*\n')
    expect(after['functions/all.yml']).toContain('g:\n  handler: a.c\n  iamRoleStatements:\n')
  })
})

describe('functions in the file of a stage', () => {
  it('are written for this stage, and that is said', () => {
    const files = {
      'serverless.yml': `${head}functions: \${file(./functions.\${opt:stage, 'dev'}.yml)}\n`,
      'functions.dev.yml': 'f:\n  handler: a.b\n',
    }
    const { files: after, findings } = write(files, { f: [put] })
    expect(after['functions.dev.yml']).toContain('iamRoleStatements:')
    expect(findings).toMatchObject([
      { check: 'write-one-stage', severity: 'warning', message: 'f was written in functions.dev.yml, which is the file of stage dev only' },
    ])
  })
})

describe('version 4', () => {
  it('keeps to iam.role.statements where the file does', () => {
    const before = `${head}functions:\n  f:\n    handler: a.b\n    iam:\n      inheritStatements: false\n      role:\n        statements:\n          - Effect: Allow\n            Action: s3:*\n            Resource: '*'\n  g:\n    handler: a.c\n  h:\n    handler: a.d\n    iam:\n      inheritStatements: true\n`
    const { text } = write(before, { f: [put], g: [put], h: [put] })
    expect(text).toContain(
      '            Action: s3:PutObject\n            Resource: arn:aws:s3:::reports/*\n  g:\n    handler: a.c\n    iam:\n      role:\n        statements:\n          - Effect: Allow\n',
    )
    expect(text).toContain('    iam:\n      inheritStatements: true\n      role:\n        statements:\n          - Effect: Allow\n')
    expect(text).not.toContain('iamRoleStatements')
  })
})

describe('what the framework would not heed', () => {
  it('is refused, once for all functions that have the same reason', () => {
    const before = `service: a\nframeworkVersion: '3'\nprovider: aws\nfunctions:\n  f: { handler: a.b }\n  g: { handler: a.c }\n  h: { handler: a.d, role: Mine }\n`
    const { text, findings } = write(before, { f: [put], g: [put], h: [put] })
    expect(text).toBe(before)
    expect(findings.map(({ check, severity, message, fix, at }) => [check, severity, message, fix, at?.line])).toEqual([
      [
        'not-writable',
        'error',
        '2 functions were not written: version 3 of the framework ignores statements of a function without a plugin',
        'install serverless-iam-roles-per-function and list it under plugins:, or write one role for all functions with --dialect provider-statements',
        5,
      ],
      [
        'not-writable',
        'error',
        'h was not written: the function h names a role of its own (role:), which the framework refuses beside statements',
        'remove role:, or edit that role by hand',
        7,
      ],
    ])
  })

  it('is said in one sentence where each function has its own of the same reason', () => {
    const before = "service: a\nframeworkVersion: '4'\nprovider: aws\nfunctions:\n  f: { handler: a.b, role: A }\n  g: { handler: a.c, role: B }\n"
    expect(write(before, { f: [put], g: [put] }).findings.map(({ message, function: name }) => [message, name])).toEqual([
      ['2 functions were not written: each names a role of its own (role:), which the framework refuses beside statements', undefined],
    ])
  })

  it('is not said where nothing was to be written', () => {
    expect(write("service: a\nframeworkVersion: '3'\nprovider: aws\nfunctions:\n  f: { handler: a.b }\n", { f: [] }).findings).toEqual([])
  })
})
