import type { Sources } from '../sources.ts'
import type { ClassSummary, FileSummary, TypeRef } from '../summary/index.ts'
import { baseOf, classesOf, type TypeTarget, targetsOf } from './targets.ts'

/** Something of the workspace that can stand where a type is asked for. */
export type Implementer =
  | { readonly kind: 'class'; readonly file: string; readonly name: string; readonly code: ClassSummary }
  /** A value that is declared to be of the type. */
  | { readonly kind: 'value'; readonly file: string; readonly name: string }
  /** A function that is declared to return it. */
  | { readonly kind: 'factory'; readonly file: string; readonly name: string }

const deepest = 16

/** All that can stand for a class or an interface: those that say so, or else the classes that have all its methods. */
export function implementersOf(sources: Sources, target: TypeTarget): readonly Implementer[] {
  if (target.kind !== 'class' && target.kind !== 'declaration') return []
  const name = target.kind === 'class' ? target.code.name : target.declaration.name
  const methods = target.kind === 'declaration' ? methodsOf(target.declaration.type) : []
  const files = [...sources.graph.mentioning(name)].sort()
  const said = files.flatMap((file) => {
    const summary = sources.summary(file)
    return summary ? [...classesThat(sources, summary, target), ...valuesThat(sources, summary, target)] : []
  })
  if (said.length > 0 || methods.length === 0) return said
  return [...sources.graph.mentioning(methods[0] ?? '')].sort().flatMap((file) => {
    const summary = sources.summary(file)
    const classes = summary ? classesOf(summary) : []
    return classes
      .filter(([, code]) => methods.every((method) => hasMember(code, method)))
      .map(([known, code]): Implementer => ({ kind: 'class', file, name: known, code }))
  })
}

const methodsOf = (type: TypeRef): readonly string[] =>
  type.kind === 'record' ? type.members.filter(([, member]) => member.kind === 'function').map(([name]) => name) : []

const hasMember = (code: ClassSummary, name: string): boolean =>
  code.members.some((member) => member.kind !== 'block' && !member.static && member.key === name)

function classesThat(sources: Sources, summary: FileSummary, target: TypeTarget): readonly Implementer[] {
  return classesOf(summary)
    .filter(([, code]) => isA(sources, { kind: 'class', file: summary.file, code }, target, 0))
    .map(([name, code]): Implementer => ({ kind: 'class', file: summary.file, name, code }))
}

/** Whether a class or interface is another one, extends or implements it. */
function isA(sources: Sources, one: TypeTarget, target: TypeTarget, depth: number): boolean {
  if (depth > deepest) return false
  if (isSame(one, target)) return true
  if (one.kind === 'class') {
    const above = one.code.implements.flatMap((ref) => targetsOf(sources, { file: one.file, ref }))
    return [...above, ...baseOf(sources, one.file, one.code)].some((next) => isA(sources, next, target, depth + 1))
  }
  if (one.kind !== 'declaration') return false
  return (one.declaration.bases ?? [])
    .flatMap((ref) => targetsOf(sources, { file: one.file, ref }))
    .some((next) => isA(sources, next, target, depth + 1))
}

const isSame = (a: TypeTarget, b: TypeTarget): boolean =>
  (a.kind === 'class' && b.kind === 'class' && a.code === b.code) ||
  (a.kind === 'declaration' && b.kind === 'declaration' && a.declaration === b.declaration)

/** The values and functions at the top of a file whose declared type is, or returns, the one that is asked for. */
function valuesThat(sources: Sources, summary: FileSummary, target: TypeTarget): readonly Implementer[] {
  const { file } = summary
  const fits = (ref: TypeRef | undefined): boolean =>
    ref !== undefined && targetsOf(sources, { file, ref }).some((one) => isA(sources, one, target, 0))
  return summary.body.flatMap((statement): readonly Implementer[] => {
    if (statement.kind === 'function') return fits(statement.code.returns) ? [{ kind: 'factory', file, name: statement.name }] : []
    if (statement.kind !== 'let' || statement.target.kind !== 'name' || !statement.value) return []
    const { name, type } = statement.target
    if (fits(type)) return [{ kind: 'value', file, name }]
    return statement.value.kind === 'function' && fits(statement.value.code.returns) ? [{ kind: 'factory', file, name }] : []
  })
}
