// What the containers of inversify do with what they are handed, as far as values and calls are concerned. Never run: Keycard follows code that uses
// inversify into this file. Source: https://inversify.io/docs/introduction/getting-started (versions 5 to 8).

/** All that is bound anywhere, for identifiers that are not known. */
const everything = []
const maybe = () => Math.random() > 0.5

/** What decorators said of a class: of its parameters by place, of its properties by name, of its methods. */
const said = (target) => keycard.room(keycard.classOf(target))
const note = (target, name, index, more) => {
  const room = said(target)
  if (index === undefined) room.properties = { ...room.properties, [name]: { ...room.properties?.[name], ...more } }
  else room.parameters = { ...room.parameters, [index]: { ...room.parameters?.[index], ...more } }
}

const fits = (entry, name) => name === undefined || entry.name === undefined || entry.name === name
const wantedOf = (container, want) => {
  if (want.kind === 'every') return container.getAll(want.id)
  return container.find(want.id, want.name)
}
const argumentOf = (container, target, index) => {
  const want = keycard.room(target).parameters?.[index]
  if (want?.kind !== undefined) return wantedOf(container, want)
  const type = keycard.declared(target, index)
  if (type === undefined || (keycard.nameOf(type) !== undefined && container.held(type) === undefined)) return keycard.handedIn()
  return container.find(type, want?.name)
}
const construct = (container, target) => keycard.oneOf(target, (one) => constructOne(container, one))
const constructOne = (container, target) => {
  const maker = keycard.maker(target)
  const made = new target(...keycard.places(maker).map((index) => argumentOf(container, maker, index)))
  keycard.each(keycard.classes(target), (_place, level) => {
    const room = keycard.room(level)
    keycard.each(room.properties, (name, want) => {
      if (want.kind !== undefined) made[name] = wantedOf(container, want)
    })
    if (room.begins !== undefined) made[room.begins]()
  })
  return made
}

const contextOf = (container) => ({
  container,
  get: (id, options) => container.get(id, options),
  getAll: (id) => container.getAll(id),
  getAsync: async (id, options) => container.get(id, options),
  getAllAsync: async (id) => container.getAll(id),
  currentRequest: keycard.handedIn(),
  plan: keycard.handedIn(),
})

const activated = (container, entry, made) => {
  const own = entry.activate === undefined ? made : (entry.activate(contextOf(container), made) ?? made)
  return container.activations.reduce((value, [of, call]) => (of === entry.id ? (call(contextOf(container), value) ?? value) : value), own)
}
const make = (container, entry) => activated(container, entry, entry.make(container))
const provide = (container, entry) => keycard.askedFor(entry, () => provideOne(container, entry))
const provideOne = (container, entry) => {
  if (entry.single === false) return make(container, entry)
  if (entry.single === undefined && maybe()) return make(container, entry)
  entry.made ??= make(container, entry)
  return entry.made
}

/** `bind(id)` and what may follow on it. */
const binding = (container, id) => {
  const entry = { id, single: container.single }
  const use = (make, single) => {
    entry.make = make
    if (single !== undefined) entry.single = single
    container.put(id, entry)
    return next
  }
  const next = {
    to: (target) => use((from) => construct(from, target)),
    toSelf: () => use((from) => construct(from, id)),
    toConstantValue: (value) => use(() => value, true),
    toDynamicValue: (create) => use((from) => create(contextOf(from))),
    toResolvedValue: (create, ids) =>
      use((from) => create(...(ids ?? []).map((one) => (one.serviceIdentifier === undefined ? from.find(one) : from.find(one.serviceIdentifier))))),
    toConstructor: (target) => use(() => target, true),
    toNewable: (target) => use(() => target, true),
    toFunction: (step) => use(() => step, true),
    toFactory: (create) => use((from) => create(contextOf(from)), true),
    toProvider: (create) => use((from) => create(contextOf(from)), true),
    toAutoFactory: (of) => use((from) => () => from.find(of), true),
    toAutoNamedFactory: (of) => use((from) => (name) => from.find(of, name), true),
    toService: (of) => use((from) => from.find(of), false),
    inSingletonScope: () => {
      entry.single = true
      return next
    },
    inTransientScope: () => {
      entry.single = false
      return next
    },
    inRequestScope: () => {
      entry.single = undefined
      return next
    },
    when: () => next,
    whenDefault: () => next,
    whenTargetIsDefault: () => next,
    whenNamed: (name) => {
      entry.name = name
      return next
    },
    whenTargetNamed: (name) => {
      entry.name = name
      return next
    },
    whenTagged: () => next,
    whenTargetTagged: () => next,
    whenInjectedInto: () => next,
    whenParentIs: () => next,
    whenParentNamed: () => next,
    whenParentTagged: () => next,
    whenAnyAncestor: () => next,
    whenAnyAncestorIs: () => next,
    whenAnyAncestorNamed: () => next,
    whenAnyAncestorTagged: () => next,
    whenAnyAncestorMatches: () => next,
    whenNoAncestor: () => next,
    whenNoAncestorIs: () => next,
    whenNoAncestorNamed: () => next,
    whenNoAncestorTagged: () => next,
    whenNoAncestorMatches: () => next,
    whenNoParent: () => next,
    whenNoParentIs: () => next,
    whenNoParentNamed: () => next,
    whenNoParentTagged: () => next,
    onActivation: (call) => {
      entry.activate = call
      return next
    },
    onDeactivation: (call) => {
      entry.ends = call
      return next
    },
  }
  return next
}

