// A promise of p-lazy, which begins what it is handed when somebody waits for it. Never run: Keycard follows code that uses p-lazy into this file.
// Source: https://github.com/sindresorhus/p-lazy#readme.

export default class PLazy {
  constructor(begin) {
    this.begun = () => new Promise(begin)
  }
  static from(step) {
    return new PLazy((resolve) => resolve(step()))
  }
  static resolve(value) {
    return new PLazy((resolve) => resolve(value))
  }
  static reject(error) {
    return new PLazy((_resolve, reject) => reject(error))
  }
  // biome-ignore lint/suspicious/noThenProperty: it is a promise
  then(step, caught) {
    return this.begun().then(step, caught)
  }
  catch(caught) {
    return this.begun().catch(caught)
  }
  finally(step) {
    return this.begun().finally(step)
  }
}
