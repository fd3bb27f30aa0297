import type { Annotation, Finding, Location, When } from '../../model/index.ts'
import type { Sources } from '../sources.ts'
import type { ClassSummary, Expression, FileSummary, Key, Pattern, Spot, Statement, TypeRef } from '../summary/index.ts'
import type { Constants } from './constants.ts'
import type { Facts } from './facts.ts'
import type { Heap } from './heap.ts'
import { mayLack } from './join.ts'
import type { CallNode, SdkSite } from './nodes.ts'
import type { Completion, Scope } from './scope.ts'
import { type Abstract, type ClientFacet, type DeclaredType, type Foreign, type Items, nothing, type Thing, type Unknown } from './values.ts'

/** The arguments of a call; `rest` is what any number of further ones may be. */
export interface Arguments {
  readonly items: readonly Abstract[]
  readonly rest?: Abstract
}

/** A call of something that is not our own code. */
export interface ForeignCall {
  readonly arguments: Arguments
  readonly at: Location
  /** The scope the call stands in. */
  readonly scope: Scope
  readonly notes?: readonly Annotation[]
  /** Nobody waits for the promise that it may give. */
  readonly loose?: true
  /** What a function was called on that the language has made of another one. */
  readonly self?: Abstract
}

/** A request to AWS as an idiom sees it. */
export interface Request {
  readonly service: string
  /** Operation name; `*` where it cannot be known. */
  readonly command: string
  readonly input: Abstract
  readonly client: Abstract
  readonly call: ForeignCall
  readonly via?: string
  /** The role that it is sent as, where the idiom knows better than the client. */
  readonly role?: Abstract
  readonly only?: When
}

/** A loaded module. */
export interface Module {
  readonly file: string
  readonly summary: FileSummary
  readonly scope: Scope
  /** What CommonJS code assigns to; undefined until it does. */
  readonly exports: Thing
  readonly node: CallNode
  state: 'loading' | 'loaded' | 'given up'
}

/**
 * The evaluation under way. The evaluators of the different kinds of syntax and values need each other in circles; they meet here,
 * so that their files depend on this contract alone.
 */
export interface Run extends Sources {
  readonly heap: Heap
  readonly facts: Facts
  /** What is known of the environment. */
  readonly constants: Constants
  /** What code has put on the global object. */
  readonly globals: Thing
  /** What code has put on other objects of the language and of libraries. */
  readonly added: Thing
  /** The modules that have done so while they were loaded. */
  readonly adders: Set<string>
  /** What was thrown so far and can be called. */
  readonly errors: Thing

  evaluate(node: Expression, scope: Scope): Abstract
  execute(body: readonly Statement[], scope: Scope): Completion
  bind(pattern: Pattern, value: Abstract, scope: Scope, how: 'declare' | 'hoist' | 'assign'): void
  key(key: Key, scope: Scope): Abstract

