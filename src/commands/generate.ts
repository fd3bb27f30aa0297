import { generateFormats } from '../model/index.ts'
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

/** Derives and writes the statements of each function of a service. */
export const generate: Command = {
  name: 'generate',
  describe: 'derive the IAM statements that each function of a Serverless service needs',
  arguments: [{ name: 'directory', describe: 'the directory of the service', fallback: '.' }],
  options: [
    { name: 'config', value: 'file', describe: 'the configuration, where it is not serverless.yml, .yaml or .json' },
    { name: 'write', describe: 'write the statements to the configuration; without it nothing is written' },
    { name: 'drop-unexplained', describe: 'with --write: take away what no analysed call needs, too' },
    { name: 'function', value: 'name', describe: 'only this function (repeatable)', many: true },
    { name: 'format', value: 'format', describe: 'what to print', choices: generateFormats, fallback: 'pretty' },
    ...deploymentOptions,
    dialectOption,
    objectKeysOption,
    conditionsOption,
    workspaceOption,
    quietOption,
  ],
  examples: [
    { line: 'keycard generate', purpose: 'print what each function of the service here needs, and why' },
    { line: 'keycard generate services/orders --write', purpose: 'write the statements to its serverless.yml' },
    { line: 'keycard generate --function upload --format yaml', purpose: 'print the statements of one function' },
    { line: 'keycard generate --stage prod --param tenant=acme', purpose: 'read the configuration as for that deployment' },
  ],

  async run(request, host) {
    const { openReader } = await import('../reader/index.ts')
    const opened = openReader(request.arguments.get('directory') ?? '.', readerOptions(request, host))
    return remember('generate', request, host, opened, async (reader, cache) => {
      const [{ analyze }, { audit }] = await Promise.all([import('../analyze.ts'), import('../audit/index.ts')])
      const report = await analyze(reader, {
        ...serviceAsked(request),
        functions: many(request, 'function'),
        write: isOn(request, 'write'),
        dropUnexplained: isOn(request, 'drop-unexplained'),
        audit,
        progress: host.progress,
        cache,
      })
      return finish(reader, report, {
        outputs: [{ format: single(request, 'format') ?? report.settings?.generate.format ?? 'pretty' }],
        quiet: isOn(request, 'quiet'),
        colour: host.colour,
        write: isOn(request, 'write'),
      })
    })
  },
}
