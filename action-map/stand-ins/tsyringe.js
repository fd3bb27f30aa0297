// What the container of tsyringe does with what it is handed, as far as values and calls are concerned. Never run: Keycard follows code that uses
// tsyringe into this file. Source: https://github.com/microsoft/tsyringe#readme. A child container counts as its parent, where either may have registered
// something anew.

/** What is registered under a text or a symbol; what is registered for a class is kept with that. */
const named = new Map()
/** All that is registered, for tokens that are not known. */
const everything = []
/** What is registered under tokens that are not known: any token may be meant. */
const unnamed = []
let hasChildren = false

// A class of a package counts by its name, like a text.
const registered = (token) => {
  const name = keycard.nameOf(token)
  return name === undefined ? keycard.room(token).registered : named.get(name)
}
const put = (token, last) => {
  const before = registered(token)
  const held = { last, all: before === undefined ? [last] : [...before.all, last] }
  const name = keycard.nameOf(token)
  if (name === undefined) keycard.room(token).registered = held
  else named.set(name, held)
}

/** The parameters that say what they want, by their place; the others are known by their types. */
const wanted = (target, index) => {
  const parameters = keycard.room(target).parameters
  const want = parameters === undefined ? undefined : parameters[index]
  if (want !== undefined) return want()
  const type = keycard.declared(target, index)
  if (type === undefined || (keycard.nameOf(type) !== undefined && registered(type) === undefined)) return keycard.handedIn()
  return resolve(type)
}
const construct = (target) => keycard.oneOf(target, constructOne)
const constructOne = (target) => {
  const maker = keycard.maker(target)
  return new target(...keycard.places(maker).map((index) => wanted(maker, index)))
}

const provide = (entry) => keycard.askedFor(entry, () => provideOne(entry))
const provideOne = (entry) => {
  const { provider } = entry
  if (provider.useToken !== undefined) return resolve(provider.useToken)
  if (provider.useFactory !== undefined) return provider.useFactory(container)
  if (provider.useClass === undefined) return provider.useValue
  if (!entry.single) return construct(provider.useClass)
  entry.instance ??= construct(provider.useClass)
  return entry.instance
}

const resolveOne = (token) => {
  if (!keycard.isKnown(token)) return keycard.lent(token, anyOf(everything)) ?? keycard.handedIn()
  const held = registered(token)
  const found = held === undefined ? notRegistered(token) : hasChildren ? anyOf(held.all) : provide(held.last)
  return unnamed.length > 0 ? [found, anyOf(unnamed)][Math.random()] : found
}
const notRegistered = (token) => {
  if (keycard.nameOf(token) !== undefined) return keycard.handedIn()
  const { later } = keycard.room(token)
  return later === undefined ? construct(token) : resolve(later())
}
const anyOf = (entries) => {
  const made = entries.map((entry) => provide(entry))
  return made[Math.random()]
}

const before = []
const after = []
const resolve = (token) => {
  for (const [of, call] of before) if (of === token) call(token, 'Single')
  const made = keycard.askedFor(token, () => keycard.oneOf(token, resolveOne))
  for (const [of, call] of after) if (of === token) call(token, made, 'Single')
  return made
}
const resolveAll = (token) => {
  if (!keycard.isKnown(token)) return everything.map((entry) => provide(entry))
  const held = registered(token)
  const known = held === undefined ? [resolve(token)] : held.all.map((entry) => provide(entry))
  return [...known, ...unnamed.map((entry) => provide(entry))]
}

const enter = (token, provider, single) => {
  const entry = { provider, single }
  everything.push(entry)
  keycard.oneOf(token, (one) => {
    if (keycard.isKnown(one)) put(one, entry)
    else unnamed.push(entry)
  })
  return container
}
const isSingle = (options) => {
  const lifecycle = options?.lifecycle
  return lifecycle === Lifecycle.Singleton || lifecycle === Lifecycle.ContainerScoped || lifecycle === Lifecycle.ResolutionScoped
}

export const Lifecycle = { Transient: 0, Singleton: 1, ResolutionScoped: 2, ContainerScoped: 3 }

export const container = {
  register: (token, provider, options) => enter(token, typeof provider === 'function' ? { useClass: provider } : provider, isSingle(options)),
  registerType: (from, to) => enter(from, typeof to === 'function' ? { useClass: to } : { useToken: to }, false),
  registerInstance: (token, useValue) => enter(token, { useValue }, false),
  registerSingleton: (from, to) =>
    to === undefined || typeof to === 'function' ? enter(from, { useClass: to ?? from }, true) : enter(from, { useToken: to }, false),
  resolve,
  resolveAll,
  isRegistered: () => Math.random() > 0.5,
  reset: () => {},
  clearInstances: () => {},
  createChildContainer: () => {
    hasChildren = true
    return container
  },
  beforeResolution: (token, call) => {
    before.push([token, call])
  },
  afterResolution: (token, call) => {
    after.push([token, call])
  },
  dispose: async () => {
    for (const entry of everything) await entry.instance?.dispose?.()
  },
}

// A library that is handed the container may have anything made, and call it.
keycard.room(container).handedOver = () => keycard.handsOut(everything.map((entry) => provide(entry)))

const knows = (target) => {
  everything.push({ provider: { useClass: target }, single: false })
}
export const injectable = (options) => (target) => {
  knows(target)
  if (options?.token === undefined) return
  for (const token of Array.isArray(options.token) ? options.token : [options.token]) enter(token, { useClass: target }, false)
}
export const singleton = () => (target) => {
  enter(target, { useClass: target }, true)
}
export const scoped = (_lifecycle, token) => (target) => {
  enter(token ?? target, { useClass: target }, true)
}
export const registry = (entries) => (target) => {
  for (const { token, options, ...provider } of entries ?? []) enter(token, provider, isSingle(options))
  return target
}
/** A class that can be made with fewer arguments than it takes. */
export const autoInjectable = () => (target) => {
  knows(target)
  return class extends target {
    constructor(...given) {
      super(...keycard.places(keycard.maker(target)).map((index) => given[index] ?? wanted(keycard.maker(target), index)))
    }
  }
}

const want = (target, index, what) => {
  const room = keycard.room(target)
  room.parameters = { ...room.parameters, [index]: what }
}
export const inject = (token) => (target, _name, index) => want(target, index, () => resolve(token))
export const injectAll = (token) => (target, _name, index) => want(target, index, () => resolveAll(token))
export const injectWithTransform =
  (token, transformer, ...given) =>
  (target, _name, index) =>
    want(target, index, () => resolve(transformer).transform(resolve(token), ...given))
export const injectAllWithTransform =
  (token, transformer, ...given) =>
  (target, _name, index) =>
    want(target, index, () => resolve(transformer).transform(resolveAll(token), ...given))

export class DelayedConstructor {
  constructor(wrap) {
    keycard.room(this).later = wrap
  }
}
export const delay = (wrap) => new DelayedConstructor(wrap)

export const instanceCachingFactory = (make) => {
  let made
  return (from) => {
    made ??= make(from)
    return made
  }
}
export const instancePerContainerCachingFactory = instanceCachingFactory
export const predicateAwareClassFactory = (test, whenTrue, whenFalse) => (from) => resolve(test(from) ? whenTrue : whenFalse)

export const isClassProvider = (provider) => provider.useClass !== undefined
export const isFactoryProvider = (provider) => provider.useFactory !== undefined
export const isTokenProvider = (provider) => provider.useToken !== undefined
export const isValueProvider = (provider) => provider.useValue !== undefined
export const isNormalToken = (token) => typeof token === 'string' || typeof token === 'symbol'
