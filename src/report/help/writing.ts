import type { RuleHelp } from './rule-help.ts'

/** What the pages of docs/rules say, written by the test that holds both against each other; edit the pages. */
export const writing: { readonly [check: string]: RuleHelp } = {
  'function-kept': {
    describe:
      'A function gets no statements of its own: its analysis is incomplete, it runs what Keycard does not read, it names a role of its own, or it was not asked for. So does one for which the provider denies something under `Fn::If`, which no statement of a function can say.',
    why: 'While one function uses the shared role, the statements of that role stay whole.',
    language: 'yaml',
    before: 'functions:\n  resize:\n    handler: resize.handler\n    runtime: python3.13',
    after:
      'functions:\n  resize:\n    handler: resize.handler\n    runtime: python3.13\n    iamRoleStatements:\n      - Effect: Allow\n        Action: s3:GetObject\n        Resource: !Sub ${Uploads.Arn}/*',
  },
  'keep-without-reason': {
    describe: 'A statement is protected by `# keycard-keep`, and nothing says why.',
    why: 'The statement stays all the same; but nobody will dare to remove it.',
    language: 'yaml',
    before: '# keycard-keep\n- Effect: Allow\n  Action: ses:SendEmail',
    after: '# keycard-keep -- the mail library sends by itself\n- Effect: Allow\n  Action: ses:SendEmail',
  },
  'managed-policy-carried': {
    describe:
      'The provider attaches a managed policy to the role that functions share, and a function gets a role of its own. What the policy allows is not known here, or it is for what layers and the tracing of Lambda do beside the code: Lambda Insights, Application Signals, X-Ray. So it goes along: in version 4 the function lists it under `iam.role.managedPolicies`. Roles that a plugin makes can have none, so there the statements of the policy are written, where they are known.',
    why: 'A role of its own starts without what is attached to the shared one, and what nobody sees in the code would stop working. With `provider.iam.role.mode: perFunction` the framework attaches the policies of the provider to every role itself, and nothing goes along.',
    language: 'yaml',
    before: 'provider:\n  iam:\n    role:\n      managedPolicies:\n        - arn:aws:iam::aws:policy/CloudWatchLambdaInsightsExecutionRolePolicy',
    after:
      'functions:\n  create:\n    iam:\n      role:\n        statements: []\n        managedPolicies:\n          - arn:aws:iam::aws:policy/CloudWatchLambdaInsightsExecutionRolePolicy',
  },
  'managed-policy-kept': {
    describe:
      'A managed policy of the provider is left where it is: what it allows is not known, no call that was analysed needs any of it, or some function still uses the shared role.',
    why: 'Broad managed policies are the widest wildcards there are. What is not known cannot be given to functions statement by statement either.',
    language: 'yaml',
    before: 'provider:\n  iam:\n    role:\n      managedPolicies:\n        - arn:aws:iam::111122223333:policy/everything-we-need',
    after:
      'custom:\n  keycard:\n    functions:\n      create:\n        statements:\n          - Action: sqs:SendMessage\n            Resource: !GetAtt Jobs.Arn\n            Reason: the queue library sends by itself',
  },
  'managed-policies-dropped': {
    describe:
      'The provider attaches managed policies to the role that its functions share. A function that gets statements of its own gets a role of its own, without them, but for those that go along.',
    why: 'What the function needed of them it loses, apart from what its code shows.',
    language: 'yaml',
    before: 'provider:\n  iam:\n    role:\n      managedPolicies:\n        - arn:aws:iam::111122223333:policy/tracing-of-the-company',
    after:
      "custom:\n  keycard:\n    functions:\n      create:\n        statements:\n          - Action: [xray:PutTraceSegments, xray:PutTelemetryRecords]\n            Resource: '*'\n            Reason: the tracing extension sends by itself",
  },
  'not-writable': {
    describe: 'Statements of the function would have no effect: it has a role from elsewhere, or the framework ignores them.',
    why: 'Writing them would look like a change and be none.',
    language: 'yaml',
    before: 'functions:\n  create:\n    handler: src/orders.create\n    role: arn:aws:iam::111122223333:role/orders',
    after: 'functions:\n  create:\n    handler: src/orders.create',
  },
  'not-written': {
    describe:
      'Nothing was written for a function, since its analysis is incomplete; or nothing at all, since what would be written brings a danger that is not there today: a policy that locks a function out, a role name or a policy that IAM refuses. What is wrong today already is no reason.',
    why: 'Statements that lack a permission would break what runs today, and so would those dangers. A danger that somebody took care of elsewhere is ignored, with the reason, where it is said; then all is written.',
    language: 'ts',
    before: 'await s3.send(commands[event.name])',
    after: '// keycard-allow s3:GetObject arn:aws:s3:::reports/* -- all of these commands read\nawait s3.send(commands[event.name])',
  },
  'permission-removed': {
    describe:
      'A declared statement gives way to what the code needs of it. What no call explains stays (statement-kept), unless `--drop-unexplained` is given.',
    why: 'If something that no analysis sees needs it, that will be denied.',
    language: 'yaml',
    before: "- Effect: Allow\n  Action: ses:SendEmail\n  Resource: '*'",
    after: "# keycard-keep -- the mail library sends by itself\n- Effect: Allow\n  Action: ses:SendEmail\n  Resource: '*'",
  },
  'plugin-not-installed': {
    describe: 'serverless-iam-roles-per-function was listed under `plugins:`, and there is no package.json that could name it.',
    why: 'The framework stops where a plugin that is listed is not installed.',
    language: 'yaml',
    before: 'plugins:\n  - serverless-iam-roles-per-function',
    after: '# npm install --save-dev serverless-iam-roles-per-function@^3.2.0\nplugins:\n  - serverless-iam-roles-per-function',
  },
  'shared-role-named': {
    describe:
      "A function that gets a role of its own says `role: IamRoleLambdaExecution`, or refers to that role's ARN: the role that the framework makes for all functions, and which it would take anyway. The line goes.",
    why: 'The framework and the plugin refuse `role:` beside statements of a function. A function that keeps what it has keeps its line, too. Where the line cannot be cut out, because it comes with a merge key or from a file of another service, the function keeps the shared role.',
    language: 'yaml',
    before: 'functions:\n  sell:\n    handler: src/kiosk.sell\n    role: IamRoleLambdaExecution',
    after:
      'functions:\n  sell:\n    handler: src/kiosk.sell\n    iamRoleStatements:\n      - Effect: Allow\n        Action: sqs:SendMessage\n        Resource: !GetAtt Sales.Arn',
  },
  'statement-carried': {
    describe:
      'A statement of the provider that denies something, or that has a condition, is copied to the functions that get roles of their own, or inherited by them. So is what it allows on keys (`kms:Decrypt`), where what a function uses may be encrypted under a key of which the service file says nothing.',
    why: 'A role of its own would start without it. A denial that is lost is a hole that nobody sees.',
    language: 'yaml',
    before: "provider:\n  iam:\n    role:\n      statements:\n        - Effect: Deny\n          Action: s3:DeleteObject\n          Resource: '*'",
    after: "functions:\n  upload:\n    iamRoleStatements:\n      - Effect: Deny\n        Action: s3:DeleteObject\n        Resource: '*'",
  },
  'statement-kept': {
    describe:
      'A statement, or a part of it, is left where statements are written, though no call that was analysed needs it. A statement of the provider also stays when functions get roles of their own while some function still uses the shared role, while that role is handed to something else, or where the statement is protected. What stands under `Fn::If`, or chooses its actions by a condition of the template, stays whole where nothing needs a part of it: the rest alone would hold without the condition.',
    why: 'What no analysed call needs may be needed all the same: by a layer, a scheduled job outside of the service, a plugin, a custom resource. Where nothing needs it, it is more than anybody should have. `--drop-unexplained` takes it away, and so does `keycard diff --fix=all`.',
    language: 'yaml',
    before:
      "provider:\n  iam:\n    role:\n      statements:\n        - Effect: Allow\n          Action: [dynamodb:*, ses:SendEmail]\n          Resource: '*'",
    after: "provider:\n  iam:\n    role:\n      statements:\n        - Effect: Allow\n          Action: ses:SendEmail\n          Resource: '*'",
  },
  'write-one-stage': {
    describe: 'The statements were written to a file that holds for one stage only.',
    why: 'Other stages still have what they had.',
    language: 'sh',
    before: 'keycard generate --write',
    after: 'keycard generate --write --stage dev\nkeycard generate --write --stage prod',
  },
  'write-refused': {
    describe:
      'The statements stand where an edit would change something else too: the function shares its text with another one, or statements that have to stay are in the way.',
    why: 'Nothing was written for the function.',
    language: 'yaml',
    before: 'functions:\n  create: &shared\n    handler: src/orders.run\n    iamRoleStatements: [...]\n  cancel: *shared',
    after:
      'functions:\n  create:\n    handler: src/orders.run\n    iamRoleStatements: [...]\n  cancel:\n    handler: src/orders.run\n    iamRoleStatements: [...]',
  },
  'write-unsafe': {
    describe: 'What would be written was read back, and did not mean what was meant. So it was not written.',
    why: 'It is a gap in Keycard: please report it with the part of the service file that it speaks of.',
    language: 'sh',
    before: 'keycard generate --write',
    after: 'keycard generate --format yaml     # and paste the statements by hand',
  },
}
