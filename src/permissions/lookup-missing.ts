import { type ActionKnowledge, nearestNames, UserError } from '../model/index.ts'
import type { ActionMap } from './action-map.ts'
import { openActionReference } from './action-reference.ts'
import { knowledgeOf } from './knowledge.ts'
import { clientsCalled } from './lookup-clients.ts'

/** What is said where no client has the name. */
export function noClient(map: ActionMap, name: string): UserError {
  const known = [...map.clients(), ...map.legacyServices().keys()]
  return new UserError(`the action map has no client ${name}`, {
    mend: suggestion(nearestNames(name, known, 3), 'name it as the package @aws-sdk/client-NAME'),
  })
}

/** What is said where no command needs the action, or where it is none; `all` is what commands need. */
export function noAction(map: ActionMap, asked: string, all: ActionKnowledge['neededBy']): UserError {
  const [prefix = '', name = ''] = asked.split(':')
  const under = conditionKeyOf(asked, all)
  if (prefix.toLowerCase() === 'aws' || under.length > 0 || isOfItems(map, asked))
    return new UserError(`${asked} is a condition key, not an action`, {
      mend: under.length > 0 ? `it is written beside ${list(under, 'and')}: look that up` : 'look up the action that it is a condition of',
    })
  // `sfn:StartExecution`: the client's name in place of the prefix, or `lambda:Invoke`: the command's in place of the action.
  const meant = clientsCalled(map, prefix).flatMap((client) => {
    const known = map.command(client, name)
    return known ? knowledgeOf(known.facts, known.name, known.fact).needs.slice(0, 1) : []
  })
  const isAction = openActionReference().matching(asked).length > 0 || isSigned(map, prefix)
  if (isAction && meant.length === 0)
    return new UserError(`no command that the action map knows needs ${asked}, though AWS has the action`, {
      mend: 'it may be for the console alone, or for requests that are signed without a client: see docs/action-map.md',
    })
  const actions = [...new Set(all.map(({ need }) => need.action))].sort()
  const near = meant.length > 0 ? meant.map(({ action }) => action) : nearestNames(asked, actions, 3)
  return new UserError(`no command that the action map knows needs ${asked}`, {
    mend: suggestion(near, 'see the actions of a service with PREFIX:*'),
  })
}

/** Whether only requests that are signed without a client are of the service: `rds-db`. */
const isSigned = (map: ActionMap, prefix: string): boolean => !map.clients().includes(prefix) && map.client(prefix) !== undefined

/** The actions whose conditions have the key. */
function conditionKeyOf(asked: string, all: ActionKnowledge['neededBy']): readonly string[] {
  const keys = ({ need }: ActionKnowledge['neededBy'][number]): readonly string[] =>
    [need.condition, need.narrow].flatMap((block) => Object.values(block ?? {}).flatMap((one) => Object.keys(one)))
  const having = all.filter((one) => keys(one).some((key) => key.toLowerCase() === asked.toLowerCase()))
  return [...new Set(having.map(({ need }) => need.action))].sort().slice(0, 3)
}

/** Whether it keeps requests to some of what a resource holds: `dynamodb:LeadingKeys`. */
const isOfItems = (map: ActionMap, asked: string): boolean =>
  clientsCalled(map, asked.slice(0, asked.indexOf(':')))
    .flatMap((client) => Object.values(map.client(client)?.types ?? {}))
    .some((type) => typeof type !== 'string' && type.keyed?.conditionKey.toLowerCase() === asked.toLowerCase())

/** What is said where no command has the name. */
export function noCommand(map: ActionMap, clients: readonly string[], name: string, client: string | undefined): UserError {
  const operations = clients.flatMap((each) => Object.keys(map.client(each)?.commands ?? {}))
  const others = client === undefined ? map.clients() : []
  const short = name.replace(/(?<=.)Command$/, '').replace(/^.*\./, '')
  const action = client === undefined ? [] : actionOf(map, clients, name)
  const near = action.length > 0 ? action : nearestNames(short, [...new Set([...operations, ...others])].sort(), 3)
  const where = client === undefined ? 'the action map' : clients.map((each) => `@aws-sdk/client-${each}`).join(' and ')
  return new UserError(`${where} has no command ${name}`, { mend: suggestion(near, 'name a command, an action such as s3:PutObject, or a client') })
}

/** The action of that name, where it was taken for a command: `lambda InvokeFunction`. */
function actionOf(map: ActionMap, clients: readonly string[], name: string): readonly string[] {
  const needed = clients.flatMap((client) => {
    const facts = map.client(client)
    return facts ? Object.entries(facts.commands).flatMap(([command, fact]) => knowledgeOf(facts, command, fact).needs) : []
  })
  const found = needed.find(({ action }) => action.slice(action.indexOf(':') + 1).toLowerCase() === name.toLowerCase())
  return found ? [`the action ${found.action}`] : []
}

const suggestion = (near: readonly string[], otherwise: string): string => (near.length === 0 ? otherwise : `did you mean ${list(near, 'or')}?`)

const list = (names: readonly string[], word: string): string =>
  names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} ${word} ${names.at(-1)}`
