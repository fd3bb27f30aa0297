import { type DeclaredResource, record, type Value } from '../../model/index.ts'
import { locationAt } from '../document.ts'
import type { Configuration } from './configuration.ts'
import type { Spot } from './spot.ts'

/** Reads `resources`: one template, or a list of templates that are merged as the framework merges them, and `extensions` of both. */
export function readResources(configuration: Configuration): ReadonlyMap<string, DeclaredResource> {
  const found = new Map<string, DeclaredResource>()
  const templates = templatesOf(configuration)
  for (const template of templates) {
    for (const [entry, spot] of configuration.entries(configuration.get(template, 'Resources')) ?? []) {
      const type = configuration.textNow(configuration.get(spot, 'Type'))
      const before = found.get(entry.key)
      if (type === undefined && !before) continue
      const properties = configuration.get(spot, 'Properties')
      const read = properties ? configuration.value(properties) : record([])
      const condition = configuration.constant(configuration.get(spot, 'Condition'))
      found.set(entry.key, {
        id: entry.key,
        type: type ?? before?.type ?? '',
        properties: before ? merged(before.properties, read) : read,
        ...(condition !== undefined ? { condition } : before?.condition !== undefined ? { condition: before.condition } : {}),
        at: before?.at ?? locationAt(entry.source, entry.keyStart),
      })
    }
  }
  for (const template of templates) extend(configuration, configuration.get(template, 'extensions'), found)
  return found
}

/** The policy of the API that the framework makes; https://www.serverless.com/framework/docs/providers/aws/events/apigateway#resource-policy */
export function readPolicies(configuration: Configuration): readonly DeclaredResource[] {
  return [
    ['provider', 'apiGateway', 'resourcePolicy'],
    ['provider', 'resourcePolicy'],
  ].flatMap((way) => {
    const spot = configuration.get(configuration.root, ...way)
    if (!spot) return []
    return [{ id: way.join('.'), type: 'AWS::ApiGateway::RestApi', properties: configuration.value(spot), at: configuration.placeOf(spot.node) }]
  })
}

/** The templates under `resources:`, in order. */
export function templatesOf(configuration: Configuration): readonly Spot[] {
  const resources = configuration.get(configuration.root, 'resources')
  if (!resources) return []
  const items = configuration.items(resources)
  if (items) return items.map(([, spot]) => spot)
  if (configuration.entries(resources)) return [resources]
  const settled = configuration.settle(resources)
  if (settled.kind === 'value' && settled.value.kind !== 'constant') {
    configuration.say({
      check: 'configuration-unread',
      severity: 'warning',
      confidence: 'certain',
      message: 'resources: comes from where Keycard cannot look, so names of resources are not followed to them',
      at: configuration.placeOf(resources.node),
      fix: 'keep the template in YAML or JSON',
    })
  }
  return []
}

/** Extensions change resources that the framework makes or that are declared; only the latter are known here. */
function extend(configuration: Configuration, extensions: Spot | undefined, found: Map<string, DeclaredResource>): void {
  for (const [entry, spot] of configuration.entries(extensions) ?? []) {
    const declared = found.get(entry.key)
    const properties = configuration.get(spot, 'Properties')
    if (!declared || !properties) continue
    const more = configuration.value(properties)
    if (declared.properties.kind !== 'record' || more.kind !== 'record') continue
    found.set(entry.key, { ...declared, properties: record([...declared.properties.fields, ...more.fields]) })
  }
}

/** What comes later wins, field by field. */
function merged(first: Value, second: Value): Value {
  if (first.kind !== 'record' || second.kind !== 'record') return second
  const fields = new Map(first.fields)
  for (const [name, field] of second.fields) {
    const before = fields.get(name)
    fields.set(name, before ? merged(before, field) : field)
  }
  return record(fields)
}
