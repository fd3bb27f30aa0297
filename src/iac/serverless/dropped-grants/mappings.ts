import { type Value, valueKey } from '../../../model/index.ts'
import { type Grant, type GrantFacts, serviceOf } from './grant.ts'
import { queueActions, streamActions } from './runtime-actions.ts'
import { physicalName } from './settings.ts'

const mappingType = 'AWS::Lambda::EventSourceMapping'

/**
 * What Lambda itself reads with the role of a function where the template declares the event source mapping as a resource, so that the
 * framework knows nothing of it: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-eventsourcemapping.html
 */
export function mappingGrants(facts: GrantFacts): readonly Grant[] {
  const { configuration, name, spot, resources } = facts
  const own = valueKey(physicalName(configuration, name, spot))
  return [...resources.values()].flatMap(({ type, properties, at }): readonly Grant[] => {
    if (type !== mappingType || properties.kind !== 'record') return []
    const [called, source] = ['FunctionName', 'EventSourceArn'].map((field) => properties.fields.get(field))
    if (!called || !source || !(mentions(called, resourceOf(name)) || valueKey(called) === own)) return []
    const service = serviceOf(source, resources)
    // Where nothing tells which it is, each that may be meant, on that source alone.
    const actions = service === undefined ? [...reading.values()].flat() : (reading.get(service) ?? [])
    return actions.length === 0 ? [] : [{ actions, resource: source, at }]
  })
}

const reading: ReadonlyMap<string, readonly string[]> = new Map([['sqs', queueActions], ...streamActions])

/** As the framework names the resource of a function: https://www.serverless.com/framework/docs/providers/aws/guide/resources */
function resourceOf(name: string): string {
  const plain = name.replaceAll('-', 'Dash').replaceAll('_', 'Underscore')
  return `${plain.charAt(0).toUpperCase()}${plain.slice(1)}LambdaFunction`
}

/** Whether a value is a resource or is made of it, as the ARN of an alias is. */
const mentions = (value: Value, id: string): boolean =>
  value.kind === 'resource' ? value.id === id : value.kind === 'join' && value.parts.some((part) => mentions(part, id))
