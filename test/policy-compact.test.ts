import { describe, expect, it } from 'vitest'
import { statementDocument } from '../src/iac/index.ts'
import { type Policy, text } from '../src/model/index.ts'
import { buildPolicy, compact, equivalent, policySize } from '../src/policy/index.ts'

const permission = (action: string, name: string) => ({
  action,
  resource: text(`arn:aws:dynamodb:eu-west-1:111122223333:table/${name}`),
  basis: 'identity' as const,
})
const sizeOf = (policy: Policy): number => policySize(policy.statements.map(statementDocument)).characters

describe('putting statements together by what each resource allows', () => {
  const tables = Array.from({ length: 60 }, (_, index) => `register-${index}`)
  // Each action is on another list of tables, while the tables have five lists of actions between them.
  const crossed = ['GetItem', 'PutItem', 'Query', 'Scan', 'UpdateItem'].flatMap((action, index) =>
    tables.filter((_, table) => table % 5 !== index).map((name) => permission(`dynamodb:${action}`, name)),
  )
  const plain = buildPolicy(crossed)

  it('allows the same', () => {
    expect(equivalent(plain, compact(plain))).toBe('yes')
    expect(equivalent(compact(plain), compact(compact(plain)))).toBe('yes')
  })

  it('names each resource once, where the plain way names it in many statements', () => {
    const resources = compact(plain).statements.flatMap((statement) => statement.resources)
    expect(resources).toHaveLength(tables.length)
    expect(sizeOf(compact(plain))).toBeLessThan(sizeOf(plain))
  })

  it('keeps conditions, denials and what holds for everything but', () => {
    const policy: Policy = {
      statements: [
        { effect: 'Deny', actions: ['s3:*'], resources: [text('arn:aws:s3:::a')], because: [] },
        {
          effect: 'Allow',
          actions: ['s3:GetObject'],
          resources: [text('arn:aws:s3:::a')],
          condition: new Map([['Bool', new Map([['aws:SecureTransport', [text('true')]]])]]),
          because: [],
        },
        { effect: 'Allow', actions: [], notActions: ['iam:*'], resources: [text('arn:aws:s3:::a')], because: [] },
      ],
    }
    expect(compact(policy).statements).toHaveLength(3)
    expect(equivalent(policy, compact(policy))).toBe('yes')
  })
})
