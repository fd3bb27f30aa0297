import { type ObjectKeys, objectKeyWays, UserError } from '../model/index.ts'
import { type Host, isOn, many, type Option, type Request, single } from './command.ts'

/** Where the files may lie that a run reads. */
export const workspaceOption: Option = {
  name: 'workspace',
  value: 'dir',
  describe: 'the root that files may be read from (default: the workspace or git top level around the service)',
}

/** Where statements go; the room that knows the dialects says which there are. */
export const dialectOption: Option = {
  name: 'dialect',
  value: 'name',
  describe: 'the IAM dialect to write in (default: found out from the version, the plugins and the file)',
}

/** How far a known object key narrows a resource. */
export const objectKeysOption: Option = {
  name: 'object-keys',
  value: 'how',
  describe: 'how far a known object key narrows the resource',
  choices: objectKeyWays,
  fallback: 'exact',
}

/** Whether conditions narrow what the resource cannot. */
export const conditionsOption: Option = {
  name: 'conditions',
  describe: 'write conditions too, where the code says enough: the prefix of a listing, the sender of a mail, the cluster of a task',
}

/** Which deployment of a service is meant. */
export const deploymentOptions: readonly Option[] = [
  { name: 'stage', value: 'name', describe: 'the stage to read the configuration for' },
  { name: 'region', value: 'name', describe: 'the region to read the configuration for' },
  { name: 'param', value: 'k=v', describe: 'a parameter of the configuration (repeatable)', many: true },
]

/** What every command that works on a whole service is told alike, under the names that the room has for it. */
export const serviceAsked = (request: Request) => ({
  ...given(request, 'config', 'config'),
  ...given(request, 'stage', 'stage'),
  ...given(request, 'region', 'region'),
  ...given(request, dialectOption.name, 'dialect'),
  parameters: pairs(request, 'param'),
  ...objectKeysOf(request),
  conditions: isOn(request, conditionsOption.name),
})

/** Prints less. */
export const quietOption: Option = { name: 'quiet', describe: 'print errors and totals only, and no progress' }

/** Reads `NAME=VALUE` as often as an option gives it. */
export function pairs(request: Request, option: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const pair of many(request, option)) {
    const cut = pair.indexOf('=')
    if (cut < 1) throw new UserError(`--${option} ${pair} is not of the form NAME=VALUE`, { mend: `write --${option} NAME=VALUE` })
    found.set(pair.slice(0, cut), pair.slice(cut + 1))
  }
  return found
}

/** An option under the name that a room gives it; nothing where it was not given, so that defaults stay in the room. */
export function given<Name extends string>(request: Request, option: string, name: Name): { readonly [key in Name]?: string } {
  const value = single(request, option)
  return value === undefined ? {} : ({ [name]: value } as { [key in Name]: string })
}

/** How far a known object key narrows a resource, where that was asked for. */
export function objectKeysOf(request: Request): { readonly objectKeys?: ObjectKeys } {
  const asked = single(request, objectKeysOption.name)
  const objectKeys = objectKeyWays.find((way) => way === asked)
  return objectKeys === undefined ? {} : { objectKeys }
}

/** Where the reader looks; directories stay as the user wrote them, for the messages. */
export const readerOptions = (request: Request, host: Host): { readonly workspace?: string; readonly base: string } => ({
  ...given(request, workspaceOption.name, 'workspace'),
  base: host.directory,
})
