import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type KeptCache, openCache } from '../src/writer/index.ts'

let workspace: string
beforeEach(() => {
  workspace = realpathSync(mkdtempSync(join(tmpdir(), 'keycard-cache-')))
  mkdirSync(join(workspace, 'node_modules'))
  mkdirSync(join(workspace, 'services/orders'), { recursive: true })
  mkdirSync(join(workspace, 'services/bills'))
})
afterEach(() => rmSync(workspace, { recursive: true, force: true }))

interface Other {
  readonly service?: string
  readonly identity?: string
  readonly version?: string
}
function open({ service = 'orders', identity = 'me', version = '1' }: Other = {}): KeptCache {
  const place = { directory: join(workspace, 'services', service), workspace: '../..', identity, version, process: '7' }
  const cache = openCache(place)
  if (!cache) throw new Error('no cache')
  return cache
}
function keep(entries: Readonly<Record<string, string>>, other: Other = {}): void {
  const cache = open(other)
  for (const [key, text] of Object.entries(entries)) cache.put(key, text)
  cache.save()
}
const folder = (): string => join(workspace, 'node_modules/.cache/keycard')

describe('a cache', () => {
  it('gives back what was put, whatever its letters, in this run and the next', () => {
    const text = 'caf\u00e9 \ud83d\ude00 \r\n \u0000 {}'
    const cache = open()
    cache.put('a', text)
    expect([cache.has('a'), cache.get('a')]).toEqual([true, text])
    cache.put('empty', '')
    cache.save()
    const next = open()
    expect([next.has('a'), next.get('a'), next.get('empty'), next.has('b'), next.get('b')]).toEqual([true, text, '', false, undefined])
  })

  it('takes the newer of two texts', () => {
    keep({ a: 'old', b: 'other' })
    keep({ a: 'new' })
    expect([open().get('a'), open().get('b')]).toEqual(['new', 'other'])
  })

  it('is written only where something was put', () => {
    open().save()
    expect(readdirSync(join(workspace, 'node_modules'))).toEqual([])
  })

  it.each([{ identity: 'somebody else' }, { version: '2' }])('gives nothing to %j', (other) => {
    keep({ a: 'text' })
    expect(open(other).has('a')).toBe(false)
  })

  it('keeps services apart', () => {
    keep({ a: 'orders' })
    keep({ a: 'bills' }, { service: 'bills' })
    expect([open().get('a'), open({ service: 'bills' }).get('a')]).toEqual(['orders', 'bills'])
    expect(readdirSync(folder())).toHaveLength(2)
  })

  it('forgets what nobody has asked for in twenty runs that kept something', () => {
    keep({ asked: 'text', forgotten: 'text' })
    for (let run = 0; run < 21; run++) {
      const cache = open()
      cache.get('asked')
      cache.put(`run ${run}`, 'text')
      cache.save()
    }
    expect([open().has('asked'), open().has('forgotten'), open().has('run 20')]).toEqual([true, false, true])
  })

  it('leaves out what is too large, the oldest first', () => {
    const large = 'x'.repeat(100 * 1024 * 1024)
    keep({ old: large })
    keep({ small: 'text', young: large })
    const cache = open()
    expect([cache.has('old'), cache.has('small'), cache.has('young')]).toEqual([false, true, true])
    expect(statSync(join(folder(), readdirSync(folder())[0] ?? '')).size).toBeLessThan(192 * 1024 * 1024)
  })

  it('removes what a broken run left, and the caches of services that were not looked at for longest', () => {
    mkdirSync(folder(), { recursive: true })
    writeFileSync(join(folder(), 'orders-000.cache.9.tmp'), 'half')
    for (let other = 0; other < 60; other++) writeFileSync(join(folder(), `other-${other}.cache`), '')
    keep({ a: 'text' })
    const names = readdirSync(folder())
    expect(names.filter((name) => name.endsWith('.tmp'))).toEqual([])
    expect(names).toHaveLength(40)
    expect(open().get('a')).toBe('text')
  })

  it('says nothing where it cannot be written', () => {
    writeFileSync(join(workspace, 'node_modules/.cache'), 'in the way')
    expect(openCache({ directory: join(workspace, 'services/orders'), workspace: '../..', identity: '', version: '', process: '' })).toBeUndefined()
  })
})
