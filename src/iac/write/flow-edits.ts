import type { Edit } from '../../model/index.ts'
import type { SourceFile } from '../document.ts'
import { lineEndAt } from './style.ts'

/** What is cut out of a list or a map in brackets, and the neighbours that stay. */
export interface FlowCut {
  readonly source: SourceFile
  readonly start: number
  readonly end: number
  /** Where the one before ends. */
  readonly before?: number | undefined
  /** Where the one after starts. */
  readonly after?: number | undefined
}

/** Cuts neighbours out of brackets with one comma; comments about those that stay are left, as are comments on lines of their own. */
export function cutFlow({ source, start, end, before, after }: FlowCut): Edit {
  const { file, text } = source
  const ahead = before === undefined ? '' : text.slice(before, start)
  const behind = after === undefined ? '' : text.slice(end, after)
  const cut = (from: number, to: number): Edit => ({ file, start: from, end: to, text: '' })
  if (!hasComment(source, ahead) && !(before === undefined && hasComment(source, behind)))
    return cut(before ?? start, before === undefined ? (after ?? end) : end)
  const lineStart = text.lastIndexOf('\n', start - 1) + 1
  const lineEnd = lineEndAt(source, end)
  const rest = /^[ \t]*(,?)[ \t]*$/.exec(text.slice(end, lineEnd))
  // A comma that nothing follows is allowed wherever comments are.
  if (/^[ \t]*$/.test(text.slice(lineStart, start)) && rest) return cut(lineStart, text.indexOf('\n', lineEnd) + 1 || lineEnd)
  return cut(start, end + (/^[ \t]*,[ \t]*/.exec(text.slice(end))?.[0].length ?? 0))
}

const hasComment = ({ format }: SourceFile, words: string): boolean => format !== 'json' && (format === 'code' ? /\/[/*]/ : /#/).test(words)

/** Puts text behind something in brackets, after a comma. A comment at the end of the line speaks of what stands on it, and stays there. */
export function insertBehind(source: SourceFile, offset: number, words: string): Edit {
  const { file, text, format } = source
  const end = lineEndAt(source, offset)
  const found =
    format === 'json' ? null : (format === 'code' ? /^([ \t]*,)?([ \t]*\/\/.*)$/ : /^([ \t]*,)?([ \t]+#.*)$/).exec(text.slice(offset, end))
  const [, comma, comment] = found ?? []
  if (comment === undefined || !/^\r?\n/.test(words)) return { file, start: offset, end: offset, text: `,${words}` }
  if (comma !== undefined) return { file, start: end, end, text: `${words},` }
  return { file, start: offset, end, text: `,${comment}${words}` }
}
