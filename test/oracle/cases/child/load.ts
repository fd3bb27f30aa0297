import { createRequire } from 'node:module'
import { posix } from 'node:path'
import { compileFunction } from 'node:vm'
import type { Job } from '../words.ts'

/** The modules of one instance of a function: loaded once, and never shared with another instance. */
export type Instance = (path: string) => Promise<Record<string, unknown>>

type Body = (...given: unknown[]) => unknown

/** A package cannot be found where the packages are. */
export class NoPackage extends Error {}

const later = (callback: (...all: unknown[]) => void, _: unknown, ...all: unknown[]): NodeJS.Immediate => setImmediate(callback, ...all)

/** Makes instances of a job's modules. Packages are the real ones, and shared. */
export function createLoader({ files, packages, standIns }: Job, around: (name: string, found: unknown) => unknown): () => Instance {
  const bodies = new Map<string, Body>()
  const requires = packages.map((folder) => createRequire(`${folder}/package.json`))
  const fromPackages = (asked: string): unknown => {
    const name = standIns[asked] ?? asked
    if (name.replace(/^node:/, '') === 'timers/promises') return quickTimers
    for (const from of requires) {
      try {
        return around(name, from(name))
      } catch (error) {
        const { code, message } = error as { code?: string; message: string }
        if (code !== 'MODULE_NOT_FOUND' || !message.includes(`'${name}'`)) throw error
      }
    }
    throw new NoPackage(`there is no package ${name}`)
  }
  const bodyOf = (path: string): Body => {
    const known = bodies.get(path)
    if (known) return known
    const code = files[path] ?? ''
    const parameters = ['exports', 'require', 'module', '__filename', '__dirname', 'setTimeout']
    const compile = (text: string): Body => compileFunction(text, parameters, { filename: path }) as Body
    const waiting = (): Body => compile(`return (async () => {\n${code}\n})()`)
    let body: Body
    try {
      // In a script `await (...)` is the call of something named so.
      body = /^(?:[\w. ]+ = )?await \(/m.test(code) ? waiting() : compile(code)
    } catch {
      // `await` at the top of a module.
      body = waiting()
    }
    bodies.set(path, body)
    return body
  }
  return () => {
    const modules = new Map<string, { exports: Record<string, unknown>; ready: Promise<unknown> }>()
    const begin = (path: string): { exports: Record<string, unknown>; ready: Promise<unknown> } => {
      const known = modules.get(path)
      if (known) return known
      const module = { exports: {} as Record<string, unknown>, ready: Promise.resolve() as Promise<unknown> }
      modules.set(path, module)
      if (path.endsWith('.json')) {
        module.exports = JSON.parse(files[path] ?? '') as Record<string, unknown>
        return module
      }
      const require = Object.assign(
        (name: string): unknown => (name.startsWith('.') ? begin(resolve(name, path, files)).exports : fromPackages(name)),
        {
          resolve: (name: string) => name,
        },
      )
      const result = bodyOf(path)(module.exports, require, module, `/var/task/${path}`, posix.dirname(`/var/task/${path}`), later)
      module.ready = Promise.resolve(result)
      return module
    }
    const load = async (path: string, seen = new Set<string>()): Promise<Record<string, unknown>> => {
      if (!seen.has(path)) {
        seen.add(path)
        // What a module imports is ready before it runs itself.
        for (const [, name] of (files[path] ?? '').matchAll(/^(?:(?:const|var) \w+ = .*?|)(?:__export\w*\(|__import\w*\()?require\("(\.[^"]*)"\)/gm))
          if (name !== undefined) await load(resolve(name, path, files), seen)
      }
      const module = begin(path)
      await module.ready
      return module.exports
    }
    return (path) => load(path)
  }
}

const quickTimers = {
  setTimeout: async (_: number, value: unknown) => await new Promise((resolve) => setImmediate(resolve, value)),
  setImmediate: async (value: unknown) => await new Promise((resolve) => setImmediate(resolve, value)),
  scheduler: { wait: async () => await new Promise((resolve) => setImmediate(resolve)) },
}

function resolve(name: string, from: string, files: Job['files']): string {
  const path = posix.join(posix.dirname(from), name)
  const bare = path.replace(/\.([cm]?)js$/, '.$1ts')
  const endings = ['.ts', '.tsx', '.mts', '.cts', '.js', '.cjs', '.mjs', '.json']
  const all = [path, bare, ...endings.map((end) => path + end), ...endings.map((end) => `${path}/index${end}`)]
  const found = all.find((one) => files[one] !== undefined)
  if (found === undefined) throw new NoPackage(`there is no module ${name} beside ${from}`)
  return found
}
