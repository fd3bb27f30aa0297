import { describe, expect, it } from 'vitest'
import { type LambdaFunction, type Statement, valueKey } from '../src/model/index.ts'
import { makeService } from './iac-random-service.ts'
import { functionOf, readFiles, write } from './iac-service.ts'

// LAWS=1000 npm run laws looks at that many services instead of a few.
const count = Number(process.env.LAWS ?? 100)

/** Every action on every resource, as a set of texts. */
const grants = (statements: readonly Statement[]): Set<string> =>
  new Set(
    statements.flatMap(({ actions: all, resources: on }) =>
      all.flatMap((action) => on.map((resource) => `${action.toLowerCase()} ${valueKey(resource)}`)),
    ),
  )
const isKept = ({ effect, condition }: Statement): boolean => effect === 'Deny' || condition !== undefined
const placeless = (statements: readonly Statement[]): unknown[] => statements.map((statement) => ({ ...statement, at: 0 }))
const allowed = (declared: LambdaFunction): Statement[] => declared.allowed.flatMap(({ policy }) => policy.statements)

describe('writing, over services of many styles', () => {
  it.each(Array.from({ length: count }, (_, seed) => seed))('holds its laws for service %i', (seed) => {
    const { files, options, wanted, groups } = makeService(seed)
    const before = readFiles(files, options)
    // `write` itself holds the other two laws: bytes outside of the edits stay, and a second run changes nothing.
    const { files: after, findings } = write(files, wanted, options)
    expect(findings).toEqual([])
    for (const [file, text] of Object.entries(files)) {
      expect(after[file]?.includes('\r\n') ?? false).toBe(text.includes('\r\n'))
      expect(/[^\r]\n/.test(after[file] ?? '')).toBe(/[^\r]\n/.test(text))
    }
    const read = readFiles(after, options)
    for (const { functions, kept } of groups) {
      const documents = functions.flatMap((name) => wanted[name] ?? [])
      for (const name of functions) {
        const [old, now] = [functionOf(before, name), functionOf(read, name)]
        const nothing = documents.length === 0 && old.role === 'shared'
        if (!wanted[name] || (nothing && allowed(old).length === 0)) {
          expect(placeless(allowed(now))).toEqual(placeless(allowed(old)))
          continue
        }
        // What is meant, read the same way: written out as the only statements of a plain service.
        const plain = { handler: 'a.b', iamRoleStatements: documents }
        const meant = functionOf(
          readFiles(
            `service: laws\nframeworkVersion: '4'\nprovider: { name: aws, stage: "\${opt:stage, 'dev'}" }\nfunctions:\n  f: ${JSON.stringify(plain)}\n`,
          ),
          'f',
        )
        const found = grants(allowed(now))
        for (const grant of grants(meant.declared.statements)) expect(found).toContain(grant)
        for (const statement of placeless(allowed(old).filter(isKept))) expect(placeless(allowed(now))).toContainEqual(statement)
        if (kept === 0) expect([...found].sort()).toEqual([...grants(meant.declared.statements)].sort())
      }
    }
  })
})
