import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { deriveService } from '../src/analyze/derive-service.ts'
import { findCalls } from '../src/code/index.ts'
import { openReader } from '../src/reader/index.ts'
import { cases } from './case.ts'
import { root } from './files.ts'
import { openFiles } from './iac-service.ts'
import { short } from './short.ts'

// What is too much work to follow in every detail is followed with less told apart. Here all functions of these cases are: nothing may be lost then that a
// person worked out from the code (`needs` of case.json), unless a finding of severity error says that calls may be missing.

/** What a person worked out as a name with a wildcard, where it is nothing but the names that are told here. */
const wider: ReadonlySet<string> = new Set([
  'onEach: dynamodb:Scan arn:aws:dynamodb:~:table/horn-fourth',
  'onEach: dynamodb:Scan arn:aws:dynamodb:~:table/iris-fourth',
  'onEach: dynamodb:Scan arn:aws:dynamodb:~:table/jade-fourth',
  'announced: dynamodb:PutItem arn:aws:dynamodb:~:table/*',
  'reducedEvent: dynamodb:GetItem arn:aws:dynamodb:~:table/root*',
  'grown: dynamodb:GetItem arn:aws:dynamodb:~:table/level*',
  'descended: s3:PutObject arn:aws:s3:::drawers/*-down',
])

const themes = /^fixtures\/(?:calls|values|reach)\//

describe.each(cases.filter(({ folder, arguments: words }) => themes.test(folder) && words.join(' ') === 'generate'))(
  '$folder, followed roughly',
  ({ folder }) => {
    const { needs } = JSON.parse(readFileSync(join(root, folder, 'case.json'), 'utf8')) as { needs?: Readonly<Record<string, readonly string[]>> }

    it('loses nothing', async () => {
      const { functions } = await deriveService(openReader(join(root, folder)), {}, undefined, true)
      const lost = functions.flatMap(({ report, findings }) => {
        if (findings.some(({ severity }) => severity === 'error')) return []
        const given = report.statements.flatMap(({ Action, Resource }) =>
          Action.flatMap((action) => Resource.map((resource) => `${action} ${short(resource)}`)),
        )
        return (needs?.[report.name] ?? [])
          .filter((need) => !given.some((one) => covers(one, need)))
          .map((need) => `${report.name}: ${need}`)
          .filter((need) => !wider.has(need))
      })
      expect(lost).toEqual([])
    })
  },
)

/** Whether what is given allows what is needed: a wildcard stands for any name, that of a declared resource included. */
const covers = (given: string, need: string): boolean =>
  given === need ||
  (/[:/]\*$/.test(given) && given.split(' ')[0] === need.split(' ')[0] && !need.includes('arn:')) ||
  new RegExp(
    `^${given
      .split('*')
      .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*')}$`,
  ).test(need)

const facts = { libraries: new Map(), legacyServices: new Map(), responses: new Map(), eventTexts: new Set<string>() }
const commandsOf = (code: string): readonly string[] => {
  const source = `import { S3Client, GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3'
const get = () => new S3Client({}).send(new GetObjectCommand({ Bucket: 'b', Key: 'k' }))
const put = () => new S3Client({}).send(new PutObjectCommand({ Bucket: 'b', Key: 'k' }))
${code}`
  const found = findCalls(openFiles({ 'one.js': source }), [{ key: 'one', file: 'one.js', exportName: 'handler' }], facts, [], undefined, true).get(
    'one',
  )
  return (found?.calls ?? []).map(({ command }) => command).sort()
}

describe('where less is told apart', () => {
  it('takes a variable that one way sets for one that may not be set', () => {
    expect(commandsOf('export const handler = (event) => { var why; if (event.bad) why = event.bad; if (why) get(); else put() }')).toEqual([
      'GetObject',
      'PutObject',
    ])
  })

  it('tells functions apart that stand far out on one line', () => {
    const padding = `const pad = [${Array.from({ length: 1200 }, (_, index) => index).join(', ')}]`
    expect(commandsOf(`${padding}; const one = () => get(); const two = () => put(); export const handler = () => { one(); two() }`)).toEqual([
      'GetObject',
      'PutObject',
    ])
  })
})
