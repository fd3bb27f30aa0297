import { posix } from 'node:path'
import { type Reader, UserError } from '../../model/index.ts'
import { type Abstract, argument, type ForeignCall, literal, makeList, type Run, textOf } from '../evaluate/index.ts'
import type { Idiom } from '../idioms/idiom.ts'

/** What looking at files gives; undefined where there is nothing to see, which leaves the value unknown. */
const looks = new Map<string, (reader: Reader, path: string) => string | boolean | readonly string[] | undefined>([
  ['readFileSync', (reader, path) => (reader.kind(path) === 'file' ? reader.read(path) : undefined)],
  ['readdirSync', (reader, path) => (reader.kind(path) === 'directory' ? reader.list(path) : undefined)],
  ['existsSync', (reader, path) => reader.kind(path) !== undefined],
])

/** Files that a configuration reads are read through the reader, which stays in the workspace. */
export const readFiles: Idiom = {
  name: 'readFiles',
  call(run, symbol, call) {
    const look = symbol.package === 'fs' ? looks.get(symbol.path.at(-1) ?? '') : undefined
    const path = look && pathOf(run, call)
    const given = call.arguments.items[1]
    // With options other than an encoding, what comes back is no text and no plain list of names.
    if (!look || path === undefined || (given && textOf(given) === undefined)) return undefined
    const found = withinReach(() => look(run.reader, path))
    if (found === undefined) return undefined
    if (typeof found === 'string' || typeof found === 'boolean') return literal(found)
    return makeList(run, found.map(literal), `${call.at.file}:${call.at.line}:${call.at.column ?? 0}`)
  },
}

/** `require` of a path that was put together with `__dirname`. */
export const requiredPaths: Idiom = {
  name: 'requiredPaths',
  call(run, symbol, call): Abstract | undefined {
    const path = symbol.package === 'global' && symbol.path.length === 1 && symbol.path[0] === 'require' ? absoluteOf(run, call) : undefined
    if (path === undefined || run.directory === undefined) return undefined
    const from = posix.resolve(run.directory, posix.dirname(call.scope.file))
    const specifier = posix.relative(from, path)
    return run.importValue(literal(specifier.startsWith('.') ? specifier : `./${specifier}`), call.scope, call.at.line * 4096 + 1)
  },
}

/** The path that a call is given, relative to the service. */
function pathOf(run: Run, call: ForeignCall): string | undefined {
  const text = textOf(argument(call.arguments, 0))
  if (text === undefined || run.directory === undefined) return undefined
  return posix.relative(run.directory, posix.resolve(run.directory, text)) || '.'
}

function absoluteOf(run: Run, call: ForeignCall): string | undefined {
  const text = textOf(argument(call.arguments, 0))
  return run.directory !== undefined && text?.startsWith('/') ? text : undefined
}

/** What lies outside of the workspace is not looked at, and what is no text is not known. */
function withinReach<T>(look: () => T): T | undefined {
  try {
    return look()
  } catch (error) {
    if (error instanceof UserError) return undefined
    throw error
  }
}
