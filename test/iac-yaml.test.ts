import { describe, expect, it } from 'vitest'
import { applyEdits, readService } from '../src/iac/index.ts'
import { functionOf, mistakeOf, openFiles, readFiles } from './iac-service.ts'

const service = (rest: string): string => `service: a\nprovider: { name: aws }\n${rest}`

describe('a service file that is read', () => {
  it('follows anchors, aliases and merge keys, the own key and the first merged map winning', () => {
    const read = readFiles(
      service(`custom:
  first: &first { A: one, B: one }
  second: &second { B: two, C: two }
functions:
  f:
    handler: a.b
    environment:
      <<: [*first, *second]
      A: own
  g:
    handler: a.b
    environment: *first
`),
    )
    expect(Object.fromEntries(functionOf(read, 'f').environment)).toEqual({
      A: { kind: 'text', text: 'own' },
      B: { kind: 'text', text: 'one' },
      C: { kind: 'text', text: 'two' },
    })
    expect([...functionOf(read, 'g').environment.keys()]).toEqual(['A', 'B'])
  })

  it('says where a function stands, whatever the line ends and with a byte order mark', () => {
    const text = `\uFEFF${service('functions:\n  f: { handler: a.b }\n  g:\n    handler: a.c\n')}`
    for (const content of [text, text.replaceAll('\n', '\r\n')]) {
      const read = readFiles(content)
      expect(functionOf(read, 'f').at).toEqual({ file: 'serverless.yml', line: 4, column: 3 })
      expect(functionOf(read, 'g').at).toEqual({ file: 'serverless.yml', line: 5, column: 3 })
    }
  })

  it('reads JSON, tabs and all', () => {
    const files = { 'serverless.json': '{\n\t"service": "a",\n\t"provider": { "name": "aws" },\n\t"functions": { "f": { "handler": "a.b" } }\n}\n' }
    const read = readFiles(files)
    expect(read.service.file).toBe('serverless.json')
    expect(functionOf(read, 'f').at.line).toBe(4)
  })

  it('takes keys that every object has for the keys they are', () => {
    const read = readFiles(
      service(
        'functions:\n  constructor: { handler: a.b }\n  __proto__: { handler: a.c }\n  toString: { handler: a.d, environment: { __proto__: x } }\n',
      ),
    )
    expect(read.service.functions.map(({ name, handler }) => [name, handler])).toEqual([
      ['constructor', 'a.b'],
      ['__proto__', 'a.c'],
      ['toString', 'a.d'],
    ])
    expect(functionOf(read, 'toString').environment.get('__proto__')).toEqual({ kind: 'text', text: 'x' })
  })
})

