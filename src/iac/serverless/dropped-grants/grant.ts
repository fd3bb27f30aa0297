import { type DeclaredResource, type Location, text, type Value } from '../../../model/index.ts'
import type { Configuration } from '../configuration.ts'
import type { Spot } from '../spot.ts'

/** A function whose role a plugin makes, and what is around it. */
export interface GrantFacts {
  readonly configuration: Configuration
  readonly name: string
  readonly spot: Spot
  readonly resources: ReadonlyMap<string, DeclaredResource>
}

/** Actions that something in the service file needs on a resource. */
export interface Grant {
  readonly actions: readonly string[]
  readonly resource: Value
  readonly at: Location
}

/** What stands at a place below a spot: its value and where; undefined where nothing, `null` or `false` is there. */
export function settingAt(
  configuration: Configuration,
  from: Spot,
  ...keys: readonly string[]
): { value: Value; spot: Spot; at: Location } | undefined {
  const spot = configuration.get(from, ...keys)
  if (!spot) return undefined
  const value = configuration.value(spot)
  if (value.kind === 'absent' || (value.kind === 'constant' && (value.value === null || value.value === false))) return undefined
  return { value, spot, at: configuration.placeOf(spot.node) }
}

/** The service that an ARN belongs to (`sqs`), by its text or by the declared resource; undefined where neither tells. */
export function serviceOf(arn: Value, resources: ReadonlyMap<string, DeclaredResource>): string | undefined {
  if (arn.kind === 'resource') return resources.get(arn.id)?.type.split('::')[1]?.toLowerCase()
  const head = arn.kind === 'join' ? arn.parts[0] : arn
  const words = (head?.kind === 'variable' && head.now ? head.now : head) ?? text('')
  if (words.kind === 'resource') return serviceOf(words, resources)
  // `arn:${AWS::Partition}:sqs:` is cut after its second part.
  const cut =
    arn.kind === 'join' && words.kind === 'text' && words.text === 'arn:' && arn.parts[2]?.kind === 'text' ? `arn:aws${arn.parts[2].text}` : undefined
  const whole = cut ?? (words.kind === 'text' ? words.text : '')
  return whole.startsWith('arn:') ? whole.split(':')[2] || undefined : undefined
}
