import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runLine } from './case.ts'
import { read, root } from './files.ts'

// What the README says that Keycard prints is what Keycard prints. UPDATE=1 rewrites it.

const block = /(<!-- output: ([^\n]+) -->\n```text\n)([\s\S]*?)(```\n)/g

describe('README.md', () => {
  it('shows real output', async () => {
    const page = read('README.md')
    const shown = [...page.matchAll(block)]
    expect(shown.length).toBeGreaterThan(0)
    let updated = page
    for (const [whole, head = '', words = '', output = '', tail = ''] of shown) {
      const { stdout } = await runLine(root, words.split(' '))
      if (process.env.UPDATE === '1') updated = updated.replace(whole, () => `${head}${stdout}${tail}`)
      else expect(output).toBe(stdout)
    }
    if (updated !== page) writeFileSync(join(root, 'README.md'), updated)
  })

  it('names every command', async () => {
    const { commands } = await import('../src/commands/index.ts')
    for (const { name } of commands) expect(read('README.md')).toContain(`\`keycard ${name} `)
  })
})

describe('docs/cli.md', () => {
  it('names every option of every command', async () => {
    const { commands } = await import('../src/commands/index.ts')
    for (const { name, options } of commands) {
      const section = read('docs/cli.md').split(`\n## keycard ${name}`)[1]?.split('\n## ')[0]
      for (const option of options) expect(section, `keycard ${name}`).toContain(`--${option.name}`)
    }
  })
})
