import { type ActionKnowledge, type CommandAlias, type CommandKnowledge, type Lookup, UserError } from '../model/index.ts'
import type { ActionMap } from './action-map.ts'
import { knowledgeOf } from './knowledge.ts'
import { clientsCalled } from './lookup-clients.ts'
import { noAction, noClient, noCommand } from './lookup-missing.ts'

/** What somebody wants to know: an action, a command, or a pattern of either; `client` narrows commands to one. */
export interface Asked {
  readonly name: string
  readonly client?: string
}

/** A command under whatever name it was asked for. */
interface Found {
  readonly client: string
  readonly command: string
  readonly alias?: CommandAlias
}

/** Looks up what the map knows of an action (`s3:PutObject`), a command (`PutObjectCommand`, `S3.putObject`) or a pattern (`s3:put*`). */
export function lookUp(map: ActionMap, { name, client }: Asked): Lookup {
  const asked = client === undefined ? name : `${client} ${name}`
  // The colon of an action; a client may be told by its package's name, but has none.
  if (name.includes(':')) {
    if (client !== undefined) throw new UserError(`${name} is an action, which no client narrows`, { mend: 'leave the client out' })
    return { asked, commands: [], actions: actionsLike(map, name) }
  }
  const clients = client === undefined ? map.clients() : clientsCalled(map, client)
  if (client !== undefined && clients.length === 0) throw noClient(map, client)
  const found = [...commandsLike(map, clients, name), ...aliased(map, client === undefined ? undefined : clients, name)]
  if (found.length > 0) return { asked, commands: ownFirst(merged(found).map((each) => known(map, each))), actions: [] }
  // A client alone stands for all of its commands.
  const whole = client === undefined ? clientsCalled(map, name) : []
  if (whole.length === 0) throw noCommand(map, clients, name, client)
  return { asked, commands: merged(commandsLike(map, whole, '*')).map((each) => known(map, each)), actions: [] }
}

/** Each command once, with every name under which it was found. */
function merged(found: readonly Found[]): readonly (Found & { readonly aliases: readonly CommandAlias[] })[] {
  const all = new Map<string, Found & { aliases: CommandAlias[] }>()
  for (const each of found) {
    const key = `${each.client} ${each.command}`
    const entry = all.get(key) ?? { ...each, aliases: [] }
    if (each.alias) entry.aliases.push(each.alias)
    all.set(key, entry)
  }
  return [...all.values()]
}

function known(map: ActionMap, { client, command, aliases }: Found & { readonly aliases: readonly CommandAlias[] }): CommandKnowledge {
  const entry = map.command(client, command)
  if (!entry) throw new Error(`action map: ${client} has no ${command}`)
  return { ...knowledgeOf(entry.facts, entry.name, entry.fact), aliases }
}

/** Those of clients that were read from their own package, which are the most used, before those of all others. */
function ownFirst(commands: readonly CommandKnowledge[]): readonly CommandKnowledge[] {
  const isOwn = ({ package: name }: CommandKnowledge): boolean => name.startsWith('@aws-sdk/')
  return [...commands.filter(isOwn), ...commands.filter((command) => !isOwn(command))]
}

/** Whether a name is the one asked for, without regard to capitals; `*` and `?` stand for any letters and any letter. */
function matcher(asked: string): (name: string) => boolean {
  const lower = asked.toLowerCase()
  if (!/[*?]/.test(lower)) return (name) => name.toLowerCase() === lower
  // Runs of stars are one, so that a pattern takes no time that grows with their number squared.
  const pattern = new RegExp(
    `^${lower
      .replace(/\*+/g, '*')
      .replace(/[^\w*?]/g, '\\$&')
      .replaceAll('?', '.')
      .replaceAll('*', '.*')}$`,
  )
  return (name) => pattern.test(name.toLowerCase())
}

