// What the limiters of bottleneck do with the functions that they are handed. Never run: Keycard follows code that uses bottleneck into this file.
// Source: https://github.com/SGrondin/bottleneck#readme. When a function is called, and whether it is dropped, only a run can tell.

const maybe = () => Math.random() > 0

class Bottleneck {
  static default = Bottleneck
  static strategy = { LEAK: 1, OVERFLOW: 2, OVERFLOW_PRIORITY: 4, BLOCK: 3 }
  static Group = class Group {
    constructor(options) {
      this.options = options
    }
    key() {
      return new Bottleneck(this.options)
    }
    on(name, step) {
      if (name === 'created') step(new Bottleneck(this.options), keycard.handedIn())
      else keycard.handsOut(step)
      return this
    }
    once(name, step) {
      return this.on(name, step)
    }
    removeAllListeners() {}
    updateSettings() {}
    async deleteKey() {
      return maybe()
    }
    async disconnect() {}
    keys() {
      return Array.from({ length: Math.random() }, () => keycard.handedIn())
    }
    async clusterKeys() {
      return this.keys()
    }
    limiters() {
      return this.keys().map((key) => ({ key, limiter: new Bottleneck(this.options) }))
    }
  }

  async schedule(...given) {
    const [step, ...more] = typeof given[0] === 'function' ? given : given.slice(1)
    return step(...more)
  }
  submit(...given) {
    const [step, ...more] = typeof given[0] === 'function' ? given : given.slice(1)
    // The last one is told what came of it, or nothing.
    step(...more)
  }
  wrap(step) {
    const wrapped = async function (...given) {
      return step.apply(this, given)
    }
    wrapped.withOptions = async (_options, ...given) => step(...given)
    return wrapped
  }
  on(_name, step) {
    keycard.handsOut(step)
    return this
  }
  once(name, step) {
    return this.on(name, step)
  }
  removeAllListeners() {}
  chain() {
    return this
  }
  updateSettings() {
    return this
  }
  async ready() {}
  async stop() {}
  async disconnect() {}
  async publish() {}
  async incrementReservoir() {
    return Math.random()
  }
  async currentReservoir() {
    return keycard.handedIn()
  }
  async check() {
    return maybe()
  }
  async running() {
    return Math.random()
  }
  async done() {
    return Math.random()
  }
  async clusterQueued() {
    return Math.random()
  }
  queued() {
    return Math.random()
  }
  empty() {
    return maybe()
  }
  counts() {
    return keycard.handedIn()
  }
  jobStatus() {
    return keycard.handedIn()
  }
  jobs() {
    return Array.from({ length: Math.random() }, () => keycard.handedIn())
  }
}

module.exports = Bottleneck
