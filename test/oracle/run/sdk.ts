// A stand-in of the SDK's clients that sends nothing and records what it is asked to send. It stands in the worker's own text, so it
// imports nothing.

/** Where the requests of the run under way go, and whether one of them fails. */
export interface Recorder {
  record(client: string, command: string, input: unknown): unknown
}

type Callback = (error: unknown, data?: unknown) => void
type Input = Record<string, unknown> | undefined

/** The module `@aws-sdk/client-<service>`, with every command that is asked of it. */
export function sdkModule(service: string, recorder: Recorder): unknown {
  const known = new Map<string, unknown>()
  const ask = (command: string, input: unknown, callback?: Callback): Promise<unknown> | undefined => {
    // The real client sends a moment later, but has taken the input already.
    const answer = Promise.resolve(snapshot(input)).then((taken) => recorder.record(service, command, taken))
    if (!callback) return answer
    answer.then(
      (data) => callback(null, data),
      (error) => callback(error),
    )
    return undefined
  }
  class Client {
    readonly config: unknown
    constructor(config?: unknown) {
      this.config = config
    }
    send(command: { constructor: { operation?: string }; input?: unknown }, ...rest: unknown[]): unknown {
      const operation = command?.constructor?.operation
      if (operation === undefined) throw new TypeError('this is no command')
      return ask(operation, command.input, rest.find((one) => typeof one === 'function') as Callback | undefined)
    }
    destroy(): void {}
  }
  const make = (name: string): unknown => {
    if (name === '__esModule') return true
    if (name.endsWith('Command')) {
      return class {
        static readonly operation = name.slice(0, -'Command'.length)
        readonly input: Input
        constructor(input: Input) {
          this.input = input
        }
      }
    }
    if (/(?:Exception|Error)$/.test(name)) return class extends Error {}
    if (name.startsWith('waitUntilTable')) return async (_: unknown, input: Input) => await ask('DescribeTable', input)
    if (name.startsWith('paginate')) {
      return async function* pages(_: unknown, input: Input) {
        for (let page = 0; page < 2; page++) yield await ask(name.slice('paginate'.length), input)
      }
    }
    if (name.endsWith('Client')) return Client
    return class extends Client {
      constructor(config?: unknown) {
        super(config)
        // biome-ignore lint/correctness/noConstructorReturn: every operation is a method of such a client, whatever its name
        return new Proxy(this, {
          get: (target, key, self) =>
            typeof key !== 'string' || key in target || key === 'then'
              ? Reflect.get(target, key, self)
              : (input: unknown, callback?: Callback) => ask(key.charAt(0).toUpperCase() + key.slice(1), input, callback),
        })
      }
    }
  }
  return new Proxy(
    {},
    {
      get: (_, name) => {
        if (typeof name !== 'string' || name === 'then' || name === 'default') return undefined
        if (!known.has(name)) known.set(name, make(name))
        return known.get(name)
      },
      has: () => true,
    },
  )
}

const documentCommands = new Map([
  ['Get', 'GetItem'],
  ['Put', 'PutItem'],
  ['Delete', 'DeleteItem'],
  ['Update', 'UpdateItem'],
])
const operationOf = (name: string): string => documentCommands.get(name) ?? name
const capital = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1)

type Ask = (command: string, input: unknown) => Promise<unknown>

const askOf =
  (recorder: Recorder): Ask =>
  async (command, input) => {
    const taken = await Promise.resolve(snapshot(input))
    return recorder.record('dynamodb', operationOf(command), taken)
  }

/** The module `@aws-sdk/lib-dynamodb`: a client of documents sends what the client beneath it would. */
export function documentModule(recorder: Recorder): unknown {
  const ask = askOf(recorder)
  const from = (client: { readonly send?: unknown } | undefined): unknown => {
    // Like the SDK, which looks at the configuration of the client.
    if (typeof client?.send !== 'function') throw new TypeError('this is no client')
    return {
      send: (command: { constructor: { operation?: string }; input?: unknown }) => ask(command.constructor.operation ?? '', command.input),
      ...Object.fromEntries(['get', 'put', 'delete', 'update', 'query', 'scan'].map((name) => [name, (input: Input) => ask(capital(name), input)])),
    }
  }
  const commands = ['Get', 'Put', 'Delete', 'Update', 'Query', 'Scan'].map((name) => [
    `${name}Command`,
    class {
      static readonly operation = name
      readonly input: Input
      constructor(input: Input) {
        this.input = input
      }
    },
  ])
  return { DynamoDBDocumentClient: { from }, DynamoDBDocument: { from }, ...Object.fromEntries(commands) }
}

/** The module that signs URLs: what is signed may be sent by whoever gets it. */
export function signerModule(recorder: Recorder): unknown {
  const ask = askOf(recorder)
  return {
    getSignedUrl: (_: unknown, command: { constructor: { operation?: string }; input?: unknown }) =>
      ask(command.constructor.operation ?? '', command.input),
  }
}

/** The module that uploads to a store: what is small goes in one request. */
export function uploadModule(recorder: Recorder): unknown {
  return {
    Upload: class {
      readonly options: { readonly params: Record<string, unknown> }
      constructor(options: { readonly params: Record<string, unknown> }) {
        this.options = options
      }
      async done(): Promise<unknown> {
        const { Bucket, Key } = this.options.params
        return recorder.record('s3', 'PutObject', snapshot({ Bucket, Key }))
      }
    },
  }
}

/** The module `aws-sdk`, the second version: a request is sent by a callback, by `send` or by `promise`. */
export function legacyModule(recorder: Recorder): unknown {
  const ask = askOf(recorder)
  const client = (names: readonly string[]) =>
    class {
      constructor() {
        for (const name of names) {
          Object.assign(this, {
            [name]: (input: Input, callback?: Callback) => {
              const send = (then?: Callback): void =>
                void ask(capital(name), input).then(
                  (data) => then?.(null, data),
                  (error) => then?.(error),
                )
              if (callback) send(callback)
              return { send, promise: () => ask(capital(name), input) }
            },
          })
        }
      }
    }
  const DynamoDB = client(['getItem', 'putItem', 'deleteItem', 'updateItem', 'query', 'scan'])
  return { DynamoDB: Object.assign(DynamoDB, { DocumentClient: client(['get', 'put', 'delete', 'update', 'query', 'scan']) }) }
}

/** A copy of plain data, with what is no data left out. */
function snapshot(input: unknown): unknown {
  try {
    return JSON.parse(JSON.stringify(input ?? null))
  } catch {
    return null
  }
}
