import {
  type Cache,
  diffFormats,
  type FailKind,
  type Finding,
  failKinds,
  nearestNames,
  type Output,
  type Reader,
  type Report,
  UserError,
} from '../model/index.ts'
import type { Past } from '../reader/index.ts'
import { baseOption, reportSince } from './base.ts'
import { type Command, isOn, many, type Request, single } from './command.ts'
import { finish } from './finish.ts'
import {
  conditionsOption,
  deploymentOptions,
  dialectOption,
  given,
  objectKeysOption,
  quietOption,
  readerOptions,
  serviceAsked,
  workspaceOption,
} from './options.ts'
import { remember } from './remember.ts'

/** What a pull request may be failed for, and the checks that belong to it. */
const classes: { readonly [kind in FailKind]: (finding: Finding) => boolean } = {
  missing: ({ check }) => check === 'permission-missing',
  excess: ({ check }) => check === 'permission-excess',
  wide: ({ check }) => check === 'permission-wide',
  // What could not be analysed to the end, or not be read: a permission that is missing may hide behind it.
  incomplete: ({ check, severity }) => severity === 'error' && !/^permission-(?:missing|excess|wide|possible)$/.test(check),
  possible: ({ check }) => check === 'permission-possible',
  // What was decided once and has nothing to stand for any more.
  stale: ({ check }) => check === 'baseline-stale' || check === 'ignore-unused',
}
const failOnByDefault: readonly FailKind[] = ['missing', 'excess', 'wide', 'incomplete']

/** Compares what is declared with what the code needs. */
export const diff: Command = {
  name: 'diff',
  describe: 'compare what each function is allowed with what its code needs, and fail where they part',
  arguments: [{ name: 'directory', describe: 'the directory of the service', fallback: '.' }],
  options: [
    { name: 'config', value: 'file', describe: 'the configuration, where it is not serverless.yml, .yaml or .json' },
    {
      name: 'fail-on',
      value: 'kinds',
      describe: 'what makes the exit code 1: missing, excess, wide, incomplete, possible, stale, or none',
      fallback: failOnByDefault.join(),
    },
    { name: 'fix', value: 'what', optional: true, describe: 'write what is missing to the configuration; --fix=all also narrows and removes' },
    baseOption,
    { name: 'baseline', value: 'file', describe: 'the findings that are accepted for now, where they are not in keycard.baseline.json' },
    { name: 'update-baseline', describe: 'write the baseline, so that it accepts what is found today and nothing else' },
    { name: 'function', value: 'name', describe: 'only this function (repeatable)', many: true },
    {
      name: 'format',
      value: 'format',
      describe: 'pretty, json, markdown, sarif, github or junit; format=FILE writes to a file instead (repeatable)',
      many: true,
    },
    ...deploymentOptions,
    dialectOption,
    objectKeysOption,
    conditionsOption,
    workspaceOption,
    quietOption,
  ],
  examples: [
    { line: 'keycard diff', purpose: 'compare the service here; exit 1 where a function may do more than it needs, or less' },
    { line: 'keycard diff --fail-on missing', purpose: 'fail only for what will be denied' },
    { line: 'keycard diff --base origin/main', purpose: 'report only what this branch brought' },
    { line: 'keycard diff --fix', purpose: 'add what is missing to serverless.yml' },
    { line: 'keycard diff --update-baseline', purpose: 'accept what there is today; from now on only what is new fails' },
    { line: 'keycard diff --format sarif=keycard.sarif --format pretty', purpose: 'print the report, and write it for code scanning as well' },
  ],

  async run(request, host) {
    const failing = failingOf(request)
    const outputs = outputsOf(request)
    const fix = fixOf(request)
    const updateBaseline = isOn(request, 'update-baseline')
    if (updateBaseline && single(request, baseOption.name) !== undefined)
      throw new UserError('--base and --update-baseline do not go together: a baseline accepts all that there is', { mend: 'leave --base out' })
    if (fix && updateBaseline) throw new UserError('--fix and --update-baseline do not go together', { mend: 'fix first, then accept what remains' })
    const { openReader } = await import('../reader/index.ts')
    const open = (past?: Past): Reader =>
      openReader(request.arguments.get('directory') ?? '.', { ...readerOptions(request, host), ...(past ? { past } : {}) })
    return remember('diff', request, host, open(), async (reader, kept) => {
      // Most of what a service was before it still is, so what is found out about the one serves for the other.
      const cache = kept ?? (single(request, baseOption.name) === undefined ? undefined : forThisRun())
      const [analysis, { audit }] = await Promise.all([import('../analyze.ts'), import('../audit/index.ts')])
      const compare = (one: Reader, whole: boolean): Promise<Report> =>
        analysis.diff(one, {
          ...serviceAsked(request),
          functions: whole ? [] : many(request, 'function'),
          ...(fix === undefined ? {} : { fix }),
          // What was accepted before was there before.
          ...(whole ? { baseline: false } : given(request, 'baseline', 'baseline')),
          updateBaseline,
          audit,
          progress: host.progress,
          // What there was before is found by what there is, and takes the place of nothing.
          cache: whole && cache ? { ...cache, put: () => undefined } : cache,
        })
      const report = await reportSince(request, host, { reader, open, compare })
      const { diff: said = {} } = report.settings ?? {}
      const kinds = failing ?? said.failOn ?? failOnByDefault
      return finish(reader, report, {
        outputs: outputs ?? said.outputs ?? [{ format: 'pretty' }],
        fromConfiguration: outputs === undefined,
        quiet: isOn(request, 'quiet'),
        colour: host.colour,
        from: host.directory,
        write: fix !== undefined || updateBaseline,
        fails: (finding) => kinds.some((kind) => classes[kind](finding)),
      })
    })
  },
}

function forThisRun(): Cache {
  const texts = new Map<string, string>()
  return { get: (key) => texts.get(key), has: (key) => texts.has(key), put: (key, text) => texts.set(key, text) }
}

function failingOf(request: Request): readonly FailKind[] | undefined {
  const asked = single(request, 'fail-on')
  if (asked === undefined) return undefined
  const words = asked.split(',').map((word) => word.trim())
  if (words.length === 1 && words[0] === 'none') return []
  return words.map((word) => {
    const found = failKinds.find((kind) => kind === word)
    if (found !== undefined) return found
    const [close] = nearestNames(word, failKinds)
    throw new UserError(`--fail-on ${word} is none of ${failKinds.join(', ')}`, {
      mend: close === undefined ? `write --fail-on ${failOnByDefault.join()}, or none` : `did you mean ${close}?`,
    })
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
function outputsOf(request: Request): readonly Output[] | undefined {
  const asked = many(request, 'format')
  if (asked.length === 0) return undefined
  const outputs = asked.map((one): Output => {
    const cut = one.indexOf('=')
    const format = cut < 0 ? one : one.slice(0, cut)
    if (!diffFormats.some((known) => known === format))
      throw new UserError(`--format ${format} is not known`, { mend: `it is one of ${diffFormats.join(', ')}` })
    if (cut === one.length - 1) throw new UserError(`--format ${one} names no file`, { mend: `write --format ${format}=FILE` })
    return cut < 0 ? { format } : { format, file: one.slice(cut + 1) }
  })
  if (outputs.filter(({ file }) => file === undefined).length > 1)
    throw new UserError('only one --format can be printed', { mend: 'give the others a file: --format json=FILE' })
  return outputs
}
