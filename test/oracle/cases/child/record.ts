import { AsyncLocalStorage } from 'node:async_hooks'
import type { Mark, Sent } from '../words.ts'

/** What to do with a request, and where it is noted. */
export interface Notebook {
  readonly child: number
  /** Notes a request and says what the endpoint shall answer it with; undefined where there were too many. */
  note(client: string, command: string, input: unknown, region: string | undefined): { readonly sent: Sent; readonly refuse?: string } | undefined
  /** What code sees of an answer. */
  answer(command: string, output: object): object
}

interface Arguments {
  readonly input: unknown
  readonly request?: { readonly headers: Record<string, string> }
}
type Handler = (given: Arguments) => Promise<{ output: object }>
type Middleware = (next: Handler, context: Record<string, unknown>) => Handler
interface Stack {
  add(middleware: Middleware, options: Record<string, unknown>): void
}
interface Config {
  readonly region?: (() => Promise<string>) | string
  requestHandler?: { readonly metadata?: { readonly handlerProtocol?: string } }
}
type ClientClass = new (config: Config) => { readonly middlewareStack: Stack }

// A client may share what it made of its middleware between requests, so the mark of a request travels with its own thread of work.
const marks = new AsyncLocalStorage<string>()
const inputs = new AsyncLocalStorage<Record<string, unknown>>()

/** Makes every client of the SDK, whatever package it comes from, tell what it is asked for. */
export function recordClients(core: Record<string, unknown>, notebook: Notebook, plainHandler: () => NonNullable<Config['requestHandler']>): void {
  const Client = core.Client as ClientClass
  core.Client = class extends Client {
    constructor(config: Config) {
      // The endpoint speaks the first version of HTTP alone.
      if (config.requestHandler?.metadata?.handlerProtocol === 'h2') config.requestHandler = plainHandler()
      super(config)
      const regionOf = async (): Promise<string | undefined> => (typeof config.region === 'function' ? await config.region() : config.region)
      const first: Middleware = (next, context) => async (given) => {
        const command = String(context.commandName ?? '').replace(/Command$/, '')
        const region = await regionOf().catch(() => undefined)
        const noted = notebook.note(String(context.clientName ?? ''), command, given.input, region)
        if (!noted) throw new Error('these are requests enough')
        const mark: Mark = { child: notebook.child, id: noted.sent.id, ...(noted.refuse === undefined ? {} : { refuse: noted.refuse }) }
        const texts = (noted.sent.input ?? {}) as Record<string, unknown>
        const answered = await marks.run(JSON.stringify(mark), () => inputs.run(texts, () => next(given)))
        noted.sent.done = true
        return { ...answered, output: notebook.answer(command, answered.output ?? {}) }
      }
      // What the code's own middlewares made of the input is what counts.
      const rewritten: Middleware = (next) => async (given) => {
        const noted = inputs.getStore()
        if (noted) for (const [name, value] of Object.entries(given.input ?? {})) if (typeof value === 'string') noted[name] = value
        return await next(given)
      }
      const last: Middleware = (next) => async (given) => {
        const mark = marks.getStore()
        if (given.request && mark !== undefined) given.request.headers['x-oracle'] = mark
        return await next(given)
      }
      this.middlewareStack.add(first, { step: 'initialize', priority: 'high', name: 'oracleFirst' })
      this.middlewareStack.add(rewritten, { step: 'serialize', priority: 'high', name: 'oracleRewritten' })
      this.middlewareStack.add(last, { step: 'finalizeRequest', priority: 'low', name: 'oracleLast' })
    }
  }
}

interface LegacyRequest {
  readonly operation: string
  readonly params: unknown
  readonly service: { readonly serviceIdentifier: string; readonly config: { readonly region?: string } }
  readonly httpRequest: { readonly headers: Record<string, string> }
  oracle?: Sent
}
interface LegacyResponse {
  readonly request: LegacyRequest
  data: object | null
}
interface LegacyPackage {
  readonly events: {
    on(name: 'sign', listener: (request: LegacyRequest) => void): void
    on(name: 'success', listener: (response: LegacyResponse) => void): void
  }
}

/** The same for the SDK's second version. */
export function recordLegacy({ events }: LegacyPackage, notebook: Notebook): void {
  events.on('sign', (request) => {
    const { operation, params, service, httpRequest } = request
    if (!request.oracle) {
      const command = operation.charAt(0).toUpperCase() + operation.slice(1)
      const noted = notebook.note(`legacy:${service.serviceIdentifier}`, command, params, service.config.region)
      if (!noted) throw new Error('these are requests enough')
      // What is signed may be handed to somebody else, and never be sent from here.
      noted.sent.done = true
      request.oracle = noted.sent
      httpRequest.headers['x-oracle'] = JSON.stringify({
        child: notebook.child,
        id: noted.sent.id,
        ...(noted.refuse === undefined ? {} : { refuse: noted.refuse }),
      })
    }
  })
  events.on('success', (response) => {
    if (response.data) response.data = notebook.answer(response.request.operation, response.data)
  })
}
