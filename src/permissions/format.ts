import type { When } from '../model/index.ts'

export type { When } from '../model/index.ts'

/**
 * Where a text comes from: a member path of the call's input (`Delete.Objects[].Key`, `{}` for every value of an object), a client option (`$client.endpoint`), a literal
 * (`'default'`), a reader applied to one of them (`lastSegment(QueueUrl)`), or a choice that takes the next where the former is absent
 * (`EventBusName ?? 'default'`). The grammar and the closed list of readers stand in source.ts.
 */
export type Source = string

/** An ARN template, or a template with what the authorization reference cannot say about it. */
export type TypeFact = string | DetailedType

/** A resource type whose ARN takes more than filling in. */
export interface DetailedType {
  readonly arn: string
  /** Where the ARN of the owner holds the key's text, this follows it instead of the template's rest: an S3 access point's objects. */
  readonly extend?: { readonly [part: string]: string }
  /** What follows the template where the resource is given by its name: the six random characters of a secret, `:*` of a log group. */
  readonly named?: string
  /** Further templates for what is given by its name: a role may lie in a path that the name does not say. */
  readonly others?: readonly string[]
  /** The attribute that names a declared resource of a CloudFormation type in this template, where that is not its name. */
  readonly attributes?: { readonly [resourceType: string]: string }
  /** Where calls hold the key of one item of it, and the condition that AWS holds against the value of the partition key. */
  readonly keyed?: { readonly members: readonly string[]; readonly operator: string; readonly conditionKey: string }
  /** A second pattern made by appending this to an ARN given as text, which may or may not end so already. */
  readonly also?: string
}

/** The sources of one resource type: `arn` yields whole ARNs, every other key is a variable of the template. */
export interface Bindings {
  readonly [variable: string]: Source
}

/** Resource types by name; `name?` is left out where its own members are absent. A name that starts with `arn:` is its own template. */
export interface ResourceFacts {
  readonly [type: string]: Bindings
}

/** A condition block of IAM; `${...}` in a value is a source, or Region, Account, Partition. */
export interface ConditionFact {
  readonly [operator: string]: { readonly [key: string]: readonly string[] }
}

/** One action that a command needs. */
export interface ActionFact {
  /** Without prefix where it is the client's own: `GetObject`, `iam:PassRole`. Left out where it is named as the command. */
  readonly name?: string
  /** Resource types; none means the action knows no resource, so `*`. */
  readonly on?: ResourceFacts
  /** Why statements on something narrower than `*` may do as well, where the reference knows no resource. */
  readonly narrower?: string
  readonly when?: When
  /** Always written. */
  readonly condition?: ConditionFact
  /** Written only where every value of it is known: narrows what the resource cannot. `optional` ones wait for an option. */
  readonly narrow?: ConditionFact
  readonly optional?: boolean
  /** Changes what the call does or says, but the call works without it: never derived, told by `lookup`. */
  readonly soft?: boolean
  /** Needed beside the command's own action: a role handed over, tags set on creation. */
  readonly dependent?: boolean
  /** Where one action of an override has its own page. */
  readonly source?: string
}

/** What the map knows of one command. A command with one action is that action itself; no basis means identity. */
export interface CommandFact extends ActionFact {
  readonly basis?: 'override' | 'rule' | 'none' | 'assumed'
  readonly actions?: readonly ActionFact[]
  readonly why?: string
  /** What the call may need beyond all that, in words: data behind a query, a template's resources. Becomes a finding. */
  readonly note?: string
  /** Actions that nobody has looked into, by service: `ec2:DescribeSubnets, DescribeVpcs`. The reference lists them for it, or its input holds a role. */
  readonly beside?: string
  /** What to say where none of its actions applies, so that what the call needs is not known. Becomes a finding of severity error. */
  readonly otherwise?: string
}

/** action-map/services/<client>.json */
export interface ClientFacts {
  readonly format: 1
  readonly client: string
  /** IAM prefix of the client's own actions. */
  readonly prefix: string
  readonly package: string
  readonly version: string
  /** Template variables that hold object keys, narrowed as `--object-keys` says. */
  readonly objectKeys?: readonly string[]
  readonly types: { readonly [type: string]: TypeFact }
  /** `waitUntilBucketExists` -> `HeadBucket` */
  readonly waiters?: { readonly [waiter: string]: string }
  /** Customer keys of declared resources: type -> own action -> actions on the key, with kms:ViaService. */
  readonly encryption?: {
    readonly via: string
    /** When the key is asked for, where no template can say it. */
    readonly when?: string
    readonly types: { readonly [type: string]: { readonly [action: string]: readonly string[] } }
  }
  /** What commands need instead of their own actions where the input names another kind of thing: a directory bucket. */
  readonly instead?: readonly Instead[]
  readonly commands: { readonly [command: string]: CommandFact }
}

/** One action that stands for all actions of some commands under a condition. */
export interface Instead {
  readonly commands: readonly string[]
  readonly when: When
  readonly name: string
  readonly on: ResourceFacts
  readonly why: string
  readonly source: string
}

/** action-map/managed-policies.json: the policies that AWS manages and that people attach to functions, as they were on `date`. */
export interface ManagedPolicyFacts {
  readonly format: 1
  readonly date: string
  /** By name, with the path that is a part of it. */
  readonly policies: {
    readonly [name: string]: {
      /** The page of the policy in the AWS managed policy reference. */
      readonly source: string
      /** What layers and the tracing of Lambda need of it beside a function's code; left out where it is not for them. */
      readonly besideCode?: readonly ManagedStatement[]
      readonly statements: readonly ManagedStatement[]
    }
  }
}

/** A statement of a policy that AWS manages. */
export interface ManagedStatement {
  readonly Effect: 'Allow' | 'Deny'
  readonly Action: readonly string[]
  readonly NotAction?: readonly string[]
  readonly Resource: readonly string[]
  readonly Condition?: { readonly [operator: string]: { readonly [key: string]: readonly string[] } }
}

/** One CloudFormation resource type in action-map/resources.json. */
export interface ResourceTypeFact {
  /** Resource types of the authorization reference that it is: `dynamodb:table`. */
  readonly types: readonly string[]
  /** What `Ref` returns. */
  readonly ref: 'name' | 'id' | 'arn' | 'url'
  /** The attribute that is the ARN, `Ref`, or a template over `Ref` and properties; left out where CloudFormation gives none. */
  readonly arn?: string
  /** The ARN in full, with `${Name}` for the physical name: for comparing; left out where it holds more that is not known. */
  readonly pattern?: string
  /** The property that is the physical name, as a source over the properties. */
  readonly name?: Source
  /** Further attributes that identify it: `QueueName`, `QueueUrl`. */
  readonly identities?: readonly string[]
  /** The attributes that are ARNs of something that lies below it, by `${Name}` and what else stands in them. */
  readonly below?: { readonly [attribute: string]: string }
  /** Its URL, where `Ref` is one. */
  readonly url?: string
  /** Whether its name may hold slashes. */
  readonly slashes?: true
  /** The property that names what it is another name of, where policies know that one alone: the key of an alias. */
  readonly standsFor?: Source
  /** Properties that hold its KMS key. */
  readonly keys?: readonly Source[]
  /** The attributes of its items' key: the list, the field of an entry that says its kind and the kind that is meant, and the field with the name. */
  readonly partitionKey?: { readonly list: string; readonly kind: string; readonly is: string; readonly name: string }
  readonly source: string
}

/** The actions of a command, one by one, named in full (`s3:PutObject`). */
export function actionsOf(facts: ClientFacts, command: string, fact: CommandFact): readonly (ActionFact & { readonly name: string })[] {
  if (fact.basis === 'none') return []
  const full = (name: string): string => (name.includes(':') ? name : `${facts.prefix}:${name}`)
  const plain = fact.actions ?? [fact]
  const actions = plain.map((action) => ({ ...action, name: full(action.name ?? command) }))
  const instead = facts.instead?.filter((each) => each.commands.includes(command)) ?? []
  if (instead.length === 0) return actions
  const not: When = { not: { any: instead.map((each) => each.when) } }
  return [
    ...actions.map((action) => ({ ...action, when: action.when ? { all: [not, action.when] } : not })),
    ...instead.map(({ name, on, when }) => ({ name: full(name), on, when })),
  ]
}
