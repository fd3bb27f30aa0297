import { basename, dirname, posix } from 'node:path'
import { ts } from 'ts-morph'
import { describe, expect, it } from 'vitest'
import { filesUnder, read } from './files.ts'

// The rules of the house (CONTRIBUTING.md). Each failure says the place and the reason.

const floors: Record<string, number> = {
  model: 1,
  ...{ reader: 2, writer: 2, iac: 2, code: 2, permissions: 2, policy: 2, evidence: 2, report: 2 },
  ...{ analyze: 3, audit: 3 },
  commands: 4,
  ...{ cli: 5, mcp: 5, index: 5 },
}
/** Who may load what from outside; anything that is not listed is refused. */
const outsiders: Record<string, { rooms: string[] | 'all'; reason: string }> = {
  'ts-morph': { rooms: ['code'], reason: 'its future on the native compiler is uncertain, so it stays one room to rewrite' },
  sarif: { rooms: ['report'], reason: 'the types of SARIF, which leave nothing in what is built' },
  yaml: { rooms: ['iac'], reason: 'one room reads and edits documents' },
  commander: { rooms: ['cli'], reason: 'only the command line knows argv' },
  'node:fs': { rooms: ['reader', 'writer', 'permissions'], reason: 'analysed files are read through the one reader, which stays in the workspace' },
  'node:module': { rooms: ['iac', 'code'], reason: 'only for what is loaded late or by require: yaml and the compiler' },
  'node:crypto': {
    rooms: ['reader', 'writer', 'code', 'iac', 'commands', 'cli'],
    reason: 'only for digests of what was read, and of names that are too long',
  },
  'node:v8': { rooms: ['code'], reason: 'only to keep results with what they share, for the next run' },
  'node:os': { rooms: ['cli'], reason: 'only the command line knows where it runs' },
  'node:worker_threads': { rooms: ['cli'], reason: 'only the terminal shows progress' },
  'node:child_process': { rooms: ['cli'], reason: 'only the command line starts a process, and that is git' },
  'node:path': { rooms: 'all', reason: '' },
  'node:url': { rooms: 'all', reason: '' },
}

interface Import {
  readonly to: string
  readonly line: number
}
interface Source {
  /** POSIX path relative to the repository. */
  readonly path: string
  readonly room: string
  readonly tree: ts.SourceFile
  readonly imports: readonly Import[]
}

const placeOf = (source: Source, node: ts.Node): string =>
  `${source.path}:${source.tree.getLineAndCharacterOfPosition(node.getStart(source.tree)).line + 1}`

function visit(node: ts.Node, see: (node: ts.Node) => void): void {
  see(node)
  ts.forEachChild(node, (child) => visit(child, see))
}

function importsOf(tree: ts.SourceFile): Import[] {
  const found: Import[] = []
  visit(tree, (node) => {
    const target =
      ts.isImportDeclaration(node) || ts.isExportDeclaration(node)
        ? node.moduleSpecifier
        : ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword
          ? node.arguments[0]
          : ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)
            ? node.argument.literal
            : undefined
    if (target && ts.isStringLiteralLike(target)) {
      found.push({ to: target.text, line: tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1 })
    }
  })
  return found
}

const sources: Source[] = filesUnder('src')
  .filter((path) => path.endsWith('.ts'))
  .map((path) => {
    const tree = ts.createSourceFile(path, read(path), ts.ScriptTarget.Latest, true)
    return { path, room: basename(path.split('/')[1] ?? '', '.ts'), tree, imports: importsOf(tree) }
  })
const targetOf = (source: Source, to: string): string => posix.join(posix.dirname(source.path), to)
const isRelative = (to: string): boolean => to.startsWith('.')

function violations(check: (source: Source, say: (message: string) => void) => void): string[] {
  const found: string[] = []
  for (const source of sources) check(source, (message) => found.push(message))
  return found
}
const inward = (check: (source: Source, to: Import, target: string, room: string) => string | undefined): string[] =>
  violations((source, say) => {
    for (const to of source.imports.filter((one) => isRelative(one.to))) {
      const target = targetOf(source, to.to)
      const message = check(source, to, target, basename(target.split('/')[1] ?? '', '.ts'))
      if (message) say(`${source.path}:${to.line} imports ${to.to}: ${message}`)
    }
  })

