import { describe, expect, it } from 'vitest'
import type { AnalysisState, Finding, Report } from '../src/model/index.ts'
import { openReporter } from '../src/report/index.ts'
import { render } from './report-example.ts'

const difference = (more: Partial<Finding> = {}): Finding => ({
  check: 'permission-excess',
  severity: 'warning',
  confidence: 'certain',
  message: 's3:GetObject on * is allowed to upload, and nothing was found that needs it',
  at: { file: 'serverless.yml', line: 12 },
  function: 'upload',
  fix: 'remove s3:GetObject',
  grants: { actions: ['s3:GetObject'], resources: ['*'] },
  ...more,
})
const reportOf = (...findings: readonly Finding[]): Report => ({
  command: 'diff',
  service: { name: 'shop', file: 'serverless.yml' },
  functions: [],
  findings,
  edits: [],
})
const print = async (format: string, report: Report, base?: string): Promise<string> =>
  (await openReporter(format)).print(report, { colour: false, quiet: false, render, ...(base === undefined ? {} : { base }) })

describe('what an analysed file says', () => {
  const hostile = difference({ message: 'a\n::error::b | <script> @team `x` ]]> \u0001', function: 'up\r\nload,line=1:', fix: '100%' })

  it('starts no command of GitHub Actions', async () => {
    const lines = (await print('github', reportOf(hostile))).trimEnd().split('\n')
    expect(lines).toHaveLength(1)
    expect(lines[0]).toMatch(/^::warning file=serverless\.yml,line=12,title=Keycard%3A excess \(up%0D%0Aload%2Cline=1%3A\)::a%0A::error::b/)
    expect(lines[0]).toContain('Fix: 100%25')
  })
  it('is no markup, no mention and no cell of its own in Markdown', async () => {
    const text = await print('markdown', reportOf(hostile))
    expect(text).not.toContain('<script>')
    expect(text).not.toContain('@team')
    expect(text.split('\n').filter((line) => line.startsWith('::'))).toEqual([])
  })
  it('is text in XML', async () => {
    const text = await print('junit', { ...reportOf(hostile), functions: [] })
    expect(text).toContain('&lt;script&gt;')
    expect(text).not.toMatch(/\u0001|<script>/)
  })
})

describe('annotations', () => {
  it('are at most ten, the worst first, and count the rest', async () => {
    const many = Array.from({ length: 14 }, (_, index) => difference({ at: { file: 'serverless.yml', line: index + 1 } }))
    const missing = difference({ check: 'permission-missing', severity: 'error', message: 'missing' })
    const lines = (await print('github', reportOf(...many, missing))).trimEnd().split('\n')
    expect(lines).toHaveLength(10)
    expect(lines[0]).toMatch(/^::error /)
    expect(lines[9]).toContain('6 more findings of 15')
  })
  it('stand where the working directory sees the file', async () => {
    expect(await print('github', reportOf(difference()), 'services/shop/')).toContain('file=services/shop/serverless.yml,')
    expect(await print('sarif', reportOf(difference()), 'services/shop/')).toContain('"uri": "services/shop/serverless.yml"')
  })
})

describe('a comment on a pull request', () => {
  it('is never longer than GitHub takes, and says what it leaves out', async () => {
    const many = Array.from({ length: 900 }, (_, index) => difference({ function: `function${index}`, message: 'x'.repeat(200) }))
    const text = await print('markdown', reportOf(...many))
    expect(text.length).toBeLessThan(65_536)
    expect(text).toMatch(/\d+ further sections left out/)
  })
  it('is one line where there is nothing to report, and praises only what was read', async () => {
    const one = { name: 'upload', handler: 'src/upload.handler', policy: { statements: [] }, statements: [], permissions: [] }
    const comparing = (...states: readonly AnalysisState[]): Promise<string> =>
      print('markdown', { ...reportOf(), functions: states.map((analysis) => ({ ...one, analysis, declared: { statements: [] } })) })
    expect(await comparing('complete')).toBe('### Keycard: `shop`\n\n1 function compared: each is allowed what its code needs, and nothing more.\n')
    expect(await comparing('complete', 'incomplete', 'no-handler')).toContain(
      '3 functions compared (1 incomplete, 1 not read): no difference was found in what could be read.',
    )
    expect(await comparing()).toContain('0 functions compared: there is nothing to compare.')
  })
})
