export { addedMembers, addMember, addToUnknown } from './added.ts'
export { choose, oneOf, withFallback } from './alternatives.ts'
export { makeList } from './arguments.ts'
export { asJson } from './as-json.ts'
export { asPrimitive } from './as-primitive.ts'
export { alternatives } from './branches.ts'
export { writePerhaps } from './change-perhaps.ts'
export { answersAre, type KnownEnvironment } from './constants.ts'
export { toValue } from './convert.ts'
export { createRun, type EntryOutcome } from './create-run.ts'
export { type Deployed, frameworkPackage } from './deployed.ts'
export { fillsEnvironment, isEnvironmentLoader } from './environment-files.ts'
export type { Facts } from './facts.ts'
export { handIn, returnedBy } from './generators.ts'
export { giveThing } from './given.ts'
export { isProcessEnvironment, readEnvironment, spreadField } from './globals.ts'
export { holdsCode } from './holds-code.ts'
export { anyItem, joinValues, keepOptions, mayBeAbsent, missingOf, stepInto, thereField, truthOf, whereThere } from './join.ts'
export { keysOf } from './keys.ts'
export { anyTimes, carried, mostVisited, visitAll } from './loops.ts'
export { fixedText, groupsOf, joinParts, later, partAt, partItems, partsBetween, separatorOf, textArgument } from './made.ts'
export { anyTimesMeanwhile, meanwhile } from './meanwhile.ts'
export { computedFields, findField, foreignBase, hasAccessor } from './members.ts'
export { isOfObjects } from './members-of-language.ts'
export { isOutOfSight } from './out-of-sight.ts'
export { RoughHeap } from './rough-heap.ts'
export { type Arguments, argument, type ForeignCall, type Run } from './run.ts'
export { isSettledLater, promiseOf, resolve, resolving } from './settled-later.ts'
export { inherit } from './spread.ts'
export { awaited, rejecting } from './thenable.ts'
export { caughtError, raise, raiseTogether } from './thrown.ts'
export { caught } from './together.ts'
export {
  type Abstract,
  anyField,
  builtField,
  type ClientFacet,
  type CommandFacet,
  calledName,
  concat,
  deepestCopy,
  type Foreign,
  foreign,
  getterPrefix,
  type Items,
  isOwnSymbol,
  itemsField,
  jsonName,
  keptPrefix,
  keyOf,
  literal,
  type Method,
  namedPrefix,
  noChoice,
  notFound,
  nothing,
  optionsOf,
  ownSymbol,
  pointer,
  rewrittenField,
  roomField,
  setMark,
  setterPrefix,
  symbolField,
  type Thing,
  textOf,
  type Unknown,
  unknownValue,
} from './values.ts'
export { boundedTogether, wasShort } from './work.ts'
export { absentIn, setField } from './writes.ts'
