import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import type { CheckedOperation } from '../action-map/checked.ts'
import { openActionMap } from '../src/permissions/index.ts'

const root = new URL('../action-map/', import.meta.url)
const read = (file: string): unknown => JSON.parse(readFileSync(new URL(file, root), 'utf8'))
const samples = readdirSync(new URL('checked/', root))
  .filter((file) => file.endsWith('.json'))
  .map((file) => [file, read(`checked/${file}`) as CheckedOperation[]] as const)
const map = openActionMap()

it.each(samples)('%s holds operations of the map, each once, each with a page and a verdict', (_, sample) => {
  const names = sample.map(({ client, command }) => `${client} ${command}`)
  expect(new Set(names).size).toBe(names.length)
  expect(sample.filter(({ client, command }) => map.client(client)?.commands[command] === undefined)).toEqual([])
  expect(sample.filter(({ page, verdict }) => !page.startsWith('https://') || !/^(?:right|wrong: .|not )/.test(verdict))).toEqual([])
})

it('mended what was wrong', () => {
  for (const [, sample] of samples) expect(sample.filter(({ verdict, mended }) => verdict.startsWith('wrong') !== mended)).toEqual([])
})

it('counts thirty of the most used clients to the core', () => {
  const core = read('core.json') as string[]
  expect(new Set(core).size).toBe(30)
  expect(core.filter((client) => !(read('most-used.json') as string[]).includes(client))).toEqual([])
})
