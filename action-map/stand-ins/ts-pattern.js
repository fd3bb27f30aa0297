// What ts-pattern does with what it is handed. Never run: Keycard follows calls of ts-pattern into this file.
// Source: https://github.com/gvergnaud/ts-pattern#readme. Patterns of literals decide; what `P` makes may fit or not, and may choose what is handed on.

const maybe = () => Math.random() > 0
const anyIn = (list) => list.reduce((one, other) => (maybe() ? one : other))

const isLiteral = (pattern) =>
  typeof pattern === 'string' || typeof pattern === 'number' || typeof pattern === 'boolean' || pattern === null || pattern === undefined
const isPlain = (pattern) => !isLiteral(pattern) && (Array.isArray(pattern) || pattern.constructor === Object)

// Three levels are told apart.
const fitsLast = (pattern, value) => (isLiteral(pattern) ? pattern === value : maybe())
const fitsInner = (pattern, value) =>
  isPlain(pattern) ? Object.entries(pattern).every(([name, inner]) => fitsLast(inner, value?.[name])) : fitsLast(pattern, value)
const fits = (pattern, value) =>
  isPlain(pattern) ? Object.entries(pattern).every(([name, inner]) => fitsInner(inner, value?.[name])) : fitsLast(pattern, value)

const isOpenInner = (pattern) => (isPlain(pattern) ? Object.values(pattern).some((inner) => !isLiteral(inner)) : !isLiteral(pattern))
const isOpen = (pattern) => (isPlain(pattern) ? Object.values(pattern).some(isOpenInner) : !isLiteral(pattern))

class Match {
  constructor(value) {
    this.value = value
    this.made = []
    this.isSettled = false
  }
  take(step, chosen) {
    this.made.push(step(chosen, this.value))
    this.isSettled = true
  }
  with(...given) {
    if (this.isSettled) return this
    const step = given[given.length - 1]
    const others = given.slice(0, -1)
    const guard = others.length === 2 && typeof others[1] === 'function' ? others[1] : undefined
    const patterns = guard === undefined ? others : [others[0]]
    const chosen = patterns.some(isOpen) && maybe() ? keycard.handedIn() : this.value
    if (patterns.some((pattern) => fits(pattern, this.value)) && (guard === undefined || guard(chosen))) this.take(step, chosen)
    return this
  }
  when(test, step) {
    if (!this.isSettled && test(this.value)) this.take(step, this.value)
    return this
  }
  otherwise(step) {
    if (!this.isSettled) this.take(step, this.value)
    return anyIn(this.made)
  }
  exhaustive(step) {
    if (!this.isSettled && step !== undefined) this.take(step, this.value)
    return anyIn(this.made)
  }
  run() {
    return anyIn(this.made)
  }
  returnType() {
    return this
  }
  narrow() {
    return this
  }
}

export const match = (value) => new Match(value)
