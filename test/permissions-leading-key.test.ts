import { expect, it } from 'vitest'
import { resource, type SdkCall, unknown } from '../src/model/index.ts'
import { derivePermissions, type Surroundings } from '../src/permissions/index.ts'
import { around, call, declare, map, type Plain } from './permissions-scene.ts'

const schema = {
  KeySchema: [
    { AttributeName: 'kind', KeyType: 'HASH' },
    { AttributeName: 'id', KeyType: 'RANGE' },
  ],
}
const table = (properties: Plain = schema, type = 'AWS::DynamoDB::Table'): Partial<Surroundings> => ({
  resources: new Map([declare('Settings', type, properties)]),
  conditions: true,
})
/** Which partitions a call may touch; `all` where no condition says. */
const partitions = (each: SdkCall, more: Partial<Surroundings> = table()): string[] =>
  derivePermissions(map, [each], around(more)).permissions.map(({ condition }) => {
    const values = condition?.get('ForAllValues:StringEquals')?.get('dynamodb:LeadingKeys')
    return values ? values.map((value) => (value.kind === 'text' ? value.text : value.kind)).join(' ') : 'all'
  })
const on = (command: string, input: Plain): SdkCall => call('dynamodb', command, { TableName: resource('Settings'), ...(input as object) } as Plain)

it('keeps a call to the partition that its key spells out', () => {
  expect(partitions(on('GetItem', { Key: { kind: { S: 'colours' }, id: { S: '1' } } }))).toEqual(['colours'])
  expect(partitions(on('DeleteItem', { Key: { kind: 'colours', id: unknown('comes from the event') } }))).toEqual(['colours'])
  expect(partitions(on('PutItem', { Item: { kind: { S: 'colours' }, id: { S: '1' }, value: { S: 'red' } } }))).toEqual(['colours'])
  expect(partitions(on('UpdateItem', { Key: { kind: 'colours', id: 'x' } }), table(schema, 'AWS::DynamoDB::GlobalTable'))).toEqual(['colours'])
})

it('keeps a call to each of the partitions that a choice leaves', () => {
  const either = {
    kind: 'oneOf' as const,
    options: [
      { kind: 'text' as const, text: 'colours' },
      { kind: 'text' as const, text: 'fonts' },
    ],
  }
  expect(partitions(on('GetItem', { Key: { kind: either, id: '1' } })).sort()).toEqual(['colours', 'fonts'])
})

it('leaves every partition open where the value is not spelled out', () => {
  for (const kind of [unknown('comes from the event'), { S: unknown('comes from the event') }, { S: 'a', N: '1' }, 7])
    expect(partitions(on('GetItem', { Key: { kind, id: '1' } as Plain }))).toEqual(['all'])
  expect(partitions(on('GetItem', { Key: unknown('comes from the event') }))).toEqual(['all'])
  expect(partitions(on('GetItem', { Key: { id: '1' } }))).toEqual(['all'])
})

it('leaves every partition open where nothing says which attribute is the partition key', () => {
  const each = on('GetItem', { Key: { kind: 'colours', id: '1' } })
  expect(partitions(each, table({}))).toEqual(['all'])
  expect(partitions(each, table({ KeySchema: unknown('comes from a parameter') }))).toEqual(['all'])
  expect(partitions(call('dynamodb', 'GetItem', { TableName: 'elsewhere', Key: { kind: 'colours' } }))).toEqual(['all'])
})

it('waits to be asked for', () => {
  expect(partitions(on('GetItem', { Key: { kind: 'colours', id: '1' } }), { ...table(), conditions: false })).toEqual(['all'])
})

it('says nothing of calls on many items', () => {
  const requests = { RequestItems: { settings: { Keys: [{ kind: 'colours' }] } } }
  expect(partitions(call('dynamodb', 'BatchGetItem', requests))).toEqual(['all'])
  expect(partitions(on('Query', { KeyConditionExpression: 'kind = :kind' }))).toEqual(['all'])
})
