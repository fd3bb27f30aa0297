import type { Sources } from '../sources.ts'
import type { ClassSummary, FileSummary, Statement, TypeDeclaration, TypeRef } from '../summary/index.ts'

/** A type as it stands in a file. */
export interface PlacedType {
  readonly file: string
  readonly ref: TypeRef
}

/** What a type leads to. */
export type TypeTarget =
  | { readonly kind: 'class'; readonly file: string; readonly code: ClassSummary }
  | { readonly kind: 'declaration'; readonly file: string; readonly declaration: TypeDeclaration }
  | { readonly kind: 'package'; readonly package: string; readonly path: readonly string[] }
  /** The type of a value: `typeof repository`. */
  | { readonly kind: 'value'; readonly file: string; readonly name: string }
  /** What the named value makes: `ReturnType<typeof createStore>`. */
  | { readonly kind: 'result'; readonly file: string; readonly name: string }
  /** Members, elements or a function that are spelled out. */
  | { readonly kind: 'plain'; readonly file: string; readonly ref: TypeRef }

/** How many names are followed from one to the next. */
const deepest = 24

/** What a type leads to; nothing where it says nothing of a receiver. */
export function targetsOf(sources: Sources, { file, ref }: PlacedType, depth = 0): readonly TypeTarget[] {
  if (depth > deepest) return []
  switch (ref.kind) {
    case 'type':
      return named(sources, file, ref.name, depth)
    case 'several':
      return ref.of.flatMap((one) => targetsOf(sources, { file, ref: one }, depth + 1))
    case 'part':
      return targetsOf(sources, { file, ref: ref.of }, depth + 1).flatMap((target) => memberTargets(sources, target, ref.name, depth + 1))
    case 'typeof':
      return [{ kind: 'value', file, name: ref.name }]
    case 'made':
      return targetsOf(sources, { file, ref: ref.of }, depth + 1).flatMap((target): readonly TypeTarget[] =>
        target.kind === 'value' ? [{ ...target, kind: 'result' }] : target.kind === 'class' ? [target] : [],
      )
    default:
      return [{ kind: 'plain', file, ref }]
  }
}

/** What a member of a type leads to: `name`, `name()` for what a method returns, `[]` for any element. */
export function memberTargets(sources: Sources, target: TypeTarget, step: string, depth = 0): readonly TypeTarget[] {
  if (depth > deepest) return []
  const called = step.endsWith('()')
  const name = called ? step.slice(0, -2) : step
  return memberTypes(sources, target, name, depth).flatMap(({ file, ref }) => {
    const type = called ? (ref.kind === 'function' ? ref.returns : undefined) : ref
    return type ? targetsOf(sources, { file, ref: type }, depth + 1) : []
  })
}

/** Whether a target says itself that a member is data, so that it cannot be called. */
export function isDataMember(sources: Sources, target: TypeTarget, name: string): boolean {
  const found = memberTypes(sources, target, name, 0)
  return found.length > 0 && found.every(({ ref }) => ref.kind === 'data')
}

/** A text that targets share which are the same. */
export function targetKey(target: TypeTarget): string {
  switch (target.kind) {
    case 'class':
      return `class ${target.file} ${target.code.name} ${target.code.at}`
    case 'declaration':
      return `type ${target.file} ${target.declaration.name}`
    case 'package':
      return `package ${target.package} ${target.path.join('.')}`
    case 'plain':
      return `plain ${target.file} ${JSON.stringify(target.ref)}`
    default:
      return `${target.kind} ${target.file} ${target.name}`
  }
}

/** The types that a target declares for a member. */
function memberTypes(sources: Sources, target: TypeTarget, name: string, depth: number): readonly PlacedType[] {
  if (depth > deepest) return []
  if (target.kind === 'class') return classMember(sources, target.file, target.code, name, depth)
  if (target.kind === 'package' || target.kind === 'value' || target.kind === 'result') return []
  const { file } = target
  const ref = target.kind === 'plain' ? target.ref : target.declaration.type
  if (ref.kind === 'list') return [{ file, ref: ref.of }]
  const own = ref.kind === 'record' ? ref.members.filter(([key]) => key === name).map(([, type]) => ({ file, ref: type })) : []
  if (own.length > 0 || target.kind === 'plain') return own
  const bases = ref.kind === 'record' ? (target.declaration.bases ?? []) : [ref]
  return bases.flatMap((base) => targetsOf(sources, { file, ref: base }, depth + 1)).flatMap((next) => memberTypes(sources, next, name, depth + 1))
}