function commandsLike(map: ActionMap, clients: readonly string[], asked: string): Found[] {
  // The command line of AWS has `assume-role` for AssumeRole.
  const joined = asked.replace(/[-_]/g, '')
  const plain = matcher(joined.replace(/^paginate/i, '').replace(/(?<=.)command$/i, ''))
  const whole = matcher(joined)
  const waiter = matcher(asked.replace(/^waitfor/i, 'waituntil'))
  return clients.flatMap((client) => {
    const facts = map.client(client)
    const waited = Object.entries(facts?.waiters ?? {}).flatMap(([name, command]) => (/^wait/i.test(asked) && waiter(name) ? [command] : []))
    const named = Object.keys(facts?.commands ?? {}).filter((command) => whole(command) || plain(command))
    return [...new Set([...named, ...waited])].map((command) => ({ client, command }))
  })
}

/** Commands under the name that a library, or version 2 of the SDK, gives them: `GetCommand`, `S3.putObject`, `DocumentClient.get`, `s3.PutObject`. */
function aliased(map: ActionMap, clients: readonly string[] | undefined, asked: string): Found[] {
  const is = matcher(asked)
  const exported = map.libraries().flatMap((fact) =>
    Object.entries(fact.exports).flatMap(([name, { command, sends }]): Found[] => {
      if (!is(name) || name === '*') return []
      const alias = { package: fact.package, name }
      const requests = (sends ?? []).flatMap((one) => (typeof one === 'string' ? (fact.requests?.[one.slice(1)] ?? []) : [one]))
      const sent = requests.map((request) => ({ client: request.client, command: request.command, alias }))
      return [...(command ? [{ client: command.client, command: command.name, alias }] : []), ...sent]
    }),
  )
  const found = [...exported, ...legacyMethods(map, asked)].filter(({ client, command }) => map.command(client, command))
  const wanted = found.filter(({ client }) => clients === undefined || clients.includes(client))
  return [...new Map(wanted.map((each) => [`${each.client} ${each.command} ${each.alias?.package}`, each])).values()]
}

function legacyMethods(map: ActionMap, asked: string): Found[] {
  const parts = asked.split('.')
  const method = parts.pop()
  const owner = parts.at(-1)
  if (method === undefined || owner === undefined) return []
  const own = clientsCalled(map, owner)
  const wrapped = map.libraries().filter(({ package: name, aggregated }) => aggregated && name.endsWith(`/${owner}`))
  return [
    ...own.flatMap((client) => {
      const renamed = map.libraries().flatMap(({ aggregated }) => aggregated?.[`${client}.${method}`]?.split(' ') ?? [])
      return renamed.length > 0 ? renamed.map((command) => ({ client, command })) : commandsLike(map, [client], method)
    }),
    ...wrapped.flatMap(({ package: name, aggregated }) => {
      const command = aggregated && Object.hasOwn(aggregated, method) ? aggregated[method] : undefined
      const alias = { package: name, name: method }
      return command === undefined ? [] : commandsLike(map, map.clients(), command).map((each) => ({ ...each, alias }))
    }),
  ]
}

function actionsLike(map: ActionMap, asked: string): ActionKnowledge[] {
  const is = matcher(asked)
  const needs = new Map<string, ActionKnowledge['neededBy'][number][]>()
  const all: ActionKnowledge['neededBy'][number][] = []
  for (const client of map.clients()) {
    const facts = map.client(client)
    for (const [name, fact] of Object.entries(facts?.commands ?? {})) {
      if (!facts) continue
      const command = knowledgeOf(facts, name, fact)
      for (const need of command.needs) {
        all.push({ command, need })
        if (is(need.action)) needs.set(need.action, [...(needs.get(need.action) ?? []), { command, need }])
      }
    }
  }
  if (needs.size === 0) throw noAction(map, asked, all)
  return [...needs].sort(([a], [b]) => (a < b ? -1 : 1)).map(([action, neededBy]) => ({ action, neededBy }))
}
