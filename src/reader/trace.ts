import { hash } from 'node:crypto'
import { type Reader, UserError } from '../model/index.ts'

type Question = 'kind' | 'read' | 'list'

/** All that was seen through a reader: what was at each path, digests of files and listings, refusals. */
export type Trace = readonly (readonly [question: Question, path: string, answer: string])[]

const answers: { readonly [question in Question]: (reader: Reader, path: string) => string } = {
  kind: (reader, path) => reader.kind(path) ?? 'nothing',
  read: (reader, path) => digestOf(reader.read(path)),
  list: (reader, path) => digestOf(reader.list(path).join('\0')),
}

const digestOf = (text: string | undefined): string => (text === undefined ? 'nothing' : hash('sha256', text, 'base64url'))
const refusal = (error: UserError): string => `refused: ${error.message}`

/** A reader that notes what is seen through it. */
export function traceReader(reader: Reader): { readonly reader: Reader; readonly trace: () => Trace } {
  const seen = { kind: new Map<string, string>(), read: new Map<string, string>(), list: new Map<string, string>() }
  const note = <Answer>(question: Question, path: string, ask: () => Answer, textOf: (answer: Answer) => string): Answer => {
    const known = seen[question].has(path)
    try {
      const answer = ask()
      if (!known) seen[question].set(path, textOf(answer))
      return answer
    } catch (error) {
      if (!known && error instanceof UserError) seen[question].set(path, refusal(error))
      throw error
    }
  }
  return {
    reader: {
      directory: reader.directory,
      workspace: reader.workspace,
      kind(path) {
        const ask = (): ReturnType<Reader['kind']> => reader.kind(path)
        return note('kind', path, ask, (kind) => kind ?? 'nothing')
      },
      read: (path) => note('read', path, () => reader.read(path), digestOf),
      list(path) {
        const ask = (): readonly string[] => reader.list(path)
        return note('list', path, ask, (names) => digestOf(names.join('\0')))
      },
    },
    trace: () =>
      (['kind', 'read', 'list'] as const).flatMap((question) => [...seen[question]].map(([path, answer]) => [question, path, answer] as const)),
  }
}

/** Whether everything that was seen would be seen again. */
export function stillHolds(reader: Reader, trace: Trace): boolean {
  return trace.every(([question, path, answer]) => {
    try {
      return answers[question](reader, path) === answer
    } catch (error) {
      if (error instanceof UserError) return refusal(error) === answer
      throw error
    }
  })
}
