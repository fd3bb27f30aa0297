import { UserError } from '../model/index.ts'
import { type Command, type Request, single } from './command.ts'
import { given, objectKeysOf, objectKeysOption, pairs, quietOption, readerOptions, workspaceOption } from './options.ts'
import { remember } from './remember.ts'

/** Prints how the code comes to what it needs, and what it does not come to. */
export const explain: Command = {
  name: 'explain',
  describe: 'say how a handler comes to what it needs, why each wildcard is not narrower, and which calls it does not reach',
  arguments: [
    { name: 'function', describe: 'the function; all of them, in short, when left out', optional: true },
    { name: 'action', describe: 'an action that it needs (s3:PutObject), down to the last step; * and ? stand for letters', optional: true },
  ],
  options: [
    { name: 'directory', value: 'dir', describe: 'the directory of the service', fallback: '.' },
    { name: 'config', value: 'file', describe: 'the configuration, where it is not serverless.yml, .yaml or .json' },
    { name: 'format', value: 'format', describe: 'what to print', choices: ['pretty', 'json'], fallback: 'pretty' },
    { name: 'stage', value: 'name', describe: 'the stage to read the configuration for' },
    { name: 'region', value: 'name', describe: 'the region to read the configuration for' },
    { name: 'param', value: 'k=v', describe: 'a parameter of the configuration (repeatable)', many: true },
    objectKeysOption,
    workspaceOption,
    quietOption,
  ],
  examples: [
    { line: 'keycard explain', purpose: 'print what each function needs in short, and how much of its modules it does not reach' },
    { line: 'keycard explain createOrder', purpose: 'print the way to each of its actions, and every call that it does not reach' },
    { line: 'keycard explain createOrder dynamodb:PutItem', purpose: 'print the way, how each name became what it is, and what would narrow it' },
    { line: "keycard explain createOrder 's3:*' --format json", purpose: 'the same for every action of a service, for a program' },
  ],

  async run(request, host) {
    const asked = askedOf(request)
    const { openReader } = await import('../reader/index.ts')
    const opened = openReader(single(request, 'directory') ?? '.', readerOptions(request, host))
    return remember('explain', request, host, opened, async (reader, cache) => {
      const [analysis, { openExplainReporter }, { toCloudFormation }] = await Promise.all([
        import('../analyze.ts'),
        import('../report/index.ts'),
        import('../iac/index.ts'),
      ])
      const explanation = await analysis.explain(reader, {
        ...asked,
        ...given(request, 'config', 'config'),
        ...given(request, 'stage', 'stage'),
        ...given(request, 'region', 'region'),
        parameters: pairs(request, 'param'),
        ...objectKeysOf(request),
        progress: host.progress,
        cache,
      })
      const reporter = await openExplainReporter(single(request, 'format') ?? 'pretty')
      return {
        output: reporter.print(explanation, { colour: host.colour, render: toCloudFormation }),
        notes: '',
        exitCode: explanation.findings.length > 0 ? 1 : 0,
        directory: reader.directory,
        workspace: reader.workspace,
        reports: [],
        changes: [],
      }
    })
  },
}

/** A single word with a colon is an action: no function can be called so. */
function askedOf(request: Request): { readonly function?: string; readonly action?: string } {
  const [name, action] = [request.arguments.get('function'), request.arguments.get('action')]
  if (name?.includes(':')) {
    if (action !== undefined) throw new UserError(`${name} is no function`, { mend: 'write keycard explain FUNCTION ACTION' })
    return { action: name }
  }
  return { ...(name === undefined ? {} : { function: name }), ...(action === undefined ? {} : { action }) }
}
