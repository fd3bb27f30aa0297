import { readdirSync, readFileSync } from 'node:fs'
import type { AccessLevel, ReferenceAction } from '../model/index.ts'

/** Every action of AWS with its access level, each service read when it is first asked for. */
export interface ActionReference {
  /** The actions that a pattern such as `s3:Get*` or `*` stands for; empty where the reference has none. */
  matching(pattern: string): readonly ReferenceAction[]
}

// The same two steps up from src/permissions and from dist/permissions.
const folder = new URL('../../action-map/actions/', import.meta.url)
const PREFIX = /^[a-z0-9][a-z0-9-]*$/

/** Opens action-map/actions, which the authorization reference was made into. */
export function openActionReference(): ActionReference {
  const services = new Map<string, readonly ReferenceAction[]>()
  const known = new Map<string, readonly ReferenceAction[]>()
  const service = (prefix: string): readonly ReferenceAction[] => {
    const before = services.get(prefix)
    if (before) return before
    const actions = PREFIX.test(prefix) ? readService(prefix) : []
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
  const source = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&').replace(/\*+/g, '.*').replaceAll('?', '.')
  return new RegExp(`^${source}$`, 'i')
}

function allPrefixes(): readonly string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => name.slice(0, -'.json'.length))
    .sort()
}

function readService(prefix: string): readonly ReferenceAction[] {
  let text: string
  try {
    text = readFileSync(new URL(`${prefix}.json`, folder), 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
  const levels = JSON.parse(text) as { [level in AccessLevel]?: { readonly [verbs: string]: string } }
  return (Object.entries(levels) as [AccessLevel, { readonly [verbs: string]: string }][]).flatMap(([level, groups]) =>
    Object.entries(groups).flatMap(([verbs, rests]) =>
      verbs.split(' ').flatMap((verb) => rests.split(' ').map((rest) => ({ action: `${prefix}:${verb}${rest}`, level }))),
    ),
  )
}
