// What the locks of async-mutex do with what they are handed. Never run: Keycard follows code that uses async-mutex into this file.
// Source: https://github.com/DirtyHairy/async-mutex#readme.

const maybe = () => Math.random() > 0

export class Mutex {
  async acquire() {
    return () => undefined
  }
  async runExclusive(step) {
    return step()
  }
  async waitForUnlock() {}
  isLocked() {
    return maybe()
  }
  release() {}
  cancel() {}
}

export class Semaphore {
  async acquire() {
    return [Math.random(), () => undefined]
  }
  async runExclusive(step) {
    return step(Math.random())
  }
  async waitForUnlock() {}
  isLocked() {
    return maybe()
  }
  getValue() {
    return Math.random()
  }
  setValue() {}
  release() {}
  cancel() {}
}

// They give up after a while, or at once, by an error.
export const withTimeout = (lock) => lock
export const tryAcquire = (lock) => lock
export const E_TIMEOUT = new Error('timeout while waiting for mutex to become available')
export const E_ALREADY_LOCKED = new Error('mutex already locked')
export const E_CANCELED = new Error('request for lock canceled')
