// What @supercharge/promise-pool does with what it is handed. Never run: Keycard follows code that uses it into this file.
// Source: https://superchargejs.com/docs/promise-pool. In which order the items are processed, only a run can tell.

const maybe = () => Math.random() > 0

export class PromisePoolError extends Error {
  constructor(error, item) {
    super(error?.message)
    this.raw = error
    this.item = item
  }
}

export class PromisePool {
  static notRun = Symbol('notRun')
  static failed = Symbol('failed')
  constructor(items) {
    this.items = items ?? []
    this.started = []
    this.finished = []
    this.correspond = false
  }
  static withConcurrency() {
    return new PromisePool()
  }
  static withTaskTimeout() {
    return new PromisePool()
  }
  static for(items) {
    return new PromisePool(items)
  }
  for(items) {
    const pool = new PromisePool(items)
    pool.onError = this.onError
    return pool
  }
  withConcurrency() {
    return this
  }
  withTaskTimeout() {
    return this
  }
  useCorrespondingResults() {
    this.correspond = true
    return this
  }
  dontStoreProcessedItems() {
    return this
  }
  handleError(step) {
    this.onError = step
    return this
  }
  onTaskStarted(step) {
    this.started.push(step)
    return this
  }
  onTaskFinished(step) {
    this.finished.push(step)
    return this
  }
  async process(step) {
    const pool = new Running()
    const results = []
    const errors = []
    let index = 0
    for await (const item of this.items) {
      for (const told of this.started) told(item, pool)
      try {
        results.push(await step(item, index, pool))
      } catch (error) {
        if (this.correspond) results.push(maybe() ? PromisePool.failed : PromisePool.notRun)
        errors.push(new PromisePoolError(error, item))
        if (this.onError) await this.onError(error, item, pool)
      }
      for (const told of this.finished) told(item, pool)
      index += 1
    }
    return { results, errors }
  }
}
export default PromisePool

/** What is told of a pool at work. */
class Running {
  stop() {
    throw keycard.handedIn()
  }
  isStopped() {
    return maybe()
  }
  useConcurrency() {
    return this
  }
  concurrency() {
    return Math.random()
  }
  processedCount() {
    return Math.random()
  }
  processedPercentage() {
    return Math.random()
  }
  activeTasksCount() {
    return Math.random()
  }
  activeTaskCount() {
    return Math.random()
  }
  itemsCount() {
    return Math.random()
  }
  items() {
    return keycard.handedIn()
  }
  processedItems() {
    return keycard.handedIn()
  }
}
