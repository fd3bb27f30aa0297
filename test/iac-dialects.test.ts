import { describe, expect, it } from 'vitest'
import { allow, functionOf, mistakeOf, readFiles, write } from './iac-service.ts'

const put = allow(['s3:PutObject'], ['arn:aws:s3:::reports/*'])
const get = allow(['s3:GetObject'], ['arn:aws:s3:::reports/*'])
const service = (rest: string, provider = ''): string => `service: a\nprovider:\n  name: aws\n${provider}${rest}`
const functions = 'functions:\n  f:\n    handler: a.b\n  g:\n    handler: a.c\n'
const dialectOf = (files: Parameters<typeof readFiles>[0]): string => readFiles(files).service.dialect

describe('the dialect of a service', () => {
  it('is that of a plugin under plugins:, whatever its scope, and of no plugin that only sounds like one', () => {
    const listed = (plugin: string): string => dialectOf(`plugins: ['${plugin}']\n${service(functions)}`)
    expect(listed('serverless-iam-roles-per-function')).toBe('plugin-roles-per-function')
    expect(listed('@acme/serverless-iam-roles-per-function')).toBe('plugin-roles-per-function')
    expect(listed('serverless-iam-roles-per-function-v4')).toBe('plugin-roles-per-function')
    expect(listed('serverless-granular-iam')).toBe('plugin-roles-per-function')
    expect(listed('serverless-plugin-custom-roles')).toBe('plugin-custom-roles')
    expect(listed('serverless-custom-iam-roles-per-function')).toBe('provider-statements')
  })

  it('follows the version in package.json', () => {
    const packaged = (dependencies: object): string =>
      dialectOf({ 'serverless.yml': service(functions), 'package.json': JSON.stringify({ devDependencies: dependencies }) })
    expect(packaged({ serverless: '^4.2.0' })).toBe('native-roles-per-function')
    expect(packaged({ serverless: '^3.38.0' })).toBe('provider-statements')
    expect(packaged({ osls: '^4.3.1' })).toBe('provider-statements')
  })
})

describe('a dialect that is asked for', () => {
  it('has to exist', () => {
    const mistake = mistakeOf(() => readFiles(service(functions), { dialect: 'roles' }))
    expect(mistake.message).toBe('there is no dialect roles')
    expect(mistake.mend).toBe(
      'it is one of role-resource, plugin-roles-per-function, plugin-custom-roles, native-roles-per-function, provider-statements',
    )
  })

  it('is refused where the framework would ignore it', () => {
    const refused = (text: string, dialect: string): string => mistakeOf(() => readFiles(text, { dialect })).message
    expect(refused(service(functions), 'plugin-roles-per-function')).toBe(
      '--dialect plugin-roles-per-function: no plugin under plugins: reads statements of a function',
    )
    expect(refused(`frameworkVersion: '3'\n${service(functions)}`, 'native-roles-per-function')).toBe(
      '--dialect native-roles-per-function: version 3 of the framework ignores statements of a function (frameworkVersion is 3)',
    )
    expect(refused(`frameworkVersion: '4'\nplugins: [serverless-iam-roles-per-function]\n${service(functions)}`, 'native-roles-per-function')).toBe(
      '--dialect native-roles-per-function: version 4 leaves statements of functions to the plugin serverless-iam-roles-per-function while that is listed',
    )
  })

  it('is heeded where nothing says the version', () => {
    const { text, findings } = write(service(functions), { f: [put] }, { dialect: 'native-roles-per-function' })
    expect(findings).toEqual([])
    expect(text).toContain('    handler: a.b\n    iamRoleStatements:\n')
  })
})