describe('floors', () => {
  it('has every room on a floor', () => {
    expect(
      violations((source, say) => floors[source.room] === undefined && say(`${source.path}: give the room a floor here and in CONTRIBUTING.md`)),
    ).toEqual([])
  })

  it('imports go down only, and siblings never import each other', () => {
    const found = inward((source, _to, target, room) => {
      if (!target.startsWith('src/')) return 'src/ has to build and ship by itself'
      if (room === source.room) return undefined
      const [from, to] = [floors[source.room] ?? 0, floors[room] ?? 0]
      if (to > from) return `${room} is on floor ${to}, above ${source.room} on ${from}; what both need belongs on the lower floor`
      if (to === from) return `${room} and ${source.room} are siblings on floor ${from}; they meet through model`
      return undefined
    })
    expect(found).toEqual([])
  })

  it('enters a room only through its index.ts', () => {
    const found = inward((source, _to, target, room) =>
      room !== source.room && target.split('/').length > 2 && target !== `src/${room}/index.ts`
        ? `src/${room}/index.ts is the door; what is not exported there may change without notice`
        : undefined,
    )
    expect(found).toEqual([])
  })

  it('lets only the outermost floor write', () => {
    const found = inward((source, _to, _target, room) =>
      room === 'writer' && !['writer', 'cli', 'mcp'].includes(source.room) ? 'rooms are pure: they return edits, cli and mcp write them' : undefined,
    )
    expect(found).toEqual([])
  })

  it('has no import cycle, types included', () => {
    const graph = new Map(
      sources.map((source) => [source.path, source.imports.filter((one) => isRelative(one.to)).map((one) => targetOf(source, one.to))]),
    )
    const done = new Set<string>()
    const walk = (path: string, way: string[]): string[] => {
      if (way.includes(path)) return [[...way.slice(way.indexOf(path)), path].join(' -> ')]
      if (done.has(path)) return []
      const found = (graph.get(path) ?? []).flatMap((next) => walk(next, [...way, path]))
      done.add(path)
      return found
    }
    const cycles = [...graph.keys()].flatMap((path) => walk(path, []))
    expect(cycles, 'a cycle begins with a type left beside its orchestrator: move it to the lowest floor that needs it').toEqual([])
  })
})

describe('what comes from outside', () => {
  it('loads only what is listed, where it is allowed', () => {
    const found = violations((source, say) => {
      for (const { to, line } of source.imports.filter((one) => !isRelative(one.to))) {
        const rule = outsiders[to]
        const outermost = ['cli', 'mcp'].includes(source.room)
        if (!rule)
          say(`${source.path}:${line} imports ${to}: not listed; Keycard has few dependencies, starts no process and never calls the network`)
        else if (rule.rooms !== 'all' && !rule.rooms.includes(source.room) && !(to === 'node:fs' && outermost)) {
          say(`${source.path}:${line} imports ${to}: only for ${rule.rooms.join(', ')}, because ${rule.reason}`)
        }
      }
    })
    expect(found).toEqual([])
  })

  it('touches the process only in cli and mcp, and no clock, locale, chance or network anywhere in the rooms', () => {
    const globals = new Set(['process', 'console', 'fetch', 'WebSocket', 'XMLHttpRequest', 'eval', 'Intl', 'performance', 'Date', 'require'])
    const members = new Set(['localeCompare', 'toLocaleString', 'toLocaleLowerCase', 'toLocaleUpperCase', 'toLocaleDateString', 'random'])
    const found = violations((source, say) => {
      if (['cli', 'mcp'].includes(source.room)) return
      visit(source.tree, (node) => {
        if (ts.isPropertyAccessExpression(node) && members.has(node.name.text))
          say(`${placeOf(source, node)} uses ${node.name.text}: same input, same output`)
        if (!ts.isIdentifier(node) || !globals.has(node.text) || !isReference(node)) return
        say(`${placeOf(source, node)} uses ${node.text}: rooms are pure, and the same input gives the same output`)
      })
    })
    expect(found).toEqual([])
  })

  it('has no AWS service name in a comparison: facts are data in action-map/', () => {
    const clients = new Set(filesUnder('action-map/services').map((path) => basename(path, '.json')))
    const tests = new Set(['has', 'includes', 'startsWith', 'endsWith', 'test'])
    const found = violations((source, say) =>
      visit(source.tree, (node) => {
        if (!ts.isStringLiteralLike(node) || !clients.has(node.text)) return
        const above = node.parent
        const compared =
          (ts.isBinaryExpression(above) &&
            [ts.SyntaxKind.EqualsEqualsEqualsToken, ts.SyntaxKind.ExclamationEqualsEqualsToken].includes(above.operatorToken.kind)) ||
          ts.isCaseClause(above) ||
          (ts.isCallExpression(above) && ts.isPropertyAccessExpression(above.expression) && tests.has(above.expression.name.text))
        if (compared) say(`${placeOf(source, node)} compares with '${node.text}': a fact about a service belongs in action-map/`)
      }),
    )
    expect(found).toEqual([])
  })
})

