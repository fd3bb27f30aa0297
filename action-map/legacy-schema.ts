import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { type ApiModel, clientOf, schemaOf, type WaiterModel } from './api-model.ts'
import type { ClientSchema } from './client-schema.ts'

/** What SDK v2 knows of one API: the name of its class, and its model in the shape of a v3 client. */
export interface LegacyClient {
  readonly className: string
  readonly schema: ClientSchema
}

const folder = 'node_modules/aws-sdk'
const read = <Facts>(file: string): Facts => JSON.parse(readFileSync(`${folder}/${file}`, 'utf8')) as Facts

/** Reads every API of SDK v2, in the newest version that it has, by the name of the v3 client. */
export function readLegacyClients(): ReadonlyMap<string, LegacyClient> {
  const { version } = read<{ version: string }>('package.json')
  const metadata = read<Record<string, { name: string; prefix?: string }>>('apis/metadata.json')
  const files = readdirSync(`${folder}/apis`).filter((name) => name.endsWith('.min.json'))
  const clients = new Map<string, LegacyClient>()
  for (const [key, { name, prefix }] of Object.entries(metadata).sort(([a], [b]) => (a < b ? -1 : 1))) {
    const file = files
      .filter((each) => /^-\d{4}-\d\d-\d\d\.min\.json$/.test(each.slice((prefix ?? key).length)) && each.startsWith(prefix ?? key))
      .sort()
      .at(-1)
    if (!file) continue
    const model = read<ApiModel>(`apis/${file}`)
    const client = clientOf(model)
    if (client === undefined) continue
    const waiting = `apis/${file.replace('.min.json', '.waiters2.json')}`
    const waiters = existsSync(`${folder}/${waiting}`) ? read<WaiterModel>(waiting) : undefined
    clients.set(client, { className: name, schema: schemaOf(client, { name: 'aws-sdk', version, retired: true }, model, waiters) })
  }
  return clients
}
