import type { ClientFacts, CommandFact, ResourceFacts } from '../src/permissions/format.ts'

type Count = Record<'commands' | 'identity' | 'override' | 'rule' | 'none' | 'assumed' | 'typed' | 'specific', number>
const nothing = (): Count => ({ commands: 0, identity: 0, override: 0, rule: 0, none: 0, assumed: 0, typed: 0, specific: 0 })

/** The coverage table of README.md: how each client's commands are mapped, and how many of those with a resource type name one by its input. */
export function coverageTable(made: readonly ClientFacts[], unknown: readonly string[]): string {
  const isCurrent = (facts: ClientFacts): boolean => facts.package.startsWith('@aws-sdk/')
  const current = made.filter(isCurrent)
  const rows = (some: readonly ClientFacts[]): string[] => some.map((facts) => row(facts.client, facts.version, facts.prefix, countOf(facts)))
  const assumed = made.flatMap((facts) =>
    Object.keys(facts.commands)
      .filter((name) => facts.commands[name]?.basis === 'assumed')
      .map((name) => `${facts.client} ${name}`),
  )
  return [
    HEAD,
    '|---|---|---|---|---|---|---|---|---|---|---|',
    row(`**all ${made.length}**`, '', '', totalOf(made)),
    row(`**the ${current.length} read from v3**`, '', '', totalOf(current)),
    ...rows(current),
    ...rows(made.filter((facts) => !isCurrent(facts))),
    '',
    `Unknown (${unknown.length}), since the authorization reference has no such service any more: ${unknown.join(', ') || 'none'}.`,
    '',
    `Assumed (${assumed.length}), since they are newer than the reference: ${assumed.join(', ') || 'none'}.`,
  ].join('\n')
}

const HEAD = '| client | version | IAM prefix | commands | identity | override | rule | none | assumed | with a resource type | named by the input |'

function totalOf(some: readonly ClientFacts[]): Count {
  const total = nothing()
  for (const count of some.map(countOf)) for (const key of Object.keys(total) as (keyof Count)[]) total[key] += count[key]
  return total
}

const row = (client: string, version: string, prefix: string, count: Count): string =>
  `| ${[client, version, prefix, ...Object.values(count).slice(0, 7), `${count.specific} (${percent(count.specific, count.typed)})`].join(' | ')} |`
const percent = (part: number, whole: number): string => (whole === 0 ? '-' : `${Math.round((100 * part) / whole)} %`)

function countOf(facts: ClientFacts): Count {
  const count = nothing()
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
