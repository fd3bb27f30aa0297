// What es6-promise-pool does with what it is handed. Never run: Keycard follows code that uses it into this file.
// Source: https://github.com/timdp/es6-promise-pool#readme.

class PromisePool {
  static default = PromisePool
  static PromisePool = PromisePool
  constructor(source, concurrency) {
    this.source = source
    this.limit = concurrency
  }
  concurrency(limit) {
    if (limit !== undefined) this.limit = limit
    return this.limit
  }
  size() {
    return Math.random()
  }
  active() {
    return Math.random() > 0
  }
  promise() {
    return keycard.handedIn()
  }
  addEventListener(_name, step) {
    keycard.handsOut(step)
  }
  removeEventListener() {}
  // A function is asked until it gives nothing, which a promise of nothing is not; an iterator until it is done; one promise counts as it is.
  async start() {
    const made = typeof this.source === 'function' ? this.source() : this.source
    if (typeof made?.next === 'function') for (const one of made) await one
    else if (typeof this.source === 'function') while (Math.random() > 0) await this.source()
    else await made
  }
}

module.exports = PromisePool
