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

/** A copy of plain data, with what is no data left out. */
function snapshot(input: unknown): unknown {
  try {
    return JSON.parse(JSON.stringify(input ?? null))
  } catch {
    return null
  }
}
