import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, normalize } from 'node:path'
import { Ajv } from 'ajv'
import type { Log, Location as Place } from 'sarif'
import { describe, expect, it } from 'vitest'
import { checks } from '../src/model/index.ts'
import { cases } from './case.ts'
import { read, root } from './files.ts'

// What the cases print for code scanning and as annotations, held against what reads it; that they print it is the walker's business.

const having = (file: string): readonly string[] =>
  cases.map(({ folder }) => folder).filter((folder) => existsSync(join(root, folder, 'expected', file)))
const logOf = (folder: string): Log => JSON.parse(read(`${folder}/expected/expected.sarif.json`)) as Log

/** The schema of the standard, as the authors of the format publish it; only the names of its dialect are older than the validator. */
function schema(): object {
  const from = createRequire(import.meta.url).resolve('@microsoft/jest-sarif')
  const folder = join(dirname(from), 'schemas')
  const [file = ''] = readdirSync(folder)
  const { $schema: _, id: __, ...rest } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Record<string, unknown>
  return rest
}
const validate = new Ajv({ allErrors: true, strict: false, validateFormats: false, unicodeRegExp: false }).compile(schema())

/** Where a report's place is, from the folder of a case. */
function lineAt(folder: string, file: string, line: number): string | undefined {
  const path = normalize(`${folder}/${decodeURI(file)}`)
  return existsSync(join(root, path)) ? read(path).split('\n')[line - 1] : undefined
}
const placed = ({ physicalLocation: { artifactLocation: { uri = '' } = {}, region: { startLine = 0 } = {} } = {} }: Place): [string, number] => [
  uri,
  startLine,
]

describe('a log for code scanning', () => {
  it.each(having('expected.sarif.json'))('is valid against the schema of SARIF 2.1.0: %s', (folder) => {
    expect(validate(logOf(folder)) ? [] : validate.errors).toEqual([])
  })

  it('would not be valid with a field that the standard does not know', () => {
    expect(validate({ version: '2.1.0', runs: [{ tool: { driver: { name: 'Keycard' } }, result: [] }] })).toBe(false)
  })

  it.each(having('expected.sarif.json'))('points to lines that are there, and to calls in the code: %s', (folder) => {
    for (const { results = [] } of logOf(folder).runs) {
      for (const { locations = [], relatedLocations = [], ruleId = '', message } of results) {
        for (const one of [...locations, ...relatedLocations]) expect([placed(one), lineAt(folder, ...placed(one))]).not.toContain(undefined)
        const called = relatedLocations.filter(({ message: words }) => words?.text?.endsWith('is called here'))
        for (const one of called) expect(placed(one)[0]).toMatch(/\.[cm]?[jt]sx?$/)
        if (ruleId === 'permission-missing' && message.text?.includes('the code calls for it')) expect(called.length).toBeGreaterThan(0)
      }
    }
  })

  it.each(having('expected.sarif.json'))('explains every rule that it names, with an example before and after: %s', (folder) => {
    for (const { results = [], tool } of logOf(folder).runs) {
      const rules = tool.driver.rules ?? []
      for (const { ruleId, ruleIndex = -1 } of results) expect(rules[ruleIndex]?.id).toBe(ruleId)
      for (const { id, help, shortDescription } of rules) {
        expect(checks.find(({ name }) => name === id)?.title).toBe(shortDescription?.text)
        expect(help?.markdown?.match(/^(?:Before|After):\n\n```[a-z]+\n[\s\S]+?\n```$/gm)).toHaveLength(2)
        expect(help?.text).toContain('Before:')
      }
    }
  })
})

describe('annotations of the cases', () => {
  const command = /^::(error|warning|notice) (?:file=([^,]+)(?:,line=(\d+))?,)?title=[^:]+::./
  const levels = ['error', 'warning', 'notice']

  it.each(having('expected.github.txt'))('are at most ten, the worst first, on lines that are there: %s', (folder) => {
    const lines = read(`${folder}/expected/expected.github.txt`)
      .split('\n')
      .filter((line) => line !== '')
    expect(lines.length).toBeLessThanOrEqual(10)
    const found = lines.map((line) => command.exec(line) ?? [])
    expect(found.map(([whole]) => whole)).not.toContain(undefined)
    const ranks = found.map(([, level = '']) => levels.indexOf(level))
    expect(ranks).toEqual([...ranks].sort((a, b) => a - b))
    for (const [, , file, line] of found)
      if (file !== undefined) expect([file, line, lineAt(folder, file, Number(line ?? 1))]).not.toContain(undefined)
  })
})
