// What the containers of awilix do with what they are handed, as far as values and calls are concerned. Never run: Keycard follows code that uses awilix
// into this file. Source: https://github.com/jeffijoe/awilix#readme.

const maybe = () => Math.random() > 0.5

export const Lifetime = { SINGLETON: 'SINGLETON', TRANSIENT: 'TRANSIENT', SCOPED: 'SCOPED' }
export const InjectionMode = { PROXY: 'PROXY', CLASSIC: 'CLASSIC' }
export const RESOLVER = Symbol('awilix.resolver')

/** How something is made, with what may be said of that. */
class Resolver {
  constructor(make, options) {
    this.make = make
    this.lifetime = options?.lifetime
    this.injectionMode = options?.injectionMode
    this.injector = options?.injector
    this.dispose = options?.dispose
  }
  resolve(container) {
    return this.make(container, this)
  }
  setLifetime(lifetime) {
    this.lifetime = lifetime
    return this
  }
  singleton() {
    this.lifetime = 'SINGLETON'
    return this
  }
  scoped() {
    this.lifetime = 'SCOPED'
    return this
  }
  transient() {
    this.lifetime = 'TRANSIENT'
    return this
  }
  setInjectionMode(injectionMode) {
    this.injectionMode = injectionMode
    return this
  }
  proxy() {
    this.injectionMode = 'PROXY'
    return this
  }
  classic() {
    this.injectionMode = 'CLASSIC'
    return this
  }
  inject(injector) {
    this.injector = injector
    return this
  }
  disposer(dispose) {
    this.dispose = dispose
    return this
  }
}

/** What a class or a function is called with: the cradle, or a value for the name of each parameter. */
const handed = (container, entry, target) => {
  const locals = entry.injector === undefined ? undefined : entry.injector(container)
  if ((entry.injectionMode ?? container.mode) === 'CLASSIC')
    return keycard.parameters(target).map((name) => locals?.[name] ?? container.resolve(name))
  return [locals === undefined ? container.cradle : Object.assign(Object.create(container.cradle), locals)]
}

export const asValue = (value) => new Resolver(() => value)
export const asFunction = (step, options) =>
  new Resolver((container, entry) => keycard.oneOf(step, (one) => one(...handed(container, entry, one))), options ?? step[RESOLVER])
export const asClass = (target, options) =>
  new Resolver(
    (container, entry) => keycard.oneOf(target, (one) => new one(...handed(container, entry, keycard.maker(one)))),
    options ?? target[RESOLVER],
  )
export const aliasTo = (name) => new Resolver((container) => container.resolve(name))
export const createBuildResolver = (entry) => entry
export const createDisposableResolver = (entry) => entry

class Container {
  constructor(options, above) {
    this.options = options ?? {}
    this.mode = options?.injectionMode ?? above?.mode ?? 'PROXY'
    this.above = above
    this.held = new Map()
    /** What is registered under names that are not known: any may be meant. */
    this.unnamed = above?.unnamed ?? []
    this.cache = new Map()
    this.registrations = {}
    this.cradle = {}
    // A library that is handed the container, or its cradle, may have anything made, and call it.
    const handedOver = () => keycard.each(this.registrations, (name) => keycard.handsOut(this.resolve(name)))
    keycard.room(this).handedOver = handedOver
    keycard.room(this.cradle).handedOver = handedOver
    if (above !== undefined) keycard.each(above.registrations, (name, entry) => this.show(name, entry))
  }
  show(name, entry) {
    this.registrations[name] = entry
    Object.defineProperty(this.cradle, name, { get: () => this.resolve(name), enumerable: true, configurable: true })
  }
  put(name, entry) {
    if (keycard.isKnown(name)) {
      this.held.set(name, entry)
      this.show(name, entry)
    } else if (keycard.isKnown(entry)) {
      this.unnamed.push(entry)
      Object.defineProperty(this.cradle, name, { get: () => this.anyUnnamed() })
    }
  }
  anyUnnamed() {
    return this.unnamed.map((entry) => keycard.askedFor(entry, () => entry.make(this, entry)))[Math.random()]
  }
  register(name, entry) {
    if (entry !== undefined) this.put(name, entry)
    else keycard.each(name, (one, of) => this.put(one, of))
    return this
  }
  getRegistration(name) {
    return this.held.get(name) ?? this.above?.getRegistration(name) ?? null
  }
  hasRegistration() {
    return maybe()
  }
  resolve(name) {
    return keycard.lent(
      name,
      keycard.askedFor(name, () => keycard.oneOf(name, (one) => this.find(one))),
    )
  }
  find(name) {
    const entry = this.getRegistration(name)
    const found = entry === null ? keycard.handedIn() : this.provide(name, entry)
    return this.unnamed.length > 0 ? [found, this.anyUnnamed()][Math.random()] : found
  }
  provide(name, entry) {
    if (entry.lifetime === 'SINGLETON' && this.above !== undefined) return this.above.provide(name, entry)
    if (entry.lifetime !== 'SINGLETON' && entry.lifetime !== 'SCOPED') return entry.make(this, entry)
    const known = this.cache.get(name)
    if (known !== undefined) return known.value
    const value = entry.make(this, entry)
    this.cache.set(name, { resolver: entry, value })
    return value
  }
  build(target, options) {
    const kind = keycard.kindOf(target)
    const entry = kind === 'thing' ? target : kind === 'class' ? asClass(target, options) : asFunction(target, options)
    return entry.make(this, entry)
  }
  createScope() {
    return new Container(this.options, this)
  }
  loadModules() {
    keycard.loadsUnseen()
    return this
  }
  inspect() {
    return ''
  }
  async dispose() {
    for (const { resolver, value } of this.cache.values()) if (resolver.dispose !== undefined) await resolver.dispose(value)
  }
}
export const createContainer = (options, above) => new Container(options, above)

export const listModules = () => []
export const isClass = () => maybe()
export const isFunction = (value) => typeof value === 'function'

// What @fastify/awilix exports beside it, and puts on the application and its requests: https://github.com/fastify/fastify-awilix.
export const diContainerProxy = createContainer({ injectionMode: 'PROXY' })
export const diContainerClassic = createContainer({ injectionMode: 'CLASSIC' })
export const diContainer = diContainerProxy
export const fastifyAwilixPlugin = (application, options, done) => {
  const container = options?.container ?? (options?.injectionMode === 'CLASSIC' ? diContainerClassic : diContainerProxy)
  application.diContainer = container
  application.diScope = container
  done()
}
