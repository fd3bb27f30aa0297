// A promise is taken for what it holds, so all values have its methods.
const ofPromises = ['then', 'catch', 'finally']
const namesOf = (...prototypes: object[]): ReadonlySet<string> =>
  new Set([...prototypes.flatMap((one) => Object.getOwnPropertyNames(one)), ...ofPromises])
/** The members of texts. */
export const textMembers = namesOf(String.prototype)
/** The members of functions. */
export const functionMembers = namesOf(Function.prototype)
/** Lists stand for arrays and sets, for what generators hand out and for what regular expressions find. */
export const listMembers = new Set([
  ...namesOf(Array.prototype, Set.prototype),
  ...['groups', 'index', 'indices', 'input', 'raw', 'callee', 'next', 'return', 'throw', 'take', 'drop', 'toArray'],
  ...['union', 'intersection', 'difference', 'symmetricDifference', 'isSubsetOf', 'isSupersetOf', 'isDisjointFrom'],
])

/** Whether the language gives some kind of value a member of this name. */
export const isOfLanguage = (name: string): boolean =>
  textMembers.has(name) || functionMembers.has(name) || listMembers.has(name) || ofOthers.has(name)
const ofOthers = namesOf(Object.prototype, Map.prototype, RegExp.prototype)

/** Whether every object has a member of this name, so that no operation of a client is meant. */
export const isOfObjects = (name: string): boolean => Object.hasOwn(Object.prototype, name)
