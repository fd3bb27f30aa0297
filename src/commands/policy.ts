import { dirname, relative, resolve, sep } from 'node:path'
import { UserError } from '../model/index.ts'
import { type Command, isOn, single } from './command.ts'
import { finish } from './finish.ts'
import { conditionsOption, given, objectKeysOf, objectKeysOption, pairs, quietOption, readerOptions, workspaceOption } from './options.ts'
import { remember } from './remember.ts'

/** Derives one policy document for a module, without a service file. */
export const policy: Command = {
  name: 'policy',
  describe: 'derive one IAM policy document for a module, without a service file (CDK, SAM, Terraform, scripts)',
  arguments: [{ name: 'file', describe: 'the module, and after # the export to start from: src/orders.ts#create' }],
  options: [
    { name: 'env', value: 'NAME=VALUE', describe: 'the value of an environment variable (repeatable)', many: true },
    { name: 'region', value: 'name', describe: 'the region of the resources (default: any)' },
    { name: 'account', value: 'id', describe: 'the account of the resources (default: any)' },
    { name: 'format', value: 'format', describe: 'what to print', choices: ['json', 'yaml', 'keycard'], fallback: 'json' },
    objectKeysOption,
    conditionsOption,
    workspaceOption,
    quietOption,
  ],
  examples: [
    { line: 'keycard policy src/orders.ts#create --env TABLE=orders', purpose: 'print the policy of one export' },
    { line: 'keycard policy scripts/backfill.ts --region eu-central-1 --account 111122223333', purpose: 'print the policy of a script' },
    { line: 'keycard policy src/orders.ts#create --format keycard', purpose: 'print it with the reason for each permission' },
  ],

  async run(request, host) {
    const asked = request.arguments.get('file') ?? ''
    const hash = asked.lastIndexOf('#')
    const [path, exportName] = hash < 0 ? [asked, undefined] : [asked.slice(0, hash), asked.slice(hash + 1)]
    if (path === '' || exportName === '') throw new UserError(`${asked} names no module`, { mend: 'write FILE or FILE#export' })

    const { openReader } = await import('../reader/index.ts')
    const { directory, file } = startOf(host.directory, resolve(host.directory, path))
    const opened = openReader(directory, readerOptions(request, host))
    return remember('policy', request, host, opened, async (reader, cache) => {
      const { analyzeModule } = await import('../analyze.ts')
      const report = await analyzeModule(reader, {
        file,
        ...(exportName === undefined ? {} : { exportName }),
        ...given(request, 'region', 'region'),
        ...given(request, 'account', 'account'),
        environment: pairs(request, 'env'),
        ...objectKeysOf(request),
        conditions: isOn(request, conditionsOption.name),
        progress: host.progress,
        cache,
      })
      const format = single(request, 'format') ?? 'json'
      return finish(reader, report, {
        outputs: [{ format: format === 'keycard' ? 'json' : `policy-${format}` }],
        quiet: isOn(request, 'quiet'),
        colour: host.colour,
        // A policy document has no room for findings.
        tellFindings: format !== 'keycard',
      })
    })
  },
}

/** Paths are told from the working directory; a module beside or above it brings its own. */
function startOf(working: string, module: string): { directory: string; file: string } {
  const way = relative(working, module)
  const directory = way.startsWith('..') || resolve(working, way) !== module ? dirname(module) : working
  return { directory, file: relative(directory, module).split(sep).join('/') }
}
