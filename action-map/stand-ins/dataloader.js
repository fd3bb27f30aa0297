// What dataloader does with what it is handed. Never run: Keycard follows code that uses dataloader into this file.
// Source: https://github.com/graphql/dataloader#readme. Which keys are loaded together, and what is remembered, only a run can tell.

const maybe = () => Math.random() > 0
const anyIn = (list) => list.reduce((one, other) => (maybe() ? one : other))

class DataLoader {
  static default = DataLoader
  constructor(batch, options) {
    this.batch = batch
    this.nameOf = options?.cacheKeyFn
    this.name = options?.name ?? null
    this.keys = []
    this.primed = []
    if (options?.batchScheduleFn !== undefined) keycard.handsOut(options.batchScheduleFn)
    if (options?.cacheMap) keycard.handsOut(options.cacheMap)
  }
  async load(key) {
    this.keys.push(key)
    if (this.nameOf !== undefined) this.nameOf(key)
    const values = await this.batch.call(this, this.keys.filter(maybe))
    return anyIn([...values, ...this.primed])
  }
  async loadMany(keys) {
    const one = async (key) => {
      try {
        return await this.load(key)
      } catch (error) {
        return error
      }
    }
    return Promise.all([...keys].map(one))
  }
  clear() {
    return this
  }
  clearAll() {
    return this
  }
  prime(_key, value) {
    this.primed.push(value)
    return this
  }
}

module.exports = DataLoader
