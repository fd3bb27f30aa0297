import type { Log } from 'sarif'
import { type Json, type Location, placeText } from '../model/index.ts'
import { annotationsTogether } from './github.ts'
import { suitesTogether } from './junit.ts'
import { code, fitted, plain } from './markdown-text.ts'
import { logsTogether } from './sarif.ts'
import { plural } from './words.ts'
import { oneLine } from './yaml-text.ts'

/** The printed report of one service among several, and the way to it from the directory that was named. */
export interface Part {
  readonly directory: string
  readonly text: string
  readonly passes: boolean
}

/** A service that could not be read, and why. */
export interface Unread {
  readonly directory: string
  readonly message: string
  readonly at?: Location
  readonly fix?: string
}

/** Makes one document out of the printed reports of several services. */
export function printTogether(format: string, parts: readonly Part[], unread: readonly Unread[]): string {
  const texts = parts.map(({ text }) => text)
  switch (format) {
    case 'json':
      return `${JSON.stringify(workspaceDocument(parts, unread), null, 2)}\n`
    case 'sarif':
      return `${JSON.stringify(
        logsTogether(
          texts.map((text) => JSON.parse(text) as Log),
          unread.map(sentence),
        ),
        null,
        2,
      )}\n`
    case 'github':
      return annotationsTogether(texts, unread.map(sentence))
    case 'junit':
      return suitesTogether(texts, unread)
    case 'markdown':
      return fitted([
        `## Keycard: ${tally(parts, unread)}\n`,
        ...(unread.length > 0 ? [unread.map((one) => `- ${plain(sentence(one))}\n`).join('')] : []),
        ...parts.map(({ directory, text }) => `## ${code(directory)}\n\n${text}`),
      ])
    case 'yaml':
      return parts.map(({ directory, text }) => `--- # ${oneLine(directory)}\n${text}`).join('')
    default:
      return `${parts.map(({ directory, text }) => `== ${oneLine(directory)}\n\n${text}\n`).join('')}${tally(parts, unread)}\n`
  }
}

/** Why a service could not be read, with its place. */
const sentence = ({ directory, message, at }: Unread): string =>
  `${directory} could not be read: ${message}${at ? ` (${directory}/${placeText(at)})` : ''}`

function tally(parts: readonly Part[], unread: readonly Unread[]): string {
  const pass = parts.filter(({ passes }) => passes).length
  const counts = [
    ...(pass > 0 ? [`${pass} without errors`] : []),
    ...(parts.length > pass ? [`${parts.length - pass} with errors`] : []),
    ...(unread.length > 0 ? [`${unread.length} that could not be read`] : []),
  ]
  return `${plural(parts.length + unread.length, 'service')}: ${counts.join(', ')}`
}

/** The JSON that schema/keycard-workspace-1.json describes. */
function workspaceDocument(parts: readonly Part[], unread: readonly Unread[]): Json {
  return {
    schema: 'keycard-workspace/1',
    services: parts.map(({ directory, text }) => {
      const { schema, command, service, ...rest } = JSON.parse(text) as { readonly [key: string]: Json } & {
        readonly service: { readonly [key: string]: Json }
      }
      return { schema, command, service: { ...service, directory }, ...rest } as Json
    }),
    unread: unread.map(({ directory, message, at, fix }) => ({
      directory,
      message,
      file: at?.file ?? null,
      line: at?.line ?? null,
      fix: fix ?? null,
    })),
  }
}
