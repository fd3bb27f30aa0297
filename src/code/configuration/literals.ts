import type { CodePlace, Location, Reader } from '../../model/index.ts'
import { compiler, parseFile, type Spot, spot, type ts } from '../summary/index.ts'

/** An object or array literal as it stands in a file. */
export interface Literal {
  readonly node: ts.ObjectLiteralExpression | ts.ArrayLiteralExpression
  readonly source: ts.SourceFile
  /** The functions around it, outermost first. */
  readonly functions: readonly Enclosing[]
}
/** A function that a literal stands in. */
interface Enclosing {
  readonly at: Spot
  readonly parameters: number
}

/** The literals of the files that a configuration is made of. */
export interface Literals {
  /** The literal that made an object or a list, by its site (`file:spot`). */
  find(site: string): Literal | undefined
  placeOf(node: ts.Node, source: ts.SourceFile): CodePlace
  locate(place: CodePlace): Location
  /** The quote of a plain text literal that stands at a place and says this text. */
  quoteAt(place: CodePlace, text: string): "'" | '"' | undefined
}

/** Opens the literals behind a reader; each file is parsed when it is first asked for. */
export function createLiterals(reader: Reader): Literals {
  const files = new Map<string, Parsed | undefined>()
  const parsed = (file: string): Parsed | undefined => {
    if (!files.has(file)) {
      const text = reader.kind(file) === 'file' ? reader.read(file) : undefined
      files.set(file, text === undefined ? undefined : parse(file, text))
    }
    return files.get(file)
  }
  return {
    find: (site) => {
      const [, file = '', at] = /^(.*):(\d+)$/.exec(site) ?? []
      return at === undefined ? undefined : parsed(file)?.literals.get(Number(at))
    },
    placeOf: (node, source) => ({ file: source.fileName, start: node.getStart(source, false), end: node.end }),
    locate: ({ file, start }) => {
      const place = parsed(file)?.source.getLineAndCharacterOfPosition(start)
      return { file, line: (place?.line ?? 0) + 1, column: (place?.character ?? 0) + 1 }
    },
    quoteAt: ({ file, start, end }, text) => {
      const [quote, ...rest] = parsed(file)?.source.text.slice(start, end) ?? ''
      return (quote === "'" || quote === '"') && rest.join('') === text + quote ? quote : undefined
    },
  }
}

interface Parsed {
  readonly source: ts.SourceFile
  readonly literals: ReadonlyMap<Spot, Literal>
}

// Places are packed with their column, which ends at this one: beyond it two literals of a line could be taken for each other.
const lastColumn = 4094

function parse(file: string, text: string): Parsed {
  const source = parseFile(file, text)
  const found = new Map<Spot, Literal>()
  const visit = (node: ts.Node, functions: readonly Enclosing[]): void => {
    const at = (): Spot | undefined => {
      const { line, character } = source.getLineAndCharacterOfPosition(node.getStart(source, false))
      return character < lastColumn ? spot(line + 1, character + 1) : undefined
    }
    let inner = functions
    if (compiler.isObjectLiteralExpression(node) || compiler.isArrayLiteralExpression(node)) {
      const key = at()
      if (key !== undefined) found.set(key, { node, source, functions })
    } else if (compiler.isFunctionLike(node)) inner = [...functions, { at: at() ?? 0, parameters: node.parameters.length }]
    compiler.forEachChild(node, (child) => visit(child, inner))
  }
  visit(source, [])
  return { source, literals: found }
}
