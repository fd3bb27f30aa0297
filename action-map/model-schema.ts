import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { type ApiModel, clientOf, schemaOf, type WaiterModel } from './api-model.ts'
import type { ClientSchema } from './client-schema.ts'

const folder = 'node_modules/.botocore'

/** Reads the model of every service that botocore has, in its newest version, by the name of the v3 client that is generated from it. */
export function readModels(): ReadonlyMap<string, ClientSchema> {
  const data = `${folder}/botocore/data`
  if (!existsSync(data)) throw new Error('the models are not installed: npm run inputs')
  const version = readdirSync(folder)
    .map((name) => /^botocore-(.+)\.dist-info$/.exec(name)?.[1])
    .find((found) => found !== undefined)
  if (version === undefined) throw new Error(`${folder} says no version`)
  const clients = new Map<string, ClientSchema>()
  for (const service of readdirSync(data, { withFileTypes: true }).filter((entry) => entry.isDirectory())) {
    const newest = readdirSync(`${data}/${service.name}`).sort().at(-1)
    const place = `${data}/${service.name}/${newest}`
    const model = read<ApiModel>(`${place}/service-2.json`)
    const client = model && clientOf(model)
    if (!model || client === undefined) throw new Error(`${place} holds no model`)
    clients.set(client, schemaOf(client, { name: 'botocore', version, retired: false }, model, read<WaiterModel>(`${place}/waiters-2.json`)))
  }
  return clients
}

function read<Facts>(file: string): Facts | undefined {
  if (existsSync(`${file}.gz`)) return JSON.parse(gunzipSync(readFileSync(`${file}.gz`)).toString('utf8')) as Facts
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Facts) : undefined
}
