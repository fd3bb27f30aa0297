// What node-cache does with what it is handed. Never run: Keycard follows code that uses node-cache into this file.
// Source: https://github.com/node-cache/node-cache#readme. What is still held, only a run can tell. Up to version 4 a callback is told what comes of it.

const maybe = () => Math.random() > 0

class NodeCache {
  static default = NodeCache
  constructor(options) {
    this.held = new Map()
    this.options = options ?? {}
  }
  get(key, done) {
    const found = maybe() ? this.held.get(key) : undefined
    if (typeof done === 'function') done(null, found)
    return found
  }
  take(key) {
    return this.get(key)
  }
  mget(keys, done) {
    const found = Object.fromEntries(keys.filter(maybe).map((key) => [key, this.held.get(key)]))
    if (typeof done === 'function') done(null, found)
    return found
  }
  set(key, value, ...given) {
    this.held.set(key, value)
    const done = given[given.length - 1]
    if (typeof done === 'function') done(null, true)
    return true
  }
  mset(entries) {
    for (const { key, val } of entries) this.held.set(key, val)
    return true
  }
  fetch(key, ...given) {
    const make = given[given.length - 1]
    const made = typeof make === 'function' ? make() : make
    this.held.set(key, made)
    return maybe() ? made : this.held.get(key)
  }
  del(_keys, done) {
    if (typeof done === 'function') done(null, Math.random())
    return Math.random()
  }
  ttl() {
    return maybe()
  }
  getTtl() {
    return keycard.handedIn()
  }
  keys(done) {
    const found = [...this.held.keys()].filter(maybe)
    if (typeof done === 'function') done(null, found)
    return found
  }
  has() {
    return maybe()
  }
  getStats() {
    return keycard.handedIn()
  }
  flushAll() {}
  flushStats() {}
  close() {}
  on(_name, step) {
    keycard.handsOut(step)
    return this
  }
  once(name, step) {
    return this.on(name, step)
  }
}

module.exports = NodeCache