  /** Reads a member; `key` may be of any kind. */
  read(object: Abstract, key: Abstract, scope: Scope, at: Spot): Abstract
  write(object: Abstract, key: Abstract, value: Abstract, scope: Scope): void
  /** Takes a member away. */
  remove(object: Abstract, key: Abstract): void
  /** The elements that iterating over a single option gives. */
  elements(value: Abstract, scope: Scope): Items
  /** Copies what spreading a value brings into an object. */
  copyFields(from: Abstract, into: Thing, scope: Scope): void
  defineClass(code: ClassSummary, scope: Scope): Abstract
  callSuper(call: ForeignCall): Abstract
  /** Calls a member of the base class. */
  superMethod(key: Abstract, call: ForeignCall): Abstract
  /** Calls a value. */
  call(callee: Abstract, self: Abstract, call: ForeignCall): Abstract
  /** Calls a member of a value. */
  method(receiver: Abstract, name: string, call: ForeignCall): Abstract
  construct(callee: Abstract, call: ForeignCall): Abstract
  initialiseFields(thing: Thing, made: Abstract, call: ForeignCall): void
  /** Calls what a package or the language provides. */
  callForeign(symbol: Foreign, call: ForeignCall): Abstract
  /** Makes an instance of what a package or the language provides; `made` is given where a class of ours extends it. */
  constructForeign(symbol: Foreign, call: ForeignCall, made?: Abstract): Abstract
  /** A member of what a package provides is assigned. */
  putForeign(owner: Foreign, name: string, value: Abstract): void
  /** Calls a member that the analysed code does not define. */
  builtinMethod(receiver: Abstract, name: string, call: ForeignCall): Abstract
  /** Calls a member of what a library made, `()` for itself, where an idiom knows it. */
  libraryCall(receiver: Abstract, name: string, call: ForeignCall): Abstract | undefined
  /** What a value is where only its type is known, of a package's class; undefined where that says nothing of AWS. */
  typedForeign(symbol: Foreign, call: ForeignCall): Abstract | undefined
  /** What can stand for a receiver of which only the declared type is known, where it has the member. */
  typedReceiver(receiver: Unknown, name: string, call: ForeignCall): Abstract | undefined
  typedMember(owner: Unknown, name: string, scope: Scope): Abstract | undefined
  /** What a type as a file writes it says of a value; undefined where it says of no code and no client. */
  typeOf(file: string, ref: TypeRef): DeclaredType | undefined
  /** Whether a declared type says which of our own code, or which client, is called. */
  tells(type: DeclaredType): boolean
  /** What can stand for a value of which only the declared type is known. */
  typedValue(value: Unknown, call: ForeignCall): Abstract | undefined
  /** Hands values to code that cannot be seen: it may call the functions among them, and send the commands. */
  escape(values: readonly Abstract[], to: string, call: ForeignCall): void
  /** Does something, and says whether none of the calls in it leads back to one that was under way before. */
  isWhole(work: () => void): boolean
  /** Notes the calls that are under way now, and does something as if they were. */
  underWay(): <T>(work: () => T) => T
  /** Does something for one of the things that what stands in for a library may be asked for: to ask for another one meanwhile is no recursion. */
  askedFor<T>(key: string, work: () => T): T
  /** The functions among values are called with arguments that are not known. */
  invokeBlindly(value: Abstract, call: ForeignCall, by?: Abstract): Abstract

  /** The value of an import of a module scope that has not been looked at yet. */
  importedBinding(name: string, scope: Scope): Abstract
  /** What `import(...)` or `require(...)` of a value gives. */
  importValue(specifier: Abstract, scope: Scope, at: Spot): Abstract
  /** The value of parsed JSON. */
  fromJson(parsed: unknown, site: string): Abstract
  /** Loads a module and gives what it exports under a name (`*`: all of it). */
  imported(specifier: string, name: string, from: string): Abstract
  load(file: string): Module | undefined
  exported(file: string, name: string): Abstract | undefined

  /** Counts work; far too much of it ends the analysis of this entry with a finding. */
  step(): void
  /** Says that something was given up because it was too much. */
  limit(what: string, call: Pick<ForeignCall, 'at' | 'scope'>): void
  notes(file: string, indices: readonly number[]): readonly Annotation[]
  /** Notes a request to AWS. A client that is not known has said nothing about region or credentials. */
  request(request: Request): void
  /** A command is sent, by a client or by something that is not known. */
  send(client: Abstract | undefined, command: Abstract, call: ForeignCall, via?: string): Abstract
  /** What a request answers: not known, but for members that repeat the input. */
  response(service: string, command: string, input: Abstract, call: ForeignCall): Abstract
  /** A client is handed to code that cannot be seen. */
  clientEscapes(client: ClientFacet, to: string, call: ForeignCall): void
  /** The place of a spot in a file, or in a scope; what stands in for a library has the place where the library is called. */
  place(where: string | Pick<Scope, 'file' | 'activation'>, at: Spot): Location
  record(site: SdkSite, scope: Scope): void
  find(finding: Finding, scope: Scope): void
}

/** An argument by position; undefined as a value where it was left out. */
export function argument(given: Arguments, index: number): Abstract {
  return given.items[index] ?? (given.rest ? mayLack(given.rest) : nothing)
}
