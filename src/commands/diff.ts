import { type Finding, type Reader, type Report, UserError } from '../model/index.ts'
import type { Past } from '../reader/index.ts'
import { baseOption, reportSince } from './base.ts'
import { type Command, many, type Request, single } from './command.ts'
import { finish } from './finish.ts'
import { dialectOption, given, objectKeysOf, objectKeysOption, pairs, quietOption, readerOptions, workspaceOption } from './options.ts'
import { remember } from './remember.ts'

/** What a pull request may be failed for, and the checks that belong to it. */
const classes: ReadonlyMap<string, (finding: Finding) => boolean> = new Map([
  ['missing', ({ check }) => check === 'permission-missing'],
  ['excess', ({ check }) => check === 'permission-excess'],
  ['wide', ({ check }) => check === 'permission-wide'],
  // What analysis could not see to the end is an error of its own, and anything may hide behind it.
  ['possible', ({ check, severity }) => check === 'permission-possible' || (severity === 'error' && check !== 'permission-missing')],
])
const failOnByDefault = 'missing,excess,wide'

/** Compares what is declared with what the code needs. */
export const diff: Command = {
  name: 'diff',
  describe: 'compare what each function is allowed with what its code needs, and fail where they part',
  arguments: [{ name: 'directory', describe: 'the directory of the service', fallback: '.' }],
  options: [
    { name: 'config', value: 'file', describe: 'the configuration, where it is not serverless.yml, .yaml or .json' },
    { name: 'fail-on', value: 'kinds', describe: 'what makes the exit code 1: missing, excess, wide, possible, or none', fallback: failOnByDefault },
    { name: 'fix', value: 'what', optional: true, describe: 'write what is missing to the configuration; --fix=all also narrows and removes' },
    baseOption,
    { name: 'function', value: 'name', describe: 'only this function (repeatable)', many: true },
    {
      name: 'format',
      value: 'format',
      describe: 'pretty, json, markdown, sarif, github or junit; format=FILE writes to a file instead (repeatable)',
      many: true,
    },
    { name: 'stage', value: 'name', describe: 'the stage to read the configuration for' },
    { name: 'region', value: 'name', describe: 'the region to read the configuration for' },
    { name: 'param', value: 'k=v', describe: 'a parameter of the configuration (repeatable)', many: true },
    dialectOption,
    objectKeysOption,
    workspaceOption,
    quietOption,
  ],
  examples: [
    { line: 'keycard diff', purpose: 'compare the service here; exit 1 where a function may do more than it needs, or less' },
    { line: 'keycard diff --fail-on missing', purpose: 'fail only for what will be denied' },
    { line: 'keycard diff --base origin/main', purpose: 'report only what this branch brought' },
    { line: 'keycard diff --fix', purpose: 'add what is missing to serverless.yml' },
    { line: 'keycard diff --format sarif=keycard.sarif --format pretty', purpose: 'print the report, and write it for code scanning as well' },
  ],

  async run(request, host) {
    const failing = failingOf(request)
    const outputs = outputsOf(request)
    const fix = fixOf(request)
    const { openReader } = await import('../reader/index.ts')
    const open = (past?: Past): Reader =>
      openReader(request.arguments.get('directory') ?? '.', { ...readerOptions(request, host), ...(past ? { past } : {}) })
    return remember('diff', request, host, open(), async (reader) => {
      const analysis = await import('../analyze.ts')
      const compare = (one: Reader, whole: boolean): Promise<Report> =>
        analysis.diff(one, {
          ...given(request, 'config', 'config'),
          ...given(request, 'stage', 'stage'),
          ...given(request, 'region', 'region'),
          ...given(request, 'dialect', 'dialect'),
          parameters: pairs(request, 'param'),
          functions: whole ? [] : many(request, 'function'),
          objectKeys: objectKeysOf(request),
          ...(fix === undefined ? {} : { fix }),
          progress: host.progress,
        })
      const report = await reportSince(request, host, { reader, open, compare })
      return finish(reader, report, {
        outputs,
        quiet: request.options.get('quiet') === true,
        colour: host.colour,
        from: host.directory,
        write: fix !== undefined,
        fails: (finding) => failing.some((isFailing) => isFailing(finding)),
      })
    })
  },
}

function failingOf(request: Request): readonly ((finding: Finding) => boolean)[] {
  const asked = (single(request, 'fail-on') ?? failOnByDefault).split(',').map((word) => word.trim())
  if (asked.length === 1 && asked[0] === 'none') return []
  return asked.map((word) => {
    const found = classes.get(word)
    if (!found)
      throw new UserError(`--fail-on ${word} is none of ${[...classes.keys()].join(', ')}`, { mend: `write --fail-on ${failOnByDefault}, or none` })
    return found
  })
}

function fixOf(request: Request): 'missing' | 'all' | undefined {
  const asked = request.options.get('fix')
  if (asked === undefined) return undefined
  if (asked === true || asked === 'missing') return 'missing'
  if (asked === 'all') return 'all'
  throw new UserError(`--fix=${String(asked)} is not known`, {
    mend: 'write --fix to add what is missing, or --fix=all to narrow and remove as well',
  })
}

/** `name` for stdout, `name=FILE` for a file. */
function outputsOf(request: Request): readonly { format: string; file?: string }[] {
  const asked = many(request, 'format')
  const outputs = (asked.length > 0 ? asked : ['pretty']).map((one) => {
    const cut = one.indexOf('=')
    const format = cut < 0 ? one : one.slice(0, cut)
    if (!formats.includes(format)) throw new UserError(`--format ${format} is not known`, { mend: `it is one of ${formats.join(', ')}` })
    if (cut === one.length - 1) throw new UserError(`--format ${one} names no file`, { mend: `write --format ${format}=FILE` })
    return cut < 0 ? { format } : { format, file: one.slice(cut + 1) }
  })
  if (outputs.filter(({ file }) => file === undefined).length > 1)
    throw new UserError('only one --format can be printed', { mend: 'give the others a file: --format json=FILE' })
  return outputs
}

const formats: readonly string[] = ['pretty', 'json', 'markdown', 'sarif', 'github', 'junit']
