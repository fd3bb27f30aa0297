import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join, posix } from 'node:path'
import ts from 'typescript'
import { root } from '../root.ts'

/** What a case says of its run, in `oracle.json` beside its `case.json`. */
export interface Notes {
  /** Why the whole case is not run. */
  readonly skip?: string
  /** Whether its decorators are those of the standard, not the older ones of TypeScript. */
  readonly standardDecorators?: boolean
  readonly functions?: Readonly<Record<string, FunctionNotes>>
}

/** What a case says of one of its functions. */
export interface FunctionNotes {
  /** Why it is not run. */
  readonly skip?: string
  /** Events that are too particular to be invented. */
  readonly events?: readonly unknown[]
  /** Whether other events than these come as well; false where the declared triggers send nothing else. */
  readonly otherEvents?: boolean
  /** Variables that are known only with the deployment; a list where deployments differ, with null where one does not set it. */
  readonly environment?: Readonly<Record<string, string | readonly (string | null)[]>>
  /** What requests are answered, by command, or by the host that is fetched where it is none of AWS, where an answer has to be more particular than one that is invented. */
  readonly answers?: Readonly<Record<string, readonly object[]>>
  /** The errors with which requests are refused, in place of the usual ones. */
  readonly refusals?: readonly string[]
  /** The packages of test/oracle that stand in for those that the code names: another version of the same library. */
  readonly packages?: Readonly<Record<string, string>>
  /** Derived permissions that no run needs, by action, or by action and resource as deployed, and why they are right all the same. */
  readonly conservative?: Readonly<Record<string, string>>
}

/** A case of fixtures/ whose functions can be run. */
export interface RunnableCase {
  readonly folder: string
  readonly notes: Notes
  /** Its modules as CommonJS, by path. */
  readonly files: Readonly<Record<string, string>>
  /** What stands in each module: its short texts, and the names of members that it reads. */
  readonly material: ReadonlyMap<string, Material>
}

interface Material {
  readonly words: ReadonlySet<string>
  readonly names: ReadonlySet<string>
}

const themes = ['calls', 'values', 'reach'] as const

/** The folders of all cases that are run. */
export const caseFolders = (): readonly string[] =>
  themes.flatMap((theme) =>
    readdirSync(join(root, 'fixtures', theme))
      .sort()
      .map((name) => `fixtures/${theme}/${name}`),
  )

/** Reads a case and compiles its modules. */
export function readCase(folder: string): RunnableCase {
  const files: Record<string, string> = {}
  const material = new Map<string, Material>()
  const beside = join(root, folder, 'oracle.json')
  const notes = existsSync(beside) ? (JSON.parse(readFileSync(beside, 'utf8')) as Notes) : {}
  for (const path of filesOf(folder, '')) {
    if (/^(?:expected|serverless\.yml|case\.json|oracle\.json)/.test(path) || path.endsWith('.d.ts')) continue
    const source = readFileSync(join(root, folder, path), 'utf8')
    if (path.endsWith('.json')) files[path] = source
    else if (/\.[cm]?[jt]sx?$/.test(path)) {
      files[path] = compile(source, path, notes.standardDecorators !== true)
      material.set(path, materialOf(source, path))
    }
  }
  return { folder, notes, files, material }
}

const filesOf = (folder: string, below: string): string[] =>
  readdirSync(join(root, folder, below))
    .sort()
    .flatMap((name) => {
      const path = below === '' ? name : `${below}/${name}`
      return statSync(join(root, folder, path)).isDirectory() ? filesOf(folder, path) : [path]
    })

const compile = (source: string, path: string, experimentalDecorators: boolean): string =>
  ts.transpileModule(source, {
    fileName: path.replace(/\.[cm]([jt]s)$/, '.$1'),
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.CommonJS,
      esModuleInterop: true,
      experimentalDecorators,
      emitDecoratorMetadata: experimentalDecorators,
      allowJs: true,
      jsx: ts.JsxEmit.React,
    },
  }).outputText

function materialOf(source: string, path: string): Material {
  const words = new Set<string>()
  const names = new Set<string>()
  const tree = ts.createSourceFile(path, source, ts.ScriptTarget.Latest, true)
  const visit = (node: ts.Node): void => {
    const isImport = ts.isImportDeclaration(node) || ts.isExportDeclaration(node)
    if (ts.isStringLiteralLike(node) && node.text.length < 40) words.add(node.text)
    if (ts.isPropertyAccessExpression(node)) names.add(node.name.text)
    if (ts.isBindingElement(node) || ts.isPropertySignature(node) || ts.isPropertyAssignment(node)) {
      const name = ts.isBindingElement(node) ? (node.propertyName ?? node.name) : node.name
      if (ts.isIdentifier(name)) {
        names.add(name.text)
        // A key of a table of handlers is what an event may name.
        if (ts.isPropertyAssignment(node)) words.add(name.text)
      }
    }
    if (!isImport) node.forEachChild(visit)
  }
  visit(tree)
  return { words, names }
}

/** What an entry's events and answers are invented of: what stands in it counts thrice against what stands in the modules that it imports. */
export function materialBehind(
  { files, material }: RunnableCase,
  entry: string,
): { readonly words: readonly string[]; readonly names: readonly string[] } {
  const seen = new Set([entry])
  for (const path of seen)
    for (const [, name = ''] of (files[path] ?? '').matchAll(/["'](\.[^"'\n]*)["']/g)) {
      const near = posix.join(posix.dirname(path), name)
      for (const other of Object.keys(files)) if (other.replace(/(?:\/index)?\.\w+$/, '') === near.replace(/\.\w+$/, '')) seen.add(other)
    }
  const all = [entry, entry, ...seen].flatMap((path) => material.get(path) ?? [])
  return { words: all.flatMap(({ words }) => [...words]), names: all.flatMap(({ names }) => [...names]) }
}