export class Container {
  constructor(options, above) {
    this.parent = above ?? options?.parent
    this.single = options?.defaultScope === 'Singleton' ? true : options?.defaultScope === 'Request' ? undefined : false
    this.bound = new Map()
    this.unnamed = []
    this.activations = []
    this.deactivations = []
    // A library that is handed the container may have anything made, and call it.
    keycard.room(this).handedOver = () => keycard.handsOut(everything.map((entry) => provide(this, entry)))
  }
  static merge(...all) {
    const made = new Container()
    for (const one of all) made.parent = one
    return made
  }
  held(id) {
    return this.bound.get(keycard.idOf(id)) ?? this.parent?.held(id)
  }
  put(id, entry) {
    everything.push(entry)
    keycard.oneOf(id, (one) => {
      if (!keycard.isKnown(one)) {
        this.unnamed.push(entry)
        return
      }
      const before = this.bound.get(keycard.idOf(one))
      this.bound.set(keycard.idOf(one), { last: entry, all: before === undefined ? [entry] : [...before.all, entry], several: before !== undefined })
    })
  }
  bind(id) {
    return binding(this, id)
  }
  rebind(id) {
    this.unbind(id)
    return binding(this, id)
  }
  async rebindAsync(id) {
    return this.rebind(id)
  }
  rebindSync(id) {
    return this.rebind(id)
  }
  unbind(id) {
    if (keycard.isKnown(id)) this.bound.delete(keycard.idOf(id))
  }
  unbindSync(id) {
    this.unbind(id)
  }
  async unbindAsync(id) {
    this.unbind(id)
  }
  async unbindAll() {
    for (const entry of everything) {
      if (entry.made !== undefined) entry.ends?.(entry.made)
      for (const [, call] of this.deactivations) call(entry.made)
    }
  }
  find(id, name) {
    return keycard.askedFor(id, () => keycard.oneOf(id, (one) => this.findOne(one, name)))
  }
  findOne(id, name) {
    if (!keycard.isKnown(id)) return keycard.lent(id, everything.map((entry) => provide(this, entry))[Math.random()]) ?? keycard.handedIn()
    const found = this.findKnown(id, name)
    const others = this.allUnnamed()
    return others.length > 0 ? [found, ...others.map((entry) => provide(this, entry))][Math.random()] : found
  }
  /** What is bound under identifiers that are not known: any may be meant. */
  allUnnamed() {
    return this.parent === undefined ? this.unnamed : [...this.unnamed, ...this.parent.allUnnamed()]
  }
  findKnown(id, name) {
    const held = this.held(id)
    if (held !== undefined) {
      if (!held.several) return provide(this, held.last)
      return held.all.filter((entry) => fits(entry, name)).map((entry) => provide(this, entry))[Math.random()]
    }
    if (keycard.nameOf(id) !== undefined) return keycard.handedIn()
    const { later } = keycard.room(id)
    return later === undefined ? construct(this, id) : this.find(later())
  }
  get(id, options) {
    return this.find(id, options?.name)
  }
  async getAsync(id, options) {
    return this.find(id, options?.name)
  }
  getNamed(id, name) {
    return this.find(id, name)
  }
  async getNamedAsync(id, name) {
    return this.find(id, name)
  }
  getTagged(id) {
    return this.find(id)
  }
  async getTaggedAsync(id) {
    return this.find(id)
  }
  tryGet(id) {
    return this.find(id)
  }
  async tryGetAsync(id) {
    return this.find(id)
  }
  tryGetNamed(id, name) {
    return this.find(id, name)
  }
  tryGetTagged(id) {
    return this.find(id)
  }
  getAll(id) {
    const held = keycard.isKnown(id) ? this.held(id) : { all: everything }
    return keycard.askedFor(id, () => [...(held?.all ?? []), ...this.allUnnamed()].map((entry) => provide(this, entry)))
  }
  async getAllAsync(id) {
    return this.getAll(id)
  }
  getAllNamed(id) {
    return this.getAll(id)
  }
  getAllTagged(id) {
    return this.getAll(id)
  }
  resolve(target) {
    return keycard.askedFor(target, () => construct(this, target))
  }
  isBound() {
    return maybe()
  }
  isCurrentBound() {
    return maybe()
  }
  isBoundNamed() {
    return maybe()
  }
  isBoundTagged() {
    return maybe()
  }
  load(...modules) {
    for (const one of modules) keycard.room(one).fill?.(this)
  }
  loadSync(...modules) {
    this.load(...modules)
  }
  async loadAsync(...modules) {
    for (const one of modules) await keycard.room(one).fill?.(this)
  }
  unload() {}
  async unloadAsync() {}
  unloadSync() {}
  snapshot() {}
  restore() {}
  createChild(options) {
    return new Container(options, this)
  }
  applyMiddleware(...steps) {
    for (const step of steps) step((asked) => this.find(asked.serviceIdentifier))
  }
  applyCustomMetadataReader() {}
  onActivation(id, call) {
    this.activations.push([id, call])
  }
  onDeactivation(id, call) {
    this.deactivations.push([id, call])
  }
}

