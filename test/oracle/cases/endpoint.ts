import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Mark } from './words.ts'

/** A request as it arrived. */
export interface Arrival {
  readonly mark: Mark
  readonly method: string
  readonly host: string
  readonly path: string
  /** The service that it is signed for, and with whose key; left out where it is not signed. */
  readonly service?: string
  readonly accessKey?: string
}

/** The access key that every assumed role gets. */
export const assumedKey = 'ASIAASSUMEDROLE00000'

/** An endpoint on the loopback address that takes the place of AWS: it notes what arrives, and answers so that code goes on. */
export interface Endpoint {
  readonly port: number
  /** What arrived of a child's requests. */
  arrivals(child: number): readonly Arrival[]
  close(): Promise<void>
}

interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Uint8Array
}

/** Starts an endpoint on a free port. */
export async function openEndpoint(): Promise<Endpoint> {
  const arrived = new Map<number, Arrival[]>()
  const throttled = new Set<string>()
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const arrival = arrivalOf(request)
      const { mark } = arrival
      const list = arrived.get(mark.child) ?? []
      arrived.set(mark.child, list)
      list.push(arrival)
      // A throttled request goes through when it is tried again.
      const once = `${mark.child} ${mark.id}`
      const refuse = mark.refuse?.startsWith('Throttling') && throttled.has(once) ? undefined : mark.refuse
      if (mark.refuse) throttled.add(once)
      const { status, headers, body } = answer(request, arrival.service ?? '', Buffer.concat(chunks).toString(), refuse)
      response.writeHead(status, { 'x-amzn-requestid': 'request', ...headers })
      response.end(request.method === 'HEAD' ? undefined : body)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    arrivals: (child) => arrived.get(child) ?? [],
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function arrivalOf({ headers, method = '', url = '' }: IncomingMessage): Arrival {
  const mark = JSON.parse(String(headers['x-oracle'] ?? '{"child":0}')) as Mark
  const signed = /Credential=([^/,&]+)\/\d+\/(?:[^/]*\/)?([^/]+)\/aws4_request/.exec(`${headers.authorization ?? ''} ${decodeURIComponent(url)}`)
  return {
    mark,
    method,
    host: String(headers['x-oracle-host'] ?? headers.host ?? ''),
    path: url,
    ...(signed?.[1] && signed[2] ? { accessKey: signed[1], service: signed[2] } : {}),
  }
}

const credentials = `<Credentials><AccessKeyId>${assumedKey}</AccessKeyId><SecretAccessKey>secret</SecretAccessKey><SessionToken>token</SessionToken><Expiration>2100-01-01T00:00:00Z</Expiration></Credentials>`

/** An answer that is well-formed in the protocol of the request, and empty wherever it may be. */
function answer({ headers, url = '' }: IncomingMessage, service: string, body: string, refuse: string | undefined): Answer {
  const status = refuse === undefined ? 200 : /NotFound|NoSuch|404/.test(refuse) ? 404 : 400
  if (headers['smithy-protocol'] === 'rpc-v2-cbor')
    return {
      status,
      headers: { 'content-type': 'application/cbor', 'smithy-protocol': 'rpc-v2-cbor' },
      body: cbor(refuse === undefined ? {} : { __type: refuse }),
    }
  const action = /(?:^|[?&])Action=(\w+)/.exec(body || url)?.[1]
  const xml = (text: string): Answer => ({ status, headers: { 'content-type': 'text/xml', etag: '"tag"' }, body: text })
  if (action !== undefined) {
    if (refuse !== undefined) return xml(`<ErrorResponse><Error><Code>${refuse}</Code><Message>refused</Message></Error></ErrorResponse>`)
    const inner = service === 'sts' ? credentials : ''
    return xml(`<${action}Response><${action}Result>${inner}</${action}Result></${action}Response>`)
  }
  if (service === 's3' || (/^\/20\d\d-\d\d-\d\d\//.test(url) === false && /xml/.test(headers['content-type'] ?? ''))) {
    if (refuse !== undefined) return xml(`<Error><Code>${refuse}</Code><Message>refused</Message></Error>`)
    return xml(/[?&]uploads/.test(url) ? '<Result><UploadId>upload</UploadId></Result>' : '<Result></Result>')
  }
  const json = refuse === undefined ? accepted(service, body) : JSON.stringify({ __type: refuse, message: 'refused' })
  return { status, headers: { 'content-type': 'application/json', ...(refuse === undefined ? {} : { 'x-amzn-errortype': refuse }) }, body: json }
}

/** What an accepted request is answered in JSON: nothing, but for the digest that is checked of a message. */
function accepted(service: string, body: string): string {
  const message = service === 'sqs' ? /"MessageBody":("(?:[^"\\]|\\.)*")/.exec(body)?.[1] : undefined
  if (message === undefined) return '{}'
  return JSON.stringify({
    MessageId: 'message',
    MD5OfMessageBody: createHash('md5')
      .update(JSON.parse(message) as string)
      .digest('hex'),
  })
}

/** A record of short texts as CBOR. */
function cbor(fields: Readonly<Record<string, string>>): Uint8Array {
  const short = (text: string): number[] => [0x78, text.length, ...Buffer.from(text)]
  return Uint8Array.from([0xbf, ...Object.entries(fields).flatMap(([name, value]) => [...short(name), ...short(value)]), 0xff])
}
