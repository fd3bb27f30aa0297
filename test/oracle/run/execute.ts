import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import ts from 'typescript'
import type { Executions, Job, Program, Run } from './words.ts'

/** How long all runs of one handler may take, in milliseconds. */
const limit = 40_000

const transpile = (text: string, fileName: string): string =>
  ts.transpileModule(text, {
    fileName,
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.CommonJS, esModuleInterop: true, experimentalDecorators: true },
  }).outputText

/** Runs programs, one after the other, in a thread that is given up where a program does not end. */
export interface Executor {
  /** What the runs of each handler of a program sent; a text where the program cannot be run at all, or does not end, and says why. */
  execute(program: Program, runs: readonly Run[]): Promise<Executions | string>
  close(): Promise<void>
}

/** Starts an executor. The worker is TypeScript too, so it is handed over as text: `directory` is where it stands. */
export function createExecutor(directory: string): Executor {
  const source = workerText(directory)
  let worker: Worker | undefined
  let next = 0
  let before: Promise<unknown> = Promise.resolve()
  const execute = (program: Program, runs: readonly Run[]): Promise<Executions | string> => {
    const result = before.then(() => executeNow(program, runs))
    before = result.catch(() => undefined)
    return result
  }
  const executeNow = async (program: Program, runs: readonly Run[]): Promise<Executions | string> => {
    worker ??= new Worker(source, { eval: true, stdout: true, stderr: true })
    const running = worker
    const files = Object.fromEntries([...program.files].map(([path, text]) => [path, path.endsWith('.json') ? text : transpile(text, path)]))
    const job: Job = { id: next++, files, entries: program.entries, runs }
    return await new Promise((resolve) => {
      const done = (result: Executions | undefined, why?: string): void => {
        clearTimeout(timer)
        running.removeAllListeners('message')
        running.removeAllListeners('error')
        resolve(result ?? why ?? 'it does not end')
      }
      const giveUp = (): void => {
        worker = undefined
        void running.terminate()
        done(undefined)
      }
      // Who was busy with something else until then first looks whether there is an answer.
      let timer = setTimeout(() => {
        timer = setTimeout(giveUp, 1000)
      }, limit * program.entries.length)
      running.on('message', (reply: { id: number; executions?: Executions; error?: string }) => {
        if (reply.id === job.id) done(reply.executions, reply.error)
      })
      running.on('error', giveUp)
      running.postMessage(job)
    })
  }
  return {
    execute,
    close: async () => {
      await worker?.terminate()
    },
  }
}

/** The worker and the SDK's stand-in as one script. */
function workerText(directory: string): string {
  const wrap = (name: string): string => `(module, exports, require) => {\n${transpile(readFileSync(join(directory, name), 'utf8'), name)}\n}`
  return `const parts = { './sdk.ts': ${wrap('sdk.ts')}, './worker.ts': ${wrap('worker.ts')} };
const load = (name) => { if (!parts[name]) return require(name); const module = { exports: {} }; parts[name](module, module.exports, load); return module.exports };
load('./worker.ts');`
}
