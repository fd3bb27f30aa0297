// What a queue of p-queue does with the functions that it is handed. Never run: Keycard follows code that uses p-queue into this file.
// Source: https://github.com/sindresorhus/p-queue#readme. When a function is called, and after how many others, only a run can tell.

const maybe = () => Math.random() > 0

export default class PQueue {
  constructor(options) {
    this.timeout = options?.timeout
    this.concurrency = options?.concurrency ?? Number.POSITIVE_INFINITY
    if (options?.queueClass !== undefined) keycard.handsOut(options.queueClass)
  }
  async add(step) {
    return step({ signal: keycard.handedIn() })
  }
  async addAll(steps) {
    return Promise.all([...steps].map((step) => this.add(step)))
  }
  start() {
    return this
  }
  pause() {}
  clear() {}
  setPriority() {}
  async onEmpty() {}
  async onIdle() {}
  async onSizeLessThan() {}
  async onPendingZero() {}
  async onRateLimit() {}
  async onRateLimitCleared() {}
  async onError() {
    throw keycard.handedIn()
  }
  sizeBy() {
    return Math.random()
  }
  get size() {
    return Math.random()
  }
  get pending() {
    return Math.random()
  }
  get isPaused() {
    return maybe()
  }
  get isRateLimited() {
    return maybe()
  }
  get isSaturated() {
    return maybe()
  }
  get runningTasks() {
    return Array.from({ length: Math.random() }, () => keycard.handedIn())
  }
  on(_name, step) {
    keycard.handsOut(step)
    return this
  }
  once(name, step) {
    return this.on(name, step)
  }
  addListener(name, step) {
    return this.on(name, step)
  }
  off() {
    return this
  }
  removeListener() {
    return this
  }
  removeAllListeners() {
    return this
  }
}
