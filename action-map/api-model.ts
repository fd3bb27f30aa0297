import type { ClientSchema, Operation, Shape } from './client-schema.ts'

/** AWS's own description of one service, as SDK v2 and botocore ship it. */
export interface ApiModel {
  readonly metadata: { readonly serviceId?: string; readonly signingName?: string; readonly endpointPrefix: string }
  readonly operations: {
    readonly [name: string]: {
      readonly http?: { readonly method?: string; readonly requestUri?: string }
      readonly input?: RawShape
      readonly authtype?: string
      readonly auth?: readonly string[]
    }
  }
  readonly shapes?: { readonly [name: string]: RawShape }
}
interface RawShape {
  readonly shape?: string
  readonly type?: string
  readonly members?: { readonly [name: string]: RawShape }
  readonly member?: RawShape
  readonly value?: RawShape
}

/** Waiters as a model has them: name -> the operation that is asked. */
export interface WaiterModel {
  readonly waiters: { readonly [name: string]: { readonly operation: string } }
}

/** The short name of the v3 client that is generated from a model; undefined where the model says none. */
export const clientOf = (model: ApiModel): string | undefined => model.metadata.serviceId?.replace(/[^A-Za-z0-9]+/g, '-').toLowerCase()

/** A model in the shape of a v3 client. */
export function schemaOf(
  client: string,
  input: { readonly name: string; readonly version: string; readonly retired: boolean },
  model: ApiModel,
  waiting: WaiterModel | undefined,
): ClientSchema {
  const operations = Object.entries(model.operations).map(
    ([name, { http, input: shape, authtype, auth }]): Operation => ({
      name,
      method: http?.method ?? 'POST',
      path: (http?.requestUri ?? '/').split('?')[0] ?? '/',
      input: shapeOf(shape ?? { type: 'structure', members: {} }, model),
      signed: authtype !== 'none' && !auth?.includes('smithy.api#noAuth'),
    }),
  )
  operations.sort((a, b) => (a.name < b.name ? -1 : 1))
  const waiters = new Map(
    Object.entries(waiting?.waiters ?? {})
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, { operation }]) => [`waitUntil${name}`, operation] as const),
  )
  const signingName = model.metadata.signingName ?? model.metadata.endpointPrefix
  return { client, package: input.name, version: input.version, signingName, retired: input.retired, operations, waiters }
}

function shapeOf(raw: RawShape, model: ApiModel): Shape {
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
