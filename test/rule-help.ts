import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { checks } from '../src/model/index.ts'
import type { RuleHelp } from '../src/report/help/index.ts'
import { read, root } from './files.ts'

// What the pages of the rules say in the parts that reports carry along. UPDATE=1 npx vitest run test/rules.test.ts writes src/report/help anew.

const files = { reading: 'reading', comparing: 'comparing', writing: 'writing' } as const

/** The part of a page that a report can carry: the first paragraph of what a rule is and why it matters, and its two examples. */
export function helpOf(check: string): RuleHelp {
  const page = read(`docs/rules/${check}.md`)
  const part = (name: string): string => page.split(`## ${name}\n`)[1]?.split(/^## /m)[0]?.trim() ?? ''
  const words = (name: string): string => (part(name).split('\n\n')[0] ?? '').replace(/\s+/g, ' ').replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
  const [language = '', before = ''] = /```([a-z]+)\n([\s\S]*?)\n```/.exec(part('Before'))?.slice(1) ?? []
  const [after = ''] = /```[a-z]+\n([\s\S]*?)\n```/.exec(part('After'))?.slice(1) ?? []
  return { describe: words('What it is'), why: words('Why it matters'), language, before, after }
}

/** Writes what the pages say to src/report/help. */
export function writeHelp(): void {
  const quoted = (text: string): string => {
    const quote = text.includes("'") && !text.includes('"') ? '"' : "'"
    return `${quote}${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll(quote, `\\${quote}`)}${quote}`
  }
  for (const [occasion, file] of Object.entries(files)) {
    const entries = checks
      .filter((check) => check.occasion === occasion)
      .map(({ name }) => {
        const fields = Object.entries(helpOf(name)).map(([field, text]) => `    ${field}: ${quoted(text)},\n`)
        return `  ${quoted(name)}: {\n${fields.join('')}  },\n`
      })
    const lines = [
      "import type { RuleHelp } from './rule-help.ts'",
      '',
      '/** What the pages of docs/rules say, written by the test that holds both against each other; edit the pages. */',
      `export const ${file}: { readonly [check: string]: RuleHelp } = {`,
      `${entries.join('')}}`,
      '',
    ]
    writeFileSync(join(root, `src/report/help/${file}.ts`), lines.join('\n'))
  }
}
