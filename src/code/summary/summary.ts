import type { Annotation } from '../../model/index.ts'

/** A place inside one file, packed: line (from 1) times 4096 plus column (from 1, capped). */
export type Spot = number

/** Packs a line and a column, both counted from 1. */
export const spot = (line: number, column: number): Spot => line * 4096 + Math.min(column, 4095)
/** The line of a packed place. */
export const lineOf = (at: Spot): number => Math.floor(at / 4096)
/** The column of a packed place. */
export const columnOf = (at: Spot): number => at % 4096

/** A list that is done: one that grew keeps room for seventeen elements from its first on, and there are as many lists as there is code. */
export const exactly = <T>(list: readonly T[]): T[] => list.slice()

/** An argument, an array element or an object spread. */
export interface Item {
  readonly value: Expression
  readonly spread?: true
}
/** A key that is fixed, or computed. */
export type Key = string | Expression

/** A member of an object literal. */
export type ObjectMember =
  | { readonly kind: 'field'; readonly key: Key; readonly value: Expression }
  | { readonly kind: 'getter' | 'setter'; readonly key: Key; readonly code: FunctionSummary }
  | { readonly kind: 'spread'; readonly value: Expression }

/** What a program computes with, boiled down from the syntax tree; plain JSON, so that it can be cached. */
export type Expression =
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null }
  | { readonly kind: 'regexp'; readonly source: string; readonly flags: string }
  | { readonly kind: 'template'; readonly texts: readonly string[]; readonly parts: readonly Expression[] }
  | { readonly kind: 'tagged'; readonly tag: Expression; readonly texts: readonly string[]; readonly parts: readonly Expression[]; readonly at: Spot }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'member'; readonly object: Expression; readonly key: Key; readonly at: Spot; readonly optional?: true }
  | {
      readonly kind: 'call'
      readonly callee: Expression
      readonly items: readonly Item[]
      readonly at: Spot
      /** The callee or its object may be missing (`a?.b()`). */
      readonly optional?: true
      /** The one type argument that it is called with: `container.get<Repository>(...)`. */
      readonly type?: TypeRef
      readonly notes?: readonly number[]
    }
  | { readonly kind: 'new'; readonly callee: Expression; readonly items: readonly Item[]; readonly at: Spot; readonly notes?: readonly number[] }
  /** `itself` is the name by which a function expression knows itself. */
  | { readonly kind: 'function'; readonly code: FunctionSummary; readonly itself?: string }
  | { readonly kind: 'class'; readonly code: ClassSummary }
  | { readonly kind: 'object'; readonly members: readonly ObjectMember[]; readonly at: Spot }
  | { readonly kind: 'array'; readonly items: readonly Item[]; readonly at: Spot }
  | { readonly kind: 'binary'; readonly operator: string; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'logical'; readonly operator: '&&' | '||' | '??'; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'conditional'; readonly test: Expression; readonly yes: Expression; readonly no: Expression }
  | { readonly kind: 'unary'; readonly operator: string; readonly value: Expression }
  | { readonly kind: 'assign'; readonly operator: string; readonly target: Pattern; readonly value: Expression }
  | { readonly kind: 'update'; readonly target: Pattern }
  | { readonly kind: 'await'; readonly value: Expression }
  /** A value that is said to be of a type: `x as T`. */
  | { readonly kind: 'cast'; readonly value: Expression; readonly type: TypeRef }
  | { readonly kind: 'yield'; readonly value: Expression | null; readonly many: boolean }
  | { readonly kind: 'import'; readonly specifier: Expression; readonly at: Spot }
  | { readonly kind: 'sequence'; readonly items: readonly Expression[] }
  | { readonly kind: 'this' }
  | { readonly kind: 'super' }
  /** Syntax that only matters for what it evaluates on the way (JSX). */
  | { readonly kind: 'parts'; readonly parts: readonly Expression[] }

/** What is bound or assigned to. */
export type Pattern =
  | { readonly kind: 'name'; readonly name: string; readonly type?: TypeRef }
  | { readonly kind: 'member'; readonly object: Expression; readonly key: Key; readonly at: Spot }
  | {
      readonly kind: 'object'
      readonly members: readonly { readonly key: Key; readonly target: Pattern }[]
      readonly rest?: Pattern
      readonly type?: TypeRef
    }
  | { readonly kind: 'array'; readonly items: readonly (Pattern | null)[]; readonly rest?: Pattern }
  | { readonly kind: 'default'; readonly target: Pattern; readonly value: Expression }

/** A statement; `declares` of a block lists the names that are hoisted to its head. */
export type Statement =
  | { readonly kind: 'expression'; readonly value: Expression }
  | { readonly kind: 'let'; readonly target: Pattern; readonly value: Expression | null; readonly outer?: true }
  | { readonly kind: 'function'; readonly name: string; readonly code: FunctionSummary }
  | { readonly kind: 'class'; readonly name: string; readonly code: ClassSummary }
  | { readonly kind: 'return'; readonly value: Expression | null }
  | { readonly kind: 'throw'; readonly value: Expression }
  | { readonly kind: 'if'; readonly test: Expression; readonly yes: readonly Statement[]; readonly no: readonly Statement[] }
  | {
      readonly kind: 'loop'
      readonly first: readonly Statement[]
      readonly test: Expression | null
      readonly next: Expression | null
      readonly body: readonly Statement[]
      /** A do loop runs its body at least once. */
      readonly once: boolean
      readonly at: Spot
      readonly label?: string
    }
  | {
      readonly kind: 'each'
      readonly target: Pattern
      /** Whether it is declared here; by `var`, where it is one for all rounds. */
      readonly fresh: boolean
      readonly outer?: true
      readonly of: Expression
      readonly keys: boolean
      readonly body: readonly Statement[]
      readonly at: Spot
      readonly label?: string
    }
  | {
      readonly kind: 'switch'
      readonly value: Expression
      readonly cases: readonly { readonly test: Expression | null; readonly body: readonly Statement[] }[]
    }
  | {
      readonly kind: 'try'
      readonly body: readonly Statement[]
      readonly caught: Pattern | null
      readonly handler: readonly Statement[] | null
      readonly last: readonly Statement[]
    }
  | { readonly kind: 'block'; readonly body: readonly Statement[] }
  | { readonly kind: 'labelled'; readonly label: string; readonly body: readonly Statement[] }
  | { readonly kind: 'jump'; readonly to: 'break' | 'continue'; readonly label?: string }

