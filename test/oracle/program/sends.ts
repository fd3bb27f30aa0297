import { flag } from './flags.ts'
import { text } from './texts.ts'
import { choose, type Draft, namesOf, type Place } from './words.ts'

const commands = ['GetItem', 'PutItem', 'DeleteItem', 'UpdateItem', 'Query'] as const

/** A statement that sends a request, or may send one. */
export function send(draft: Draft, place: Place): string {
  const { random } = draft
  const wait = place.async ? 'await ' : 'void '
  const test = (): string => flag(draft, place, 1)
  const name = (): string => text(draft, place, 2)
  const command = (): string => `sdk.${random.pick(commands)}Command`
  const input = (): string =>
    choose(random, [
      [6, () => `{ TableName: ${name()} }`],
      [1, () => `{ TableName: ${name()}, ...(${test()} && { TableName: ${name()} }) }`],
      [1, () => `Object.fromEntries([['TableName', ${name()}]])`],
      [1, () => `{ ['Table' + 'Name']: ${name()} }`],
    ])()
  // Inside a function that is written in place nothing is waited for.
  const apart = (): string => `new ${command()}({ TableName: ${text(draft, { ...place, async: false }, 1)} })`
  const made = (): string => `new ${command()}(${input()})`
  const client = place.self.some(({ name: member }) => member === 'client') && random.chance(0.6) ? 'this.client' : 'client'
  const ways: [number, () => string][] = [
    [10, () => `${wait}${client}.send(${made()})`],
    [1, () => `${wait}${client}.send(${test()} ? ${made()} : ${made()})`],
    [1, () => `${wait}${client}.send(new (${test()} ? ${command()} : ${command()})(${input()}))`],
    [1, () => `${wait}new sdk.DynamoDB({}).${random.pick(['getItem', 'putItem', 'deleteItem'])}(${input()})`],
    [1, () => `${client}.send(${made()}, () => {})`],
    [1, () => `${wait}${client}.send.${random.pick([`call(${client}, ${made()})`, `apply(${client}, [${made()}])`, `bind(${client})(${made()})`])}`],
    [1, () => `${wait}${client}.send.bind(${client}, ${made()})()`],
    [1, () => `${wait}${client}?.send?.(${made()})`],
    [1, () => `${wait}signer.getSignedUrl(${client}, ${made()})`],
    [1, () => `${wait}new uploader.Upload({ client: store, params: { Bucket: ${name()}, Key: 'list', Body: 'text' } }).done()`],
    [1, () => `${test()} && ${place.async ? '(await ' : '('}${client}.send(${made()}))`],
  ]
  if (place.async)
    ways.push(
      [1, () => `for await (const page of sdk.paginateQuery({ client: ${client} }, ${input()})) void page`],
      [1, () => `for (const Command of [${command()}, ${command()}]) await ${client}.send(new Command(${input()}))`],
      [1, () => `await Promise.all([${made()}, ${made()}].map((one) => ${client}.send(one)))`],
      [1, () => `await ({ read: () => ${client}.send(${apart()}), write: async () => ${client}.send(${apart()}) })[${test()} ? 'read' : 'write']()`],
    )
  const documents = ['Get', 'Put', 'Delete', 'Update', 'Query', 'Scan']
  ways.push(
    [2, () => `${wait}documents.send(new lib.${random.pick(documents)}Command(${input()}))`],
    [1, () => `${wait}lib.DynamoDBDocument.from(client).${random.pick(documents).toLowerCase()}(${input()})`],
    [1, () => `${wait}older.${random.pick(documents).toLowerCase()}(${input()}).promise()`],
    [1, () => `older.${random.pick(documents).toLowerCase()}(${input()}, () => {})`],
    [1, () => `${wait}new AWS.DynamoDB({}).${random.pick(['getItem', 'putItem', 'deleteItem'])}(${input()}).promise()`],
  )
  if (place.async) ways.push([1, () => `await sdk.waitUntilTableExists({ client: ${client}, maxWaitTime: 5 }, ${input()})`])
  const makers = namesOf(place, 'maker')
  if (makers.length > 0) ways.push([5, () => `${wait}${client}.send(${random.pick(makers).name}(${name()}))`])
  const emitters = namesOf(place, 'emitter')
  if (emitters.length > 0 && place.event && draft.concurrent) ways.push([5, () => `${random.pick(emitters).name}.emit('go', event)`])
  const senders = namesOf(place, 'sender')
  if (senders.length > 0 && place.event) ways.push([5, () => `${wait}${random.pick(senders).name}(event, ${name()})`])
  return choose(random, ways)()
}

