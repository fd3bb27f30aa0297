import { existsSync, readdirSync, readFileSync } from 'node:fs'
import type { ClientSchema, Operation, Shape } from './client-schema.ts'

/** What SDK v2 knows of one API: the name of its class, and its model in the shape of a v3 client. */
export interface LegacyClient {
  readonly className: string
  readonly schema: ClientSchema
}

interface Model {
  metadata: { serviceId?: string; signingName?: string; endpointPrefix: string; signatureVersion?: string }
  operations: Record<string, { http?: { method?: string; requestUri?: string }; input?: RawShape; authtype?: string; auth?: string[] }>
  shapes?: Record<string, RawShape>
}
interface RawShape {
  shape?: string
  type?: string
  members?: Record<string, RawShape>
  member?: RawShape
  value?: RawShape
}

const folder = 'node_modules/aws-sdk'

/** Reads every API of SDK v2, in the newest version that it has, by the name of the v3 client. */
export function readLegacyClients(): ReadonlyMap<string, LegacyClient> {
  const { version } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8')) as { version: string }
  const metadata = JSON.parse(readFileSync(`${folder}/apis/metadata.json`, 'utf8')) as Record<string, { name: string; prefix?: string }>
  const files = readdirSync(`${folder}/apis`).filter((name) => name.endsWith('.min.json'))
  const clients = new Map<string, LegacyClient>()
  for (const [key, { name, prefix }] of Object.entries(metadata).sort(([a], [b]) => (a < b ? -1 : 1))) {
    const file = files
      .filter((each) => /^-\d{4}-\d\d-\d\d\.min\.json$/.test(each.slice((prefix ?? key).length)) && each.startsWith(prefix ?? key))
      .sort()
      .at(-1)
    if (!file) continue
    const model = JSON.parse(readFileSync(`${folder}/apis/${file}`, 'utf8')) as Model
    if (!model.metadata.serviceId) continue
    const client = model.metadata.serviceId.replace(/[^A-Za-z0-9]+/g, '-').toLowerCase()
    clients.set(client, { className: name, schema: schemaOf(client, version, model, file) })
  }
  return clients
}

function schemaOf(client: string, version: string, model: Model, file: string): ClientSchema {
  const operations = Object.entries(model.operations).map(
    ([name, { http, input, authtype, auth }]): Operation => ({
      name,
      method: http?.method ?? 'POST',
      path: (http?.requestUri ?? '/').split('?')[0] ?? '/',
      input: shapeOf(input ?? { type: 'structure', members: {} }, model),
      signed: authtype !== 'none' && !auth?.includes('smithy.api#noAuth'),
    }),
  )
  operations.sort((a, b) => (a.name < b.name ? -1 : 1))
  const waiters = new Map<string, string>()
  const place = `${folder}/apis/${file.replace('.min.json', '.waiters2.json')}`
  if (existsSync(place)) {
    const found = JSON.parse(readFileSync(place, 'utf8')) as { waiters: Record<string, { operation: string }> }
    for (const [name, { operation }] of Object.entries(found.waiters).sort(([a], [b]) => (a < b ? -1 : 1))) waiters.set(`waitUntil${name}`, operation)
  }
  return { client, package: 'aws-sdk', version, signingName: model.metadata.signingName ?? model.metadata.endpointPrefix, operations, waiters }
}

function shapeOf(raw: RawShape, model: Model): Shape {
  const shape = raw.shape ? (model.shapes?.[raw.shape] ?? raw) : raw
  if (shape.type === 'structure') {
    return { kind: 'structure', members: new Map(Object.entries(shape.members ?? {}).map(([name, member]) => [name, () => shapeOf(member, model)])) }
  }
  if (shape.type === 'list') return { kind: 'list', of: () => shapeOf(shape.member ?? {}, model) }
  if (shape.type === 'map') return { kind: 'map', of: () => shapeOf(shape.value ?? {}, model) }
  if (shape.type === 'boolean') return { kind: 'flag' }
  if (shape.type === undefined || shape.type === 'string' || shape.type === 'character') return { kind: 'text' }
  return { kind: /^(?:integer|long|float|double)$/.test(shape.type) ? 'number' : 'other' }
}
