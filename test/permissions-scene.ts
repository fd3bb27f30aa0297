import { type DeclaredResource, list, record, resource, type SdkCall, text, type Value } from '../src/model/index.ts'
import { derivePermissions, openActionMap, type Surroundings } from '../src/permissions/index.ts'

/** The map that ships. */
export const map = openActionMap()
/** Where every call of these tests is sent. */
export const at = { file: 'src/handler.ts', line: 7 }

/** A value written as plain data: strings are texts, arrays lists, objects records; values stay what they are. */
export type Plain = string | number | boolean | null | Value | Plain[] | { [name: string]: Plain }
const kinds = new Set([
  'text',
  'constant',
  'absent',
  'join',
  'environment',
  'resource',
  'intrinsic',
  'variable',
  'oneOf',
  'list',
  'record',
  'unknown',
])

/** Makes a value of plain data. */
export function value(plain: Plain): Value {
  if (typeof plain === 'string') return text(plain)
  if (plain === null || typeof plain !== 'object') return { kind: 'constant', value: plain }
  if (Array.isArray(plain)) return list(plain.map(value))
  if ('kind' in plain && typeof plain.kind === 'string' && kinds.has(plain.kind)) return plain as Value
  return record(Object.entries(plain as { [name: string]: Plain }).map(([name, each]) => [name, value(each)] as const))
}

/** A call of the SDK, as the code room would find it. */
export function call(client: string, command: string, input: Plain, more: Partial<SdkCall> & { options?: Plain } = {}): SdkCall {
  const { options, ...rest } = more
  return { client, command, input: value(input), clientOptions: value(options ?? {}), at, path: [], ...rest }
}

/** A resource of the service's template. */
export const declare = (id: string, type: string, properties: Plain = {}): [string, DeclaredResource] => [
  id,
  { id, type, properties: value(properties), at: { file: 'serverless.yml', line: 1 } },
]

/** What is around the calls: nothing declared, region and account left to the deployment. */
export const around = (more: Partial<Surroundings> = {}): Surroundings => ({
  environment: new Map(),
  environmentSource: 'declared',
  resources: new Map(),
  partition: 'aws',
  region: resource('AWS::Region'),
  account: resource('AWS::AccountId'),
  objectKeys: 'exact',
  ...more,
})

/** A pattern on one line. */
export function line(pattern: Value): string {
  if (pattern.kind === 'text') return pattern.text
  if (pattern.kind === 'join') return pattern.parts.map(line).join('')
  if (pattern.kind === 'resource') return `\${${pattern.id}${pattern.attribute === undefined ? '' : `.${pattern.attribute}`}}`
  if (pattern.kind === 'variable') return pattern.text
  return pattern.kind === 'intrinsic' ? JSON.stringify(pattern.document) : `<${pattern.kind}>`
}

/** The permissions of calls as sorted lines, `HERE` for this region and account. */
export const lines = (calls: SdkCall[], surroundings = around()): string[] =>
  derivePermissions(map, calls, surroundings)
    .permissions.map(({ action, resource: on }) => `${action} ${line(on).replace('${AWS::Region}:${AWS::AccountId}', 'HERE')}`)
    .sort()

/** The findings of calls, by check. */
export const checks = (calls: SdkCall[], surroundings = around()): string[] =>
  derivePermissions(map, calls, surroundings).findings.map(({ check }) => check)

/** `process.env.NAME`. */
export const env = (name: string, fallback?: Value): Value => (fallback ? { kind: 'environment', name, fallback } : { kind: 'environment', name })

/** A variable of the deployment tool. */
export const variable = (name: string, now?: string): Value =>
  now === undefined ? { kind: 'variable', text: `\${${name}}` } : { kind: 'variable', text: `\${${name}}`, now: text(now) }

/** A service with a table, a bucket, a socket API and a secret. */
export const withResources = around({
  environment: new Map<string, Value>([
    ['TABLE', resource('Users')],
    ['FROM', resource('Source')],
  ]),
  resources: new Map([
    declare('Users', 'AWS::DynamoDB::Table'),
    declare('Source', 'AWS::S3::Bucket'),
    declare('Sockets', 'AWS::ApiGatewayV2::Api'),
    declare('Secret', 'AWS::SecretsManager::Secret'),
  ]),
})

/** A call as the title of its test. */
export const titleOf = ({ command, input }: SdkCall): string =>
  `${command} ${input.kind === 'record' ? [...input.fields.keys()].join(' ') : input.kind}`

/** The conditions of a call's permissions, as lines. */
export const conditions = (each: SdkCall, surroundings = around()): string[] =>
  derivePermissions(map, [each], surroundings).permissions.flatMap(({ action, condition }) =>
    [...(condition ?? [])].flatMap(([operator, keys]) =>
      [...keys].map(([key, values]) => `${action} ${operator} ${key} ${values.map(line).join(',')}`),
    ),
  )
