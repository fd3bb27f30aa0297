import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { unknown, type Value } from '../src/model/index.ts'
import { derivePermissions, eventTexts, readTriggers, type Triggers } from '../src/permissions/index.ts'
import { around, at, call, declare, line, map, type Plain, value } from './permissions-scene.ts'

const facts = map.triggers()
const triggers = (events: readonly Plain[], resources: readonly ReturnType<typeof declare>[] = []): Triggers =>
  readTriggers(events.map(value), facts, { partition: 'aws', functionId: 'ReadLambdaFunction', resources: new Map(resources) })

const from = (path: string): Value => unknown(`comes from ${path}`, at, path)
const wide = 'arn:aws:s3:::*/*'

/** Where an object is read whose bucket and key come out of the event. */
function objects(told: Triggers, bucket: string, key: string): string[] {
  const input = value({ Bucket: from(bucket), Key: from(key) })
  const { permissions } = derivePermissions(map, [call('s3', 'GetObject', input)], around({ triggers: told }))
  return permissions.filter(({ action }) => action === 's3:GetObject').map(({ resource }) => line(resource))
}
const bridged = (detail: Plain): string[] =>
  objects(triggers([{ eventBridge: { pattern: { detail } } }]), 'event.detail.bucket.name', 'event.detail.object.key')
const stored = (...events: Plain[]): string[] => objects(triggers(events), 'event.Records[].s3.bucket.name', 'event.Records[].s3.object.key')

describe('the facts about triggers', () => {
  const events = Object.entries(
    (JSON.parse(readFileSync(new URL('../action-map/triggers.json', import.meta.url), 'utf8')) as { events: Record<string, object> }).events,
  )
  it.each(events)('are of the form that the README describes: %s', (_, fact) => {
    const { plain, records, source, ...more } = fact as { plain: string; records: Record<string, unknown>[]; source: string }
    expect(more).toEqual({})
    expect(plain).toMatch(/^\w+$/)
    expect(source).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//)
    for (const { shape, path, is, arn, text, rules, encoded, pattern, ...rest } of records) {
      expect(rest).toEqual({})
      expect(shape).toMatch(/^\w+(\[\])?(\.\w+)*$/)
      expect(path).toMatch(/^(\w+(\.\w+)*)?$/)
      // Without any of them it is only said that the trigger sends it too, and what, nobody can tell.
      expect([is, rules, pattern].filter((way) => way !== undefined).length).toBeLessThan(2)
      if (arn !== undefined) expect(arn).toMatch(/^arn:\$\{Partition\}:.*\$\{Name\}$/)
      if (text !== undefined) expect([text, is]).toEqual([expect.stringContaining('${Name}'), expect.anything()])
      if (encoded !== undefined) expect(rules).toBeDefined()
    }
  })

  it('name the texts that code may work on', () => {
    expect(eventTexts(facts)).toContain('event.Records[].s3.object.key')
    expect(eventTexts(facts)).not.toContain('event.detail')
  })
})

describe('a pattern of events', () => {
  it('says what a member may be', () => {
    expect(bridged({ bucket: { name: ['in'] }, object: { key: ['a.txt', { prefix: 'b/' }, { suffix: '.c' }, { wildcard: 'd/*/e' }] } })).toEqual([
      'arn:aws:s3:::in/a.txt',
      'arn:aws:s3:::in/b/*',
      'arn:aws:s3:::in/*.c',
      'arn:aws:s3:::in/d/*/e',
    ])
  })
  it.each<[string, Plain]>([
    ['says what it may not be', [{ 'anything-but': ['in'] }]],
    ['disregards case', [{ 'equals-ignore-case': 'in' }]],
    ['asks whether it is there', [{ exists: true }]],
    ['allows something else beside', ['in', { 'anything-but': 'out' }]],
  ])('tells nothing where it %s', (_, name) => {
    expect(bridged({ bucket: { name } })).toEqual([wide])
  })
  it('tells nothing of what stands under $or', () => {
    expect(bridged({ $or: [{ bucket: { name: ['in'] } }, { object: { key: ['a'] } }] })).toEqual([wide])
  })
  it('leaves open what another trigger of the same shape leaves open', () => {
    const told = triggers([
      { eventBridge: { pattern: { detail: { bucket: { name: ['in'] } } } } },
      { eventBridge: { pattern: { source: ['aws.s3'] } } },
    ])
    expect(objects(told, 'event.detail.bucket.name', 'event.detail.object.key')).toEqual(['arn:aws:s3:::in/*', wide])
  })
})

describe('triggers', () => {
  it('are taken together with their own rules', () => {
    expect(stored({ s3: { bucket: 'a', rules: [{ prefix: 'x/' }] } }, { s3: { bucket: 'b', rules: [{ suffix: '.y' }] } })).toEqual([
      'arn:aws:s3:::a/x/*',
      'arn:aws:s3:::b/*.y',
    ])
  })
  it.each<[string, readonly Plain[]]>([
    ['one of them cannot be read', [{ s3: 'a' }, unknown('cannot be read')]],
    ['one of them is of a kind that is not known', [{ s3: 'a' }, { somePlugin: 'b' }]],
    ['one of them makes up its own event', [{ s3: 'a' }, { schedule: { rate: ['rate(1 hour)'], input: { Records: [] } } }]],
    ['the bucket is not known', [{ s3: { bucket: unknown('is not known') } }]],
  ])('say nothing where %s', (_, events) => {
    expect(stored(...events)).toEqual([wide])
  })
  it('say nothing where a resource of the template may let something else invoke the function', () => {
    const objectsWith = (named: Plain): string[] =>
      objects(
        triggers([{ s3: 'a' }], [declare('Other', 'AWS::Lambda::Permission', { FunctionName: named })]),
        'event.Records[].s3.bucket.name',
        'event.Records[].s3.object.key',
      )
    expect(objectsWith({ kind: 'resource', id: 'ReadLambdaFunction', attribute: 'Arn' })).toEqual([wide])
    expect(objectsWith('a-name')).toEqual([wide])
    expect(objectsWith({ kind: 'resource', id: 'WriteLambdaFunction', attribute: 'Arn' })).toEqual(['arn:aws:s3:::a/*'])
  })
  it('say nothing of what is only alike', () => {
    const told = triggers([{ s3: 'a' }, { sqs: 'arn:aws:sqs:eu-west-1:111122223333:jobs' }])
    expect(objects(told, 'event.Records[].body.Records[].s3.bucket.name', 'event.Records[].s3x')).toEqual([wide])
  })
})
