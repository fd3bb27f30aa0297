import { readdirSync, readFileSync } from 'node:fs'
import { type AccessLevel, accessLevels, type ReferenceAction } from '../model/index.ts'

/** The actions of the services that the map has clients of, with their access levels; each service is read when it is first asked for. */
export interface ActionReference {
  /** The actions that a pattern such as `s3:Get*` or `*` stands for; empty where the reference has none. */
  matching(pattern: string): readonly ReferenceAction[]
}

// The same two steps up from src/permissions and from dist/permissions.
const root = new URL('../../action-map/', import.meta.url)
const PREFIX = /^[a-z0-9][a-z0-9-]*$/

/** Opens action-map/actions and verbs.json, which the authorization reference was made into. */
export function openActionReference(): ActionReference {
  const services = new Map<string, readonly ReferenceAction[]>()
  const known = new Map<string, readonly ReferenceAction[]>()
  let usual: ReadonlyMap<string, string> | undefined
  const service = (prefix: string): readonly ReferenceAction[] => {
    const before = services.get(prefix)
    if (before) return before
    usual ??= new Map(Object.entries(readFacts('verbs.json')))
    const actions = PREFIX.test(prefix) ? readService(prefix, usual) : []
    services.set(prefix, actions)
    return actions
  }
  const look = (pattern: string): readonly ReferenceAction[] => {
    const cut = pattern.indexOf(':')
    // `*` stands for all that there is; a pattern before the colon, which IAM does not take, for what it would match.
    const [head, tail] = cut < 0 ? [pattern, '*'] : [pattern.slice(0, cut), pattern.slice(cut + 1)]
    const prefixes = /[*?]/.test(head) ? allPrefixes().filter((prefix) => wildcard(head).test(prefix)) : [head]
    const names = wildcard(tail)
    return prefixes.flatMap((prefix) => service(prefix).filter(({ action }) => names.test(action.slice(prefix.length + 1))))
  }
  return {
    matching(pattern) {
      const key = pattern.toLowerCase()
      const before = known.get(key)
      if (before) return before
      const found = look(key)
      known.set(key, found)
      return found
    },
  }
}

/** IAM compares actions without regard to case: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html */
function wildcard(pattern: string): RegExp {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*+/g, '.*')
    .replaceAll('?', '.')
  return new RegExp(`^${source}$`, 'i')
}

function allPrefixes(): readonly string[] {
  return readdirSync(new URL('actions/', root))
    .filter((name) => name.endsWith('.json'))
    .map((name) => name.slice(0, -'.json'.length))
    .sort()
}

/** The letter of each level in the files. */
const levels: ReadonlyMap<string, AccessLevel> = new Map(accessLevels.map((level) => [level.charAt(0), level]))

/** `{"Create Delete Get/L":"Bucket Key"}`: each verb is done to each; without a letter it has the level that it has most often. */
function readService(prefix: string, usual: ReadonlyMap<string, string>): readonly ReferenceAction[] {
  return Object.entries(readFacts(`actions/${prefix}.json`)).flatMap(([verbs, rests]) =>
    verbs.split(' ').flatMap((said) => {
      const [verb = '', letter] = said.split('/')
      const level = levels.get(letter ?? usual.get(verb) ?? '') ?? 'Write'
      return rests.split(' ').map((rest) => ({ action: `${prefix}:${verb}${rest}`, level }))
    }),
  )
}

/** A file of texts by name; nothing where there is none. */
function readFacts(file: string): { readonly [name: string]: string } {
  try {
    return JSON.parse(readFileSync(new URL(file, root), 'utf8')) as { readonly [name: string]: string }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {}
    throw error
  }
}
