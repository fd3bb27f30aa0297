import { join, posix } from 'node:path'
import { composeFileNames, type Reader, serviceFileNames, UserError } from '../model/index.ts'
import type { Part, Unread } from '../report/index.ts'
import { type Command, type FileChange, type Host, isOn, many, type Option, type Request, type Result, single } from './command.ts'
import { readerOptions, workspaceOption } from './options.ts'

/** Asks for all services at once. */
export const allOption: Option = { name: 'all', describe: 'every service at and below the directory, each with its own report' }

/** What names things of one service, and cannot be meant for several. */
const ofOneService = ['config', 'function', 'baseline']

/** A service among several. */
interface Place {
  /** Relative to the directory that was named, with forward slashes. */
  readonly directory: string
  readonly config?: string
  readonly parameters: readonly string[]
}

/** Lets a command for one service run over several: those that Serverless Compose names, or with `--all` those that are found. */
export function overServices(command: Command): Command {
  return {
    ...command,
    options: [...command.options, allOption],
    async run(request, host) {
      const { openReader } = await import('../reader/index.ts')
      const top = openReader(request.arguments.get('directory') ?? '.', readerOptions(request, host))
      const places = isOn(request, allOption.name) ? await findServices(top) : await composedServices(top, request)
      return places ? runEach(command, request, host, top, places) : command.run(request, host)
    },
  }
}

const isThere = (reader: Reader, names: readonly string[], directory = '.'): string | undefined =>
  names.map((name) => posix.join(directory, name)).find((file) => reader.kind(file) === 'file')

async function findServices(top: Reader): Promise<readonly Place[]> {
  const [{ directoriesWith }, { readCompose }] = await Promise.all([import('../reader/index.ts'), import('../iac/index.ts')])
  const composed = directoriesWith(top.directory, composeFileNames).flatMap((directory) => {
    const file = isThere(top, composeFileNames, directory)
    return file === undefined ? [] : readCompose(top, file).map((each) => ({ ...each, directory: posix.join(directory, each.directory) }))
  })
  const places = directoriesWith(top.directory, serviceFileNames).map(
    (directory): Place => composed.find((each) => each.directory === directory) ?? { directory, parameters: [] },
  )
  // A configuration of another name is found by the file that names it alone.
  const named = composed.filter(({ directory, config }) => config !== undefined && !places.some((place) => place.directory === directory))
  if (places.length + named.length === 0)
    throw new UserError('there is no service at or below this directory', {
      mend: `a service has a file of one of these names: ${serviceFileNames.join(', ')}`,
    })
  return [...places, ...named].sort((a, b) => (a.directory < b.directory ? -1 : 1))
}

/** Undefined where the directory holds a service itself. */
async function composedServices(top: Reader, request: Request): Promise<readonly Place[] | undefined> {
  if (single(request, 'config') !== undefined || isThere(top, serviceFileNames) !== undefined) return undefined
  const file = isThere(top, composeFileNames)
  if (file === undefined) return undefined
  const { readCompose } = await import('../iac/index.ts')
  return readCompose(top, file).map((each) => ({ ...each, directory: posix.normalize(each.directory) }))
}

async function runEach(command: Command, request: Request, host: Host, top: Reader, places: readonly Place[]): Promise<Result> {
  for (const name of ofOneService)
    if (request.options.has(name))
      throw new UserError(`--${name} speaks of one service, and here are ${places.length}`, { mend: 'name the directory of one of them' })
  const done: { readonly place: Place; readonly result: Result }[] = []
  const unread: Unread[] = []
  for (const place of places) {
    const progress = (stage: string): void => host.progress(`${place.directory}: ${stage}`)
    try {
      const result = await command.run(requestFor(command, request, top, place), { ...host, progress })
      refuseTwice(done, place, result)
      done.push({ place, result })
    } catch (error) {
      if (!(error instanceof UserError)) throw error
      // What is wrong with the command line is wrong for each of them.
      if (!error.at && done.length === 0 && unread.length === places.length - 1 && unread.every(({ message }) => message === error.message))
        throw error
      unread.push({
        directory: place.directory,
        message: error.message,
        ...(error.at ? { at: error.at } : {}),
        ...(error.mend ? { fix: error.mend } : {}),
      })
    }
  }
  return together(command, request, top, done, unread)
}

/** What is asked of one service. */
function requestFor(command: Command, request: Request, top: Reader, { directory, config, parameters }: Place): Request {
  const here = request.arguments.get('directory') ?? '.'
  const options = new Map(request.options)
  options.delete(allOption.name)
  options.set(workspaceOption.name, join(here, top.workspace))
  if (config !== undefined) options.set('config', config)
  // What is said by hand comes last, and wins.
  const given = [...parameters, ...many(request, 'param')]
  if (given.length > 0) options.set('param', given)
  // One document is made of all, whatever format each of them likes best.
  const format = command.options.find(({ name }) => name === 'format')
  if (!options.has('format')) options.set('format', format?.many ? ['pretty'] : 'pretty')
  return { arguments: new Map([...request.arguments, ['directory', join(here, directory)]]), options }
}

/** Edits of a file hold for the text that they were made for, so a file is written for one service in a run. */
function refuseTwice(done: readonly { readonly place: Place; readonly result: Result }[], place: Place, result: Result): void {
  const mine = result.changes.map(({ file }) => posix.join(place.directory, file))
  for (const other of done)
    for (const { file } of other.result.changes)
      if (mine.includes(posix.join(other.place.directory, file)))
        throw new UserError(`${posix.join(other.place.directory, file)} is written for ${other.place.directory} in this run`, {
          mend: 'run it again for this service',
        })
}

async function together(
  command: Command,
  request: Request,
  top: Reader,
  done: readonly { readonly place: Place; readonly result: Result }[],
  unread: readonly Unread[],
): Promise<Result> {
  const { printTogether } = await import('../report/index.ts')
  const parts = (textOf: (result: Result) => string): readonly Part[] =>
    done.map(({ place: { directory }, result }) => ({ directory, text: textOf(result), passes: result.exitCode === 0 }))
  const formats = command.options.find(({ name }) => name === 'format')?.many ? many(request, 'format') : [single(request, 'format') ?? 'pretty']
  const printed = formats.length === 0 ? 'pretty' : formats.find((format) => !format.includes('='))
  const toFiles = formats
    .filter((format) => format.includes('='))
    .map((format) => ({ format: format.slice(0, format.indexOf('=')), file: format.slice(format.indexOf('=') + 1) }))
  const notes = unread.map(({ directory, message, at, fix }) =>
    [`${directory}: ${message}`, ...(at ? [`  at ${posix.join(directory, at.file)}:${at.line}`] : []), ...(fix ? [`  fix: ${fix}`] : [])].join('\n'),
  )
  return {
    output:
      printed === undefined
        ? ''
        : printTogether(
            printed,
            parts(({ output }) => output),
            unread,
          ),
    reports: toFiles.map(({ format, file }) => ({
      file,
      text: printTogether(
        format,
        parts(({ reports }) => reports.find((report) => report.file === file)?.text ?? ''),
        unread,
      ),
    })),
    notes: [...done.flatMap(({ result }) => (result.notes === '' ? [] : [result.notes])), ...notes.map((note) => `${note}\n`)].join(''),
    exitCode: unread.length > 0 ? 2 : done.some(({ result }) => result.exitCode !== 0) ? 1 : 0,
    directory: top.directory,
    workspace: top.workspace,
    changes: done.flatMap(({ place, result }) =>
      result.changes.map((change): FileChange => ({ ...change, file: posix.join(place.directory, change.file) })),
    ),
  }
}
