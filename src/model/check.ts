/** When a finding can be made: always, when what is declared is compared, when something is to be written. */
export type CheckOccasion = 'reading' | 'comparing' | 'writing'

/** Every kind of finding, by when it can be made, with its title. Each has a page docs/rules/<name>.md. */
const occasions = {
  comparing: {
    'permission-missing': 'The code needs a permission that nothing allows',
    'permission-excess': 'A permission is allowed that nothing needs',
    'permission-wide': 'A permission is wider than what is needed of it',
    'permission-possible': 'A difference that depends on what cannot be known',
    'base-not-analysed': 'What a change is compared with could not be analysed',
    'baseline-stale': 'The baseline holds a finding that is gone',
  },
  reading: {
    'action-assumed': 'An action is taken from the name of its command',
    'analysis-limit': 'The code is larger or more entangled than is followed',
    'assumed-role': 'A call is made with the credentials of another role',
    'client-escapes': 'A client is handed to code that cannot be followed',
    'command-unknown': 'Which command is sent cannot be known',
    'condition-unknown': 'A permission depends on input that is not known',
    'configuration-conditional': 'Part of the configuration depends on what cannot be known',
    'configuration-in-code': 'Part of the configuration is code',
    'configuration-unread': 'Part of the configuration cannot be read',
    'dynamic-import': 'A module is named by what cannot be known',
    'environment-default': 'A variable is taken from its default in the code',
    'environment-missing': 'A variable is read that nothing sets',
    'framework-version-unknown': 'Nothing says which version of the framework deploys this',
    'handler-missing': 'The handler of a function was not found',
    'handler-source': 'The source behind a built handler is read instead',
    'handler-unknown': 'The handler is a value that cannot be followed',
    'ignore-unknown': 'An ignore names a check that does not exist',
    'ignore-unused': 'An ignore has nothing to ignore',
    'ignore-without-reason': 'An ignore does not say why',
    'library-unread': 'A library that calls AWS is used in a way that cannot be read',
    'module-missing': 'A module of the project was not found',
    'other-runtime': 'A function runs what Keycard does not read',
    'permission-beyond': 'A call needs more than the role of the function can give',
    'policy-size': 'A role holds nearly more, or more, than IAM takes inline',
    'principal-changes': 'A policy means the role that functions share',
    'resource-conditional': 'A statement refers to a resource that may not be there',
    'resource-widened': 'A resource is wider than it need be',
    'role-name': 'The role of a function needs a name',
    'scope-open': 'A policy holds for every region or account',
    'several-implementations': 'A call may end in several implementations',
    'shared-role-used': 'Something else takes the role that functions share',
    'statement-unread': 'A statement of the service file cannot be read',
    'statements-ignored': 'The framework ignores the statements of functions',
    'syntax-error': 'A source file cannot be parsed',
    'trigger-taken': 'A name is taken from what triggers the function',
    'unknown-command': 'The action map does not know a command',
    'variable-not-found': 'A variable of the configuration leads nowhere',
  },
  writing: {
    'function-kept': 'A function keeps the role that it has',
    'keep-without-reason': 'A statement is kept without saying why',
    'managed-policy-carried': 'A managed policy goes along with a function',
    'managed-policy-kept': 'A managed policy stays with the provider',
    'managed-policies-dropped': 'A role of its own loses the managed policies of the provider',
    'not-writable': 'Statements of this function would have no effect',
    'not-written': 'Nothing was written',
    'permission-removed': 'A declared statement gives way to what the code needs',
    'plugin-not-installed': 'No package.json names the plugin that is listed',
    'shared-role-named': 'A function says by role: that it takes the shared one',
    'statement-carried': 'A statement of the provider goes on holding for a function',
    'statement-kept': 'A statement stays that no call explains',
    'write-one-stage': 'What is written holds for one stage only',
    'write-refused': 'A function could not be written where its statements stand',
    'write-unsafe': 'What would be written does not read back as meant',
  },
} as const satisfies { readonly [occasion in CheckOccasion]: { readonly [name: string]: string } }

/** The name of a kind of finding. */
export type CheckName = { readonly [occasion in CheckOccasion]: keyof (typeof occasions)[occasion] & string }[CheckOccasion]

/** What is known of a kind of finding. */
export interface Check {
  readonly name: CheckName
  readonly title: string
  readonly occasion: CheckOccasion
}

/** Every kind of finding: the differences first, the worst of them first, then by name. */
export const checks: readonly Check[] = (['comparing', 'reading', 'writing'] as const).flatMap((occasion) =>
  Object.entries(occasions[occasion]).map(([name, title]) => ({ name: name as CheckName, title, occasion })),
)
