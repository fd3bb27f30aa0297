import { readdirSync, readFileSync } from 'node:fs'
import type { LibraryFact, ResponseMember, StandIns, Statement } from '../model/index.ts'
import { text } from '../model/index.ts'
import type { ClientFacts, CommandFact, ManagedPolicyFacts, ManagedStatement, ResourceTypeFact } from './format.ts'
import { openStandIns } from './stand-ins.ts'
import type { TriggerFact, TriggerFacts } from './trigger-facts.ts'
import { type FoldedFacts, unfold } from './unfold.ts'

/** The facts about AWS, each file read when it is first asked for. */
export interface ActionMap {
  /** What is known of a client, by its short name (`s3`, `bedrock-runtime`). */
  client(name: string): ClientFacts | undefined
  /** A command by its operation, with or without `Command`; a waiter or paginator by the SDK's name for it. */
  command(client: string, command: string): { readonly facts: ClientFacts; readonly name: string; readonly fact: CommandFact } | undefined
  /** CloudFormation resource types. */
  resourceTypes(): ReadonlyMap<string, ResourceTypeFact>
  /** Every library that wraps AWS. */
  libraries(): readonly LibraryFact[]
  /** What is followed in the place of libraries that only hand values on. */
  standIns(): StandIns
  /** SDK v2 class name -> v3 client: `DynamoDB` -> `dynamodb`. */
  legacyServices(): ReadonlyMap<string, string>
  /** client -> operation -> member of the answer -> what it is made of: text with members of the input in braces. */
  responses(): ReadonlyMap<string, { readonly [operation: string]: { readonly [member: string]: ResponseMember } }>
  /** What triggers say of the events that they send. */
  triggers(): TriggerFacts
  /** The statements of policies that AWS manages, by their name with its path: `service-role/AWSLambdaBasicExecutionRole`. */
  managedPolicies(): ReadonlyMap<string, readonly Statement[]>
  /** By the name of such a policy, what layers and the tracing of Lambda need of it beside a function's code. */
  policiesBesideCode(): ReadonlyMap<string, readonly Statement[]>
  /** The clients that the map has, sorted. */
  clients(): readonly string[]
}

const statementOf = ({ Effect, Action, NotAction, Resource, Condition }: ManagedStatement): Statement => ({
  effect: Effect,
  actions: Action,
  ...(NotAction ? { notActions: NotAction } : {}),
  resources: Resource.map(text),
  ...(Condition
    ? {
        condition: new Map(
          Object.entries(Condition).map(([operator, keys]) => [
            operator,
            new Map(Object.entries(keys).map(([key, values]) => [key, values.map(text)])),
          ]),
        ),
      }
    : {}),
  because: [],
})

// The same two steps up from src/permissions and from dist/permissions.
const root = new URL('../../action-map/', import.meta.url)
const CLIENT = /^[a-z0-9][a-z0-9-]*$/

/** Opens the action map that ships with Keycard. */
export function openActionMap(): ActionMap {
  const clients = new Map<string, ClientFacts | undefined>()
  const client = (name: string): ClientFacts | undefined => {
    // The name comes from an import in the analysed code, so it must not lead elsewhere.
    if (!CLIENT.test(name)) return undefined
    if (!clients.has(name)) {
      const folded = readFacts<FoldedFacts>(`services/${name}.json`) ?? readFacts<FoldedFacts>(`signed/${name}.json`)
      clients.set(name, folded && unfold(folded))
    }
    return clients.get(name)
  }
  return {
    client,
    command(name, command) {
      const facts = client(name)
      if (!facts) return undefined
      const waited = own(facts.waiters, command) ?? own(facts.waiters, command.replace(/^waitFor/, 'waitUntil'))
      // Some operations are named so themselves: `SendCommand`, sent as `SendCommandCommand`.
      const plain = own(facts.commands, command) ? command : command.replace(/^paginate/, '').replace(/Command$/, '')
      const operation = waited ?? plain
      const fact = own(facts.commands, operation)
      return fact && { facts, name: operation, fact }
    },
    resourceTypes: once(() => new Map(Object.entries(readFacts<Record<string, ResourceTypeFact>>('resources.json') ?? {}))),
    libraries: once(() => jsonFiles('libraries/').flatMap((file) => readFacts<LibraryFact>(`libraries/${file}`) ?? [])),
    responses: once(() => new Map(Object.entries(readFacts<Record<string, Record<string, Record<string, ResponseMember>>>>('responses.json') ?? {}))),
    legacyServices: once(() => new Map(Object.entries(readFacts<Record<string, string>>('legacy-services.json') ?? {}))),
    standIns: once(openStandIns),
    triggers: once(() => {
      const { events, resources } = readFacts<{ events: Record<string, TriggerFact>; resources: Record<string, string> }>('triggers.json') ?? {
        events: {},
        resources: {},
      }
      return { events: new Map(Object.entries(events)), resources: new Map(Object.entries(resources)) }
    }),
    policiesBesideCode: once(() => {
      const { policies = {} } = readFacts<ManagedPolicyFacts>('managed-policies.json') ?? {}
      return new Map(Object.entries(policies).flatMap(([name, { besideCode }]) => (besideCode ? [[name, besideCode.map(statementOf)] as const] : [])))
    }),
    managedPolicies: once(
      () =>
        new Map(
          Object.entries(readFacts<ManagedPolicyFacts>('managed-policies.json')?.policies ?? {}).map(([name, fact]) => [
            name,
            fact.statements.map(statementOf),
          ]),
        ),
    ),
    clients: once(() => jsonFiles('services/').map((file) => file.slice(0, -'.json'.length))),
  }
}

const own = <Fact>(facts: { readonly [name: string]: Fact } | undefined, name: string): Fact | undefined =>
  facts && Object.hasOwn(facts, name) ? facts[name] : undefined

function once<Result>(read: () => Result): () => Result {
  let known: { readonly result: Result } | undefined
  return () => {
    known ??= { result: read() }
    return known.result
  }
}

function jsonFiles(folder: string): string[] {
  try {
    return readdirSync(new URL(folder, root))
      .filter((name) => name.endsWith('.json'))
      .sort()
  } catch {
    return []
  }
}

function readFacts<Facts>(file: string): Facts | undefined {
  let text: string
  try {
    text = readFileSync(new URL(file, root), 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  return JSON.parse(text) as Facts
}
