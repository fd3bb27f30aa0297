import { parseJsonWithComments, type Reader } from '../../model/index.ts'
import { joinPath } from './paths.ts'

/** Where the compiler reads and writes, as far as tsconfig says; paths are relative to the service's directory. */
export interface CompilerFolders {
  readonly file: string
  readonly rootDir?: string
  readonly outDir?: string
}

/** Reads `rootDir` and `outDir` of a tsconfig with what it extends; undefined where there is none. */
export function readCompilerFolders(reader: Reader, file: string, depth = 0): CompilerFolders | undefined {
  if (depth > 8 || reader.kind(file) !== 'file') return undefined
  const config = parseJsonWithComments(reader.read(file) ?? '')
  const folder = joinPath(file, '..')
  const inherited: Partial<CompilerFolders> = {}
  for (const name of extended(config?.extends)) {
    const base = /^\.{1,2}\//.test(name) ? joinPath(folder, name) : joinPath(folder, 'node_modules', name)
    const read = [base, `${base}.json`, `${base}/tsconfig.json`].map((path) => readCompilerFolders(reader, path, depth + 1))
    Object.assign(inherited, ...read)
  }
  const options = recordOf(config?.compilerOptions)
  const own = (name: 'rootDir' | 'outDir'): Partial<CompilerFolders> => {
    const value = options?.[name]
    return typeof value === 'string' && !value.startsWith('/') && !value.includes('${') ? { [name]: joinPath(folder, value) } : {}
  }
  return { ...inherited, ...own('rootDir'), ...own('outDir'), file }
}

function extended(value: unknown): string[] {
  const names = Array.isArray(value) ? value : [value]
  return names.filter((name): name is string => typeof name === 'string' && !name.startsWith('/'))
}

const recordOf = (value: unknown): Record<string, unknown> | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined
