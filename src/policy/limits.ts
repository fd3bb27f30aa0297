import type { Json, StatementDocument } from '../model/index.ts'

/**
 * What a role may carry, in characters without white space.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export const limits = {
  /** All inline policies of a role together; cannot be raised. */
  inlinePoliciesOfRole: 10_240,
  /** Each managed policy; cannot be raised. */
  managedPolicy: 6_144,
  /** Managed policies attached to a role, where nobody asked for more. */
  managedPoliciesOfRole: 10,
} as const

/** How much of a limit a policy takes. */
export interface PolicySize {
  readonly characters: number
  /** False where references had to be guessed: what they stand for is known only when the stack is deployed. */
  readonly exact: boolean
}

/** The size of a policy as IAM counts it. References count as the longest usual value: the answer is rather too large than too small. */
export function policySize(statements: readonly StatementDocument[]): PolicySize {
  let exact = true
  const guess = (characters: number): string => {
    exact = false
    return 'x'.repeat(characters)
  }
  const plain = (json: Json): Json => {
    if (typeof json !== 'object' || json === null) return json
    if (isList(json)) return json.map(plain)
    const [entry, ...others] = Object.entries(json)
    if (entry && others.length === 0 && (entry[0] === 'Ref' || entry[0].startsWith('Fn::'))) return deployed(entry[0], entry[1], guess, plain)
    return Object.fromEntries(Object.entries(json).map(([key, value]) => [key, plain(value)]))
  }
  const document = JSON.stringify({ Version: '2012-10-17', Statement: statements.map((statement) => plain({ ...statement } as Json)) })
  return { characters: document.replace(/\s/g, '').length, exact }
}

const isList = (json: Json): json is readonly Json[] => Array.isArray(json)

/** `ap-southeast-1`, an account, `aws-us-gov`, a name of a resource, an ARN. */
const lengths: { readonly [name: string]: number } = { 'AWS::Region': 14, 'AWS::AccountId': 12, 'AWS::Partition': 10 }
const NAME = 64
const ARN = 128

function deployed(name: string, argument: Json, guess: (characters: number) => string, plain: (json: Json) => Json): string {
  if (name === 'Ref') return guess(lengths[String(argument)] ?? NAME)
  const [first, second] = isList(argument) ? argument : [argument]
  if (name === 'Fn::Sub' && typeof first === 'string') {
    return first.replace(/\$\{([^}]*)\}/g, (_, id: string) =>
      id.startsWith('!') ? `\${${id.slice(1)}}` : guess(lengths[id] ?? (id.endsWith('Arn') ? ARN : NAME)),
    )
  }
  if (name === 'Fn::Join' && typeof first === 'string' && second !== undefined && isList(second))
    return second.map((part) => String(plain(part))).join(first)
  return guess(ARN)
}
