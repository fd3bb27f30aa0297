import { actionsOf, type ClientFacts, type CommandFact, type ResourceFacts } from '../src/permissions/format.ts'
import { findAction } from './authorization.ts'
import { type Entry, entriesOf, type Override } from './override.ts'

type Count = Record<'commands' | 'identity' | 'override' | 'rule' | 'none' | 'assumed' | 'typed' | 'specific' | 'entries' | 'checked', number>
const nothing = (): Count => ({ commands: 0, identity: 0, override: 0, rule: 0, none: 0, assumed: 0, typed: 0, specific: 0, entries: 0, checked: 0 })

/**
 * The coverage table of README.md: how each client's commands are mapped, how many of those with a resource type name one by its input, and how
 * many entries of its override were held against their pages.
 */
export function coverageTable(
  made: readonly ClientFacts[],
  unknown: readonly string[],
  overrides: ReadonlyMap<string, Override>,
  mostUsed: readonly string[],
  core: readonly string[],
): string {
  const used = made.filter(({ client }) => mostUsed.includes(client))
  const inner = made.filter(({ client }) => core.includes(client))
  const readFrom = (start: string): readonly ClientFacts[] => made.filter((facts) => facts.package.startsWith(start))
  const [current, models, retired] = [readFrom('@aws-sdk/'), readFrom('botocore'), readFrom('aws-sdk')]
  const rows = (some: readonly ClientFacts[]): string[] =>
    some.map((facts) => row(facts.client, facts.version, facts.prefix, countOf(facts, overrides)))
  const assumed = (newService: boolean): readonly string[] =>
    made.flatMap(({ client, commands }) =>
      Object.entries(commands).flatMap(([name, { basis, why }]) =>
        basis === 'assumed' && (why !== undefined) === newService ? [`${client} ${name}`] : [],
      ),
    )
  return [
    HEAD,
    '|---|---|---|---|---|---|---|---|---|---|---|---|',
    row(`**all ${made.length}**`, '', '', totalOf(made, overrides)),
    row(`**the ${inner.length} of the core**`, '', '', totalOf(inner, overrides)),
    row(`**the ${used.length} most used**`, '', '', totalOf(used, overrides)),
    row(`**${current.length} read from their v3 packages**`, '', '', totalOf(current, overrides)),
    row(`**${models.length} read from their models**`, '', '', totalOf(models, overrides)),
    row(`**${retired.length} retired, from SDK v2**`, '', '', totalOf(retired, overrides)),
    ...rows(current),
    ...rows(models),
    ...rows(retired),
    '',
    listed('Unknown', 'since the authorization reference has no such service any more, and only SDK v2 still has the client', unknown),
    '',
    listed(
      'Assumed of a service that the authorization reference does not have yet',
      'with the name that requests are signed with as its prefix',
      assumed(true),
    ),
    '',
    listed('Assumed', 'since they are newer than the reference', assumed(false)),
    '',
    restingOn([...overrides].flatMap(([client, override]) => entriesOf(override).map((entry) => ({ client, ...entry })))),
    '',
    listed('On everything, though the reference has a resource type for the action', 'each by its override', made.flatMap(onEverything)),
  ].join('\n')
}

/** Names of commands, each client once: `acm A B, sts C`. */
function listed(what: string, why: string, names: readonly string[]): string {
  const clients = new Map<string, string[]>()
  for (const name of names) {
    const [client = '', command = ''] = name.split(' ')
    clients.set(client, [...(clients.get(client) ?? []), command])
  }
  const text = [...clients].map(([client, commands]) => `${client} ${commands.join(' ')}`).join(', ')
  return `${what} (${names.length}), ${why}: ${text || 'none'}.`
}

/** Reviewed entries that no page speaks of, by what they rest on instead. */
function restingOn(entries: readonly (Entry & { readonly client: string })[]): string {
  const groups = new Map<string, string[]>()
  for (const { client, place, restsOn } of entries)
    if (restsOn !== undefined) groups.set(restsOn, [...(groups.get(restsOn) ?? []), `${client} ${place}`])
  const count = [...groups.values()].flat().length
  return [
    `Reviewed entries that no page speaks of (${count}):`,
    '',
    ...[...groups].map(([words, places]) => `- ${places.join(', ')}: ${words}.`),
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
    if (Object.entries(main).some(([type, bindings]) => Object.keys(bindings).length > 0 || isOneOfAKind(facts, type))) count.specific += 1
  }
  return count
}

/** Commands with an action on everything, whatever they are asked, though the reference has a type for it. */
const onEverything = (facts: ClientFacts): readonly string[] =>
  Object.entries(facts.commands)
    .filter(([name, command]) =>
      actionsOf(facts, name, command).some(
        (action) => !action.on && !action.when && !action.soft && (findAction(action.name)?.types.length ?? 0) > 0,
      ),
    )
    .map(([name]) => `${facts.client} ${name}`)

const mainResources = (command: CommandFact): ResourceFacts | undefined => (command.actions?.[0] ?? command).on

/** Whether an account has just one of the type, so that no input needs to name it. */
function isOneOfAKind({ types }: ClientFacts, type: string): boolean {
  const fact = types[type.replace(/\?$/, '')]
  const template = typeof fact === 'string' ? fact : fact?.arn
  return template !== undefined && !template.includes('*') && !/\$\{(?!Partition\}|Region\}|Account\})/.test(template)
}