describe('one role for all functions', () => {
  const asked = { dialect: 'provider-statements' }

  it('gets what all of them need, where its statements are or would be', () => {
    const wanted = { f: [put], g: [get] }
    const statements = '- Effect: Allow\n      Action: s3:*\n      Resource: arn:aws:s3:::reports/*\n'
    expect(write(service(functions, `  iamRoleStatements:\n    ${statements}`), wanted, asked).text).toContain(
      '  iamRoleStatements:\n    - Effect: Allow\n      Action: s3:PutObject\n',
    )
    expect(write(service(functions, '  iam:\n    deploymentRole: arn:aws:iam::111122223333:role/d\n'), wanted, asked).text).toContain(
      '  iam:\n    deploymentRole: arn:aws:iam::111122223333:role/d\n    role:\n      statements:\n        - Effect: Allow\n',
    )
    expect(write(`frameworkVersion: '2'\n${service(functions)}`, wanted, asked).text).toContain(
      '  name: aws\n  iamRoleStatements:\n    - Effect: Allow\n',
    )
    expect(write(service(functions), wanted, asked).text).toContain('  name: aws\n  iam:\n    role:\n      statements:\n')
  })

  it('is not written where one of them is not known to the end', () => {
    const { text, findings } = write(service(functions), { f: [put] }, asked)
    expect(text).toBe(service(functions))
    expect(findings).toMatchObject([
      { check: 'write-refused', message: 'the provider was not written: 2 functions share its statements, and what g needs is not known to the end' },
    ])
  })

  it('is not taken from functions that have one of their own, which are written there', () => {
    const own = `plugins: [serverless-iam-roles-per-function]\n${service(`${functions}    iamRoleStatements: []\n`)}`
    const { text, findings } = write(own, { f: [put], g: [get] }, asked)
    expect(findings).toEqual([])
    const read = readFiles(text)
    expect(read.service.declared.statements.map(({ actions }) => actions)).toEqual([['s3:PutObject']])
    expect(functionOf(read, 'g').declared.statements.map(({ actions }) => actions)).toEqual([['s3:GetObject']])
  })

  it('is not narrowed under a function that inherits it and is not known to the end', () => {
    const own = `plugins: [serverless-iam-roles-per-function]\n${service(`${functions}    iamRoleStatementsInherit: true\n    iamRoleStatements: []\n`)}`
    expect(write(own, { f: [put] }, asked).findings).toMatchObject([{ check: 'write-refused' }])
  })

  it('is not written where something else takes the role', () => {
    const rule =
      'resources:\n  Resources:\n    M:\n      Type: AWS::StepFunctions::StateMachine\n      Properties:\n        RoleArn: !GetAtt IamRoleLambdaExecution.Arn\n'
    const text = service(functions + rule)
    expect(write(text, { f: [put], g: [get] }, asked)).toMatchObject({ text, findings: [{ check: 'not-writable' }] })
  })
})

describe('a role that resources declare', () => {
  const trust = (who: string): string =>
    `        AssumeRolePolicyDocument:\n          Statement: [{ Effect: Allow, Principal: { Service: ${who} }, Action: 'sts:AssumeRole' }]\n`
  const role = (rest: string, who = 'lambda.amazonaws.com'): string =>
    `resources:\n  Resources:\n    R:\n      Type: AWS::IAM::Role\n      Properties:\n${trust(who)}${rest}`
  const inline =
    "        Policies:\n          - PolicyName: p\n            PolicyDocument:\n              Statement:\n                - Effect: Allow\n                  Action: s3:*\n                  Resource: '*'\n"
  const named = (spelling: string): string => `functions:\n  f:\n    handler: a.b\n    role: ${spelling}\n`

  it.each(['R', '!GetAtt R.Arn', '!GetAtt [R, Arn]', '{ Fn::GetAtt: [R, Arn] }', '!Ref R'])('is found by %s', (spelling) => {
    const { text, findings } = write(service(named(spelling) + role(inline)), { f: [put] })
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([])
    expect(text).toContain('                  Action: s3:PutObject\n                  Resource: arn:aws:s3:::reports/*\n')
  })

  it('is found behind the provider, and in a template in JSON', () => {
    const provided = service(functions + role(inline), '  iam:\n    role: !GetAtt R.Arn\n')
    expect(write(provided, { f: [put], g: [put] }).text).toContain('Action: s3:PutObject\n')
    const template = { Resources: { R: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: { Statement: [] }, Policies: [] } } } }
    const files = { 'serverless.yml': service(`${named('R')}resources: \${file(./roles.json)}\n`), 'roles.json': JSON.stringify(template, null, 2) }
    const after = write(files, { f: [put] })
    expect(after.files['serverless.yml']).toBe(files['serverless.yml'])
    expect(functionOf(readFiles(after.files), 'f').allowed.flatMap(({ policy }) => policy.statements.flatMap(({ actions }) => actions))).toEqual([
      's3:PutObject',
    ])
  })

  it('keeps what is protected, and loses a policy of which nothing is left', () => {
    const more =
      "          - PolicyName: q\n            PolicyDocument:\n              Statement:\n                - Effect: Deny\n                  Action: s3:DeleteObject\n                  Resource: '*'\n          - PolicyName: r\n            PolicyDocument:\n              Statement:\n                - Effect: Allow\n                  Action: ses:SendEmail\n                  Resource: '*'\n"
    const { text } = write(service(named('R') + role(inline + more)), { f: [put] })
    expect(text).toContain('PolicyName: q')
    expect(text).not.toContain('PolicyName: r')
    expect(text).toContain('Action: s3:DeleteObject')
  })

  it.each([
    ['somebody else may take it', named('R') + role(inline, '[lambda.amazonaws.com, states.amazonaws.com]')],
    [
      'a function of the template takes it',
      `${named('R') + role(inline)}    L:\n      Type: AWS::Lambda::Function\n      Properties:\n        Role: !GetAtt R.Arn\n`,
    ],
    ['other stacks may import it', `${named('R') + role(inline)}  Outputs:\n    O:\n      Value: !GetAtt R.Arn\n      Export: { Name: r }\n`],
    [
      'two roles are one text',
      `${named('R')}resources:\n  Resources:\n    R: &role\n      Type: AWS::IAM::Role\n      Properties:\n${trust('lambda.amazonaws.com')}${inline}    S: *role\n`,
    ],
  ])('is not written where %s', (_why, rest) => {
    const text = service(rest)
    const written = write(text, { f: [put] })
    expect(written.text).toBe(text)
    expect(written.findings.filter(({ severity }) => severity === 'error')).toHaveLength(1)
  })
})

