import { type Command, isOn, many, single } from './command.ts'
import { finish } from './finish.ts'
import {
  conditionsOption,
  dialectOption,
  given,
  objectKeysOf,
  objectKeysOption,
  pairs,
  quietOption,
  readerOptions,
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
    { name: 'stage', value: 'name', describe: 'the stage to read the configuration for' },
    { name: 'region', value: 'name', describe: 'the region to read the configuration for' },
    { name: 'param', value: 'k=v', describe: 'a parameter of the configuration (repeatable)', many: true },
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
        ...given(request, 'config', 'config'),
        ...given(request, 'stage', 'stage'),
        ...given(request, 'region', 'region'),
        ...given(request, 'dialect', 'dialect'),
        parameters: pairs(request, 'param'),
        functions: many(request, 'function'),
        ...objectKeysOf(request),
        conditions: isOn(request, conditionsOption.name),
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
