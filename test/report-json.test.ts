import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import type { FunctionReport, Permission, Report } from '../src/model/index.ts'
import { oneOf, text } from '../src/model/index.ts'
import { openReporter } from '../src/report/index.ts'
import { read } from './files.ts'
import { example, render } from './report-example.ts'

const options = { colour: false, quiet: false, render }
const document = async (report: Report): Promise<Record<string, never>> => JSON.parse((await openReporter('json')).print(report, options))
const only = (permissions: readonly Permission[], more: Partial<FunctionReport> = {}): Report => {
  const [first] = example.functions
  return { ...example, functions: first ? [{ ...first, statements: [], permissions, ...more }] : [] }
}

describe('json', () => {
  it('prints the shape of the contract, keys in order', async () => {
    const printed = (await openReporter('json')).print({ ...example, functions: example.functions.slice(0, 1) }, options)
    expect(printed.endsWith('}\n')).toBe(true)
    expect(Object.keys(JSON.parse(printed))).toEqual(['schema', 'command', 'service', 'functions', 'findings'])
    const { functions, ...rest } = JSON.parse(printed)
    expect(rest).toMatchObject({ schema: 'keycard/1', command: 'generate', service: { name: 'orders', file: 'serverless.yml' } })
    expect(Object.keys(functions[0])).toEqual(['name', 'handler', 'source', 'analysis', 'statements', 'permissions'])
    expect(functions[0].statements[1]).toEqual({
      Effect: 'Allow',
      Action: ['dynamodb:Query'],
      Resource: [{ 'Fn::GetAtt': ['OrdersTable', 'Arn'] }, { 'Fn::Sub': '${OrdersTable.Arn}/index/*' }],
      Condition: {},
    })
    expect(functions[0].permissions[3]).toEqual({
      action: 'iam:PassRole',
      resources: ['arn:aws:iam::111122223333:role/export'],
      condition: { StringEquals: { 'iam:PassedToService': ['states.amazonaws.com'] } },
      basis: 'override',
      because: [{ file: 'src/machine.ts', line: 20, client: 'sfn', command: 'CreateStateMachine', path: ['src/orders.ts:12'] }],
      widened: null,
    })
    expect(functions[0].permissions[4].because).toEqual([{ file: 'src/notify.ts', line: 3, client: null, command: null, path: [] }])
    expect(functions[0].permissions[5].because).toEqual([])
  })

  it('groups by action, condition, basis and reason for being wide', async () => {
    const [one] = example.functions[0]?.permissions ?? []
    if (!one?.because) throw new Error('the example begins with a call')
    const elsewhere = { ...one.because, at: { file: 'src/z.ts', line: 1 }, via: '@middy/ssm' }
    const permissions: Permission[] = [
      one,
      { ...one, resource: text('a') },
      { ...one, resource: text('a'), because: elsewhere },
      { ...one, resource: oneOf([text('a'), text('b')]) },
      { ...one, widened: 'why' },
      { ...one, basis: 'rule' },
      { ...one, condition: new Map([['Null', new Map([['aws:x', [text('true')]]])]]) },
    ]
    const { functions } = await document(only(permissions))
    const groups = (functions as unknown as { permissions: { resources: unknown; because: unknown[]; widened: unknown; basis: string }[] }[])[0]
      ?.permissions
    expect(groups?.map(({ resources, because, widened, basis }) => [resources, because.length, widened, basis])).toEqual([
      [[{ 'Fn::GetAtt': ['OrdersTable', 'Arn'] }, 'a', 'b'], 2, null, 'identity'],
      [[{ 'Fn::GetAtt': ['OrdersTable', 'Arn'] }], 1, 'why', 'identity'],
      [[{ 'Fn::GetAtt': ['OrdersTable', 'Arn'] }], 1, null, 'rule'],
      [[{ 'Fn::GetAtt': ['OrdersTable', 'Arn'] }], 1, null, 'identity'],
    ])
    expect(groups?.[0]?.because[1]).toMatchObject({ file: 'src/z.ts', via: '@middy/ssm' })
  })

  it('says null where there is nothing to say', async () => {
    const { functions, findings } = (await document(example)) as never as Record<'functions' | 'findings', Record<string, unknown>[]>
    expect(functions[2]).toEqual({
      name: 'thumbnails',
      handler: 'thumbnails.handler',
      source: null,
      analysis: 'other-runtime',
      statements: [],
      permissions: [],
    })
    expect(findings[2]).toEqual({
      check: 'other-runtime',
      severity: 'note',
      confidence: 'certain',
      message: 'thumbnails runs on python3.12',
      file: null,
      line: null,
      function: 'thumbnails',
      fix: null,
    })
    expect(Object.keys(findings[0] ?? {})).toEqual(['check', 'severity', 'confidence', 'message', 'file', 'line', 'function', 'fix'])
  })

  it('does not depend on names that objects have by themselves', async () => {
    const condition = new Map([['__proto__', new Map([['constructor', [text('x')]]])]])
    const [one] = example.functions[0]?.permissions ?? []
    const printed = (await openReporter('json')).print(only(one ? [{ ...one, condition }] : []), options)
    expect(printed).toContain('"__proto__": {')
  })
})

