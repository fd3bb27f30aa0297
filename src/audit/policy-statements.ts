import { type DeclaredResource, optionsOf, type Value } from '../model/index.ts'
import { documentIn } from './document-in-text.ts'

/** A statement of a policy in the template that says for whom it holds: by a principal, or by a condition. */
export interface ResourcePolicyStatement {
  readonly resource: DeclaredResource
  readonly effect: 'Allow' | 'Deny'
  readonly principal?: Value
  readonly notPrincipal?: Value
  /** Operator, key and accepted values of each condition. */
  readonly conditions: readonly { readonly operator: string; readonly key: string; readonly accepted: Value }[]
}

/** The statements of all policy documents in a resource, wherever they stand in it; the service that the resource belongs to is of no account. */
export function policyStatements(resource: DeclaredResource): readonly ResourcePolicyStatement[] {
  const found: ResourcePolicyStatement[] = []
  const visit = (value: Value): void => {
    if (value.kind === 'variable' && value.now) visit(value.now)
    else if (value.kind === 'text' || value.kind === 'join') {
      const document = documentIn(value)
      if (document) visit(document)
    } else if (value.kind === 'oneOf') value.options.forEach(visit)
    else if (value.kind === 'list') value.items.forEach(visit)
    else if (value.kind === 'record') {
      const statement = value.fields.has('Effect') ? statementIn(resource, value) : undefined
      if (statement) found.push(statement)
      else for (const field of value.fields.values()) visit(field)
    }
  }
  visit(resource.properties)
  return found
}

function statementIn(resource: DeclaredResource, value: Value & { kind: 'record' }): ResourcePolicyStatement | undefined {
  const effect = value.fields.get('Effect')
  if (effect?.kind !== 'text' || (effect.text !== 'Allow' && effect.text !== 'Deny')) return undefined
  const [principal, notPrincipal] = [value.fields.get('Principal'), value.fields.get('NotPrincipal')]
  return {
    resource,
    effect: effect.text,
    ...(principal ? { principal } : {}),
    ...(notPrincipal ? { notPrincipal } : {}),
    conditions: fieldsOf(value.fields.get('Condition')).flatMap(([operator, keys]) =>
      fieldsOf(keys).map(([key, accepted]) => ({ operator, key, accepted })),
    ),
  }
}

const fieldsOf = (value: Value | undefined): readonly (readonly [string, Value])[] =>
  (value ? optionsOf(value) : []).flatMap((one) => (one.kind === 'record' ? [...one.fields] : []))

/** The resources that a policy speaks of: the one that it is a part of, and those that its resource names beside it. */
export function targetsOf({ id, properties }: DeclaredResource): ReadonlySet<string> {
  const found = new Set([id])
  const visit = (value: Value): void => {
    if (value.kind === 'resource') found.add(value.id)
    else if (value.kind === 'variable' && value.now) visit(value.now)
    else if (value.kind === 'join') value.parts.forEach(visit)
    else if (value.kind === 'list') value.items.forEach(visit)
    else if (value.kind === 'oneOf') value.options.forEach(visit)
    else if (value.kind === 'record' && !value.fields.has('Statement')) for (const field of value.fields.values()) visit(field)
  }
  visit(properties)
  return found
}