describe('a service file that is refused', () => {
  const refusal = (text: string, file = 'serverless.yml') => mistakeOf(() => readFiles({ [file]: text }))

  it('says which names were looked for', () => {
    const mistake = mistakeOf(() => readService(openFiles({ 'package.json': '{}' })))
    expect(mistake.message).toContain('serverless.yml, serverless.yaml, serverless.json')
    expect(mistake.mend).toContain('--config')
    expect(mistakeOf(() => readService(openFiles({ 'serverless-compose.yml': 'services: {}' }))).mend).toContain(
      'serverless-compose.yml names the services',
    )
  })

  it('does not read a service file in code where nobody says how', () => {
    const mistake = mistakeOf(() => readService(openFiles({ 'serverless.ts': 'export default {}' })))
    expect(mistake.message).toBe('serverless.ts is code, which is not read here')
    expect(mistake.mend).toContain('serverless print')
  })

  it('takes a file by name, and refuses one that it cannot read', () => {
    const reader = openFiles({ 'sls/prod.yml': service(''), 'x.toml': '', 'x.mjs': '' })
    expect(readService(reader, { config: './sls/prod.yml' }).service.file).toBe('sls/prod.yml')
    expect(mistakeOf(() => readService(reader, { config: 'no.yml' })).message).toBe('there is no file no.yml')
    expect(mistakeOf(() => readService(reader, { config: 'x.toml' })).message).toBe('x.toml is neither YAML nor JSON nor code')
    expect(mistakeOf(() => readService(reader, { config: 'x.mjs' })).message).toContain('is code')
  })

  it('shows the line of a mistake in the syntax', () => {
    const mistake = refusal('service: a\nprovider:\n  name: aws\n  runtime: [nodejs\nfunctions: {}\n')
    expect(mistake.message).toMatch(/^serverless\.yml is not valid YAML: /)
    expect(mistake.at?.line).toBeGreaterThanOrEqual(4)
    expect(mistake.excerpt).toContain('runtime: [nodejs')
    expect(mistake.mend).toBeDefined()
  })

  it.each([
    ['a key twice', 'service: a\nprovider: { name: aws }\nservice: b\n', 'the key service stands twice in one map', 3],
    ['a tab', 'service: a\nprovider:\n\tname: aws\n', 'a tab is used to indent; YAML wants spaces', 3],
    ['two documents', 'service: a\n---\nservice: b\n', 'it holds more than one document (---)', 2],
    ['an alias of nothing', 'service: *name\n', 'there is no anchor &name before the alias *name', 1],
    ['an anchor in itself', 'service: &a\n  b: *a\n', 'the anchor &a contains itself', 2],
    ['a list as key', 'service: a\n? [b]\n: c\n', 'a key has to be plain text', 2],
    ['a merge of text', 'service: a\n<<: b\n', 'a merge key (<<) needs a map, or a list of maps', 2],
    ['too deep a nest', `service: ${'['.repeat(5000)}`, 'it is nested too deep', 1],
  ])('%s', (_, text, why, line) => {
    const mistake = refusal(text)
    expect(mistake.message).toBe(`serverless.yml is not valid YAML: ${why}`)
    expect(mistake.at?.line).toBe(line)
  })

  it('aliases that multiply without end', () => {
    const lines = ['a: &a0 [x, x, x, x, x, x, x, x, x]']
    for (let level = 1; level < 12; level++) lines.push(`b${level}: &a${level} [${Array.from({ length: 9 }, () => `*a${level - 1}`).join(', ')}]`)
    expect(refusal(lines.join('\n')).message).toContain('with its aliases written out it holds more than')
  })

  it('JSON that only YAML would take', () => {
    const mistake = refusal('{\n  "service": "a",\n  "provider": {},\n}\n', 'serverless.json')
    expect(mistake.message).toMatch(/^serverless\.json is not valid JSON: /)
    expect(mistake.at?.line).toBe(4)
  })

  it('what is no service', () => {
    expect(refusal('').message).toBe('serverless.yml is empty, not the map of a service')
    expect(refusal('- a\n').message).toBe('serverless.yml is a list, not the map of a service')
    expect(refusal('hello\n').message).toBe('serverless.yml is a single value, not the map of a service')
    expect(refusal('service: a\n').message).toBe('serverless.yml has no provider:')
    expect(refusal('services:\n  a: { path: a }\n').message).toBe('serverless.yml is a file of Serverless Compose, not of one service')
    expect(refusal('service: a\nprovider: google\n').message).toBe('serverless.yml deploys to google; Keycard knows AWS only')
  })
})

describe('edits', () => {
  const edit = (start: number, end: number, text: string) => ({ file: 'a', start, end, text })

  it('are made together, those at one place in their order', () => {
    expect(applyEdits('abcdef', [edit(4, 6, 'X'), edit(0, 1, ''), edit(2, 2, '1'), edit(2, 2, '2')])).toBe('b12cdX')
    expect(applyEdits('abc', [])).toBe('abc')
  })

  it('must not overlap or leave the text', () => {
    expect(() => applyEdits('abcdef', [edit(0, 3, ''), edit(2, 4, '')])).toThrow('overlap')
    expect(() => applyEdits('abc', [edit(2, 9, '')])).toThrow()
  })
})
