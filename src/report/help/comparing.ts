import type { RuleHelp } from './rule-help.ts'

/** What the pages of docs/rules say, written by the test that holds both against each other; edit the pages. */
export const comparing: { readonly [check: string]: RuleHelp } = {
  'permission-missing': {
    describe: 'A call that the function can reach needs an action that none of its statements allows, or that one of them denies.',
    why: 'The call ends in AccessDenied as soon as it is made.',
    language: 'yaml',
    before: '- Effect: Allow\n  Action: dynamodb:GetItem\n  Resource: !GetAtt Orders.Arn',
    after: '- Effect: Allow\n  Action:\n    - dynamodb:GetItem\n    - dynamodb:UpdateItem\n  Resource: !GetAtt Orders.Arn',
  },
  'permission-excess': {
    describe: 'A statement allows an action, or names a resource, that no code reaches of the functions that the statement holds for.',
    why: 'Whoever gets hold of the function may do what the function never does.',
    language: 'yaml',
    before: '- Effect: Allow\n  Action:\n    - dynamodb:GetItem\n    - dynamodb:DeleteItem\n  Resource: !GetAtt Orders.Arn',
    after: '- Effect: Allow\n  Action: dynamodb:GetItem\n  Resource: !GetAtt Orders.Arn',
  },
  'permission-wide': {
    describe: 'A wildcard in an action or a resource allows more than the calls that it is there for.',
    why: 'The rest of the wildcard is open to whoever gets hold of the function.',
    language: 'yaml',
    before: "- Effect: Allow\n  Action: s3:*\n  Resource: '*'",
    after: '- Effect: Allow\n  Action: s3:PutObject\n  Resource: !Sub ${Covers.Arn}/front/*',
  },
  'permission-possible': {
    describe: 'Something may be missing or too much: the analysis of a function is incomplete, or a name is known only when the service is deployed.',
    why: 'It is one of the other differences, if what is not known turns out so.',
    language: 'yaml',
    before: '- Effect: Allow\n  Action: ssm:GetParameter\n  Resource: ${param:parameterArn}',
    after:
      '- Effect: Allow\n  Action: ssm:GetParameter\n  Resource: !Sub arn:${AWS::Partition}:ssm:${AWS::Region}:${AWS::AccountId}:parameter/orders/*',
  },
  'base-not-analysed': {
    describe:
      '`keycard diff --base` could not analyse the service as it was at the merge base, so there is nothing to hold the findings of today against.',
    why: 'Everything is reported, whether the change brought it or not.',
    language: 'sh',
    before: 'keycard diff --base origin/main    # the service file of main is broken',
    after: 'git merge origin/main              # which mends it\nkeycard diff --base origin/main',
  },
  'baseline-stale': {
    describe: 'The baseline accepts a finding that is no longer there, or of which only a part is.',
    why: 'An entry that nothing needs would let the same mistake back in unseen. The baseline is meant to shrink.',
    language: 'json',
    before: '{ "function": "read", "check": "permission-excess", "actions": ["dynamodb:DeleteItem", "dynamodb:Scan"], "resources": ["*"] }',
    after: '{ "function": "read", "check": "permission-excess", "actions": ["dynamodb:DeleteItem"], "resources": ["*"] }',
  },
}