function classMember(sources: Sources, file: string, code: ClassSummary, name: string, depth: number): readonly PlacedType[] {
  for (const member of code.members) {
    if (member.kind === 'block' || member.static || member.key !== name) continue
    if (member.kind === 'field') return member.type ? [{ file, ref: member.type }] : []
    if (member.kind === 'getter') return member.code.returns ? [{ file, ref: member.code.returns }] : []
    return [{ file, ref: { kind: 'function', ...(member.code.returns ? { returns: member.code.returns } : {}) } }]
  }
  for (const [index, field] of code.create?.properties ?? []) {
    const parameter = code.create?.parameters[index]
    const pattern = parameter?.kind === 'default' ? parameter.target : parameter
    if (field === name) return pattern?.kind === 'name' && pattern.type ? [{ file, ref: pattern.type }] : []
  }
  return baseOf(sources, file, code, depth).flatMap((base) => memberTypes(sources, base, name, depth + 1))
}

/** What the class that another one extends leads to. */
export function baseOf(sources: Sources, file: string, code: ClassSummary, depth = 0): readonly TypeTarget[] {
  return code.base?.kind === 'name' ? named(sources, file, code.base.name, depth + 1) : []
}

/** What a name, or a dotted one, stands for as a type in a file. */
function named(sources: Sources, file: string, name: string, depth: number): readonly TypeTarget[] {
  if (depth > deepest) return []
  const [first = '', ...rest] = name.split('.')
  const summary = sources.summary(file)
  if (!summary) return []
  if (rest.length === 0) {
    const own = declaredIn(sources, summary, first, depth)
    if (own.length > 0) return own
  }
  const binding = summary.imports.find(({ local }) => local === first)
  if (!binding) return []
  const target = sources.resolve(binding.from, file)
  const whole = binding.name === '*' || binding.name === '=' || (binding.name === 'default' && rest.length > 0)
  if (target.kind === 'package')
    return [{ kind: 'package', package: target.name, path: [...(whole || binding.name === 'default' ? [] : [binding.name]), ...rest] }]
  if (target.kind !== 'file') return []
  return exported(sources, target.file, whole ? (rest[0] ?? 'default') : binding.name, depth + 1)
}

/** A class, interface or alias that a file itself declares. */
function declaredIn(sources: Sources, summary: FileSummary, name: string, depth: number): readonly TypeTarget[] {
  const code = classesOf(summary).find(([known]) => known === name)?.[1]
  if (code) return [{ kind: 'class', file: summary.file, code }]
  const declarations = summary.types.filter((one) => one.name === name)
  return declarations.flatMap((declaration): readonly TypeTarget[] => {
    const { type } = declaration
    // An alias of a name is what that name is; an alias that is spelled out is a type of its own.
    return type.kind === 'type' || type.kind === 'part' || type.kind === 'made' || type.kind === 'typeof' || type.kind === 'several'
      ? targetsOf(sources, { file: summary.file, ref: type }, depth + 1)
      : [{ kind: 'declaration', file: summary.file, declaration }]
  })
}

/** What a file exports as a type under a name. */
function exported(sources: Sources, file: string, name: string, depth: number): readonly TypeTarget[] {
  const summary = depth > deepest ? undefined : sources.summary(file)
  if (!summary) return []
  const direct = summary.types.find((one) => one.exported === name)
  if (direct) return declaredIn(sources, summary, direct.name, depth + 1)
  const bindings = [...summary.exports, ...summary.typeExports]
  const binding = bindings.find((one) => one.name === name) ?? bindings.find((one) => one.name === '=' && name === 'default')
  if (binding)
    return binding.from === undefined ? named(sources, file, binding.local, depth + 1) : through(sources, file, binding.from, binding.local, depth)
  return bindings.flatMap((one) => (one.name === '*' && one.from !== undefined ? through(sources, file, one.from, name, depth) : []))
}

function through(sources: Sources, file: string, from: string, name: string, depth: number): readonly TypeTarget[] {
  const target = sources.resolve(from, file)
  if (target.kind === 'package') return [{ kind: 'package', package: target.name, path: [name] }]
  return target.kind === 'file' ? exported(sources, target.file, name, depth + 1) : []
}

/** The classes at the top of a file, by the names that they have there. */
export function classesOf(summary: FileSummary): readonly (readonly [name: string, code: ClassSummary])[] {
  return summary.body.flatMap((statement: Statement): readonly (readonly [string, ClassSummary])[] => {
    if (statement.kind === 'class') return [[statement.name, statement.code]]
    const { kind } = statement
    if (kind !== 'let' || statement.target.kind !== 'name' || statement.value?.kind !== 'class') return []
    return [[statement.target.name, statement.value.code]]
  })
}
