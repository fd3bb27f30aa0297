import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import type { ClientFacts, CommandFact, Instead, ResourceFacts, TypeFact } from '../src/permissions/format.ts'
import { writeActions } from './actions.ts'
import { readAuthorization } from './authorization.ts'
import { checkFacts, checkOverride, checkResources } from './check.ts'
import { checkedTable, readChecked } from './checked.ts'
import { type ClientSchema, readClient } from './client-schema.ts'
import { commandFact, type Making } from './commands.ts'
import { coverageTable } from './coverage.ts'
import { fold } from './fold.ts'
import { type LegacyClient, readLegacyClients } from './legacy-schema.ts'
import { readModels } from './model-schema.ts'
import { type Override, readOverrides } from './override.ts'

/** Makes action-map/services out of the packages that package.json pins. Run by `npm run build` in action-map. */
function build(): void {
  const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as { dependencies: Record<string, string> }
  const legacy = readLegacyClients()
  // The later ones win: what is retired stands in SDK v2 alone.
  const schemas = new Map<string, ClientSchema>([...[...legacy].map(([client, { schema }]) => [client, schema] as const), ...readModels()])
  for (const name of Object.keys(dependencies).filter((each) => each.startsWith('@aws-sdk/client-'))) {
    const client = name.slice('@aws-sdk/client-'.length)
    schemas.set(client, readClient(client))
  }
  const overrides = readOverrides()
  for (const client of overrides.keys()) if (!schemas.has(client)) throw new Error(`overrides/${client}.json: no input has the client`)
  const mostUsed = JSON.parse(readFileSync('most-used.json', 'utf8')) as string[]
  const made: ClientFacts[] = []
  const mistakes: string[] = []
  const unknown: string[] = []
  for (const [client, schema] of [...schemas].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const result = makeClient(schema, overrides.get(client), mostUsed.includes(client))
    if (Object.keys(result.facts.commands).length > 0) made.push(result.facts)
    mistakes.push(...result.mistakes)
    unknown.push(...result.unknown)
  }
  mistakes.push(...checkResources())
  if (mistakes.length > 0) throw new Error(`the overrides need a hand:\n  ${mistakes.join('\n  ')}`)
  rmSync('services', { recursive: true, force: true })
  mkdirSync('services')
  for (const facts of made) writeFileSync(`services/${facts.client}.json`, print(fold(facts)))
  writeActions(new Set(made.map(({ prefix }) => prefix)))
  writeFileSync('legacy-services.json', classNames(legacy))
  for (const client of mostUsed) if (!dependencies[`@aws-sdk/client-${client}`]) throw new Error(`most-used.json: ${client} is not pinned`)
  const core = JSON.parse(readFileSync('core.json', 'utf8')) as string[]
  for (const client of core) if (!mostUsed.includes(client)) throw new Error(`core.json: ${client} is none of the most used`)
  writeReadme('coverage', coverageTable(made, unknown, overrides, mostUsed, core))
  writeReadme('samples', checkedTable(readChecked()))
}

function makeClient(
  schema: ClientSchema,
  override: Override | undefined,
  reviewed: boolean,
): { facts: ClientFacts; mistakes: string[]; unknown: string[] } {
  const { client } = schema
  const prefix = override?.prefix ?? schema.signingName
  const making: Making = { schema, prefix, authorization: readAuthorization(prefix), override, reviewed, used: new Set() }
  const commands: Record<string, CommandFact> = {}
  const unknown: string[] = []
  for (const operation of schema.operations) {
    const fact = commandFact(operation, making)
    if (fact) commands[operation.name] = fact
    else unknown.push(`${client} ${operation.name}`)
  }
  const facts: ClientFacts = {
    format: 1,
    client,
    prefix,
    package: schema.package,
    version: schema.version,
    ...(override?.objectKeys ? { objectKeys: override.objectKeys } : {}),
    types: typesOf([...Object.values(commands), ...(override?.instead ?? [])], prefix, override),
    ...(schema.waiters.size > 0 ? { waiters: Object.fromEntries(schema.waiters) } : {}),
    ...(override?.encryption ? { encryption: override.encryption } : {}),
    ...(override?.instead ? { instead: override.instead.map(({ checked, restsOn, ...instead }) => instead) } : {}),
    commands,
  }
  return {
    facts,
    mistakes: [...checkFacts(facts, override?.undocumented), ...(override && !override.like ? checkOverride(override, making) : [])],
    unknown,
  }
}

/** The templates of every type that the commands name, and of those that these lie within. */
function typesOf(commands: readonly (CommandFact | Instead)[], prefix: string, override: Override | undefined): Record<string, TypeFact> {
  const names = new Set<string>()
  const add = (on: ResourceFacts | undefined): void => {
    for (const name of Object.keys(on ?? {})) if (!name.startsWith('arn:')) names.add(name.replace(/\?$/, ''))
  }
  for (const command of commands) {
    add(command.on)
    for (const action of 'actions' in command ? (command.actions ?? []) : []) add(action.on)
  }
  const template = (name: string): TypeFact | undefined => {
    const reviewed = override?.types?.[name]
    if (reviewed) return reviewed
    const cut = name.indexOf(':')
    return cut < 0 ? readAuthorization(prefix)?.types.get(name) : readAuthorization(name.slice(0, cut))?.types.get(name.slice(cut + 1))
  }
  const types: Record<string, TypeFact> = {}
  for (const name of [...names].sort()) {
    const found = template(name)
    if (found === undefined) throw new Error(`${prefix}: no template for the resource type ${name}`)
    types[name] = found
  }
  return types
}

/** One line for each type and command, so that a change shows as the lines it changes. */
function print(facts: object): string {
  const block = (entries: object): string =>
    `{\n${Object.entries(entries)
      .map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`)
      .join(',\n')}\n}`
  const lines = Object.entries(facts).map(([name, value]) => {
    const nested = ['types', 'commands', 'waiters', 'bindings'].includes(name)
    return `${JSON.stringify(name)}:${nested ? block(value as object) : JSON.stringify(value)}`
  })
  return `{\n${lines.join(',\n')}\n}\n`
}

/** SDK v2's class names, and the v3 client of each. */
function classNames(legacy: ReadonlyMap<string, LegacyClient>): string {
  const names = [...legacy].map(([client, { className }]): [string, string] => [className, client]).sort(([a], [b]) => (a < b ? -1 : 1))
  return `${JSON.stringify(Object.fromEntries(names), undefined, 2)}\n`
}

function writeReadme(part: string, table: string): void {
  const begin = `<!-- ${part}, generated by build.ts -->`
  const text = readFileSync('README.md', 'utf8')
  const from = text.indexOf(begin)
  const to = text.indexOf('<!-- end -->', from)
  if (from < 0 || to < from) throw new Error(`README.md has lost the marks of its ${part}`)
  writeFileSync('README.md', `${text.slice(0, from + begin.length)}\n\n${table}\n\n${text.slice(to)}`)
}

build()