/** One function, method, accessor or arrow. */
export interface FunctionSummary {
  readonly name: string
  readonly parameters: readonly Pattern[]
  readonly rest?: Pattern
  readonly body: readonly Statement[]
  readonly arrow: boolean
  readonly generator: boolean
  readonly async?: true
  /** What it is declared to return. */
  readonly returns?: TypeRef
  readonly at: Spot
  /** Parameter properties of a constructor: parameter index -> field name. */
  readonly properties?: readonly (readonly [number, string])[]
  /** What decorates parameters, by their index. */
  readonly decorators?: readonly (readonly [number, Expression])[]
  /** Its second parameter of two is a text or symbol: as a decorator it is told the name of a member. */
  readonly named?: true
  readonly notes?: readonly number[]
}

/** A member of a class body. */
export type ClassMember =
  | {
      readonly kind: 'method' | 'getter' | 'setter'
      readonly static: boolean
      readonly key: Key
      readonly code: FunctionSummary
      readonly decorators?: readonly Expression[]
    }
  | {
      readonly kind: 'field'
      readonly static: boolean
      readonly key: Key
      readonly value: Expression | null
      readonly type?: TypeRef
      readonly decorators?: readonly Expression[]
      /** It is read and written by a getter and a setter of its own. */
      readonly accessor?: true
      /** It is only declared, with `declare` or `abstract`: there is nothing of it when the code runs. */
      readonly ambient?: true
    }
  | { readonly kind: 'block'; readonly body: readonly Statement[] }

/** A class declaration or expression. */
export interface ClassSummary {
  readonly name: string
  readonly base: Expression | null
  readonly create: FunctionSummary | null
  readonly members: readonly ClassMember[]
  /** The types in the `implements` clause. */
  readonly implements: readonly TypeRef[]
  readonly decorators: readonly Expression[]
  readonly at: Spot
}

/**
 * A type as it is written, boiled down to what it says of a value: a name; the elements of a list or of a record with any names; members;
 * what a function returns; one or all of several; a member's type; the type of a value; what a function or class makes.
 */
export type TypeRef =
  | { readonly kind: 'type'; readonly name: string }
  | { readonly kind: 'list'; readonly of: TypeRef }
  /** `whole` where it has no members beside these. */
  | { readonly kind: 'record'; readonly members: readonly (readonly [name: string, type: TypeRef])[]; readonly whole?: true }
  /** Texts, numbers and the like, or lists of them; only inside of other types and as what an alias stands for. */
  | { readonly kind: 'data' }
  | { readonly kind: 'function'; readonly returns?: TypeRef }
  | { readonly kind: 'several'; readonly of: readonly TypeRef[] }
  | { readonly kind: 'part'; readonly of: TypeRef; readonly name: string }
  | { readonly kind: 'typeof'; readonly name: string }
  | { readonly kind: 'made'; readonly of: TypeRef }

/** An interface, or a type alias. */
export interface TypeDeclaration {
  readonly name: string
  /** The name that it is exported under where it is declared. */
  readonly exported?: string
  readonly type: TypeRef
  readonly bases?: readonly TypeRef[]
}

/** `import { name as local } from 'specifier'`; name `*` is the namespace, `default` the default export. */
export interface ImportBinding {
  readonly local: string
  readonly name: string
  readonly from: string
  readonly typeOnly: boolean
}
/** `export { local as name }`, or with `from` a re-export; name `*` with `from` re-exports everything. */
export interface ExportBinding {
  readonly name: string
  readonly local: string
  readonly from?: string
}

/** All that later steps need of one source file; made in one walk over its syntax tree. */
export interface FileSummary {
  readonly file: string
  readonly imports: readonly ImportBinding[]
  /** Every specifier that is loaded when the module is, in order (bare imports and re-exports too); type-only ones are left out. */
  readonly loads: readonly string[]
  /** Those of them of which nothing is used but types, so that compilers leave them out. */
  readonly unused: readonly string[]
  /** The variables of the module that functions in it assign. */
  readonly changing: readonly string[]
  readonly exports: readonly ExportBinding[]
  readonly types: readonly TypeDeclaration[]
  /** Exports of types alone. */
  readonly typeExports: readonly ExportBinding[]
  readonly body: readonly Statement[]
  /** CommonJS is recognised by use: `module.exports`, `exports.x` or `require` at all. */
  readonly annotations: readonly Annotation[]
  /** The first syntax error, in words, with its line. */
  readonly syntaxError?: { readonly message: string; readonly at: Spot }
}
