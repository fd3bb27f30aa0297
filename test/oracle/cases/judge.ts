import type { DeclaredResource, FunctionReport, Permission, SdkCall } from '../../../src/model/index.ts'
import { record, text } from '../../../src/model/index.ts'
import { type ActionMap, derivePermissions } from '../../../src/permissions/index.ts'
import { buildPolicy, covers, coversAction, policyCovers } from '../../../src/policy/index.ts'
import { asValue } from '../judge.ts'
import { account, type Deployed, deployPolicy } from './deploy.ts'
import type { Sent } from './words.ts'

/** What a function was seen to send, as far as it needs a permission. */
export interface Judged {
  /** Requests that no derived statement allows, with what they need. */
  readonly missed: readonly { readonly sent: Sent; readonly needs: readonly string[] }[]
  /** Derived permissions, as action and resource: those that some run needed, and those that none did. */
  readonly used: readonly string[]
  readonly unused: readonly string[]
  /** Requests that do not name what they are about: AWS refuses them before it asks for permissions. */
  readonly nameless: number
}

/** Collects what a function sends, and compares it with what is derived for it. */
export interface Judge {
  take(sent: Sent): void
  judge(): Judged
}

/** Opens the case of one function. */
export function createJudge(
  map: ActionMap,
  resources: ReadonlyMap<string, DeclaredResource>,
  region: string,
  deployed: Deployed,
  derived: FunctionReport,
): Judge {
  const policy = deployPolicy(derived.policy, deployed)
  const own = derived.permissions.filter(({ basis }) => basis !== 'annotation' && basis !== 'framework' && basis !== 'assumed')
  const pairs = new Map(
    own
      .flatMap((one) =>
        (one.resource.kind === 'oneOf' ? one.resource.options : [one.resource]).map((value) => ({ action: one.action, resource: deployed(value) })),
      )
      .map((one) => [`${one.action} ${one.resource}`, one]),
  )
  const legacy = map.legacyServices()
  const missed = new Map<string, { sent: Sent; needs: string[] }>()
  const used = new Set<string>()
  const taken = new Set<string>()
  let nameless = 0
  return {
    take: (sent) => {
      const key = `${sent.client} ${sent.command} ${sent.region} ${JSON.stringify(sent.input)}`
      if (taken.has(key)) return
      taken.add(key)
      const asked = needsOf(sent)
      if (!asked) {
        missed.set(key, { sent, needs: ['a command that the action map has'] })
        return
      }
      if (asked.some(isNameless)) {
        nameless += 1
        return
      }
      const needs = asked.map((one) => ({ ...one, resource: text(deployed(one.resource)) }))
      if (policyCovers(policy, buildPolicy(needs)) !== 'yes')
        missed.set(key, { sent, needs: needs.map(({ action, resource }) => `${action} ${resource.text}`) })
      for (const { action, resource } of needs)
        for (const [pair, one] of pairs) if (coversAction(one.action, action) && covers(text(one.resource), resource) === 'yes') used.add(pair)
    },
    judge: () => ({
      nameless,
      missed: [...missed.values()],
      used: [...used].sort(),
      unused: [...pairs.keys()].filter((pair) => !used.has(pair)).sort(),
    }),
  }

  function needsOf({ client, command, input, region: own = region }: Sent): readonly Permission[] | undefined {
    const name = clientOf(client)
    if (name === undefined || !map.command(name, command)) return undefined
    const call: SdkCall = {
      client: name,
      command,
      input: asValue(input),
      clientOptions: record([['region', text(own)]]),
      at: { file: 'sent', line: 1 },
      path: [],
    }
    return derivePermissions(map, [call], {
      environment: new Map(),
      environmentSource: 'declared',
      resources,
      partition: 'aws',
      region: text(region),
      account: text(account),
      objectKeys: 'exact',
    }).permissions
  }

  /** The client of the map behind the name of a class, or an identifier of the SDK's second version. */
  function clientOf(name: string): string | undefined {
    const old = name.startsWith('legacy:') ? name.slice('legacy:'.length) : undefined
    for (const [service, client] of old === undefined ? [] : legacy) if (service.toLowerCase() === old) return client
    const bare = (old ?? name.replace(/Client$/, '')).toLowerCase()
    return map.clients().find((one) => one.replaceAll('-', '') === bare)
  }
}

/** Whether a request leaves out the name of what it is about. */
const isNameless = ({ widened, resource }: Permission): boolean => widened !== undefined && resource.kind !== 'oneOf' && /is not given/.test(widened)
