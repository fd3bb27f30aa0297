import { type ActionKnowledge, type CommandAlias, type CommandKnowledge, type Lookup, nearestNames, UserError } from '../model/index.ts'
import type { ActionMap } from './action-map.ts'
import { knowledgeOf } from './knowledge.ts'

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
  const clients = client === undefined ? map.clients() : clientsNamed(map, client)
  const found = [...commandsLike(map, clients, name), ...aliased(map, client === undefined ? undefined : clients, name)]
  if (found.length > 0) return { asked, commands: merged(found).map((each) => known(map, each)), actions: [] }
  // A client alone stands for all of its commands.
  const whole = client === undefined ? clientsCalled(map, name) : []
  if (whole.length === 0) throw nothingFound(map, clients, name, client)
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
  const plain = matcher(asked.replace(/^paginate/i, '').replace(/(?<=.)command$/i, ''))
  const whole = matcher(asked)
  const waiter = matcher(asked.replace(/^waitfor/i, 'waituntil'))
  return clients.flatMap((client) => {
    const facts = map.client(client)
    const waited = Object.entries(facts?.waiters ?? {}).flatMap(([name, command]) => (/^wait/i.test(asked) && waiter(name) ? [command] : []))
    const named = Object.keys(facts?.commands ?? {}).filter((command) => whole(command) || plain(command))
    return [...new Set([...named, ...waited])].map((command) => ({ client, command }))
  })
}

/** Commands under the name that a library, or version 2 of the SDK, gives them: `GetCommand`, `S3.putObject`, `DocumentClient.get`. */
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
  const service = map.legacyServices().get(owner) ?? map.legacyServices().get(owner.toLowerCase())
  const own = service === undefined ? [] : [service]
  const wrapped = map.libraries().filter(({ package: name, aggregated }) => aggregated && name.endsWith(`/${owner}`))
  return [
    ...own.flatMap((client) => {
      const renamed = map.libraries().flatMap(({ aggregated }) => aggregated?.[`${client}.${method}`]?.split(' ') ?? [])
      return renamed.length > 0 ? renamed.map((command) => ({ client, command })) : commandsLike(map, [client], method)
    }),
    ...wrapped.flatMap(({ package: name, aggregated }) => {
      const command = aggregated?.[method]
      const alias = { package: name, name: method }
      return command === undefined ? [] : commandsLike(map, map.clients(), command).map((each) => ({ ...each, alias }))
    }),
  ]
}

function actionsLike(map: ActionMap, asked: string): ActionKnowledge[] {
  const is = matcher(asked)
  const needs = new Map<string, ActionKnowledge['neededBy'][number][]>()
  const all = new Set<string>()
  for (const client of map.clients()) {
    const facts = map.client(client)
    for (const [name, fact] of Object.entries(facts?.commands ?? {})) {
      if (!facts) continue
      const command = knowledgeOf(facts, name, fact)
      for (const need of command.needs) {
        all.add(need.action)
        if (is(need.action)) needs.set(need.action, [...(needs.get(need.action) ?? []), { command, need }])
      }
    }
  }
  if (needs.size === 0) throw noAction(map, asked, all)
  return [...needs].sort(([a], [b]) => (a < b ? -1 : 1)).map(([action, neededBy]) => ({ action, neededBy }))
}

/** The clients that a name means: `s3`, `@aws-sdk/client-s3`, `S3Client`, the class of version 2, or an IAM prefix. */
function clientsCalled(map: ActionMap, name: string): readonly string[] {
  const short = name.replace(/^@aws-sdk\/client-/, '').toLowerCase()
  const bare = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '')
  if (map.clients().includes(short)) return [short]
  const legacy = map.legacyServices().get(name) ?? map.legacyServices().get(short)
  if (legacy !== undefined) return [legacy]
  const spelled = map.clients().filter((client) => bare(client) === bare(short.replace(/client$/, '')))
  return spelled.length > 0 ? spelled : map.clients().filter((client) => map.client(client)?.prefix === short)
}

function clientsNamed(map: ActionMap, name: string): readonly string[] {
  const clients = clientsCalled(map, name)
  if (clients.length > 0) return clients
  const known = [...map.clients(), ...map.legacyServices().keys()]
  throw new UserError(`the action map has no client ${name}`, {
    mend: suggestion(nearestNames(name, known, 3), 'name it as the package @aws-sdk/client-NAME'),
  })
}

function noAction(map: ActionMap, asked: string, all: ReadonlySet<string>): UserError {
  const [prefix = '', name = ''] = asked.split(':')
  // `sfn:StartExecution`: the client's name in place of the prefix.
  const meant = clientsCalled(map, prefix).flatMap((client) => {
    const known = map.command(client, name)
    return known ? knowledgeOf(known.facts, known.name, known.fact).needs.slice(0, 1) : []
  })
  const near = meant.length > 0 ? meant.map(({ action }) => action) : nearestNames(asked, [...all].sort(), 3)
  return new UserError(`no command that the action map knows needs ${asked}`, {
    mend: suggestion(near, 'see the actions of a service with PREFIX:*'),
  })
}

function nothingFound(map: ActionMap, clients: readonly string[], name: string, client: string | undefined): UserError {
  const operations = clients.flatMap((each) => Object.keys(map.client(each)?.commands ?? {}))
  const others = client === undefined ? map.clients() : []
  const near = nearestNames(name.replace(/(?<=.)Command$/, '').replace(/^.*\./, ''), [...new Set([...operations, ...others])].sort(), 3)
  const where = client === undefined ? 'the action map' : clients.map((each) => `@aws-sdk/client-${each}`).join(' and ')
  return new UserError(`${where} has no command ${name}`, { mend: suggestion(near, 'name a command, an action such as s3:PutObject, or a client') })
}

const suggestion = (near: readonly string[], otherwise: string): string =>
  near.length === 0 ? otherwise : `did you mean ${near.length < 2 ? near[0] : `${near.slice(0, -1).join(', ')} or ${near.at(-1)}`}?`
