import { type Command, isOn, many, single } from './command.ts'
import { finish } from './finish.ts'
import {
  conditionsOption,
  deploymentOptions,
  dialectOption,
  objectKeysOption,
  quietOption,
  readerOptions,
  serviceAsked,
  workspaceOption,
} from './options.ts'
import { remember } from './remember.ts'

/** Moves a service from statements that its functions share to a role for each. */
export const migrate: Command = {
  name: 'migrate',
  describe: 'plan the way from a shared role to a role for each function, and go it with --write',
  arguments: [{ name: 'directory', describe: 'the directory of the service', fallback: '.' }],
  options: [
    { name: 'config', value: 'file', describe: 'the configuration, where it is not serverless.yml, .yaml or .json' },
    { name: 'write', describe: 'do what the plan says; without it nothing is written' },
    { name: 'drop-unexplained', describe: 'take away what no analysed call needs, too' },
    { name: 'function', value: 'name', describe: 'only this function; the others keep the shared role (repeatable)', many: true },
    { name: 'format', value: 'format', describe: 'what to print', choices: ['pretty', 'json', 'markdown'], fallback: 'pretty' },
    ...deploymentOptions,
    dialectOption,
    objectKeysOption,
    conditionsOption,
    workspaceOption,
    quietOption,
  ],
  examples: [
    { line: 'keycard migrate', purpose: 'show the plan: each function before and after, what goes, what stays and why, and the diff' },
    { line: 'keycard migrate --write', purpose: 'do it: serverless.yml, and package.json where a plugin is needed' },
    { line: 'keycard migrate --function upload --write', purpose: 'move one function, and leave the shared role to the others' },
    { line: 'keycard migrate --format markdown', purpose: 'print the plan for a pull request' },
  ],

  async run(request, host) {
    const { openReader } = await import('../reader/index.ts')
    const opened = openReader(request.arguments.get('directory') ?? '.', readerOptions(request, host))
    return remember('migrate', request, host, opened, async (reader, cache) => {
      const [analysis, { audit }] = await Promise.all([import('../analyze.ts'), import('../audit/index.ts')])
      const report = await analysis.migrate(reader, {
        ...serviceAsked(request),
        functions: many(request, 'function'),
        dropUnexplained: isOn(request, 'drop-unexplained'),
        audit,
        progress: host.progress,
        cache,
      })
      const write = isOn(request, 'write')
      const result = await finish(reader, report, {
        outputs: [{ format: single(request, 'format') ?? 'pretty' }],
        quiet: isOn(request, 'quiet'),
        colour: host.colour,
        write,
      })
      return write ? result : { ...result, changes: [] }
    })
  },
}
