import { type CodeTree, type Reader, UserError } from '../../model/index.ts'
import { createRun, type Facts } from '../evaluate/index.ts'
import { language } from '../language/index.ts'
import { openSources } from '../sources.ts'
import { columnOf, type FileSummary, lineOf } from '../summary/index.ts'
import { createLiterals } from './literals.ts'
import { surroundings } from './surroundings.ts'
import { createTrees } from './trees.ts'

// A configuration is no place for calls to AWS, so nothing has to be known of it.
const facts: Facts = { libraries: new Map(), legacyServices: new Map(), responses: new Map(), eventTexts: new Set() }

/** Works out what a module exports, or what it exports under a name, by abstract evaluation: nothing of it is run. */
export function readCode(reader: Reader, file: string, name?: string): CodeTree {
  const opened = openSources(reader, [], () => false, { directory: directoryOf(reader) })
  const summary = (path: string): FileSummary | undefined => {
    const found = opened.summary(path)
    refuseBroken(found?.syntaxError, path)
    return found
  }
  const { value, called } = createRun({ ...opened, summary }, facts, [...surroundings, ...language]).deployed(file, name)
  return createTrees(createLiterals(reader), new Set(called))(value, { file, start: 0, end: 0 })
}

/** A made-up directory, as deep below a made-up root as the service is below the workspace: nothing of the machine shows in what is read. */
function directoryOf(reader: Reader): string {
  const depth = reader.workspace === '.' ? 1 : reader.workspace.split('/').length
  return `/workspace${'/service'.repeat(depth)}`
}

function refuseBroken(error: { readonly message: string; readonly at: number } | undefined, file: string): void {
  if (!error) return
  throw new UserError(`${file} cannot be parsed: ${error.message}`, {
    at: { file, line: lineOf(error.at), column: columnOf(error.at) },
    mend: 'correct the file at this place',
  })
}
