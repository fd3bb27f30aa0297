import { notesOf } from './annotations.ts'
import { translateExpression } from './expressions.ts'
import { translateClass, translateFunction, translateKey, translatePattern } from './functions.ts'
import { namesOf } from './names-of.ts'
import { declaredNames } from './namespaces.ts'
import { translateStatements } from './statements.ts'
import type { ExportBinding, FileSummary, ImportBinding, Statement } from './summary.ts'
import { spot } from './summary.ts'
import { compiler, firstSyntaxError, K, parseFile, type ts } from './syntax.ts'
import { typeDeclarations } from './types.ts'
import { unusedImports } from './value-uses.ts'
import { createWalk, type Translators } from './walk.ts'

const translators: Translators = {
  expression: translateExpression,
  statements: translateStatements,
  code: translateFunction,
  body: translateClass,
  pattern: translatePattern,
  key: translateKey,
}

/** Parses a file once and boils it down; the tree is free to go when this returns. */
export function summarise(file: string, text: string): FileSummary {
  const source = parseFile(file, text)
  const walk = createWalk(source, notesOf(file, text), translators)
  const imports: ImportBinding[] = []
  const loads: string[] = []
  const exports: ExportBinding[] = []
  const typeExports: ExportBinding[] = []
  const rest: ts.Statement[] = []
  const tail: Statement[] = []
  for (const statement of source.statements) {
    if (compiler.isImportDeclaration(statement)) readImport(statement, imports, loads)
    else if (compiler.isImportEqualsDeclaration(statement)) {
      if (compiler.isExternalModuleReference(statement.moduleReference)) {
        const from = literalText(statement.moduleReference.expression)
        if (from !== undefined && !statement.isTypeOnly) {
          loads.push(from)
          imports.push({ local: statement.name.text, name: '=', from, typeOnly: false })
        }
      } else if (!statement.isTypeOnly) rest.push(statement)
      readExportedNames(statement, exports)
    } else if (compiler.isExportDeclaration(statement)) readExport(statement, exports, loads, typeExports)
    else if (compiler.isExportAssignment(statement)) {
      const local = statement.isExportEquals ? 'export=' : '*default*'
      exports.push({ name: statement.isExportEquals ? '=' : 'default', local })
      tail.push(...translateStatements(walk, [statement]))
    } else {
      rest.push(statement)
      readExportedNames(statement, exports)
    }
  }
  const body = [...translateStatements(walk, rest), ...tail]
  const broken = firstSyntaxError(source)
  const place = broken && source.getLineAndCharacterOfPosition(broken.position)
  return {
    file,
    imports,
    loads,
    unused: unusedImports(source, { imports, loads, exports }, walk.values),
    changing: declaredAmong(body, walk.changed),
    exports,
    types: typeDeclarations(source.statements),
    typeExports,
    body,
    annotations: walk.notes.map((note) => note.annotation),
    ...(broken && place ? { syntaxError: { message: broken.message, at: spot(place.line + 1, place.character + 1) } } : {}),
  }
}

/** The variables of a module that are among the names. */
function declaredAmong(body: readonly Statement[], names: ReadonlySet<string>): readonly string[] {
  const found = new Set<string>()
  if (names.size > 0)
    for (const statement of body)
      if (statement.kind === 'let')
        namesOf(statement.target, (name) => {
          if (names.has(name)) found.add(name)
        })
  return [...found]
}

const literalText = (node: ts.Node | undefined): string | undefined => (node && compiler.isStringLiteralLike(node) ? node.text : undefined)

function readImport(node: ts.ImportDeclaration, imports: ImportBinding[], loads: string[]): void {
  const from = literalText(node.moduleSpecifier)
  if (from === undefined) return
  const clause = node.importClause
  const typeOnly = clause?.isTypeOnly ?? false
  let valueUsed = !clause
  const add = (local: string, name: string, only: boolean): void => {
    imports.push({ local, name, from, typeOnly: only })
    valueUsed ||= !only
  }
  if (clause?.name) add(clause.name.text, 'default', typeOnly)
  const bindings = clause?.namedBindings
  if (bindings && compiler.isNamespaceImport(bindings)) add(bindings.name.text, '*', typeOnly)
  if (bindings && compiler.isNamedImports(bindings)) {
    for (const element of bindings.elements) add(element.name.text, element.propertyName?.text ?? element.name.text, typeOnly || element.isTypeOnly)
    if (bindings.elements.length === 0) valueUsed ||= !typeOnly
  }
  if (valueUsed) loads.push(from)
}

function readExport(node: ts.ExportDeclaration, exports: ExportBinding[], loads: string[], typeExports: ExportBinding[]): void {
  const from = literalText(node.moduleSpecifier)
  if (from !== undefined && !node.isTypeOnly) loads.push(from)
  const more = from === undefined ? {} : { from }
  const clause = node.exportClause
  const target = node.isTypeOnly ? typeExports : exports
  if (!clause) target.push({ name: '*', local: '*', ...more })
  else if (compiler.isNamespaceExport(clause)) target.push({ name: clause.name.text, local: '*', ...more })
  else
    for (const element of clause.elements)
      (element.isTypeOnly ? typeExports : target).push({ name: element.name.text, local: element.propertyName?.text ?? element.name.text, ...more })
}

function readExportedNames(node: ts.Statement, exports: ExportBinding[]): void {
  const flags = compiler.canHaveModifiers(node) ? (compiler.getModifiers(node) ?? []) : []
  if (!flags.some((flag) => flag.kind === K.ExportKeyword)) return
  const isDefault = flags.some((flag) => flag.kind === K.DefaultKeyword)
  if (compiler.isFunctionDeclaration(node) || compiler.isClassDeclaration(node)) {
    const local = node.name?.text ?? '*default*'
    exports.push({ name: isDefault ? 'default' : local, local })
  } else for (const name of declaredNames(node)) exports.push({ name, local: name })
}
