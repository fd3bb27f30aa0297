import type { Location, TextExpression, TextStep } from '../../model/index.ts'
import type { ClassMember, ClassSummary, Expression, FunctionSummary } from '../summary/index.ts'
import type { TypeTarget } from '../types/index.ts'
import type { Constants } from './constants.ts'
import type { CallNode } from './nodes.ts'

// The words of the evaluation, which speak of each other: values, the things and scopes that hold them, and what is under way.

/** A value as the evaluation sees it: what a variable may hold, with the parts that are not known marked as such. */
export type Abstract = Literal | Joined | Environment | Made | Pointer | Foreign | Method | Choice | Items | Unknown

/** A primitive that is known. */
export interface Literal {
  readonly kind: 'literal'
  readonly value: string | number | boolean | null | undefined
  /** Undefined, or null, only where what is looked for is not there. */
  readonly lookup?: true
}
/** Text of which some parts are not known. */
export interface Joined {
  readonly kind: 'joined'
  readonly parts: readonly Abstract[]
}
/** `process.env.NAME`. */
export interface Environment {
  readonly kind: 'environment'
  readonly name: string
  readonly fallback?: Abstract
  /** Answers what is known of it before the service is deployed. */
  readonly known: Constants
}
/** What is made of a text that is known only with the environment. */
export interface Made {
  readonly kind: 'made'
  readonly of: Abstract
  readonly steps: readonly TextStep[]
  readonly fallback?: Abstract
}
/** An object, list, function, class, instance or client on the heap. */
export interface Pointer {
  readonly kind: 'pointer'
  readonly thing: Thing
}
/** Something that a package outside the workspace, or the language itself (package `global`), provides; `path` names it inside. */
export interface Foreign {
  readonly kind: 'foreign'
  readonly package: string
  readonly path: readonly string[]
}
/** A member that was read off a receiver which is not our own object: `client.send`, `list.map`, `text.split`. */
export interface Method {
  readonly kind: 'method'
  readonly of: Abstract
  readonly name: string
  /** What `bind` has put before the arguments of each call. */
  readonly bound?: readonly Abstract[]
}
/** One of several. */
export interface Choice {
  readonly kind: 'choice'
  readonly options: readonly Abstract[]
}
/** The elements of a list; lives only in a list's own store. */
export interface Items {
  readonly kind: 'items'
  readonly items: readonly Abstract[]
  readonly rest?: Abstract
  /** They are the parts of a text that is known only with the environment; `rest` is any of them. */
  readonly parts?: TextParts
}
/** The parts of a text, all or from one index up to another. */
export interface TextParts {
  readonly of: Abstract
  readonly separator: string | TextExpression
  readonly from: number
  readonly to?: number
}
/** What a declaration says of a value that is not known, where it may say which code or which client that is. */
export interface DeclaredType {
  /** The same for what leads to the same. */
  readonly key: string
  readonly targets: readonly TypeTarget[]
  /** What it was declared to be a member of: `[]` for any element, `name()` for what a method returns. */
  readonly owner?: { readonly type: DeclaredType; readonly name: string }
  /** The same of a member; undefined where nothing is said of that. */
  member(step: string): DeclaredType | undefined
}
/** Not known; `origin` is the path by which it came in (`event.Records[].s3.bucket.name`). */
export interface Unknown {
  readonly kind: 'unknown'
  readonly why: string
  readonly at?: Location
  readonly origin?: string
  /** The type that the code gives it, or what it is a part of. */
  readonly type?: DeclaredType
  /** It counts as false: nothing, or an empty text, or zero. */
  readonly falsy?: true
}

/** What can be called in a thing: a function of the analysed code with the scope that it closes over. */
export interface Closure {
  readonly code: FunctionSummary
  readonly scope: Scope
  readonly self?: Abstract
  /** The class whose method it is, for `super`. */
  readonly home?: Thing
  readonly bound?: readonly Abstract[]
  /** The function that was bound. */
  readonly of?: Thing
  /** It is a constructor: fields are initialised after its parameter properties. */
  readonly constructs?: true
}

/** An SDK client: which service, what it was made with. */
export interface ClientFacet {
  /** `s3`; undefined where it cannot be known. */
  readonly service: string
  readonly options: Abstract
  /** The package it came from. */
  readonly package: string
}
/** An SDK command, made but not yet sent. */
export interface CommandFacet {
  readonly service: string
  readonly command: string
  readonly input: Abstract
  readonly package: string
}

