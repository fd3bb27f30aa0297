import { describe, expect, it } from 'vitest'
import { compare, type Derived } from './truth/compare.ts'
import { covers, inWordsOfTruth } from './truth/resource.ts'
import type { Need, Truth } from './truth/truth.ts'

const need = (action: string, resources: readonly string[], more: Partial<Need> = {}): Need => ({
  action,
  resources,
  evidence: 'src/ship.ts:3',
  certainty: 'sure',
  ...more,
})

const truthOf = (...needs: readonly Need[]): Truth => ({
  name: 'harbour__ships',
  repo: 'harbour/ships',
  commit: '0',
  service_dir: '.',
  functions: { enter: { handler: 'src/ship.handler', needs, traps: ['dynamodb:Scan'] } },
})

const derivedOf = (permissions: Readonly<Record<string, readonly unknown[]>>): Derived => ({
  functions: [
    {
      name: 'enter',
      permissions: Object.entries(permissions).map(([action, resources]) => ({ action, basis: 'identity', resources: resources as never })),
    },
  ],
})

const ships = { 'Fn::GetAtt': ['Ships', 'Arn'] }

describe('comparing with what was read', () => {
  it('finds what agrees exact', () => {
    const score = compare(truthOf(need('dynamodb:PutItem', ['GetAtt Ships.Arn'])), derivedOf({ 'dynamodb:PutItem': [ships] }))
    expect(score).toEqual({ functions: 1, sure: 1, derived: 1, resolvable: 1, missing: [], surplus: [], inexact: [] })
  })

  it('names what is missing, but for what is not sure', () => {
    const score = compare(
      truthOf(need('dynamodb:PutItem', ['GetAtt Ships.Arn']), need('kms:Decrypt', ['unresolvable: a key'], { certainty: 'likely' })),
      derivedOf({}),
    )
    expect(score.missing).toEqual(['enter dynamodb:PutItem, src/ship.ts:3'])
  })

  it('names what no call needs, and the traps among it', () => {
    const score = compare(truthOf(), derivedOf({ 'dynamodb:Scan': [ships], 'dynamodb:Query': [ships] }))
    expect(score.surplus).toEqual(['enter dynamodb:Scan (a trap)', 'enter dynamodb:Query'])
  })

  it('takes neither a wider resource nor one of several for exact', () => {
    const wanted = truthOf(need('s3:PutObject', ['GetAtt Logs.Arn/ships/*', 'GetAtt Logs.Arn/tugs/*']))
    const names = (resources: readonly unknown[]) => compare(wanted, derivedOf({ 's3:PutObject': resources })).inexact.length
    expect(names([{ 'Fn::Sub': '${Logs.Arn}/ships/*' }, { 'Fn::Sub': '${Logs.Arn}/tugs/*' }])).toBe(0)
    expect(names([{ 'Fn::Sub': '${Logs.Arn}/*' }])).toBe(1)
    expect(names([{ 'Fn::Sub': '${Logs.Arn}/ships/*' }])).toBe(1)
  })

  it('leaves resources alone that nothing can narrow', () => {
    const score = compare(truthOf(need('s3:GetObject', ['unresolvable: the event names it'])), derivedOf({ 's3:GetObject': ['*'] }))
    expect([score.resolvable, score.inexact]).toEqual([0, []])
  })
})

describe('words of the truth', () => {
  it('writes resources of any region and account alike', () => {
    expect(inWordsOfTruth({ 'Fn::Sub': 'arn:aws:sqs:${AWS::Region}:${AWS::AccountId}:ships' })).toBe('arn:aws:sqs:REGION:ACCOUNT:ships')
    expect(inWordsOfTruth('arn:aws:sqs:eu-west-1:${AWS::AccountId}:ships')).toBe('arn:aws:sqs:REGION:ACCOUNT:ships')
    expect(inWordsOfTruth({ Ref: 'Arrivals' })).toBe('Ref Arrivals')
  })

  it('covers by wildcards alone', () => {
    expect(covers('a/*', 'a/b*')).toBe(true)
    expect(covers('a/b', 'a/*')).toBe(false)
    expect(covers('a-*', 'a-??????')).toBe(true)
  })
})
