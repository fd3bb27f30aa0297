import { describe, expect, it } from 'vitest'
import type { Finding, FunctionReport, Report } from '../src/model/index.ts'
import { text } from '../src/model/index.ts'
import { isReporterName, openReporter, reporters } from '../src/report/index.ts'
import { example, render } from './report-example.ts'

const plain = { colour: false, quiet: false, render }
const print = async (report: Report, options: Partial<typeof plain> & { written?: boolean } = {}): Promise<string> =>
  (await openReporter('pretty')).print(report, { ...plain, ...options })
const [createOrder] = example.functions as [FunctionReport, ...FunctionReport[]]

describe('pretty', () => {
  it('prints functions, reasons, findings and totals', async () => {
    expect(await print(example)).toBe(`createOrder  src/orders.create -> src/orders.ts

  dynamodb:PutItem  src/repository.ts:42 PutItem, src/repository.ts:57 PutItem  + 2 more places
    on !GetAtt OrdersTable.Arn

  dynamodb:Query  src/repository.ts:61 Query
    on !GetAtt OrdersTable.Arn
       !Sub \${OrdersTable.Arn}/index/*
         not narrower: the index name comes from the event (event.queryStringParameters.sort),
           which nobody knows before the function is called

  iam:PassRole  src/machine.ts:20 CreateStateMachine
    on arn:aws:iam::111122223333:role/export
    if iam:PassedToService StringEquals states.amazonaws.com

  sns:Publish  src/notify.ts:3 annotation
    on arn:aws:sns:eu-west-1:111122223333:orders

  ssm:GetParameters  by the framework
    on *

  before  2 actions on 1 resource, wide: dynamodb:*, s3:* on *
  after   5 actions on 5 resources, wide: ssm:GetParameters on *

health  src/health.check -> src/health.ts  incomplete: it may need more than this, see the findings

  no call was found that needs a permission

  before  1 action on 2 resources
  after   nothing allowed

Not analysed
  thumbnails  its runtime is not Node.js  thumbnails.handler

Findings

  error    src/health.ts:9  in health  unknown-command
           nobody knows which permission HealthCommand needs
           fix: say it above the call: // keycard-allow health:Check * -- reason

  warning  src/repository.ts:61  in createOrder  resource-widened
           dynamodb:Query is wider than it need be: the index name comes from the event
           (event.queryStringParameters.sort), which nobody knows before the function is called

  note     in thumbnails  other-runtime
           thumbnails runs on python3.12

2 functions analysed (1 incomplete), 1 not analysed; 1 error, 1 warning, 1 note
  before  3 actions on 3 resources, wide: dynamodb:*, s3:* on *
  after   5 actions on 5 resources, wide: ssm:GetParameters on *

Nothing was written. To put these statements into serverless.yml: keycard generate --write
`)
  })

  it('prints errors and totals only when it is to be quiet', async () => {
    expect(await print(example, { quiet: true })).toBe(`Findings

  error    src/health.ts:9  in health  unknown-command
           nobody knows which permission HealthCommand needs
           fix: say it above the call: // keycard-allow health:Check * -- reason

2 functions analysed (1 incomplete), 1 not analysed; 1 error, 1 warning, 1 note
  before  3 actions on 3 resources, wide: dynamodb:*, s3:* on *
  after   5 actions on 5 resources, wide: ssm:GetParameters on *

Nothing was written. To put these statements into serverless.yml: keycard generate --write
`)
  })

  it('says the same with colours', async () => {
    const coloured = await print(example, { colour: true })
    expect(coloured).toContain('\u001b[31merror')
    expect(coloured.replace(/\u001b\[\d+m/g, '').replace(/ +$/gm, '')).toBe(await print(example))
    expect(await print(example)).not.toContain('\u001b')
  })

  it('says what was written', async () => {
    const edits = [{ file: 'functions.yml', start: 0, end: 0, text: 'x' }]
    expect(await print({ ...example, edits }, { written: true })).toMatch(/\nWritten to functions\.yml\.\n$/)
    expect(await print(example, { written: true })).toMatch(/\nserverless\.yml says this already; nothing was written\.\n$/)
  })

  it('gives each condition its own reasons', async () => {
    const [one] = createOrder.permissions
    if (!one?.because) throw new Error('the example begins with a call')
    const service = (name: string) => new Map([['StringEquals', new Map([['iam:PassedToService', [text(name)]]])]])
    const because = { ...one.because, at: { file: 'src/other.ts', line: 7 } }
    const statement = (name: string) => ({
      Effect: 'Allow' as const,
      Action: ['iam:PassRole'],
      Resource: ['r'],
      Condition: { StringEquals: { 'iam:PassedToService': name } },
    })
    const each: FunctionReport = {
      ...createOrder,
      statements: [statement('a'), statement('b')],
      permissions: [
        { ...one, action: 'iam:PassRole', resource: text('r'), condition: service('a') },
        { ...one, action: 'iam:PassRole', resource: text('r'), condition: service('b'), because },
      ],
    }
    const printed = await print({ ...example, functions: [each], findings: [] })
    expect(printed).toContain('iam:PassRole  src/repository.ts:42 PutItem\n    on r\n    if iam:PassedToService StringEquals a\n')
    expect(printed).toContain('iam:PassRole  src/other.ts:7 PutItem\n    on r\n    if iam:PassedToService StringEquals b\n')
  })

  it('says once what is found in many places', async () => {
    const finding = (line: number, name: string): Finding => ({
      check: 'resource-widened',
      severity: 'warning',
      confidence: 'likely',
      message: 'the key comes from the event',
      at: { file: 'src/shared.ts', line },
      function: name,
    })
    const findings = [finding(9, 'd'), finding(2, 'a'), finding(2, 'b'), finding(3, 'a'), finding(4, 'c'), finding(5, 'a')]
    expect(await print({ ...example, functions: [], findings })).toContain(
      '  warning  src/shared.ts:2, src/shared.ts:3 + 3 more places  in a, b, c + 1 more function  resource-widened, likely\n' +
        '           the key comes from the event\n\n',
    )
  })

  it('keeps to a hundred columns where it is prose', async () => {
    const lines = (await print(example)).split('\n')
    expect(lines.filter((line) => line.length > 100)).toEqual([])
  })

  it('counts declared wildcards as they are', async () => {
    const declared = (actions: string[], more: object = {}): FunctionReport => ({
      ...createOrder,
      statements: [],
      permissions: [],
      declared: { statements: [{ effect: 'Allow', actions, resources: [text('arn:aws:s3:::a'), text('*')], because: [], ...more }] },
    })
    const said = async (each: FunctionReport) => /before {2}(.*)/.exec(await print({ ...example, functions: [each] }))?.[1]
    expect(await said(declared(['s3:*', 's3:GetObject']))).toBe('2 actions on 2 resources, wide: s3:* on *')
    expect(await said(declared(['s3:GetObject']))).toBe('1 action on 2 resources, wide: s3:GetObject on *')
    expect(await said(declared(['s3:GetObject'], { resources: [text('arn:aws:s3:::a')] }))).toBe('1 action on 1 resource')
    expect(await said(declared(['a:*', 'b:*', 'c:*', 'd:*', 'e:*']))).toBe('5 actions on 2 resources, wide: a:*, b:* and 3 more on *')
    expect(await said(declared([], { notActions: ['iam:*'] }))).toBe('1 action on 2 resources, wide: all but iam:* on arn:aws:s3:::a, *')
    expect(await said(declared(['s3:*'], { effect: 'Deny' }))).toBe('nothing allowed')
  })

  it('shows control characters instead of sending them to the terminal', async () => {
    const printed = await print({
      ...example,
      functions: [{ ...createOrder, name: 'a\u001b]0;title\u0007\u202eb', source: 'src/\ue001x.ts' }],
    })
    expect(printed).toContain('a\\u{1b}]0;title\\u{7}\\u{202e}b  src/orders.create -> src/x.ts\n')
  })
})

describe('the list', () => {
  it('loads every reporter under its own name', async () => {
    for (const name of Object.keys(reporters)) expect((await openReporter(name)).name).toBe(name)
    await expect(openReporter('constructor')).rejects.toThrow('no reporter is called constructor')
    expect(isReporterName('toString')).toBe(false)
  })
})
