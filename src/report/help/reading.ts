import type { RuleHelp } from './rule-help.ts'

/** What the pages of docs/rules say, written by the test that holds both against each other; edit the pages. */
export const reading: { readonly [check: string]: RuleHelp } = {
  'action-assumed': {
    describe: 'The sources that Keycard rests on do not say which action a command needs, so the action that its name suggests is taken.',
    why: 'Most commands need the action of their own name, but not all: it may be the wrong one.',
    language: 'ts',
    before: 'await client.send(new DescribeThingsCommand({}))',
    after: "// keycard-allow things:ListThings * -- the service's own page names this action\nawait client.send(new DescribeThingsCommand({}))",
  },
  'analysis-limit': {
    describe:
      'The code is so large or so entangled here that following it was given up. As a warning: it was followed to its end, but with less told apart, as if a variable held at every moment whatever it holds at any.',
    why: 'What would be called beyond this point is not in the result, so a permission may be missing. What the modules of the function make and was not come to is named beside the first of these findings: it is a list to go through, not what the function needs. Where it is a warning all that its modules make was come to, but an action may be allowed on more resources than it is used on, or one that no way through the code leads to.',
    language: 'ts',
    before: 'export const handler = (event) => interpret(event.kind, event.program) // a thousand ways, each calling the others',
    after:
      '// keycard-allow dynamodb:PutItem arn:aws:dynamodb:*:*:table/programs -- all interpreters store their result there\nexport const handler = (event) => interpret(event.kind, event.program)',
  },
  'assumed-role': {
    describe:
      'A call is made with the credentials of a role that the code assumes. What it needs is the need of that role, and is not put into the policy of the function.',
    why: 'The function needs `sts:AssumeRole` alone; the permissions that are named have to stand in the other role, which is not part of this service.',
    language: 'ts',
    before:
      "const s3 = new S3Client({ credentials: fromTemporaryCredentials({ params: { RoleArn } }) })\nawait s3.send(new GetObjectCommand({ Bucket: 'exports', Key })) // does the role allow it?",
    after:
      "// keycard-ignore assumed-role -- the role of the exports team allows reading, see its repository\nawait s3.send(new GetObjectCommand({ Bucket: 'exports', Key }))",
  },
  'client-escapes': {
    describe:
      'A client is handed to code that is not there to be followed: a package under `node_modules`, or something that is only known at run time.',
    why: 'It may send any command, so every action of the service is allowed: far too much, and still only what this client could do.',
    language: 'ts',
    before: "import { retry } from 'some-queue-library'\nawait retry(new SQSClient({}), message)",
    after:
      "import { retry } from 'some-queue-library'\n// keycard-allow sqs:SendMessage arn:aws:sqs:*:*:returns -- retry only sends\nawait retry(new SQSClient({}), message)",
  },
  'command-unknown': {
    describe: 'A command is sent, and which one it is cannot be known.',
    why: 'Every action of the service is allowed, since it may be any of them.',
    language: 'ts',
    before: 'await s3.send(commands[event.name])',
    after: "await s3.send(event.name === 'get' ? new GetObjectCommand(input) : new HeadObjectCommand(input))",
  },
  'condition-unknown': {
    describe: 'A command needs an action only for some inputs, and the input is not known here, so the action is taken to be needed.',
    why: 'It may be one permission more than the code needs.',
    language: 'ts',
    before: 'await s3.send(new PutObjectCommand({ Bucket, Key, ...options })) // options may hold an ACL',
    after: 'await s3.send(new PutObjectCommand({ Bucket, Key, ContentType: options.type }))',
  },
  'configuration-conditional': {
    describe: 'Part of a service file in code stands behind a condition that only the deployment decides. It is read as if it were there.',
    why: 'Where the condition does not hold, the function or the statement is not there either, and what is said of it does not count.',
    language: 'ts',
    before: "export default {\n  functions: { ...(process.env.STAGE === 'prod' ? { audit } : {}) },\n}",
    after: 'export default {\n  functions: { audit },\n}',
  },
  'configuration-in-code': {
    describe: 'Part of the service file comes from a script. Keycard runs nothing of what it reads, so what the script returns is not known.',
    why: 'A name that it would give stays unknown, and the resource that is named by it is wider than it need be.',
    language: 'yaml',
    before: 'custom: ${file(settings.js)}',
    after: 'custom: ${file(settings.json)}',
  },
  'configuration-unread': {
    describe:
      'Functions or resources stand where Keycard cannot look: in a script, in a file outside of the workspace, behind a variable of the deployment.',
    why: 'A function that is left out is not analysed at all; a resource that is left out cannot be referred to.',
    language: 'yaml',
    before: 'functions: ${file(functions.js)}',
    after: 'functions: ${file(functions.yml)}',
  },
  'dynamic-import': {
    describe: 'A module is loaded by a name that is put together at run time.',
    why: 'What that module calls is not in the result, so a permission may be missing.',
    language: 'ts',
    before: 'const { run } = await import(`./tasks/${event.task}`)',
    after: "const tasks = { clean: () => import('./tasks/clean'), count: () => import('./tasks/count') }\nconst { run } = await tasks[event.task]()",
  },
  'environment-default': {
    describe: '`keycard policy` was not told the value of a variable, so the default that the code has for it is taken.',
    why: 'Where the program runs the variable may be set to something else, and the policy would name the wrong resource.',
    language: 'sh',
    before: 'keycard policy src/orders.ts#create',
    after: 'keycard policy src/orders.ts#create --env TABLE=orders',
  },
  'environment-missing': {
    describe: 'The code reads a variable of its environment that nothing sets, and a resource is named by it.',
    why: 'The resource has to be a wildcard. Often the name has a slip, and the code would fail as well.',
    language: 'yaml',
    before: 'environment:\n  TABEL: !Ref Orders   # the code reads process.env.TABLE',
    after: 'environment:\n  TABLE: !Ref Orders',
  },
  'framework-version-unknown': {
    describe: 'Nothing says which version of the framework deploys the service.',
    why: 'Before version 4 the framework ignores the statements of functions unless a plugin reads them, so what holds depends on it.',
    language: 'yaml',
    before: 'service: orders',
    after: "service: orders\nframeworkVersion: '4'",
  },
  'handler-missing': {
    describe: 'There is no file or no export where the function says that its handler is.',
    why: 'The function cannot be analysed, and would not start.',
    language: 'yaml',
    before: 'functions:\n  create:\n    handler: src/order.create',
    after: 'functions:\n  create:\n    handler: src/orders.create',
  },
  'handler-source': {
    describe: 'The handler points to what a build makes; the source behind it was found and is read instead.',
    why: 'If it is the wrong source, so is the result.',
    language: 'yaml',
    before: 'handler: dist/orders.create     # src/orders.ts is read for it',
    after: 'handler: src/orders.create',
  },
  'handler-unknown': {
    describe: 'The export that Lambda calls is a value that cannot be followed to a function.',
    why: 'What it calls may be missing from the result.',
    language: 'ts',
    before: "export const create = registry.get('create')",
    after: 'export const create = (event) => createOrder(event)',
  },
  'ignore-unknown': {
    describe: 'A `keycard-ignore` comment names no check, or one that does not exist.',
    why: 'It ignores nothing, although somebody meant it to.',
    language: 'yaml',
    before: 'Action: s3:* # keycard-ignore permision-wide -- the bucket holds nothing else',
    after: 'Action: s3:* # keycard-ignore permission-wide -- the bucket holds nothing else',
  },
  'ignore-unused': {
    describe: 'An ignore stands where nothing of its check is found any more.',
    why: 'It would hide the next finding that comes up there, with a reason that was given for another one.',
    language: 'yaml',
    before:
      '# keycard-ignore permission-excess -- the clean-up deletes with this role\n- Effect: Allow\n  Action: dynamodb:GetItem   # deleting is gone',
    after: '- Effect: Allow\n  Action: dynamodb:GetItem',
  },
  'ignore-without-reason': {
    describe: 'A `keycard-ignore` comment does not say why. It ignores nothing.',
    why: 'Whoever reads it in a year cannot tell whether it still holds.',
    language: 'yaml',
    before: 'Action: s3:* # keycard-ignore permission-wide',
    after: 'Action: s3:* # keycard-ignore permission-wide -- the bucket holds nothing else',
  },
  'library-unread': {
    describe: 'A library that calls AWS is used in a way that Keycard does not know.',
    why: 'Its permissions are missing from the result.',
    language: 'ts',
    before: 'await store.runPlugin(plugin)',
    after: '// keycard-allow dynamodb:PutItem arn:aws:dynamodb:*:*:table/plugins -- the plugin stores one item\nawait store.runPlugin(plugin)',
  },
  'module-missing': {
    describe:
      "A file imports a module of the project that is not there: a path, a name that `paths` of `tsconfig.json` lists or that begins like one of the project's own (`~/`, `@/`, `$`), a package that `package.json` asks for with `workspace:` or by its directory (`file:`, `link:`), or what a package of the workspace neither holds nor leads to with `rootDir` and `outDir` of its `tsconfig.json`.",
    why: 'What that module calls is not in the result. Often it is generated, and the step that does so has not run.',
    language: 'ts',
    before: "import { table } from './generated/tables'   // made by a build step",
    after: "import { table } from './tables'",
  },
  'other-runtime': {
    describe: 'The function runs in a language or an image that Keycard does not read.',
    why: 'Nothing is known of what it needs: none of its statements are checked or written.',
    language: 'yaml',
    before: 'functions:\n  score:\n    runtime: python3.13\n    handler: score.handler',
    after:
      'functions:\n  # keycard-ignore other-runtime -- written in Python, its statements are kept by hand\n  score:\n    runtime: python3.13\n    handler: score.handler',
  },
  'permission-beyond': {
    describe:
      'A call needs something that no policy of the function can give: a grant in another place, a setting of the account, a policy of the resource.',
    why: 'With its own permissions alone the call is denied.',
    language: 'ts',
    before: 'await client.send(command) // the report says what else has to be there',
    after: '// keycard-ignore permission-beyond -- the grant is made in the repository of the data team\nawait client.send(command)',
  },
  'policy-size': {
    describe:
      'All inline policies of a role together may have 10,240 characters without white space, and nobody can raise that. Statements are put together the shorter way where room gets scarce; what is left is told from nine tenths of the limit on, with what the framework adds for logs and triggers. References count as the longest usual value, so the figure is rather too large than too small.',
    why: 'The deployment fails. Beyond the limit the finding holds a managed policy with statements that can move there: 6,144 characters more.',
    language: 'yaml',
    before:
      'functions:\n  report:\n    handler: src/report.everything\n    iamRoleStatements: # 11,000 characters\n      - Effect: Allow\n        Action: [dynamodb:GetItem]\n        Resource: [!GetAtt Orders.Arn]',
    after:
      "resources:\n  Resources:\n    ReportMorePolicy:\n      Type: AWS::IAM::ManagedPolicy\n      Properties:\n        Roles: [!Ref ReportIamRoleLambdaExecution]\n        PolicyDocument:\n          Version: '2012-10-17'\n          Statement:\n            - Effect: Allow\n              Action: [dynamodb:GetItem]\n              Resource: [!GetAtt Orders.Arn]",
  },
  'principal-changes': {
    describe:
      'A policy of the template (of a bucket, a key, a queue, a secret, a repository, a role that others may take) or of the API (`provider.apiGateway.resourcePolicy`) names `IamRoleLambdaExecution` or its name as a principal, in YAML or in a text that holds JSON, or compares `aws:PrincipalArn` or `aws:userid` with it. Patterns that the new role fits as well are left alone. So is a policy that asks for a tag (`aws:PrincipalTag/team`) which both roles have: what stands under `provider.iam.role.tags` serverless-iam-roles-per-function and version 4 copy to the roles of functions. Told is a tag that only the shared role has, because `resources:` puts it there, or that the function gives another value.',
    why: 'A function with a role of its own is another principal. An `Allow` holds for it no more, and a `Deny` for everybody else locks it out, whatever its own role allows.',
    language: 'yaml',
    before: 'Condition:\n  ArnNotLike:\n    aws:PrincipalArn: !Sub arn:aws:iam::${AWS::AccountId}:role/albums-dev-eu-central-1-lambdaRole',
    after: 'Condition:\n  ArnNotLike:\n    aws:PrincipalArn: !Sub arn:aws:iam::${AWS::AccountId}:role/albums-dev-*',
  },
  'resource-conditional': {
    describe:
      'A statement refers to a resource of the template that has a `Condition`. The report prints the reference under that condition, to put it in by hand: a list of resources that is left empty is refused by IAM, so where it is the only one an ARN by name takes the place of `AWS::NoValue`.',
    why: 'Where the condition is false the reference leads nowhere, and CloudFormation refuses the whole stack.',
    language: 'yaml',
    before: 'Resource:\n  - !GetAtt Archive.Arn',
    after: "Resource:\n  - !If [IsProd, !GetAtt Archive.Arn, !Sub 'arn:${AWS::Partition}:s3:::albums-archive']",
  },
  'resource-widened': {
    describe: 'A resource is a wider pattern than it could be, since part of its name is not known when the code is read.',
    why: 'The function may reach more than it ever will: other keys of a bucket, other tables.',
    language: 'ts',
    before: 'await s3.send(new GetObjectCommand({ Bucket: event.bucket, Key: event.key }))',
    after:
      '// keycard-allow s3:GetObject arn:aws:s3:::reports/* -- the event names reports only\nawait s3.send(new GetObjectCommand({ Bucket: event.bucket, Key: event.key }))',
  },
  'role-name': {
    describe:
      "The name of a function's role is made of service, stage, function and region. That fails where `provider.iam.role.name` names the shared role, and where the result has more than the 64 characters that IAM takes. `--write` puts a name beside the statements: the provider's with the function's behind it, or the beginnings of service and function, stage, region and a digest of both names in full.",
    why: 'The plugin and version 4 of the framework stop the deployment with an error.',
    language: 'yaml',
    before: 'functions:\n  create:\n    handler: src/orders.create\n    iamRoleStatements: []',
    after:
      'functions:\n  create:\n    handler: src/orders.create\n    iamRoleStatements: []\n    iamRoleStatementsName: ${self:provider.iam.role.name}-create',
  },
  'scope-open': {
    describe: 'The policy names resources in every region or every account, since none was given.',
    why: 'It holds for more than the program uses.',
    language: 'sh',
    before: 'keycard policy scripts/backfill.ts',
    after: 'keycard policy scripts/backfill.ts --region eu-central-1 --account 111122223333',
  },
  'several-implementations': {
    describe: 'A method is called of which several implementations are loaded, and which one it is is decided where the code cannot be followed.',
    why: 'All of them count, so the function may be allowed what only another implementation needs.',
    language: 'ts',
    before: "const store: Store = container.get('store') // a table or a bucket\nawait store.save(order)",
    after: 'const store: Store = new TableStore(table)\nawait store.save(order)',
  },
  'shared-role-used': {
    describe:
      'A resource of the template, an output or another part of the service file refers to `IamRoleLambdaExecution`: a policy that is attached to it, a workflow that runs with it, an export that other stacks import. Or the template changes that role itself, under `resources.extensions` or `resources.Resources`: that is put there once the roles of functions were made of it, so it does not reach them.',
    why: 'It was written for the role of the functions. Those that get roles of their own lose what is attached to the shared one, and what other stacks allow it.',
    language: 'yaml',
    before:
      'resources:\n  Resources:\n    Labels:\n      Type: AWS::IAM::Policy\n      Properties:\n        PolicyName: labels\n        Roles: [!Ref IamRoleLambdaExecution]',
    after:
      'resources:\n  Resources:\n    Labels:\n      Type: AWS::IAM::Policy\n      Properties:\n        PolicyName: labels\n        Roles: [!Ref IamRoleLambdaExecution, !Ref UploadIamRoleLambdaExecution]',
  },
  'statement-unread': {
    describe:
      'A statement of the service file has no Effect, Action and Resource that can be read, or a part of it is not known: what a package makes in a configuration in code, for one. The statement is then read without that part, and never edited.',
    why: 'It counts for nothing in a comparison: what it allows looks missing.',
    language: 'yaml',
    before: 'statements: ${file(statements.js)}',
    after: 'statements:\n  - Effect: Allow\n    Action: s3:GetObject\n    Resource: !Sub ${Reports.Arn}/*',
  },
  'statements-ignored': {
    describe:
      "Statements stand where nothing reads them: those of functions that the framework ignores and no plugin reads, `iam:` of a function before version 4, the older of two forms side by side, statements beside `role:` or beside a provider's role that the framework does not make, and `provider.iamRoleStatements` where `provider.iam` makes the plugin look elsewhere for what functions inherit.",
    why: 'The functions run without them, whatever they say.',
    language: 'yaml',
    before: "frameworkVersion: '3'\nfunctions:\n  create:\n    iamRoleStatements: [...]",
    after: "frameworkVersion: '3'\nplugins:\n  - serverless-iam-roles-per-function\nfunctions:\n  create:\n    iamRoleStatements: [...]",
  },
  'syntax-error': {
    describe: 'A source file cannot be parsed.',
    why: 'What it calls may be missing from the result.',
    language: 'ts',
    before: 'export const handler = async (event => store(event)',
    after: 'export const handler = async (event) => store(event)',
  },
  'trigger-taken': {
    describe: 'A value comes with the event, and the trigger that the function has under `events:` says what it is.',
    why: 'It holds for the events of that trigger. Whoever invokes the function by hand may send others.',
    language: 'yaml',
    before: 'events:\n  - s3: uploads            # so event.Records[].s3.bucket.name is uploads',
    after: 'events:\n  - s3: uploads\n  - s3: imports            # where the function is invoked for both',
  },
  'unknown-command': {
    describe: 'The action map does not know a command, or a client: it is newer than the map, or has a slip in its name.',
    why: 'Its permission is missing from the result.',
    language: 'ts',
    before: 'await client.send(new BrandNewCommand(input))',
    after: '// keycard-allow service:BrandNew * -- newer than the action map\nawait client.send(new BrandNewCommand(input))',
  },
  'variable-not-found': {
    describe: 'A variable of the service file leads nowhere.',
    why: 'What depends on it is not known; the framework refuses to deploy.',
    language: 'yaml',
    before: 'TableName: ${self:custom.tabel}',
    after: 'TableName: ${self:custom.table}',
  },
}