describe('the JSON Schema', () => {
  const schema = JSON.parse(read('schema/keycard-1.json'))
  const validate = new Ajv2020({ allErrors: true }).compile(schema)
  type Loose = Record<string, never> & { functions: Loose[]; findings: Loose[]; statements: Loose[]; permissions: Loose[]; because: Loose[] }

  it('accepts what is printed', async () => {
    validate(await document(example))
    expect(validate.errors).toBeNull()
    validate(await document({ ...example, command: 'policy', functions: [], findings: [] }))
    expect(validate.errors).toBeNull()
  })

  it('accepts the example of the documentation', () => {
    const [, shown] = /```json\n([\s\S]*?)```/.exec(read('docs/json.md')) ?? []
    validate(JSON.parse(shown ?? '{}'))
    expect(validate.errors).toBeNull()
  })

  it.each<[string, (good: Loose) => void]>([
    ['another version', (good) => Object.assign(good, { schema: 'keycard/2' })],
    ['an unknown command', (good) => Object.assign(good, { command: 'destroy' })],
    ['a field that is not described', (good) => Object.assign(good, { extra: 1 })],
    ['a function without its analysis', (good) => Reflect.deleteProperty(good.functions[0] ?? {}, 'analysis')],
    ['an unknown state of analysis', (good) => Object.assign(good.functions[0] ?? {}, { analysis: 'perhaps' })],
    ['a statement without Resource', (good) => Reflect.deleteProperty(good.functions[0]?.statements[0] ?? {}, 'Resource')],
    ['an empty Resource', (good) => Object.assign(good.functions[0]?.statements[0] ?? {}, { Resource: [] })],
    ['a Resource that is no intrinsic', (good) => Object.assign(good.functions[0]?.statements[0] ?? {}, { Resource: [{ GetAtt: 'T.Arn' }] })],
    ['a Resource of two intrinsics', (good) => Object.assign(good.functions[0]?.statements[0] ?? {}, { Resource: [{ Ref: 'A', 'Fn::Sub': 'b' }] })],
    ['an action without service', (good) => Object.assign(good.functions[0]?.permissions[0] ?? {}, { action: 'PutItem' })],
    ['an unknown basis', (good) => Object.assign(good.functions[0]?.permissions[0] ?? {}, { basis: 'guess' })],
    ['a reason without line', (good) => Reflect.deleteProperty(good.functions[0]?.permissions[0]?.because[0] ?? {}, 'line')],
    ['a path that is no place', (good) => Object.assign(good.functions[0]?.permissions[0]?.because[0] ?? {}, { path: ['handler.ts'] })],
    ['an absolute path', (good) => Object.assign(good.findings[0] ?? {}, { file: '/home/file.ts' })],
    ['an unknown severity', (good) => Object.assign(good.findings[0] ?? {}, { severity: 'fatal' })],
    ['a check that is no kebab case', (good) => Object.assign(good.findings[0] ?? {}, { check: 'Some Check' })],
  ])('refuses %s', async (_name, spoil) => {
    const bad = (await document(example)) as Loose
    expect(validate(bad)).toBe(true)
    spoil(bad)
    expect(validate(bad)).toBe(false)
  })

  it('describes every field', () => {
    const silent: string[] = []
    const walk = (node: unknown, path: string): void => {
      if (typeof node !== 'object' || node === null) return
      for (const [key, value] of Object.entries(node as Record<string, Record<string, unknown>>)) {
        const described = value as { description?: string; $ref?: string }
        if (path.endsWith('/properties') && !described.description && !described.$ref?.startsWith('#/$defs/service')) silent.push(`${path}/${key}`)
        walk(value, `${path}/${key}`)
      }
    }
    walk(schema, '')
    expect(silent).toEqual([])
  })
})
