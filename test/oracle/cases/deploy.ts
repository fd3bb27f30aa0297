import type { DeclaredResource, Policy, Value } from '../../../src/model/index.ts'
import { text } from '../../../src/model/index.ts'
import type { ActionMap } from '../../../src/permissions/index.ts'

/** The account that the cases are deployed to. */
export const account = '111122223333'
/** The region where the service names none. */
export const usualRegion = 'eu-west-1'

/** What a value becomes when the stack is deployed: every resource has a name then, and nothing is a reference any more. */
export type Deployed = (value: Value) => string

const pseudo = (region: string): ReadonlyMap<string, string> =>
  new Map([
    ['AWS::Partition', 'aws'],
    ['AWS::Region', region],
    ['AWS::AccountId', account],
    ['AWS::StackName', 'stack'],
    ['AWS::URLSuffix', 'amazonaws.com'],
  ])

/** Deploys a stack, in thought. */
export function deploy(map: ActionMap, resources: ReadonlyMap<string, DeclaredResource>, region: string): Deployed {
  const known = pseudo(region)
  const variables = new Map([
    ['${aws:region}', region],
    ['${aws:accountId}', account],
    ['${aws:partition}', 'aws'],
  ])
  const nameOf = (declared: DeclaredResource): string => {
    const fact = map.resourceTypes().get(declared.type)
    const own = typeof fact?.name === 'string' && declared.properties.kind === 'record' ? declared.properties.fields.get(fact.name) : undefined
    return own ? deployed(own) : `stack-${declared.id}`
  }
  const arnOf = (declared: DeclaredResource): string =>
    (map.resourceTypes().get(declared.type)?.pattern ?? `arn:aws:unknown:::${declared.id}`)
      .replace('${Partition}', 'aws')
      .replace('${Region}', region)
      .replace('${Account}', account)
      .replace('${Name}', () => nameOf(declared))
  const referenced = (id: string, attribute: string | undefined): string => {
    const declared = resources.get(id)
    if (!declared) return known.get(id) ?? `${id}${attribute === undefined ? '' : `-${attribute}`}`
    const ref = map.resourceTypes().get(declared.type)?.ref
    if (attribute === undefined ? ref === 'arn' : attribute === 'Arn' || attribute === `${declared.type.split('::').at(-1)}Arn`)
      return arnOf(declared)
    if (attribute === undefined ? ref === 'url' : attribute === 'QueueUrl')
      return `https://sqs.${region}.amazonaws.com/${account}/${nameOf(declared)}`
    if (attribute === 'StreamArn' || attribute === 'LatestStreamArn') return `${arnOf(declared)}/stream/2026-01-01T00:00:00.000`
    return attribute === undefined || /name$/i.test(attribute) ? nameOf(declared) : `${nameOf(declared)}-${attribute}`
  }
  const deployed: Deployed = (value) => {
    switch (value.kind) {
      case 'text':
        return value.text
      case 'constant':
        return String(value.value)
      case 'join':
        return value.parts.map(deployed).join('')
      case 'resource':
        return referenced(value.id, value.attribute)
      case 'variable':
        return variables.get(value.text) ?? (value.now ? deployed(value.now) : value.text.replace(/\W+/g, '-'))
      case 'oneOf':
        return value.options[0] ? deployed(value.options[0]) : ''
      case 'intrinsic':
        return `imported-${JSON.stringify(value.document).replace(/\W+/g, '-')}`
      default:
        return '*'
    }
  }
  return deployed
}

/** A policy as it holds once the stack is deployed. */
export function deployPolicy({ statements }: Policy, deployed: Deployed): Policy {
  const whole = (value: Value): Value => text(deployed(value))
  return {
    statements: statements.map((one) => ({
      ...one,
      resources: one.resources.flatMap((value) => (value.kind === 'oneOf' ? value.options : [value])).map(whole),
      ...(one.condition
        ? {
            condition: new Map(
              [...one.condition].map(([operator, keys]) => [operator, new Map([...keys].map(([key, all]) => [key, all.map(whole)]))]),
            ),
          }
        : {}),
    })),
  }
}
