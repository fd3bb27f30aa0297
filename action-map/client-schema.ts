import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

/** What a member holds, as far as sources go into it. */
export type Shape =
  | { readonly kind: 'text' | 'flag' | 'number' | 'other' }
  | { readonly kind: 'list' | 'map'; readonly of: () => Shape }
  | { readonly kind: 'structure'; readonly members: ReadonlyMap<string, () => Shape> }

/** One operation of a client. */
export interface Operation {
  readonly name: string
  readonly method: string
  /** The request path without its query, with the labels as the model spells them: `/restapis/{restApiId}`. */
  readonly path: string
  readonly input: Shape
  readonly signed: boolean
}

/** A client package as far as the map needs it. */
export interface ClientSchema {
  readonly client: string
  readonly package: string
  readonly version: string
  readonly signingName: string
  /** Whether only the frozen SDK v2 still has it. */
  readonly retired: boolean
  readonly operations: readonly Operation[]
  readonly waiters: ReadonlyMap<string, string>
}

type Schema = unknown
const folder = 'node_modules/@aws-sdk'

/** Reads an installed client package: its static schemas, signing, waiters. */
export function readClient(client: string): ClientSchema {
  const name = `@aws-sdk/client-${client}`
  const directory = join(folder, `client-${client}`)
  const { version } = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')) as { version: string }
  const exported = createRequire(join(process.cwd(), 'package.json'))(name) as Record<string, unknown>
  const auth = readFileSync(join(directory, 'dist-es/auth/httpAuthSchemeProvider.js'), 'utf8')
  const unsigned = unsignedOperations(auth)
  const operations: Operation[] = []
  for (const value of Object.values(exported)) {
    if (!Array.isArray(value) || value[0] !== 9) continue
    const [, , operation, traits, input] = value as [number, string, string, unknown, Schema]
    const http = (traits as { http?: [string, string, number] } | number | undefined) ?? {}
    const [method = 'POST', path = '/'] = (typeof http === 'object' && http.http) || []
    operations.push({ name: operation, method, path: path.split('?')[0] ?? path, input: shapeOf(input), signed: !unsigned.has(operation) })
  }
  operations.sort((a, b) => (a.name < b.name ? -1 : 1))
  if (operations.length === 0) throw new Error(`${name} exports no operation schema`)
  const signingName = /signingProperties: \{\s*name: "([^"]+)"/.exec(auth)?.[1] ?? client
  return { client, package: name, version, signingName, retired: false, operations, waiters: waitersOf(directory) }
}

/** Operations that offer no signed scheme: their `case` in the auth scheme provider pushes `noAuth` and nothing else. */
function unsignedOperations(source: string): Set<string> {
  const unsigned = new Set<string>()
  let waiting: string[] = []
  for (const line of source.split('\n')) {
    const label = /^\s*case "(\w+)":/.exec(line)?.[1]
    if (label) waiting.push(label)
    if (/options\.push\(createSmithyApiNoAuth/.test(line)) for (const name of waiting) unsigned.add(name)
    if (/options\.push\(createAwsAuth/.test(line)) for (const name of waiting) unsigned.delete(name)
    if (/break;/.test(line)) waiting = []
    if (/default:/.test(line)) waiting = []
  }
  return unsigned
}

function waitersOf(directory: string): Map<string, string> {
  const waiters = new Map<string, string>()
  const place = join(directory, 'dist-es/waiters')
  if (!existsSync(place)) return waiters
  for (const file of readdirSync(place).sort()) {
    const name = /^waitFor(\w+)\.js$/.exec(file)?.[1]
    const command = name && /new (\w+)Command\(/.exec(readFileSync(join(place, file), 'utf8'))?.[1]
    if (name && command) waiters.set(`waitUntil${name}`, command)
  }
  return waiters
}

function shapeOf(schema: Schema): Shape {
  if (typeof schema === 'function') return shapeOf((schema as () => Schema)())
  if (typeof schema === 'number') {
    if (schema >= 128) return { kind: 'map', of: () => shapeOf(schema - 128) }
    if (schema >= 64) return { kind: 'list', of: () => shapeOf(schema - 64) }
    return { kind: schema === 0 ? 'text' : schema === 2 ? 'flag' : schema === 1 ? 'number' : 'other' }
  }
  if (!Array.isArray(schema)) return { kind: 'other' }
  if (typeof schema[1] !== 'string') return shapeOf(schema[0])
  const [kind, , , , first, second] = schema as [number, string, string, unknown, unknown, unknown]
  if (kind === 0) return shapeOf(first)
  if (kind === 1) return { kind: 'list', of: () => shapeOf(first) }
  if (kind === 2) return { kind: 'map', of: () => shapeOf(second) }
  if (kind !== 3 && kind !== 4) return { kind: 'other' }
  const names = first as string[]
  const types = second as Schema[]
  return { kind: 'structure', members: new Map(names.map((name, index) => [name, () => shapeOf(types[index])])) }
}

/** The shape at a member path; undefined where the input has no such member. */
export function shapeAt(shape: Shape, path: string): Shape | undefined {
  let at: Shape | undefined = shape
  for (const segment of path.split('.')) {
    const [, name = '', field, item] = /^([^[{]+)(\{\})?(\[\])?$/.exec(segment) ?? []
    // A map has whatever key the service gives a meaning to: the attributes of a topic.
    at = at?.kind === 'structure' ? at.members.get(name)?.() : at?.kind === 'map' ? at.of() : undefined
    if (field) at = at?.kind === 'map' ? at.of() : undefined
    if (item) at = at?.kind === 'list' ? at.of() : undefined
  }
  return at
}
