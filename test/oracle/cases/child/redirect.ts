import http from 'node:http'
import https from 'node:https'
import net from 'node:net'
import type { Mark } from '../words.ts'

/** What the child knows of the requests under way. */
export interface Traffic {
  readonly blocked: string[]
  /** How many requests have no answer yet. */
  open: number
}

type Ask = (...all: unknown[]) => http.ClientRequest

/** Sends every request of this process to the endpoint, whatever its host, and lets nothing else out; `tell` is what a host is fetched for, if known. */
export function redirect(port: number, child: number, tell: (host: string) => object | undefined): Traffic {
  const traffic: Traffic = { blocked: [], open: 0 }
  const plain = JSON.stringify({ child } satisfies Mark)
  const original = http.request
  const agent = new http.Agent({ keepAlive: true })
  const request: Ask = (...all) => {
    const callback = all.find((one) => typeof one === 'function') as ((response: http.IncomingMessage) => void) | undefined
    const [first, second] = all
    const url = typeof first === 'string' || first instanceof URL ? new URL(first) : undefined
    const options = { ...((url ? (typeof second === 'object' ? second : {}) : first) as http.RequestOptions) }
    const headers = { ...(options.headers as http.OutgoingHttpHeaders | undefined) }
    const marked = Object.keys(headers).some((name) => name.toLowerCase() === 'x-oracle')
    const sent = original(
      {
        method: options.method ?? 'GET',
        path: options.path ?? (url ? `${url.pathname}${url.search}` : '/'),
        host: '127.0.0.1',
        port,
        agent,
        headers: { ...headers, 'x-oracle-host': url?.hostname ?? options.hostname ?? options.host ?? '', ...(marked ? {} : { 'x-oracle': plain }) },
      },
      callback,
    )
    traffic.open += 1
    sent.once('close', () => {
      traffic.open -= 1
    })
    return sent
  }
  const get: Ask = (...all) => {
    const sent = request(...all)
    sent.end()
    return sent
  }
  for (const module of [http, https]) Object.assign(module, { request, get })
  redirectFetch(port, plain, tell)
  guard(port, traffic)
  return traffic
}

function redirectFetch(port: number, plain: string, tell: (host: string) => object | undefined): void {
  const original = globalThis.fetch
  globalThis.fetch = async (input, init) => {
    const asked = new Request(input as string, init)
    const url = new URL(asked.url)
    const headers = new Headers(asked.headers)
    headers.set('x-oracle-host', url.host)
    if (!headers.has('x-oracle')) headers.set('x-oracle', plain)
    const body = asked.body === null ? undefined : await asked.arrayBuffer()
    const given = await original(`http://127.0.0.1:${port}${url.pathname}${url.search}`, { method: asked.method, headers, ...(body ? { body } : {}) })
    const told = tell(url.host)
    return told === undefined ? given : Response.json(told)
  }
}

/** No socket leads anywhere but to the endpoint. */
function guard(port: number, traffic: Traffic): void {
  const original = net.Socket.prototype.connect as (...given: unknown[]) => net.Socket
  function connect(this: net.Socket, ...all: unknown[]): net.Socket {
    const flat = all.flat() as unknown[]
    const options = (flat.find((one) => typeof one === 'object' && one !== null) ?? { port: flat[0], host: flat[1] }) as net.TcpNetConnectOpts
    if (options.host === '127.0.0.1' && Number(options.port) === port) return original.apply(this, all)
    traffic.blocked.push(`${options.host}:${options.port}`)
    process.nextTick(() => this.destroy(new Error(`${options.host} is out of reach`)))
    return this
  }
  net.Socket.prototype.connect = connect as typeof net.Socket.prototype.connect
}