/** A statement that asks for a table and waits for the answer. */
export const sendTo = ({ random }: Draft, table: string): string =>
  random.pick([
    `await client.send(new sdk.${random.pick(commands)}Command({ TableName: ${table} }))`,
    `await documents.send(new lib.GetCommand({ TableName: ${table} }))`,
  ])

/** A statement that calls a task, in one of the many ways in which that is done; undefined where none is in sight. */
export function run(draft: Draft, place: Place): string | undefined {
  const { random } = draft
  if (!place.event || (!place.async && !draft.concurrent)) return undefined
  const tasks = [
    ...namesOf(place, 'task').map(({ name }) => name),
    ...namesOf(place, 'service').map(({ name }) => `${name}.run`),
    ...place.self.filter(({ kind }) => kind === 'task').map(({ name }) => `this.${name}`),
  ]
  if (tasks.length === 0) return undefined
  const task = (): string => random.pick(tasks)
  const plain = namesOf(place, 'task').map(({ name }) => name)
  const test = (): string => flag(draft, place, 1)
  const ways: [number, () => string][] = [
    [8, () => `${place.async ? 'await ' : 'void '}${task()}(event)`],
    [1, () => `${place.async ? 'await ' : 'void '}(${test()} ? ${task()}(event) : ${task()}(event))`],
  ]
  if (place.async)
    ways.push(
      [1, () => `await ${task()}(event).catch(() => undefined)`],
      [1, () => `await ${task()}(event).then(() => ${task()}(event))`],
      [1, () => `await ${task()}(event).finally(() => ${task()}(event))`],
      [1, () => `${test()} && (await ${task()}(event))`],
    )
  if (place.async && draft.concurrent)
    ways.push(
      [2, () => `await Promise.all([${task()}(event), ${task()}(event)])`],
      [1, () => `await Promise.allSettled([${task()}(event), ${task()}(event)])`],
      [1, () => `void ${task()}(event)`],
    )
  if (plain.length > 0) {
    const one = (): string => random.pick(plain)
    if (draft.concurrent)
      ways.push(
        [1, () => `setTimeout(() => ${one()}(event), 0)`],
        [1, () => `[${one()}, ${one()}].forEach((each) => each(event))`],
        [1, () => `queueMicrotask(${one()}.bind(undefined, event))`],
      )
    if (place.async)
      ways.push(
        [1, () => `await new Promise((resolve) => setTimeout(resolve, 0)).then(() => ${one()}(event))`],
        [1, () => `for (const each of [${one()}, ${one()}]) await each(event)`],
        [1, () => `await ({ x: ${one()}, y: ${one()} })[event.kind]?.(event)`],
        [1, () => `await (${test()} ? { go: ${one()} } : undefined)?.go?.(event)`],
        [1, () => `await [${one()}]${random.pick(['[0]', '.at(0)', '[event.n]'])}?.(event)`],
        [1, () => `await (${test()} ? ${one()} : ${one()})(event)`],
        [1, () => `await (new Map([['x', ${one()}], ['y', ${one()}]]).get(event.kind) ?? ${one()})(event)`],
      )
  }
  return choose(random, ways)()
}