/** What a class is made of. */
export interface ClassBody {
  readonly code: ClassSummary
  readonly scope: Scope
  readonly base?: Abstract
  readonly prototype: Store
  /** What its decorators ask for; undefined where it has none. */
  readonly decorated?: Decorated
}

/** What the decorators of a class share, and what they ask for when an object is made. */
export interface Decorated {
  /** The list of functions that are called on each object. */
  readonly starts: Pointer
  /** The list of functions that are called on the class. */
  readonly classStarts: Pointer
  /** What gives fields their values, of what they are set to. */
  readonly values: Map<ClassMember, readonly FieldValue[]>
  /** What each decorator has come to. */
  readonly made: Map<Expression, Abstract>
  readonly metadata: Pointer
}

/** A function that gives a field its value; where that is not sure, the value may stay as it was. */
export interface FieldValue {
  readonly make: Abstract
  readonly sure: boolean
}

/** An object on the heap. */
export interface Thing {
  readonly id: number
  /** Where it is made; things of one site are merged where they meet. */
  readonly site: string
  readonly kind: 'record' | 'list' | 'function' | 'class' | 'instance' | 'module' | 'opaque' | 'map'
  /** Two things that count as one share these. */
  fields: Store
  /** It stands for several objects, so a write may hit another of them. */
  many: boolean
  /** It is a function that called nothing of ours when a library called it, and gave nothing that could be called. */
  quiet?: boolean
  readonly closure?: Closure
  readonly body?: ClassBody
  readonly made?: Abstract
  client?: ClientFacet
  command?: CommandFacet
}

/** The variables of a scope or the fields of an object. All access goes through the heap, which keeps track of it. */
export interface Store {
  /** Moment of creation; what is older than a call can be seen from outside it. */
  readonly born: number
  /** The loading of a module that made it, 0 where none did: what a module makes while it is loaded is there for every call outside of that. */
  readonly era: number
  /** The module whose loading made it; empty outside of that. */
  readonly owner: string
  /** Changes with every write, and comes back when a write is taken back. */
  version: number
  /** What it holds; whoever writes to it asks `writable` first. */
  map: ReadonlyMap<string, Abstract>
  /** Whether these are the variables of a scope, not the fields of an object. */
  readonly local: boolean
  /** It notes what a library was handed, all of which is gone through when it is. */
  readonly foreign: boolean
  /** It holds all that is ever put there, see `Rough`. */
  readonly cell: boolean
  /** A function was made that can see this scope, so its variables outlive a return. */
  captured: boolean
}

/** Every value that was written to each key for a time. */
export type History = ReadonlyMap<Store, ReadonlyMap<string, ReadonlySet<Abstract | undefined>>>

/** What changed in one alternative: the new value of each key that it wrote. */
export type Changes = ReadonlyMap<Store, ReadonlyMap<string, Abstract | undefined>>

/** One call of a function while it is being evaluated. */
export interface Activation {
  /** The function that is called; undefined for the top level of a module. */
  readonly code?: FunctionSummary
  readonly self: Abstract
  readonly home?: Thing
  readonly node: CallNode
  /** What it has returned so far, and yielded. */
  readonly returns: Abstract[]
  readonly yields: Abstract[]
  /** Nobody waits for the promise that it may return. */
  readonly loose?: true
  /** Where it is called from, for code that stands in for a library's: that is the place of all that it does. */
  readonly place?: Location
  /** The scope that `var` goes to. */
  scope: Scope
  /** The parts of the function that are under way and can be left early, innermost last. */
  readonly jumps: JumpTarget[]
}

/** A jump inside a function. */
export interface Leap {
  readonly to: 'break' | 'continue' | 'return'
  readonly label?: string
}

/** Where jumps lead: the states in which they were met, each since the alternative of a depth was opened. */
export interface JumpTarget {
  /** A `round` is one pass through a `loop`; a `block` has a label; a `finally` stands in the way of every jump. */
  readonly kind: 'loop' | 'round' | 'switch' | 'block' | 'finally' | 'function'
  readonly label?: string
  readonly depth: number
  readonly arrivals: { readonly leap: Leap; readonly state: Changes }[]
}

/** A lexical scope. */
export interface Scope {
  readonly names: Store
  /** Variables of a module that functions assign, each in a store of its own: who reads another one has nothing to do with it. */
  readonly apart?: ReadonlyMap<string, Store>
  readonly parent?: Scope
  readonly activation: Activation
  /** The file that the code stands in. */
  readonly file: string
}

/** How a statement ends: it runs on, or is left by a jump, a return or a throw. */
export type Completion = 'next' | 'left'
