/** What a kind of difference is, why it matters and what to do: for reports that carry their own help. */
export interface Rule {
  readonly check: string
  /** One word or two, as in the totals. */
  readonly word: string
  readonly title: string
  readonly describe: string
  readonly why: string
  /** A statement that the rule finds, and the same mended, as YAML. */
  readonly before: string
  readonly after: string
}

/** The kinds of difference between what is declared and what is needed, worst first. Each has a page docs/rules/<check>.md. */
export const rules: readonly Rule[] = [
  {
    check: 'permission-missing',
    word: 'missing',
    title: 'The code needs a permission that nothing allows',
    describe: 'A call that the function can reach needs an action that none of its statements allows, or that one of them denies.',
    why: 'The call ends in AccessDenied as soon as it is made.',
    before: `- Effect: Allow
  Action: dynamodb:GetItem
  Resource: !GetAtt Orders.Arn`,
    after: `- Effect: Allow
  Action:
    - dynamodb:GetItem
    - dynamodb:UpdateItem
  Resource: !GetAtt Orders.Arn`,
  },
  {
    check: 'permission-excess',
    word: 'excess',
    title: 'A permission is allowed that nothing needs',
    describe: 'A statement allows an action, or names a resource, that no code reaches of the functions that the statement holds for.',
    why: 'Whoever gets hold of the function may do what the function never does.',
    before: `- Effect: Allow
  Action:
    - dynamodb:GetItem
    - dynamodb:DeleteItem
  Resource: !GetAtt Orders.Arn`,
    after: `- Effect: Allow
  Action: dynamodb:GetItem
  Resource: !GetAtt Orders.Arn`,
  },
  {
    check: 'permission-wide',
    word: 'too wide',
    title: 'A permission is wider than what is needed of it',
    describe: 'A wildcard in an action or a resource allows more than the calls that it is there for.',
    why: 'The rest of the wildcard is open to whoever gets hold of the function.',
    before: `- Effect: Allow
  Action: s3:*
  Resource: '*'`,
    after: `- Effect: Allow
  Action: s3:PutObject
  Resource: !Sub \${Covers.Arn}/front/*`,
  },
  {
    check: 'permission-possible',
    word: 'possible',
    title: 'A difference that depends on what cannot be known',
    describe: 'Something may be missing or too much: the analysis of a function is incomplete, or a name is known only when the service is deployed.',
    why: 'It is one of the other differences, if what is not known turns out so.',
    before: `- Effect: Allow
  Action: ssm:GetParameter
  Resource: \${param:parameterArn}`,
    after: `- Effect: Allow
  Action: ssm:GetParameter
  Resource: !Sub arn:\${AWS::Partition}:ssm:\${AWS::Region}:\${AWS::AccountId}:parameter/orders/*`,
  },
]

/** A rule by its check; undefined for findings that are no difference. */
export const ruleOf = (check: string): Rule | undefined => rules.find((rule) => rule.check === check)
