import { ts } from 'ts-morph'
import { describe, expect, it } from 'vitest'
import { checks } from '../src/model/index.ts'
import { helpByCheck } from '../src/report/help/index.ts'
import { filesUnder, read } from './files.ts'
import { helpOf, writeHelp } from './rule-help.ts'

const parts = ['## What it is', '## Why it matters', '## Before', '## After', '## How to silence it']
const sections = (page: string): string[] => [...page.matchAll(/^## .*$/gm)].map(([line]) => line)

/** The texts that stand anywhere in the code, apart from the list of checks itself. */
function textsOfCode(): Set<string> {
  const found = new Set<string>()
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node)) found.add(node.text)
    ts.forEachChild(node, visit)
  }
  for (const path of filesUnder('src').filter((one) => one.endsWith('.ts') && one !== 'src/model/check.ts'))
    visit(ts.createSourceFile(path, read(path), ts.ScriptTarget.Latest))
  return found
}

if (process.env.UPDATE === '1') writeHelp()

describe('every check that a finding can have', () => {
  // The type of a finding's check is the list, so the compiler refuses one that is not in it.
  it('has a page, and every page has its check', () => {
    expect(filesUnder('docs/rules').sort()).toEqual(checks.map(({ name }) => `docs/rules/${name}.md`).sort())
  })

  it.each(checks)('is explained, with an example and how to silence it: $name', ({ name, title }) => {
    const page = read(`docs/rules/${name}.md`)
    expect(page.split('\n')[0]).toBe(`# ${title}`)
    expect(page).toContain(`\n\`${name}\`, `)
    expect(sections(page)).toEqual(parts)
    for (const body of page.split(/^## .*$/m).slice(1)) expect(body.trim().length).toBeGreaterThan(20)
    const code = [...page.matchAll(/```[a-z]+\n([\s\S]*?)```/g)].map(([, text]) => text)
    expect(code).toHaveLength(2)
    expect(code[0]).not.toBe(code[1])
    expect(page.split('## How to silence it')[1]).toMatch(/keycard-ignore|configuration\.md#ignores|cannot be ignored|no comment can speak of it/)
  })

  it('is found by something', () => {
    const texts = textsOfCode()
    expect(checks.map(({ name }) => name).filter((name) => !texts.has(name))).toEqual([])
  })

  it.each(checks)('says in reports what its page says: $name', ({ name }) => {
    expect(helpByCheck.get(name)).toEqual(helpOf(name))
    for (const text of Object.values(helpOf(name))) expect(text).not.toBe('')
  })
})
