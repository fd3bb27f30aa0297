// What the caches of lru-cache do with what they are handed. Never run: Keycard follows code that uses lru-cache into this file.
// Source: https://github.com/isaacs/node-lru-cache#readme. What is still held, only a run can tell. The names of older versions are there as well.

const maybe = () => Math.random() > 0

class LRUCache {
  static default = LRUCache
  static LRUCache = LRUCache
  constructor(options) {
    this.held = new Map()
    this.fetchMethod = options?.fetchMethod
    this.memoMethod = options?.memoMethod
    this.max = options?.max
    this.ttl = options?.ttl
    keycard.handsOut([options?.dispose, options?.disposeAfter, options?.onInsert, options?.sizeCalculation, options?.length])
  }
  get(key) {
    return maybe() ? this.held.get(key) : undefined
  }
  peek(key) {
    return this.get(key)
  }
  pop() {
    return this.values().find(maybe)
  }
  set(key, value) {
    this.held.set(key, value)
    return this
  }
  async fetch(key, options) {
    if (this.fetchMethod === undefined) return this.get(key)
    const made = await this.fetchMethod(key, this.get(key), { options, signal: keycard.handedIn(), context: options?.context })
    this.held.set(key, made)
    return maybe() ? made : this.get(key)
  }
  async forceFetch(key, options) {
    return this.fetch(key, options)
  }
  memo(key, options) {
    const made = this.memoMethod(key, this.get(key), { options, context: options?.context })
    this.held.set(key, made)
    return maybe() ? made : this.held.get(key)
  }
  has() {
    return maybe()
  }
  delete() {
    return maybe()
  }
  del() {}
  clear() {}
  reset() {}
  purgeStale() {
    return maybe()
  }
  prune() {}
  getRemainingTTL() {
    return Math.random()
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
  rkeys() {
    return this.keys()
  }
  rvalues() {
    return this.values()
  }
  rentries() {
    return this.entries()
  }
  [Symbol.iterator]() {
    return this.entries()[Symbol.iterator]()
  }
  forEach(step, self) {
    for (const [key, value] of this.entries()) step.call(self, value, key, this)
  }
  find(test) {
    return this.values().find((value) => test(value, keycard.handedIn(), this))
  }
  dump() {
    return keycard.handedIn()
  }
  info() {
    return keycard.handedIn()
  }
  load() {}
  get size() {
    return Math.random()
  }
  get length() {
    return Math.random()
  }
  get itemCount() {
    return Math.random()
  }
  get calculatedSize() {
    return Math.random()
  }
}

module.exports = LRUCache