describe('shape', () => {
  const typescript = [
    ...filesUnder('src'),
    ...filesUnder('test', (path) => path === 'test/oracle/.generated' || path.endsWith('node_modules')),
    ...filesUnder('bench', (path) => path === 'bench/.generated'),
    ...filesUnder('action-map', (path) => path.endsWith('node_modules')),
  ].filter((path) => path.endsWith('.ts'))

  it('keeps files at 300 lines or fewer', () => {
    const long = typescript.map((path) => ({ path, lines: read(path).split('\n').length - 1 })).filter(({ lines }) => lines > 300)
    expect(long, 'about 100 lines, a wall at 300: a longer file is two things').toEqual([])
  })

  it('has no folder for things without a name', () => {
    const folders = new Set(typescript.map((path) => dirname(path)))
    expect(
      [...folders].filter((folder) => /(^|\/)(utils?|helpers?|common|misc|shared|lib)(\/|$)/.test(folder)),
      'folders are named for what they yield',
    ).toEqual([])
    expect(
      typescript.filter((path) => /^(utils?|helpers?|common|misc)\.ts$/.test(basename(path))),
      'files are named for their main export',
    ).toEqual([])
  })

  it('has one sentence on each export', () => {
    const found = violations((source, say) => {
      for (const statement of source.tree.statements) {
        const exported = ts.canHaveModifiers(statement) && ts.getModifiers(statement)?.some((one) => one.kind === ts.SyntaxKind.ExportKeyword)
        if (exported && ts.getJSDocCommentsAndTags(statement).length === 0) say(`${placeOf(source, statement)} has no doc comment`)
      }
    })
    expect(found).toEqual([])
  })

  it.each([
    ['commands', 'src/commands', ['command.ts']],
    ['reporters', 'src/report', ['reporter.ts', 'words.ts']],
    ['audit checks', 'src/audit/checks', []],
    ['idioms', 'src/code/idioms', ['idiom.ts']],
    ['dialects', 'src/iac/serverless/dialects', ['dialect.ts']],
  ])('registers every member: %s', (_name, folder, contracts) => {
    const members = sources.filter((source) => posix.dirname(source.path) === folder && ![...contracts, 'index.ts'].includes(basename(source.path)))
    const list = sources.find((source) => source.path === (folder.endsWith('/checks') ? 'src/audit/index.ts' : `${folder}/index.ts`))
    // A member that another file of the folder builds on is a part, not a member.
    const parts = new Set(
      sources
        .filter((source) => posix.dirname(source.path) === folder && source !== list)
        .flatMap((source) => source.imports.map((one) => targetOf(source, one.to))),
    )
    const listed = new Set(list?.imports.map((one) => targetOf(list, one.to)))
    expect(
      members.map((member) => member.path).filter((path) => !listed.has(path) && !parts.has(path)),
      'one line in index.ts',
    ).toEqual([])
  })
})

/** Whether an identifier names the global itself: no property, no declaration, no type of the same name in scope of a type. */
function isReference(node: ts.Identifier): boolean {
  const above = node.parent
  if (ts.isPropertyAccessExpression(above)) return above.expression === node
  if (ts.isPropertyAssignment(above) || ts.isBindingElement(above))
    return above.name !== node && !('propertyName' in above && above.propertyName === node)
  if (ts.isVariableDeclaration(above) || ts.isParameter(above) || ts.isFunctionDeclaration(above)) return above.name !== node
  return !(
    ts.isPropertySignature(above) ||
    ts.isMethodDeclaration(above) ||
    ts.isMethodSignature(above) ||
    ts.isTypeReferenceNode(above) ||
    ts.isPropertyDeclaration(above) ||
    ts.isImportSpecifier(above) ||
    ts.isExportSpecifier(above)
  )
}
