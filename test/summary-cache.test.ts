import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type GeneratedService, generateService } from '../bench/service.ts'
import { summarise } from '../src/code/summary/summarise.ts'
import { analyze, type Cache, openReader, render } from '../src/index.ts'
import { filesUnder, read } from './files.ts'

describe('the summary of a file', () => {
  const sources = filesUnder('fixtures').filter((path) => /\.[cm]?[jt]sx?$/.test(path))
  const summaries = [
    ...sources.flatMap((path) => (read(path).includes('keycard-allow') ? [] : [summarise(path, read(path))])),
    summarise('numbers.ts', 'export const many = [1e999, -1e999, 0xffn, -0, 1_000, 1n]'),
  ]

  it('is the same after it was kept as JSON', () => {
    expect(summaries.filter((summary) => JSON.stringify(JSON.parse(JSON.stringify(summary))) !== JSON.stringify(summary))).toEqual([])
    for (const summary of summaries) expect(JSON.parse(JSON.stringify(summary))).toStrictEqual(summary)
  })

  it('holds no function, class or type twice, since they are told apart by identity', () => {
    for (const summary of summaries) {
      const seen = new Set<unknown>()
      const visit = (part: unknown): void => {
        if (typeof part !== 'object' || part === null) return
        if ('at' in part || 'body' in part) {
          expect(seen.has(part), `${summary.file}: ${JSON.stringify(part)}`).toBe(false)
          seen.add(part)
        }
        for (const inner of Object.values(part)) visit(inner)
      }
      visit(summary)
    }
  })
})

/** A cache in memory that counts what it could give. */
function openMemory(spoil: (text: string) => string = (text) => text): Cache & { found: number; missed: number } {
  const kept = new Map<string, string>()
  return {
    found: 0,
    missed: 0,
    has: (key) => kept.has(key),
    get(key) {
      const text = kept.get(key)
      if (text === undefined) this.missed += 1
      else this.found += 1
      return text === undefined ? undefined : spoil(text)
    },
    put: (key, text) => kept.set(key, text),
  }
}

describe('a run with the summaries of earlier ones', () => {
  let directory: string
  let service: GeneratedService
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'keycard-summaries-'))
    service = generateService(join(directory, 'service'), { shared: 14, handlers: 6 })
  })
  afterAll(() => rmSync(directory, { recursive: true, force: true }))

  const outcome = async (cache?: Cache): Promise<string> => render(await analyze(openReader(service.directory), { cache }), 'json')

  /** Numbers that look random and are the same each time. */
  const sequence = (seed: number): ((below: number) => number) => {
    let state = seed
    return (below) => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0
      return Math.floor((state / 2 ** 32) * below)
    }
  }
  const mutations: readonly ((text: string, other: string) => string)[] = [
    (text) => `\n${text}`,
    (text) => text.replace(/records-/, 'papers-'),
    (text) => text.replace(/\.send\(new \w+/, '.send(new ListTablesCommand'),
    (text) => text.replace(/return /, 'return undefined && '),
    (text) => text.replace(/\.\.\/repositories\/repository-\d+/, '../repositories/repository-1'),
    (text) => `${text}{`,
    (text) => text.slice(0, text.length / 2),
    (_text, other) => other,
    () => '',
  ]

  it('says what a run without them says, whatever was changed in between', async () => {
    const cache = openMemory()
    const pick = sequence(7)
    const original = new Map(service.reachable.map((path) => [path, readFileSync(join(service.directory, path), 'utf8')]))
    const outcomes = new Set<string>()
    for (let round = 0; round < 24; round++) {
      const path = service.reachable[pick(service.reachable.length)] ?? ''
      const other = original.get(service.reachable[pick(service.reachable.length)] ?? '') ?? ''
      const text = original.get(path) ?? ''
      const mutate = mutations[pick(mutations.length)]
      writeFileSync(join(service.directory, path), pick(4) === 0 || !mutate ? text : mutate(text, other))
      const said = await outcome(cache)
      expect(said, `round ${round}: ${path}`).toBe(await outcome())
      outcomes.add(said)
    }
    for (const [path, text] of original) writeFileSync(join(service.directory, path), text)
    expect(outcomes.size).toBeGreaterThan(8)
    expect(cache.missed).toBeLessThan(cache.found / 3)
  })

  it('parses again what the cache gives wrongly', async () => {
    const plain = await outcome()
    for (const spoil of [(text: string) => text.slice(1), () => 'null', () => '{}', (text: string) => text.replace('"file":"', '"file":"no/')]) {
      const cache = openMemory(spoil)
      expect(await outcome(cache)).toBe(plain)
      expect(await outcome(cache)).toBe(plain)
      expect(cache.found).toBeGreaterThan(0)
    }
  })
})