export class ContainerModule {
  constructor(fill) {
    keycard.room(this).fill = (container) => {
      const bind = (id) => container.bind(id)
      const unbind = (id) => container.unbind(id)
      const rebind = (id) => container.rebind(id)
      const onActivation = (id, call) => container.onActivation(id, call)
      const onDeactivation = (id, call) => container.onDeactivation(id, call)
      const tools = { bind, unbind, unbindSync: unbind, rebind, rebindSync: rebind, isBound: maybe, onActivation, onDeactivation }
      // Up to version 6 each is a parameter of its own.
      const first = (id) => bind(id)
      return fill(Object.assign(first, tools), unbind, maybe, rebind, unbind, onActivation, onDeactivation)
    }
  }
}
export const AsyncContainerModule = ContainerModule

export const injectable = () => (target) => {
  everything.push({ id: target, single: false, make: (from) => construct(from, target) })
}
export const inject = (id) => (target, name, index) => note(target, name, index, { id, kind: 'one' })
export const multiInject = (id) => (target, name, index) => note(target, name, index, { id, kind: 'every' })
export const named = (by) => (target, name, index) => note(target, name, index, { name: by })
export const tagged = () => (_target, _name, _index) => {}
export const optional = () => (_target, _name, _index) => {}
export const unmanaged = () => (_target, _name, _index) => {}
export const targetName = () => (_target, _name, _index) => {}
export const injectFromBase = () => (_target) => {}
export const injectFromHierarchy = () => (_target) => {}
export const postConstruct = () => (target, name, _descriptor) => {
  said(target).begins = name
}
export const preDestroy = () => (target, name, _descriptor) => {
  said(target).ends = name
}
export const decorate = (decorator, target, place) => {
  for (const one of Array.isArray(decorator) ? decorator : [decorator])
    typeof place === 'string' ? one(target.prototype, place) : one(target, undefined, place)
}
export class LazyServiceIdentifier {
  constructor(wrap) {
    keycard.room(this).later = wrap
  }
}
export const LazyServiceIdentifer = LazyServiceIdentifier
export const bindingScopeValues = { Request: 'Request', Singleton: 'Singleton', Transient: 'Transient' }
export const BindingScopeEnum = bindingScopeValues
