import { describe, expect, it } from 'vitest'
import type { Policy } from '../src/model/index.ts'
import { text } from '../src/model/index.ts'
import { lost, type Subject, tooMuch } from './e2e/compare.ts'

// The end-to-end comparison is only worth something if it can fail; what it compares for real comes out of the framework.

const allow = (actions: readonly string[], resource: string): Policy => ({
  statements: [{ effect: 'Allow', actions, resources: [text(resource)], because: [] }],
})
const nothing: Policy = { statements: [] }
const asItIs = (policy: Policy): Policy => policy
const subject: Subject = {
  name: 'save',
  physicalName: 'orders-dev-save',
  derived: allow(['dynamodb:PutItem'], 'arn:aws:dynamodb:eu-west-1:111122223333:table/orders'),
  frame: allow(['xray:PutTraceSegments'], '*'),
  plugin: nothing,
  inherited: nothing,
}
const both: Policy = { statements: [...subject.derived.statements, ...subject.frame.statements] }

describe('the comparison of packaged roles', () => {
  it('finds nothing where a role is exact', () => {
    expect(lost(both, subject, asItIs)).toEqual([])
    expect(tooMuch({ id: 'Role', role: both, ownRole: false }, [subject], nothing, asItIs)).toEqual([])
  })

  it.each([
    ['what was derived', subject.frame, 'save lacks dynamodb:PutItem on "arn:aws:dynamodb:eu-west-1:111122223333:table/orders"'],
    ['what the framework adds', subject.derived, 'save lacks xray:PutTraceSegments on "*"'],
  ])('says that %s is lost', (_, role, expected) => {
    expect(lost(role, subject, asItIs)).toEqual([expected])
  })

  it('says what a role allows beyond that', () => {
    const wide: Policy = { statements: [...both.statements, ...allow(['dynamodb:*'], '*').statements] }
    expect(tooMuch({ id: 'Role', role: wide, ownRole: false }, [subject], nothing, asItIs)).toEqual(['Role allows dynamodb:* on "*"'])
  })

  it('takes what the framework adds for too much where the plugin made the role and adds nothing', () => {
    expect(tooMuch({ id: 'Role', role: both, ownRole: true }, [subject], nothing, asItIs)).toEqual(['Role allows xray:PutTraceSegments on "*"'])
  })

  it('asks for sending to a dead-letter queue where the framework grants publishing', () => {
    const queue = 'arn:aws:sqs:eu-west-1:111122223333:undelivered'
    const granted = { ...subject, frame: allow(['sns:Publish'], queue) }
    expect(lost(subject.derived, granted, asItIs)).toEqual([`save lacks sqs:SendMessage on "${queue}"`])
  })
})
