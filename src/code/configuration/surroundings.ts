import { posix } from 'node:path'
import { argument, frameworkPackage, literal, textOf } from '../evaluate/index.ts'
import type { Idiom } from '../idioms/idiom.ts'
import { readFiles, requiredPaths } from './files.ts'

/** `process.cwd()`: a configuration is loaded in the directory of its service. */
const workingDirectory: Idiom = {
  name: 'workingDirectory',
  call(run, symbol) {
    const isCwd = symbol.path.at(-1) === 'cwd' && (symbol.package === 'process' || (symbol.package === 'global' && symbol.path[0] === 'process'))
    return isCwd && run.directory !== undefined ? literal(run.directory) : undefined
  },
}

const pathFunctions = new Map<string, (directory: string, parts: readonly string[]) => string>([
  ['dirname', (_directory, [path = '']) => posix.dirname(path)],
  ['normalize', (_directory, [path = '']) => posix.normalize(path)],
  ['resolve', (directory, parts) => posix.resolve(directory, ...parts)],
  ['relative', (directory, [from = '', to = '']) => posix.relative(posix.resolve(directory, from), posix.resolve(directory, to))],
])

/** Paths that are known to the last character. */
const knownPaths: Idiom = {
  name: 'knownPaths',
  call(run, symbol, call) {
    const make = symbol.package === 'path' ? pathFunctions.get(symbol.path.at(-1) ?? '') : undefined
    const parts = call.arguments.items.flatMap((item) => textOf(item) ?? [])
    if (!make || run.directory === undefined || call.arguments.rest || parts.length < call.arguments.items.length) return undefined
    return literal(make(run.directory, parts))
  },
}

/** `fileURLToPath(import.meta.url)`. */
const fileUrls: Idiom = {
  name: 'fileUrls',
  call(_run, symbol, call) {
    const url = symbol.package === 'url' && symbol.path.at(-1) === 'fileURLToPath' ? textOf(argument(call.arguments, 0)) : undefined
    return url?.startsWith('file:///') ? literal(url.slice('file://'.length)) : undefined
  },
}

/** `resolveVariable('self:provider.stage')` gives what the variable stands for. */
const frameworkVariables: Idiom = {
  name: 'frameworkVariables',
  call(_run, symbol, call) {
    const variable = symbol.package === frameworkPackage && symbol.path.at(-1) === 'resolveVariable' ? textOf(argument(call.arguments, 0)) : undefined
    return variable === undefined ? undefined : literal(`\${${variable}}`)
  },
}

/** What code finds around itself while a service is deployed, where in Lambda it would find something else. */
export const surroundings: readonly Idiom[] = [workingDirectory, knownPaths, fileUrls, frameworkVariables, readFiles, requiredPaths]
