import { describe, expect, it } from 'vitest'
import type { Json, StatementDocument } from '../src/model/index.ts'
import { valueKey } from '../src/model/index.ts'
import { allow, functionOf, readFiles, write } from './iac-service.ts'

/** Numbers that look random and are the same on every run. */
function numbers(seed: number): (below: number) => number {
  let state = seed * 2654435761 + 1
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

const actions = ['s3:GetObject', 's3:PutObject', 'dynamodb:Query', 'dynamodb:GetItem', 'sqs:SendMessage', 'sns:Publish', 's3:*', 'dynamodb:*', '*']
const resources: Json[] = [
  '*',
  'arn:aws:s3:::reports/*',
  'arn:aws:sqs:eu-west-1:*:jobs-${self:provider.stage}',
  { 'Fn::GetAtt': ['Table', 'Arn'] },
  { 'Fn::Sub': '${Table.Arn}/index/*' },
  { Ref: 'Topic' },
]

interface Made {
  readonly text: string
  readonly wanted: Record<string, StatementDocument[]>
  readonly kept: Record<string, number>
}

/** A service in a style of its own: indentation, lists, quotes, tags, braces, comments, line ends. */
function makeService(seed: number): Made {
  const next = numbers(seed)
  const pick = <T>(items: readonly T[]): T => items[next(items.length)] as T
  const some = <T>(items: readonly T[], most: number): T[] => [...new Set(Array.from({ length: 1 + next(most) }, () => pick(items)))]
  const unit = pick([2, 2, 2, 4, 3])
  const listIndent = pick([0, 2, unit])
  const quote = pick(['', "'", '"'])
  const short = next(2) === 0
  const pad = (level: number, more = 0): string => ' '.repeat(level * unit + more)
  const comment = (): string => pick(['', '', '', ' # a note', '  # { : [ - " \''])
  const words = (value: string): string => (quote === '' && !/^[*]|[{}[\]]/.test(value) ? value : quote === '"' ? `"${value}"` : `'${value}'`)
  const inline = (value: Json): string => {
    if (typeof value === 'string') return words(value)
    const [[name, argument]] = Object.entries(value as object) as [[string, Json]]
    if (short) return name === 'Ref' ? `!Ref ${argument}` : name === 'Fn::Sub' ? `!Sub '${argument}'` : `!GetAtt ${(argument as string[]).join('.')}`
    return `{ ${words(name)}: ${Array.isArray(argument) ? `[${argument.map((part) => words(String(part))).join(', ')}]` : `'${argument}'`} }`
  }
  const field = (name: string, values: readonly Json[], margin: string): string => {
    const [only] = values
    if (only !== undefined && values.length === 1 && next(2) === 0) return `${margin}${name}: ${inline(only)}${comment()}\n`
    if (next(4) === 0) return `${margin}${name}: [${values.map(inline).join(pick([',', ', ']))}]${comment()}\n`
    return `${margin}${name}:${comment()}\n${values.map((value) => `${margin}${' '.repeat(listIndent)}- ${inline(value)}${comment()}\n`).join('')}`
  }
  const statement = (level: number): { text: string; kept: boolean } => {
    const dash = pad(level, listIndent)
    const margin = `${dash}  `
    const kind = next(10)
    const above = pick(['', '', `${dash}# about this one\n`]) + (kind === 0 ? `${dash}# keycard-keep -- somebody needs it\n` : '')
    const effect = `Effect: ${kind === 1 ? 'Deny' : words('Allow')}${comment()}\n`
    const rest = [
      field('Action', some(actions, 3), margin),
      field('Resource', some(resources, 3), margin),
      kind === 2 ? `${margin}Condition: { Bool: { 'aws:SecureTransport': 'true' } }\n` : '',
    ]
    if (next(3) === 0) rest.unshift(`${margin}Sid: ${words(`Sid${next(100)}`)}\n`)
    if (next(3) === 0) rest.reverse()
    return { text: `${above}${dash}- ${effect}${rest.join('')}`, kept: kind < 3 }
  }
  const wanted: Made['wanted'] = {}
  const kept: Made['kept'] = {}
  const functions = ['alpha', 'beta', 'gamma', 'delta'].map((name) => {
    const documents = Array.from({ length: next(4) }, () => allow(some(actions, 3), some(resources, 3)))
    if (next(5) > 0) wanted[name] = documents
    kept[name] = 0
    const form = next(6)
    if (form === 0) return `${pad(1)}${name}: { handler: src/${name}.main${pick([', timeout: 3', ''])} }${comment()}\n`
    const lines = [
      `${pad(2)}handler: ${words(`src/${name}.main`)}${comment()}\n`,
      `${pad(2)}environment:\n${pad(3)}TABLE: ${inline({ Ref: 'Topic' })}\n`,
      `${pad(2)}events:\n${pad(2, listIndent)}- http: GET /\n`,
    ]
    if (form === 1) lines.push(`${pad(2)}iamRoleStatements: []${comment()}\n`)
    if (form > 2) {
      const statements = Array.from({ length: 1 + next(3) }, () => statement(2))
      kept[name] = statements.filter((item) => item.kept).length
      lines.push(`${pad(2)}iamRoleStatements:${comment()}\n${statements.map(({ text }) => text).join('')}`)
    }
    return `${pad(1)}${name}:${comment()}\n${lines.sort(() => next(3) - 1).join(pick(['', '', '\n']))}`
  })
  let text = `service: laws\nframeworkVersion: '3'\n\nplugins:\n${' '.repeat(listIndent)}- serverless-iam-roles-per-function\nprovider:\n${pad(1)}name: aws\n${pad(1)}stage: \${opt:stage, 'dev'}\n# all of them\nfunctions:\n${functions.join(pick(['', '\n', '  \n']))}`
  if (next(2) === 0) text += 'resources:\n  Resources: {}\n'
  if (next(4) === 0) text = text.replace(/\n+$/, '')
  if (next(4) === 0) text = text.replaceAll('\n', '\r\n')
  return { text: next(6) === 0 ? `\uFEFF${text}` : text, wanted, kept }
}

/** Every action on every resource, as a set of texts. */
const grants = (statements: ReturnType<typeof functionOf>['declared']['statements']): Set<string> =>
  new Set(
    statements.flatMap(({ actions: all, resources: on }) =>
      all.flatMap((action) => on.map((resource) => `${action.toLowerCase()} ${valueKey(resource)}`)),
    ),
  )
const isKept = ({ effect, condition }: { effect: string; condition?: unknown }): boolean => effect === 'Deny' || condition !== undefined

describe('writing, over services of many styles', () => {
  it.each(Array.from({ length: 150 }, (_, seed) => seed))('holds its laws for service %i', (seed) => {
    const { text, wanted, kept } = makeService(seed)
    const before = readFiles(text)
    // `write` itself holds the other two laws: bytes outside of the edits stay, and a second run changes nothing.
    const { text: after, findings } = write(text, wanted)
    expect(findings).toEqual([])
    expect(after.includes('\r\n')).toBe(text.includes('\r\n'))
    expect(/[^\r]\n/.test(after)).toBe(/[^\r]\n/.test(text))
    const read = readFiles(after)
    // What is meant, read the same way: written out as the only statements of a plain service.
    for (const { name, declared, role } of read.service.functions) {
      const old = functionOf(before, name)
      const documents = wanted[name]
      if (!documents || (documents.length === 0 && old.role !== 'own')) {
        expect(declared.statements.map((statement) => ({ ...statement, at: 0 }))).toEqual(
          old.declared.statements.map((statement) => ({ ...statement, at: 0 })),
        )
        continue
      }
      expect(role).toBe('own')
      const meant = functionOf(
        readFiles(
          `service: laws\nframeworkVersion: '4'\nprovider: { name: aws, stage: "\${opt:stage, 'dev'}" }\nfunctions:\n  ${name}: ${JSON.stringify({ handler: 'a.b', iamRoleStatements: documents })}\n`,
        ),
        name,
      )
      const found = grants(declared.statements)
      for (const grant of grants(meant.declared.statements)) expect(found).toContain(grant)
      const protectedBefore = old.declared.statements.filter(isKept)
      for (const statement of protectedBefore) expect(declared.statements.map((item) => ({ ...item, at: 0 }))).toContainEqual({ ...statement, at: 0 })
      if ((kept[name] ?? 0) === 0) expect([...found].sort()).toEqual([...grants(meant.declared.statements)].sort())
    }
  })
})