describe('permissions boundaries', () => {
  it('are those of the function, else of the plugin, else of the provider', () => {
    const boundary = (name: string): string => `arn:aws:iam::aws:policy/${name}`
    const text = `plugins: [serverless-iam-roles-per-function]
custom:
  serverless-iam-roles-per-function:
    iamGlobalPermissionsBoundary: ${boundary('Global')}
${service(
  `functions:
  own: { handler: a.b, iamRoleStatements: [], iamPermissionsBoundary: '${boundary('Own')}' }
  other: { handler: a.b, iamRoleStatements: [] }
`,
  `  rolePermissionsBoundary: ${boundary('Provider')}\n`,
)}`
    const read = readFiles(text)
    const of = (name: string): unknown => functionOf(read, name).boundary?.map(({ managedPolicy }) => managedPolicy)
    expect([of('own'), of('other')]).toEqual([['Own'], ['Global']])
  })
})

describe('what version 4 gives to a role of its own', () => {
  it('version 4 makes roles of provider.iam.role alone where every function has one', () => {
    const read = readFiles(`service: a
frameworkVersion: '4'
provider:
  name: aws
  iam: { role: { mode: perFunction } }
  iamRoleStatements: [{ Effect: Allow, Action: 's3:*', Resource: '*' }]
  iamManagedPolicies: ['arn:aws:iam::aws:policy/AmazonS3FullAccess']
functions:
  plain: { handler: a.b }
`)
    expect(functionOf(read, 'plain')).toMatchObject({ role: 'own', inherits: false, allowed: [], providerPolicies: 'listable' })
    expect(read.service.findings.find(({ check }) => check === 'statements-ignored')?.message).toContain('version 4 looks for')
  })

  it('roles of version 4 hold the managed policies of the provider in one mode and not in the other', () => {
    const read = (mode: string) =>
      readFiles(`service: a
frameworkVersion: '4'
provider: { name: aws, iam: { role: { ${mode}managedPolicies: ['arn:aws:iam::aws:policy/AmazonS3FullAccess'] } } }
functions:
  f: { handler: a.b, iam: { inheritStatements: false, role: { statements: [] } } }
`)
    expect(functionOf(read('mode: perFunction, '), 'f')).toMatchObject({
      providerPolicies: 'held',
      allowed: [{}, { managedPolicy: 'AmazonS3FullAccess' }],
    })
    expect(functionOf(read(''), 'f')).toMatchObject({ providerPolicies: 'listable', allowed: [{ source: 'function' }] })
  })
})
