import type { Note } from './annotations.ts'
import { namesOf } from './names-of.ts'
import type { ClassSummary, Expression, FunctionSummary, Key, Pattern, Spot, Statement } from './summary.ts'
import { spot } from './summary.ts'
import type { ts } from './syntax.ts'

/** What the walk over one file carries along. */
export interface Walk {
  readonly source: ts.SourceFile
  readonly notes: readonly Note[]
  /** The names that stand where a value is asked for. */
  readonly values: Set<string>
  /** The names that functions assign, in whatever scope they are. */
  readonly changed: Set<string>
  /** In how many functions the walk is. */
  depth: number
  /** The annotations that hold for calls in the statement being walked. */
  current: readonly number[]
  at(node: ts.Node): Spot
  line(node: ts.Node): number
  /** Indices of the annotations that stand at this line. */
  notesAt(line: number): readonly number[]
  /** The kinds of syntax call each other in circles; the walk holds them together so that their files need not import each other. */
  readonly to: Translators
}

/** One translator for each kind of syntax. */
export interface Translators {
  expression(walk: Walk, node: ts.Expression): Expression
  /** `before` are statements that stand before them in the same scope. */
  statements(walk: Walk, nodes: readonly ts.Statement[], before?: readonly Statement[]): Statement[]
  code(walk: Walk, node: ts.SignatureDeclaration | ts.MethodDeclaration, name: string): FunctionSummary
  body(walk: Walk, node: ts.ClassLikeDeclaration): ClassSummary
  pattern(walk: Walk, node: ts.BindingName | ts.Expression): Pattern
  key(walk: Walk, node: ts.PropertyName): Key
}

/** Starts a walk. */
export function createWalk(source: ts.SourceFile, notes: readonly Note[], to: Translators): Walk {
  const place = (node: ts.Node): ts.LineAndCharacter => source.getLineAndCharacterOfPosition(node.getStart(source, false))
  const none: readonly number[] = []
  return {
    source,
    notes,
    values: new Set(),
    changed: new Set(),
    depth: 0,
    current: none,
    to,
    at: (node) => {
      const { line, character } = place(node)
      return spot(line + 1, character + 1)
    },
    line: (node) => place(node).line + 1,
    notesAt: (line) => (notes.length === 0 ? none : notes.flatMap((note, index) => (note.line === line ? [index] : []))),
  }
}

/** Notes what an assignment in a function changes. */
export function noteChange(walk: Walk, target: Pattern): Pattern {
  if (walk.depth > 0) namesOf(target, (name) => walk.changed.add(name))
  return target
}
