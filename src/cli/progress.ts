import { Worker } from 'node:worker_threads'

/** A line on a terminal that says what is going on. */
export interface Progress {
  readonly tell: (stage: string) => void
  /** Takes the line away; may be called twice. */
  readonly close: () => Promise<void>
}

// The analysis keeps its thread busy from start to end, so a second one has the patience to wait a second and then writes by itself.
const watcher = `
const { parentPort } = require('node:worker_threads')
const { writeSync } = require('node:fs')
let stage = ''
let shown = false
const show = () => { shown = true; writeSync(2, '\\r\\u001b[K' + stage + ' ...') }
parentPort.on('message', message => {
  if (message === null) {
    if (shown) writeSync(2, '\\r\\u001b[K')
    parentPort.postMessage('closed')
    parentPort.close()
    clearTimeout(timer)
  } else {
    stage = message
    if (shown) show()
  }
})
const timer = setTimeout(show, 1000)
`

/** Opens the progress line: it shows only on a terminal, and only when a run takes over a second. */
export function openProgress(wanted: boolean): Progress {
  if (!wanted) return { tell: () => undefined, close: async () => undefined }
  const worker = new Worker(watcher, { eval: true })
  worker.unref()
  let closed: Promise<void> | undefined
  return {
    tell: (stage) => worker.postMessage(stage),
    close: () => {
      closed ??= new Promise((resolve) => {
        worker.ref()
        worker.once('message', () => resolve())
        worker.once('error', () => resolve())
        worker.postMessage(null)
      })
      return closed
    },
  }
}
