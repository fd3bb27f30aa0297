import type { ClientFacts, CommandFact, ResourceFacts } from '../src/permissions/format.ts'
import { entriesOf, type Override } from './override.ts'

type Count = Record<'commands' | 'identity' | 'override' | 'rule' | 'none' | 'assumed' | 'typed' | 'specific' | 'entries' | 'checked', number>
const nothing = (): Count => ({ commands: 0, identity: 0, override: 0, rule: 0, none: 0, assumed: 0, typed: 0, specific: 0, entries: 0, checked: 0 })

/**
 * The coverage table of README.md: how each client's commands are mapped, how many of those with a resource type name one by its input, and how
 * many entries of its override were held against their pages.
 */
export function coverageTable(made: readonly ClientFacts[], unknown: readonly string[], overrides: ReadonlyMap<string, Override>): string {
  const isCurrent = (facts: ClientFacts): boolean => facts.package.startsWith('@aws-sdk/')
  const current = made.filter(isCurrent)
  const rows = (some: readonly ClientFacts[]): string[] =>
    some.map((facts) => row(facts.client, facts.version, facts.prefix, countOf(facts, overrides)))
  const assumed = made.flatMap((facts) =>
    Object.keys(facts.commands)
      .filter((name) => facts.commands[name]?.basis === 'assumed')
      .map((name) => `${facts.client} ${name}`),
  )
  return [
    HEAD,
    '|---|---|---|---|---|---|---|---|---|---|---|---|',
    row(`**all ${made.length}**`, '', '', totalOf(made, overrides)),
    row(`**the ${current.length} read from v3**`, '', '', totalOf(current, overrides)),
    ...rows(current),
    ...rows(made.filter((facts) => !isCurrent(facts))),
    '',
    `Unknown (${unknown.length}), since the authorization reference has no such service any more: ${unknown.join(', ') || 'none'}.`,
    '',
    `Assumed (${assumed.length}), since they are newer than the reference: ${assumed.join(', ') || 'none'}.`,
  ].join('\n')
}

const HEAD =
  '| client | version | IAM prefix | commands | identity | override | rule | none | assumed | with a resource type | named by the input | entries checked |'

function totalOf(some: readonly ClientFacts[], overrides: ReadonlyMap<string, Override>): Count {
  const total = nothing()
  for (const count of some.map((facts) => countOf(facts, overrides)))
    for (const key of Object.keys(total) as (keyof Count)[]) total[key] += count[key]
  return total
}

const row = (client: string, version: string, prefix: string, count: Count): string =>
  `| ${[
    client,
    version,
    prefix,
    ...Object.values(count).slice(0, 7),
    `${count.specific} (${percent(count.specific, count.typed)})`,
    count.entries === 0 ? '-' : `${count.checked} of ${count.entries}`,
  ].join(' | ')} |`
const percent = (part: number, whole: number): string => (whole === 0 ? '-' : `${Math.round((100 * part) / whole)} %`)

function countOf(facts: ClientFacts, overrides: ReadonlyMap<string, Override>): Count {
  const count = nothing()
  const override = overrides.get(facts.client)
  for (const { checked } of override && !override.like ? entriesOf(override) : []) {
    count.entries += 1
    if (checked !== undefined) count.checked += 1
  }
  for (const command of Object.values(facts.commands)) {
    count.commands += 1
    count[command.basis ?? 'identity'] += 1
    const main = mainResources(command)
    if (!main) continue
    count.typed += 1
    if (Object.values(main).some((bindings) => Object.keys(bindings).length > 0)) count.specific += 1
  }
  return count
}

const mainResources = (command: CommandFact): ResourceFacts | undefined => (command.actions?.[0] ?? command).on
