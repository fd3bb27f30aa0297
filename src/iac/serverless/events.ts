import { type RecordValue, record, resource, unknown, type Value } from '../../model/index.ts'
import type { Configuration } from './configuration.ts'
import type { Spot } from './spot.ts'
import { parseTemplate } from './variable-syntax.ts'

/** Settings of events that may be the name of an entry under `provider:` in which the thing itself is named. */
const namedByProvider: ReadonlyMap<string, { readonly setting: string; readonly name: string }> = new Map([
  // https://www.serverless.com/framework/docs/providers/aws/events/s3
  ['s3', { setting: 'bucket', name: 'name' }],
])

/** `events:` of a function as values; one that is not known stands for what cannot be read. */
export function readEvents(configuration: Configuration, own: Spot): readonly Value[] {
  const spot = configuration.get(own, 'events')
  if (!spot) return []
  const items = configuration.items(spot)
  if (items) return items.map(([, event]) => withApi(configuration, withProviderNames(configuration, configuration.value(event))))
  const value = configuration.value(spot)
  return value.kind === 'absent' || (value.kind === 'constant' && value.value === null)
    ? []
    : [unknown('cannot be read', configuration.placeOf(spot.node))]
}

/** Events that come through an API of which the provider may name another than the one that the framework makes. */
const apis: ReadonlyMap<string, { readonly plain: string; readonly named: string; readonly made: string }> = new Map([
  // https://www.serverless.com/framework/docs/providers/aws/events/websocket
  ['websocket', { plain: 'route', named: 'websocketApiId', made: 'WebsocketsApi' }],
])

/** Says the API under `api` and its stage, which the file leaves to the provider or to the framework. */
function withApi(configuration: Configuration, event: Value): Value {
  const [kind, setting] = event.kind === 'record' ? ([...event.fields][0] ?? []) : []
  const api = kind === undefined ? undefined : apis.get(kind)
  if (!api || kind === undefined || !setting) return event
  const named = configuration.get(configuration.root, 'provider', 'apiGateway', api.named)
  const settings: RecordValue = setting.kind === 'record' ? setting : record([[api.plain, setting]])
  const stage = configuration.template(parseTemplate('${sls:stage}'), configuration.root.node)
  const more: readonly (readonly [string, Value])[] = [
    ['api', named ? configuration.value(named) : resource(api.made)],
    ['stage', 'node' in stage ? configuration.value(stage) : stage],
  ]
  return record([[kind, record([...settings.fields, ...more])]])
}

function withProviderNames(configuration: Configuration, event: Value): Value {
  const [kind, setting] = event.kind === 'record' ? ([...event.fields][0] ?? []) : []
  const named = kind === undefined ? undefined : namedByProvider.get(kind)
  if (!named || kind === undefined || !setting) return event
  const settings: RecordValue = setting.kind === 'record' ? setting : record([[named.setting, setting]])
  const value = settings.fields.get(named.setting)
  const name = value?.kind === 'text' ? configuration.get(configuration.root, 'provider', kind, value.text, named.name) : undefined
  return name ? record([[kind, record([...settings.fields, [named.setting, configuration.value(name)]])]]) : event
}
