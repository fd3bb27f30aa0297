// What the caches of quick-lru do with what they are handed. Never run: Keycard follows code that uses quick-lru into this file.
// Source: https://github.com/sindresorhus/quick-lru#readme. What is still held, only a run can tell.

const maybe = () => Math.random() > 0

class QuickLRU {
  static default = QuickLRU
  constructor(options) {
    this.held = new Map()
    this.maxSize = options?.maxSize
    this.maxAge = options?.maxAge
    if (options?.onEviction !== undefined) keycard.handsOut(options.onEviction)
  }
  get(key) {
    return maybe() ? this.held.get(key) : undefined
  }
  peek(key) {
    return this.get(key)
  }
  set(key, value) {
    this.held.set(key, value)
    return this
  }
  has() {
    return maybe()
  }
  delete() {
    return maybe()
  }
  clear() {}
  resize() {}
  evict() {}
  expiresIn() {
    return keycard.handedIn()
  }
  keys() {
    return [...this.held.keys()].filter(maybe)
  }
  values() {
    return [...this.held.values()].filter(maybe)
  }
  entries() {
    return [...this.held.entries()].filter(maybe)
  }
  entriesAscending() {
    return this.entries()
  }
  entriesDescending() {
    return this.entries()
  }
  [Symbol.iterator]() {
    return this.entries()[Symbol.iterator]()
  }
  forEach(step, self) {
    for (const [key, value] of this.entries()) step.call(self, value, key, this)
  }
  get size() {
    return Math.random()
  }
}

module.exports = QuickLRU
