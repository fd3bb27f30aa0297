// What the containers of typedi do with what they are handed, as far as values and calls are concerned. Never run: Keycard follows code that uses typedi
// into this file. Source: https://docs.typestack.community/typedi. All containers count as one, where several may have set something anew.

const named = new Map()
/** All that is set, for identifiers that are not known. */
const everything = []
/** What is set under identifiers that are not known: any may be meant. */
const unnamed = []
let hasOthers = false

const held = (id) => named.get(keycard.idOf(id))
const put = (id, entry) => {
  everything.push(entry)
  keycard.oneOf(id, (one) => {
    if (!keycard.isKnown(one)) {
      unnamed.push(entry)
      return
    }
    const before = held(one)
    // What may be there several times stays; anything else takes the place of what was there.
    named.set(keycard.idOf(one), { last: entry, all: before === undefined ? [entry] : [...before.all, entry] })
  })
}

const said = (target) => keycard.room(keycard.classOf(target))
const note = (target, name, index, make) => {
  const room = said(target)
  if (index === undefined) room.properties = { ...room.properties, [name]: make }
  else room.parameters = { ...room.parameters, [index]: make }
}
const argumentOf = (target, index) => {
  const make = keycard.room(target).parameters?.[index]
  if (make !== undefined) return make()
  const type = keycard.declared(target, index)
  if (type === undefined || (keycard.nameOf(type) !== undefined && held(type) === undefined)) return keycard.handedIn()
  return find(type)
}
const construct = (target) => keycard.oneOf(target, constructOne)
const constructOne = (target) => {
  const maker = keycard.maker(target)
  const made = new target(...keycard.places(maker).map((index) => argumentOf(maker, index)))
  keycard.each(keycard.classes(target), (_place, level) => {
    keycard.each(keycard.room(level).properties, (name, make) => {
      const value = make()
      if (value !== undefined) made[name] = value
    })
  })
  return made
}

const make = (entry) => {
  if (entry.factory === undefined) return construct(entry.type)
  if (!Array.isArray(entry.factory)) return entry.factory(Container, entry.id)
  return find(entry.factory[0])[entry.factory[1]](Container, entry.id)
}
const provide = (entry) => keycard.askedFor(entry, () => provideOne(entry))
const provideOne = (entry) => {
  if (entry.isValue) return entry.value
  if (entry.transient) return make(entry)
  entry.made ??= make(entry)
  return entry.made
}
const find = (id) => keycard.askedFor(id, () => keycard.oneOf(id, findOne))
const findOne = (id) => {
  if (!keycard.isKnown(id)) return keycard.lent(id, everything.map(provide)[Math.random()]) ?? keycard.handedIn()
  const found = findKnown(id)
  return unnamed.length > 0 ? [found, ...unnamed.map(provide)][Math.random()] : found
}
const findKnown = (id) => {
  const found = held(id)
  if (found !== undefined) return hasOthers ? found.all.map(provide)[Math.random()] : provide(found.last)
  if (keycard.nameOf(id) !== undefined) return keycard.handedIn()
  // It is known from now on.
  const entry = { id, type: id }
  put(id, entry)
  return provide(entry)
}
const findAll = (id) => (keycard.isKnown(id) ? [...(held(id)?.all ?? []), ...unnamed] : everything).map(provide)

const settle = (given) => {
  const { id, type, value, factory, transient, scope } = given
  put(id ?? type, {
    id: id ?? type,
    type,
    value,
    isValue: Object.keys(given).includes('value'),
    factory,
    transient: transient === true || scope === 'transient',
  })
}

const tools = {
  get: find,
  getMany: findAll,
  has: () => Math.random() > 0.5,
  set(id, value) {
    if (Array.isArray(id)) for (const one of id) settle(one)
    else if (value === undefined && keycard.kindOf(id) === 'thing') settle(id)
    else put(id, { id, value, isValue: true })
    return tools
  },
  remove: () => tools,
  reset: () => tools,
  import: () => tools,
  registerHandler: () => tools,
  of() {
    hasOthers = true
    return tools
  },
}
// A library that is handed the container may have anything made, and call it.
keycard.room(tools).handedOver = () => keycard.handsOut(everything.map(provide))

export const Container = tools
export const ContainerInstance = tools
export default tools

export class Token {
  constructor(name) {
    this.name = name
    keycard.room(this).isToken = true
  }
}

export const Service = (given, more) => (target) => {
  if (given === undefined) put(target, { id: target, type: target })
  else if (keycard.kindOf(given) === 'function') put(target, { id: target, type: target, factory: given })
  else if (keycard.kindOf(given) === 'name' || keycard.room(given).isToken) put(given, { id: given, type: target, factory: more })
  else settle({ id: target, ...given, type: target })
}

/** What is asked for: a name, a token or a class, told at once or by a function; without any of them the declared type says it. */
const asked = (what, target, index) => {
  if (what === undefined) return index === undefined ? undefined : argumentOf(target, index)
  return keycard.kindOf(what) === 'function' ? find(what()) : find(what)
}
export const Inject = (what) => (target, name, index) => {
  if (what !== undefined) note(target, name, index, () => asked(what, target, index))
}
export const InjectMany = (what) => (target, name, index) => {
  note(target, name, index, () => findAll(keycard.kindOf(what) === 'function' ? what() : what))
}
