import { type UrlPart, urlParts } from '../../model/index.ts'
import {
  type Abstract,
  anyField,
  argument,
  concat,
  type ForeignCall,
  foreign,
  later,
  literal,
  optionsOf,
  partAt,
  pointer,
  textOf,
  unknownValue,
} from '../evaluate/index.ts'
import type { Idiom } from '../idioms/idiom.ts'

/** `require`, in its plain form or made by `createRequire`. */
export const requires: Idiom = {
  name: 'requires',
  call(run, symbol, call) {
    if (symbol.package === 'module' && symbol.path.at(-1) === 'createRequire') return foreign('global', ['require'])
    if (symbol.package !== 'global' || symbol.path[0] !== 'require') return undefined
    if (symbol.path.length > 1) return unknownValue('is a path of a module')
    return run.importValue(argument(call.arguments, 0), call.scope, call.at.line * 4096 + Math.min(call.at.column ?? 1, 4095))
  },
}

/** `path.join` and `path.posix.join`, as far as their parts are known. */
export const paths: Idiom = {
  name: 'paths',
  call(_run, symbol, call) {
    if (symbol.package !== 'path') return undefined
    const name = symbol.path.at(-1)
    const parts = call.arguments.items
    if (name === 'join' && !call.arguments.rest) return joinPath(parts)
    const text = textOf(argument(call.arguments, 0))
    if (name === 'basename' && text !== undefined) {
      const ending = parts[1] && textOf(parts[1])
      const base = text.replace(/\/+$/, '').split('/').at(-1) ?? ''
      return literal(ending !== undefined && base.endsWith(ending) ? base.slice(0, base.length - ending.length) : base)
    }
    const [path] = parts
    if (name === 'basename' && path && parts.length === 1 && isDeployed(path)) return partAt({ of: path, separator: '/', from: 0 }, -1)
    if (name === 'extname' && text !== undefined) return literal(/\.[^./]*$/.exec(text)?.[0] ?? '')
    return unknownValue(`comes from path.${name}()`, { at: call.at })
  },
}

/** Joins path parts; a part that is not known stays in its place, which is right unless it holds `..`. */
function joinPath(given: readonly Abstract[]): Abstract {
  const joined: Abstract[] = []
  const parts = given.filter((part) => textOf(part) !== '' && textOf(part) !== '.')
  parts.forEach((part, index) => {
    const text = textOf(part)
    if (index > 0) joined.push(literal('/'))
    joined.push(
      text === undefined
        ? part
        : literal(
            text
              .replace(/\/{2,}/g, '/')
              .replace(/^\.\//, '')
              .replace(index > 0 ? /^\// : /$^/, '')
              .replace(index < parts.length - 1 ? /\/$/ : /$^/, ''),
          ),
    )
  })
  const all = concat(joined)
  const text = textOf(all)
  if (text === undefined)
    return optionsOf(all).some((option) => option.kind === 'joined' && option.parts.some((part) => textOf(part)?.includes('..')))
      ? unknownValue('is a path with unknown parts')
      : all
  const done: string[] = []
  for (const piece of text.split('/')) {
    if (piece === '.' || (piece === '' && done.length > 0)) continue
    if (piece === '..' && done.length > 0 && done.at(-1) !== '..') done.pop()
    else done.push(piece)
  }
  return literal(done.join('/'))
}

/** Whether a text is known only with the environment. */
const isDeployed = (value: Abstract): boolean => value.kind === 'environment' || value.kind === 'made' || value.kind === 'joined'

const quiet = new Set(['crypto', 'os', 'url', 'querystring', 'buffer', 'perf_hooks', 'v8', 'zlib', 'string_decoder', 'punycode'])

/** Node's own packages whose functions only compute: nothing handed to them is sent to AWS; callbacks are called all the same. */
export const quietPackages: Idiom = {
  name: 'quietPackages',
  call(run, symbol, call) {
    if (!quiet.has(symbol.package)) return undefined
    run.escape(call.arguments.items.filter(isFunction), symbol.package, call)
    return unknownValue(`comes from ${[symbol.package, ...symbol.path].join('.')}()`, { at: call.at })
  },
}

const isFunction = (value: Abstract): boolean =>
  optionsOf(value).some((option) => option.kind === 'method' || (option.kind === 'pointer' && option.thing.closure !== undefined))

/** `new URL(x)`: its parts are known where the text is. */
export const urls: Idiom = {
  name: 'urls',
  construct(run, symbol, call) {
    if (symbol.path.at(-1) !== 'URL' || (symbol.package !== 'global' && symbol.package !== 'url')) return undefined
    const [text, base] = call.arguments.items.map(textOf)
    const made = run.heap.thing('record', site(call))
    let url: URL | undefined
    try {
      url = text === undefined ? undefined : new URL(text, base)
    } catch {
      url = undefined
    }
    const [given] = call.arguments.items
    const part = (field: UrlPart): Abstract => {
      if (url) return literal(url[field])
      return given && base === undefined && isDeployed(given)
        ? later(given, { kind: 'url', part: field })
        : unknownValue('is a part of a URL', { at: call.at })
    }
    for (const field of urlParts) run.heap.set(made.fields, field, part(field))
    for (const field of ['searchParams', anyField]) run.heap.set(made.fields, field, unknownValue('is a part of a URL', { at: call.at }))
    return pointer(made)
  },
}

const site = (call: ForeignCall): string => `${call.at.file}:${call.at.line}:${call.at.column ?? 0}`

/** What the Lambda runtime itself provides: `awslambda.streamifyResponse` marks a handler, and gives it back. */
export const lambdaRuntime: Idiom = {
  name: 'lambdaRuntime',
  call(_run, symbol, call) {
    if (symbol.package !== 'global' || symbol.path[0] !== 'awslambda') return undefined
    return argument(call.arguments, 0)
  },
}
