import { type Reader, UserError } from '../model/index.ts'
import type { ActionMap } from './action-map.ts'
import type { ClientFacts, CommandFact } from './format.ts'

/** A client's package as the analysed service has installed it. */
interface Installed {
  readonly directory: string
  readonly name: string
  readonly version: string
  /** What its requests are signed for, which is the prefix of its actions but for a few old services. */
  readonly signingName: string
  /** Operations that are sent unsigned. */
  readonly unsigned: ReadonlySet<string>
}

/**
 * Answers for clients and commands that are newer than the map from the packages that the analysed service has installed: their names are
 * read, nothing of them is run. The action is assumed to be named as the command, and what it is on is not known.
 */
export function withInstalled(map: ActionMap, reader: Reader): ActionMap {
  const packages = new Map<string, Installed | undefined>()
  const installed = (client: string): Installed | undefined => {
    if (!packages.has(client)) packages.set(client, findInstalled(reader, client))
    return packages.get(client)
  }
  const client = (name: string): ClientFacts | undefined => {
    const known = map.client(name)
    if (known) return known
    const found = installed(name)
    return found && { format: 1, client: name, prefix: found.signingName, package: found.name, version: found.version, types: {}, commands: {} }
  }
  return {
    ...map,
    client,
    command(name, command) {
      const known = map.command(name, command)
      if (known) return known
      const facts = client(name)
      const found = facts && installed(name)
      const operation = command.replace(/^paginate/, '').replace(/Command$/, '')
      if (!found || !/^[A-Za-z0-9]+$/.test(operation)) return undefined
      if (!isFile(reader, `${found.directory}/dist-types/commands/${operation}Command.d.ts`)) return undefined
      return { facts, name: operation, fact: factOf(found, operation) }
    },
  }
}

function factOf({ name, version, unsigned }: Installed, operation: string): CommandFact {
  if (unsigned.has(operation)) return { basis: 'none' }
  return {
    basis: 'assumed',
    why: `the action map has no such command; the installed ${name} ${version} has it, but does not say on which resources it acts`,
  }
}

/** The nearest `node_modules` that has the client, from the service's directory up to the workspace root. */
function findInstalled(reader: Reader, client: string): Installed | undefined {
  if (!/^[a-z0-9][a-z0-9-]*$/.test(client)) return undefined
  const name = `@aws-sdk/client-${client}`
  const up = reader.workspace === '.' ? 0 : reader.workspace.split('/').length
  for (let level = 0; level <= up; level += 1) {
    const directory = `${'../'.repeat(level)}node_modules/${name}`
    const manifest = readText(reader, `${directory}/package.json`)
    if (manifest === undefined) continue
    const version = /"version"\s*:\s*"([0-9A-Za-z.+-]{1,40})"/.exec(manifest)?.[1] ?? ''
    const schemes = readText(reader, `${directory}/dist-es/auth/httpAuthSchemeProvider.js`) ?? ''
    const signingName = /signingProperties: \{\s*name: "([a-z0-9-]{1,60})"/.exec(schemes)?.[1] ?? client
    return { directory, name, version, signingName, unsigned: unsignedIn(schemes) }
  }
  return undefined
}

/** Operations whose `case` offers no signed scheme. */
function unsignedIn(schemes: string): ReadonlySet<string> {
  const [unsigned, signed] = [new Set<string>(), new Set<string>()]
  let waiting: string[] = []
  for (const line of schemes.split('\n')) {
    const named = /^\s*case "([A-Za-z0-9]+)":/.exec(line)?.[1]
    if (named !== undefined) waiting.push(named)
    const offered = line.includes('options.push(createSmithyApiNoAuth') ? unsigned : line.includes('options.push(') ? signed : undefined
    for (const operation of offered ? waiting : []) offered?.add(operation)
    if (/^\s*break;/.test(line)) waiting = []
  }
  return new Set([...unsigned].filter((operation) => !signed.has(operation)))
}

// What a link in node_modules leads to outside of the workspace is not read, and no mistake of the user.
const readText = (reader: Reader, path: string): string | undefined => within(() => reader.read(path))
const isFile = (reader: Reader, path: string): boolean => within(() => reader.kind(path)) === 'file'

function within<Answer>(ask: () => Answer): Answer | undefined {
  try {
    return ask()
  } catch (error) {
    if (error instanceof UserError) return undefined
    throw error
  }
}
